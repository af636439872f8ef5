"""How findings look: for people, and as JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from briefwright.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
WIDEST_LINE = 160
"""Characters of a source line that are shown."""


def console(*, err: bool = False) -> Console:
    """A console that colours on a terminal only and breaks no lines elsewhere."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    made = Console(stderr=err, highlight=False, soft_wrap=True, emoji=False, markup=False)
    return (
        made if stream.isatty() else Console(stderr=err, highlight=False, soft_wrap=True, no_color=True, markup=False)
    )


def print_findings(findings: Sequence[Finding], to: Console) -> None:
    """Each finding with its place, the line itself and what to do."""
    for finding in findings:
        to.print(as_text(finding))


def as_text(finding: Finding) -> Text:
    """A finding for people."""
    from rich.text import Text

    text = Text()
    if finding.location and finding.location.path:
        text.append(f"{finding.location}: ", "bold")
    text.append(finding.severity.value, STYLES[finding.severity])
    text.append(f" {finding.code.value} ", "dim")
    text.append(finding.message)
    where = finding.location
    if where and where.line and where.text.strip():
        start = max(0, where.column - WIDEST_LINE // 2) if len(where.text) > WIDEST_LINE else 0
        shown = where.text[start : start + WIDEST_LINE].replace("\t", " ").rstrip()
        number = f"{where.line:>6} | "
        text.append(f"\n{number}{shown}", "dim")
        if where.column:
            text.append("\n" + " " * (len(number) - 2) + "| " + " " * (where.column - 1 - start) + "^", "dim")
    if finding.hint:
        text.append("\n       hint: ", "cyan")
        text.append(finding.hint)
    return text


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding for programs."""
    where = finding.location
    return {
        "code": finding.code.value,
        "name": finding.code.title,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "path": where.path if where else "",
        "line": where.line if where else 0,
        "column": where.column if where else 0,
        "subject": finding.subject,
    }


def count(findings: Iterable[Finding]) -> str:
    """ "2 errors, 1 warning", or an empty string."""
    severities = [finding.severity for finding in findings]
    parts = [
        f"{number} {severity.value}{'s' if number > 1 else ''}"
        for severity in (Severity.ERROR, Severity.WARNING)
        if (number := severities.count(severity))
    ]
    return ", ".join(parts)
