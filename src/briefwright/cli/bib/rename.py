"""`briefwright bib rename`."""

from __future__ import annotations

from pathlib import Path

import click

from briefwright.cli import printing
from briefwright.cli.carry import carry_out, write_options
from briefwright.cli.exits import Exit
from briefwright.cli.project import load, project_option


@click.command(name="rename")
@click.argument("old")
@click.argument("new")
@write_options
@project_option
def command(old: str, new: str, yes: bool, dry_run: bool, folder: Path) -> Exit:
    """Give the reference OLD the key NEW, everywhere it is named.

    That is in the .bib files, facts, briefs and templates, and in the names of its snapshots: in all of them or,
    where one place cannot be changed, in none.
    """
    project = load(folder).value
    from briefwright.bib.rename import rename
    from briefwright.bib.repoint.markdown import is_simple

    made = rename(project, old, new)
    lines = sum(_lines(change.before, change.after) for change in made.changes)
    where = f"{printing.many(lines, 'line')} of {printing.many(len(made.changes), 'file')}"
    notes = [*made.notes, f"`{old}` becomes `{new}` in {where}."]
    if not is_simple(new):
        notes.append(f"In briefs it is cited with braces: @{{{new}}}.")
    return carry_out(
        made.changes, yes=yes, dry_run=dry_run, done=f"Renamed `{old}` to `{new}`", root=project.root, notes=notes
    )


def _lines(before: bytes, after: bytes) -> int:
    """How many lines differ: no line comes or goes with a key."""
    return sum(one != two for one, two in zip(before.split(b"\n"), after.split(b"\n"), strict=True))
