"""Exit codes, as documented in the user guide."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from briefwright.diagnostics import Code, Finding, Severity


class Exit(IntEnum):
    """What a command's exit code means."""

    FINE = 0
    """Done; there may be warnings."""
    ERRORS = 1
    """At least one error."""
    USAGE = 2
    """Wrong usage, or no project found."""
    UNWRITABLE = 3
    """An output could not be written."""
    INTERNAL = 70
    """A fault of Briefwright's own (EX_SOFTWARE of sysexits.h)."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C."""


def exit_code(findings: Iterable[Finding]) -> Exit:
    """The exit code that findings ask for."""
    codes = {finding.code for finding in findings if finding.severity is Severity.ERROR}
    if not codes:
        return Exit.FINE
    return Exit.UNWRITABLE if codes == {Code.OUTPUT_UNWRITABLE} else Exit.ERRORS
