"""How findings and tables look: for people, and as JSON or tab-separated lines for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from briefwright.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
WIDEST_LINE = 160
"""Characters of a source line that are shown."""
_WITHOUT_TERMINAL = 10_000
"""Columns where there is no terminal: no table is cut there."""


def console(*, err: bool = False) -> Console:
    """A console that colours on a terminal only and breaks no lines elsewhere."""
    from rich.console import Console

    terminal = (sys.stderr if err else sys.stdout).isatty()
    options: dict[str, Any] = {"highlight": False, "soft_wrap": True, "emoji": False, "markup": False}
    if not terminal:
        options |= {"no_color": True, "width": _WITHOUT_TERMINAL}
    return Console(stderr=err, **options)


def on_terminal() -> bool:
    """Whether a person reads the output."""
    return sys.stdout.isatty()


def can_ask() -> bool:
    """Whether a person is there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


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
    _append_line(text, finding)
    if finding.hint:
        text.append("\n       hint: ", "cyan")
        text.append(finding.hint)
    return text


def _append_line(text: Text, finding: Finding) -> None:
    """The line of the file, and a mark under its column."""
    from rich.cells import cell_len

    where = finding.location
    if not where or not where.line or not where.text.strip():
        return
    start = max(0, where.column - WIDEST_LINE // 2) if len(where.text) > WIDEST_LINE else 0
    shown = "".join(sign if sign.isprintable() else " " for sign in where.text[start : start + WIDEST_LINE]).rstrip()
    number = f"{where.line:>6} | "
    text.append(f"\n{number}{shown}", "dim")
    if where.column:
        before = shown[: where.column - 1 - start]
        text.append("\n" + " " * (len(number) - 2) + "| " + " " * cell_len(before) + "^", "dim")


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding for programs."""
    where = finding.location
    return {
        "code": finding.code.value,
        "name": finding.code.slug,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "path": where.path if where else "",
        "line": where.line if where else 0,
        "column": where.column if where else 0,
        "subject": finding.subject,
    }


def print_lines(lines: Iterable[str], to: Console) -> None:
    """Lines of text; on a terminal long ones are broken between words, and go on a little further in."""
    import shutil
    import textwrap

    width = max(40, shutil.get_terminal_size().columns - 1) if on_terminal() else 0
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        broken = len(line) > width > 0
        to.print("\n".join(textwrap.wrap(line, width, subsequent_indent=indent)) if broken else line)


def print_json(content: object) -> None:
    """One JSON value on standard output."""
    print(json.dumps(content, ensure_ascii=False, indent=1))


def count(findings: Iterable[Finding]) -> str:
    """ "2 errors, 1 warning", or an empty string."""
    severities = [finding.severity for finding in findings]
    return ", ".join(
        many(number, severity.value)
        for severity in (Severity.ERROR, Severity.WARNING)
        if (number := severities.count(severity))
    )


def many(number: int, noun: str) -> str:
    """ "1 fact", "3 facts"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def notice(findings: Sequence[Finding]) -> None:
    """A word on standard error where a project's files have errors that this command does not name."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        text = f"({count(errors)} in the project's files, so something may be missing here: see `briefwright check`)"
        console(err=True).print(text, style="dim")


def new_table(*headings: str, right: Iterable[int] = ()) -> Table:
    """A table without lines; the last column takes what room there is.

    right: indexes of columns that are set flush right.
    """
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    flush = set(right)
    for index, heading in enumerate(headings):
        last = index == len(headings) - 1
        table.add_column(heading, justify="right" if index in flush else "left", no_wrap=not last, overflow="fold")
    return table


def print_rows(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> None:
    """Rows for people as a table; where there is no terminal, as lines with tabs between the cells."""
    if not on_terminal():
        for row in rows:
            print("\t".join(" ".join(cell.split()) for cell in row))
        return
    from rich.text import Text

    table = new_table(*headings, right=right)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table, soft_wrap=False)
