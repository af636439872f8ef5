"""`briefwright bib stats`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.exits import Exit
from briefwright.cli.project import json_option, load, project_option

if TYPE_CHECKING:
    from briefwright.bib.stats import Statistics

_WIDTH = 40
"""Of the longest bar, in signs."""
_PARTS = " ▏▎▍▌▋▊▉"


@click.command(name="stats")
@json_option
@project_option
def command(as_json: bool, folder: Path) -> Exit:
    """Show figures about the bibliography, with a picture of years and kinds."""
    loaded = load(folder)
    bibliography = loaded.value.bibliography
    from briefwright.bib.stats import statistics
    from briefwright.bib.used import used_keys

    references = (bibliography.get(key) for key in bibliography.keys())  # noqa: SIM118  # not a mapping
    found = statistics(references, used_keys(loaded.value))
    if as_json:
        years = {str(year): number for year, number in found.years.items()}
        printing.print_json(
            {
                "entries": found.entries,
                "used": found.used,
                "broken": found.broken,
                "undated": found.undated,
                "kinds": dict(found.kinds),
                "years": years,
                "fields": dict(found.fields),
            }
        )
    else:
        printing.print_lines(_lines(found), printing.console())
    printing.notice(loaded.findings)
    return Exit.FINE


def _lines(found: Statistics) -> Iterator[str]:
    from briefwright.bib.stats import spans

    yield f"{found.entries:,} {'entry' if found.entries == 1 else 'entries'}, {found.used:,} used by briefs and facts"
    if found.broken:
        yield f"{found.broken:,} broken: see `briefwright check`"
    for title, rows in (
        ("Kinds", list(found.kinds.items())),
        ("Years", spans(found.years) + ([("undated", found.undated)] if found.undated else [])),
        ("With", [(name, number) for name, number in found.fields.items() if number]),
    ):
        if rows:
            yield ""
            yield title
            yield from _bars(rows)


def _bars(rows: Sequence[tuple[str, int]]) -> Iterator[str]:
    """A line each: name, number, and a bar to scale."""
    most = max(number for _, number in rows)
    names = max(len(name) for name, _ in rows)
    digits = max(len(f"{number:,}") for _, number in rows)
    for name, number in rows:
        eighths = round(number * _WIDTH * 8 / most) if most else 0
        bar = "█" * (eighths // 8) + _PARTS[eighths % 8].strip()
        yield f"  {name:<{names}}  {number:>{digits},}  {bar}".rstrip()
