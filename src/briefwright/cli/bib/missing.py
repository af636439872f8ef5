"""`briefwright bib missing`."""

from __future__ import annotations

from pathlib import Path

import click

from briefwright.cli import printing
from briefwright.cli.exits import Exit
from briefwright.cli.project import json_option, load, project_option


@click.command(name="missing")
@json_option
@project_option
def command(as_json: bool, folder: Path) -> Exit:
    """List keys that facts or briefs name and no entry has, with each place and a guess.

    The exit code is 1 where there is one.
    """
    loaded = load(folder)
    from briefwright.bib.used import missing

    found = missing(loaded.value, loaded.findings)
    if as_json:
        printing.print_json([{"key": one.subject, **printing.as_json(one)} for one in found])
    else:
        printing.print_findings(found, printing.console())
        printing.notice([one for one in loaded.findings if one not in found])
        click.echo(
            f"{printing.many(len(found), 'place')} without a reference." if found else "Nothing is missing.", err=True
        )
    return Exit.ERRORS if found else Exit.FINE
