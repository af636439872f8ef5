"""What pandoc said while it wrote, as findings."""

from __future__ import annotations

from collections.abc import Iterable

from briefwright.diagnostics import Code, Finding, warning
from briefwright.document import Document
from briefwright.pandoc import LogLine


def pandoc_findings(log: Iterable[LogLine], document: Document) -> tuple[Finding, ...]:
    """A warning for each warning or error in pandoc's log; what it tells for information is left out."""
    return tuple(
        warning(Code.CONVERTER_WARNING, f"pandoc says: {line.message.rstrip('.')}", document.brief.location)
        for line in log
        if line.verbosity in ("WARNING", "ERROR")
    )
