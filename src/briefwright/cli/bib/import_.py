"""`briefwright bib import`."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.carry import carry_out, write_options
from briefwright.cli.exits import Exit, exit_code
from briefwright.cli.project import find, json_option, project_option

if TYPE_CHECKING:
    from briefwright.bib.importing import Import, Outcome


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--prefer-new", is_flag=True, help="Where FILE says something else, take it over; otherwise it is only told."
)
@write_options
@json_option
@project_option
def command(files: tuple[Path, ...], prefer_new: bool, yes: bool, dry_run: bool, as_json: bool, folder: Path) -> int:
    """Take references over from FILE.

    BibTeX, biblatex, RIS, CSL JSON, EndNote XML, PubMed nbib and MODS are read, and the references inside a Word
    document: those of Zotero, Mendeley, EndNote and Word. What FILE is, its content tells. What is in the bibliography
    already is recognised, and gets the fields that it lacks.
    """
    root = find(folder)
    from briefwright.bib.adding import library_of
    from briefwright.bib.formats import read_file
    from briefwright.bib.importing import plan_import
    from briefwright.load.config import load_config

    config = load_config(root)
    reads = [(str(path), read_file(path, str(path))) for path in dict.fromkeys(files)]
    library = library_of(root, config.value)
    made = plan_import(reads, library, config.value, prefer_new=prefer_new)
    findings = [*config.findings, *made.findings]
    if not as_json:
        printing.print_findings(findings, printing.console(err=True))
    dry_run = dry_run or (as_json and not yes)
    with contextlib.ExitStack() as stack:
        if as_json:
            stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
            stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        if made.outcomes:
            notes = list(_report(made.outcomes))
            carry_out(made.changes, yes=yes, dry_run=dry_run, done=_done(made), root=root, notes=notes)
    if as_json:
        content = {
            "entries": [_as_json(one) for one in made.outcomes],
            "written": bool(made.changes) and not dry_run,
            "findings": [printing.as_json(one) for one in findings],
        }
        printing.print_json(content)
    return exit_code(findings) if made.outcomes else Exit.ERRORS


def _report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line for each reference, and their number."""
    from rich.markup import escape

    from briefwright.bib.importing import references_of

    for one in outcomes:
        where = f"{one.file}:{one.line}" if one.line else one.file
        yield escape(f"{_said(one)}  ({where})")
        for name, here, there in one.differing:
            yield escape(f"    {name} differs: `{_short(here)}` stays, the file has `{_short(there)}`")
    counts = ", ".join(f"{number:,} {what}" for what, number in references_of(outcomes).items())
    yield f"{printing.many(len(outcomes), 'reference')}: {counts}."


def _said(one: Outcome) -> str:
    if one.what == "added":
        return f"added as `{one.key}`: {one.title}"
    if one.what == "filled in":
        return f"filled in {', '.join(one.fields)} of `{one.key}` ({one.why}): {one.title}"
    if one.what == "there already":
        return f"there already as `{one.key}` ({one.why}): {one.title}"
    return f"not usable: {one.why}" + (f": {one.title}" if one.title else "")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _done(made: Import) -> str:
    from briefwright.bib.importing import references_of

    counts = references_of(made.outcomes)
    return f"Added {counts.get('added', 0):,} and filled in {counts.get('filled in', 0):,}"


def _as_json(one: Outcome) -> object:
    return {
        "what": one.what,
        "file": one.file,
        "line": one.line,
        "title": one.title,
        "key": one.key,
        "why": one.why,
        "likeness": round(one.likeness, 1),
        "fields": list(one.fields),
        "differing": [{"field": name, "here": here, "there": there} for name, here, there in one.differing],
    }
