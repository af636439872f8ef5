"""`briefwright redline`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefwright.cli import printing
from briefwright.cli.exits import exit_code
from briefwright.cli.project import json_option, load, project_option
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, error

if TYPE_CHECKING:
    from briefwright.model import Brief, Project
    from briefwright.redline.make import File
    from briefwright.redline.marks import Counts

ENDING = ".redline.docx"
LARGEST = 256 * 1024 * 1024
"""Bytes of a file that are read at all."""


@click.command(name="redline")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.docx", help="The redline."
)
@click.option("--author", default="Briefwright", show_default=True, help="Who is said to have made the changes.")
@json_option
@project_option
def command(*, old: Path, new: str, output: Path | None, author: str, as_json: bool, folder: Path) -> int:
    """Show an edition against an earlier one, as a DOCX with tracked changes.

    OLD and NEW are DOCX files, made by Briefwright or by any other program. NEW may also be a brief's name, for the
    brief as it is now. Accepting all changes gives NEW, rejecting all gives OLD. Words, notes, tables, pictures and
    citations are compared; looks are not. Without --output it is written to NEW's name with .redline.docx.
    """
    from briefwright.redline.make import redline
    from briefwright.write.files import write_atomically

    before = _read(old)
    after, target = _new(new, folder)
    target = output or target
    if target.resolve() in {old.resolve(), Path(new).resolve()}:
        raise click.UsageError(f"`{target}` is one of the two files: name another with --output")
    made = redline(before, after, author=author.strip() or "Briefwright", timestamp=_time())
    write_atomically(target, made.value.data)
    if as_json:
        printing.print_json(_report(target, made.value.counts, made.findings))
    else:
        printing.print_findings(made.findings, printing.console(err=True))
        print(f"{target}: {_said(made.value.counts)}")
    return exit_code(made.findings)


def _new(given: str, folder: Path) -> tuple[File, Path]:
    """NEW's bytes, and where its redline is written."""
    from briefwright.redline.make import File

    path = Path(given)
    if path.suffix.lower() != ".md" and path.is_file():
        return _read(path), path.with_name(f"{path.stem}{ENDING}")
    if path.suffix.lower() == ".docx":
        return _read(path), path
    project = load(folder).value
    brief = _brief(given, project)
    output = project.root / project.config.output
    return File(_rendered(brief, project), brief.name), output / f"{brief.name}{ENDING}"


def _read(path: Path) -> File:
    """A file's bytes. Raises BriefwrightError where it cannot be read."""
    from briefwright.load.files import reason
    from briefwright.redline.make import File

    at = Location(str(path))
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            message = f"it has {path.stat().st_size // 1_000_000} MB, more than is read"
            raise BriefwrightError(error(Code.UNREADABLE_FILE, message, at))
        return File(path.read_bytes(), str(path))
    except OSError as problem:
        raise BriefwrightError(error(Code.UNREADABLE_FILE, reason(problem), at)) from problem


def _brief(name: str, project: Project) -> Brief:
    import dataclasses

    from briefwright.diagnostics import did_you_mean
    from briefwright.pipeline import choose

    briefs, unknown = choose(project, (name,))
    if briefs:
        return briefs[0]
    hint = did_you_mean(name, project.briefs) or unknown[0].hint
    message = f"there is no file `{name}`, and no brief of that name"
    raise BriefwrightError(dataclasses.replace(unknown[0], message=message, hint=hint))


def _rendered(brief: Brief, project: Project) -> bytes:
    """The DOCX of a brief as it is now, without what only editing needs."""
    import dataclasses

    from briefwright.diagnostics import Severity, has_errors
    from briefwright.document import Face, LiveCitations
    from briefwright.pipeline import Order, make_document
    from briefwright.write.writers import write

    made = make_document(brief, project)
    if made.value is None:
        raise BriefwrightError(*(one for one in made.findings if one.severity is Severity.ERROR))
    word = Order(face=Face.FINAL, citations=LiveCitations.PLAIN).word_options(project)
    written = write(dataclasses.replace(made.value, word=word), "docx")
    if has_errors(written.findings):
        raise BriefwrightError(*(one for one in written.findings if one.severity is Severity.ERROR))
    return written.value


def _time() -> int | None:
    """The time that SOURCE_DATE_EPOCH gives; None where it is not set. Raises BriefwrightError where it is none."""
    import os

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    from briefwright.cite.process import wrong_time

    if found := wrong_time():
        raise BriefwrightError(*found)
    return int(epoch)


def _said(counts: Counts) -> str:
    if counts.none:
        return "no difference in words, notes, tables or pictures"
    told = (
        (counts.insertions, "insertion"),
        (counts.deletions, "deletion"),
        (counts.moved, "moved paragraph"),
        (counts.rows_inserted, "table row"),
        (counts.rows_deleted, "table row"),
    )
    ends = ("", "", "", " inserted", " deleted")
    return ", ".join(
        printing.many(number, noun) + end for (number, noun), end in zip(told, ends, strict=True) if number
    )


def _report(target: Path, counts: Counts, findings: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "output": str(target),
        "insertions": counts.insertions,
        "deletions": counts.deletions,
        "moved": counts.moved,
        "rows_inserted": counts.rows_inserted,
        "rows_deleted": counts.rows_deleted,
        "findings": [printing.as_json(finding) for finding in findings],
    }
