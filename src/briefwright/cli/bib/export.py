"""`briefwright bib export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.exits import exit_code
from briefwright.cli.project import load, project_option

if TYPE_CHECKING:
    from briefwright.diagnostics import Warned
    from briefwright.model import Project

FORMATS = ("bib", "csljson", "ris")


@click.command(name="export")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--cited", multiple=True, metavar="BRIEF", help="Only what this brief cites; may be given again.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="By default FILE's ending says it; else bib.")
@click.option("--yes", "-y", is_flag=True, help="Replace a file that is there without asking.")
@project_option
def command(file: Path | None, cited: tuple[str, ...], format_: str | None, yes: bool, folder: Path) -> int:
    """Write references to FILE, or to standard output: as .bib, CSL JSON (.json) or RIS (.ris).

    All of them, or those that briefs cite. The same bibliography gives the same bytes.
    """
    from briefwright.bib.exporting import ENDINGS

    kind = format_ or (ENDINGS.get(file.suffix.lower()) if file else "bib")
    if kind is None:
        said = f"what `{file}` is to be, its ending does not say: end it in {', '.join(ENDINGS)}, or give --format"
        raise click.UsageError(said)
    loaded = load(folder)
    keys = _keys(loaded.value, cited)
    made = _text(loaded.value, keys, kind)
    printing.print_findings(made.findings, printing.console(err=True))
    if file is None:
        click.echo(made.value.encode("utf-8"), nl=False)
    else:
        from briefwright.write.files import write_atomically

        if file.exists() and not yes:
            _confirm(file)
        write_atomically(file.absolute(), made.value.encode("utf-8"))
        click.echo(f"Wrote {printing.many(len(keys), 'reference')} to {file}.", err=True)
    printing.notice(loaded.findings)
    return exit_code(made.findings)


def _keys(project: Project, cited: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that are asked for, in the order of the files; those of broken entries are left out."""
    from briefwright.bib.used import cited_keys

    keys = cited_keys(project, cited) if cited else project.bibliography.keys()
    return tuple(key for key in keys if project.bibliography.get(key) is not None)


def _text(project: Project, keys: tuple[str, ...], kind: str) -> Warned[str]:
    from briefwright.bib.exporting import WRITERS, to_bib
    from briefwright.bib.text import read_bib
    from briefwright.diagnostics import Warned
    from briefwright.load.files import shown_path

    if kind != "bib":
        return WRITERS[kind](project.bibliography, keys, project.config.lang)
    paths = [project.root / path for path in dict.fromkeys(project.config.bibliography)]
    files = [read_bib(path, shown_path(path, project.root)) for path in paths if path.is_file()]
    return Warned(to_bib(files, project.bibliography, keys))


def _confirm(file: Path) -> None:
    if not printing.can_ask():
        raise click.UsageError(f"{file} is there, and there is no terminal to ask at: say --yes to replace it")
    click.confirm(f"{file} is there. Replace it?", abort=True, err=True)
