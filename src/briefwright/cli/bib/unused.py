"""`briefwright bib unused`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.carry import carry_out, write_options
from briefwright.cli.exits import Exit
from briefwright.cli.project import json_option, load, project_option

if TYPE_CHECKING:
    from briefwright.changes import FileChange
    from briefwright.model import Project


@click.command(name="unused")
@click.option("--remove", is_flag=True, help="Take the entries out, after showing the change.")
@write_options
@json_option
@project_option
def command(remove: bool, yes: bool, dry_run: bool, as_json: bool, folder: Path) -> Exit:
    """List references that no brief cites and no fact rests on.

    An entry that a used one names (as its parent, or as a related work) counts as used.
    """
    loaded = load(folder)
    project = loaded.value
    from briefwright.bib.used import unused

    found = unused(project)
    if as_json:
        places = ((one, one.location) for one in found)
        printing.print_json(
            [{"key": one.key, "type": one.type, "path": at.path, "line": at.line} for one, at in places]
        )
        if not remove or not yes:
            return Exit.FINE
    elif not remove:
        from briefwright.check.entries import bare

        rows = ((one.key, one.type, bare(one.fields.get("title", "")), str(one.location)) for one in found)
        printing.print_rows(("key", "type", "title", "place"), rows)
    if not remove:
        printing.notice(loaded.findings)
        click.echo(f"{printing.many(len(found), 'reference')} unused.", err=True)
        return Exit.FINE
    errors = [one for one in loaded.findings if one.severity == "error"]
    if errors:
        printing.print_findings(errors, printing.console(err=True))
        raise click.UsageError("what is used cannot be told for sure: put the errors of the project right first")
    changes = _without(project, frozenset(one.key for one in found))
    done = f"Took out {printing.many(len(found), 'reference')}"
    return carry_out(changes, yes=yes, dry_run=dry_run, done=done, root=project.root)


def _without(project: Project, keys: frozenset[str]) -> list[FileChange]:
    from briefwright.bib.guard import Meant, checked
    from briefwright.bib.merge_project import taken_out
    from briefwright.bib.text import read_bib
    from briefwright.load.files import shown_path

    changes = []
    for path in dict.fromkeys(project.config.bibliography):
        if (project.root / path).is_file():
            file = read_bib(project.root / path, shown_path(project.root / path, project.root))
            out = [taken_out(file, place) for place in file.index.entries if place.key in keys]
            changes.append(checked(file, out, Meant(removed=keys)))
    return changes
