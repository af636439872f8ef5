"""`briefwright snapshot`."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.exits import Exit
from briefwright.cli.project import load, project_option
from briefwright.diagnostics import BriefwrightError, Code, did_you_mean, error

if TYPE_CHECKING:
    from briefwright.model import Project
    from briefwright.snapshot.keep import Kept, Source


@click.command(name="snapshot")
@click.argument("key")
@click.argument("source", metavar="FILE_OR_URL")
@click.option("--force", is_flag=True, help="Replace a snapshot that is there.")
@project_option
def command(key: str, source: str, force: bool, folder: Path) -> int:
    """Keep a copy of a source, for quotations to be looked up in: KEY is the source's in the bibliography.

    PDF, HTML, DOCX, text and Markdown are read. The copy, a record of it (time, address, SHA-256), its text and the
    numbering of its pages or paragraphs are put into the folder that the setting `snapshots` or the environment
    variable BRIEFWRIGHT_SNAPSHOTS names, by default snapshots/ in the project.
    """
    project = load(folder).value
    if project.bibliography.get(key) is None:
        hint = did_you_mean(key, project.bibliography.keys()) or "`briefwright list references` shows those there are"
        raise BriefwrightError(error(Code.UNKNOWN_REFERENCE, f"there is no reference `{key}`", hint=hint))
    from briefwright.snapshot.extract import ExtractionError
    from briefwright.snapshot.fetch import FetchError
    from briefwright.snapshot.keep import keep

    try:
        kept = keep(key, _given(source))
    except (ExtractionError, FetchError) as problem:
        hint = "save the source again, as text if need be, and keep that"
        if isinstance(problem.__cause__, FileNotFoundError):
            hint = "look at the file's name, and at the folder that you are in"
        message = f"`{source}` cannot be kept: {problem}"
        raise BriefwrightError(error(Code.SNAPSHOT_UNREADABLE, message, hint=hint)) from problem
    _write(project, key, kept, force=force)
    return Exit.FINE


def _given(source: str) -> Source:
    """The bytes of a file or an address. Raises ExtractionError, FetchError."""
    from briefwright.load.files import reason
    from briefwright.snapshot.extract import MAX_BYTES, ExtractionError
    from briefwright.snapshot.fetch import fetch, is_address
    from briefwright.snapshot.keep import Source

    if is_address(source):
        got = fetch(source)
        name = got.address.partition("?")[0].rpartition("/")[2]
        return Source(got.data, name, source, got.media_type, got.charset)
    path = Path(source)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ExtractionError("it is a folder" if stat.S_ISDIR(status.st_mode) else "it is not a regular file")
        if status.st_size > MAX_BYTES:
            raise ExtractionError(f"it is larger than {MAX_BYTES // 1_000_000} MB")
        return Source(path.read_bytes(), path.name)
    except OSError as problem:
        raise ExtractionError(reason(problem)) from problem
    except ValueError as problem:  # a NUL in the name
        raise ExtractionError("this is no name of a file") from problem


def _write(project: Project, key: str, kept: Kept, *, force: bool) -> None:
    from briefwright.load.files import shown_path
    from briefwright.snapshot.folder import SnapshotFolder, snapshot_folder
    from briefwright.snapshot.keep import places_name
    from briefwright.write.files import write_together

    folder = snapshot_folder(project)
    there = SnapshotFolder(folder, project.root)
    if there.has(key) and not force:
        message = f"there is a snapshot of `{key}` already, in {shown_path(folder, project.root)}"
        raise BriefwrightError(error(Code.SNAPSHOT_UNREADABLE, message, hint="--force replaces it"))
    old = set(there.files_of(key)) if force else set()
    files = {folder / name: data for name, data in kept.files.items()}
    numbering = folder / places_name(key)
    if kept.places and not numbering.exists():  # it may have been corrected by hand
        files[numbering] = kept.places
    write_together(files)
    for name in old - {path.name for path in files}:
        (folder / name).unlink(missing_ok=True)
    shown = shown_path(folder, project.root)
    pages = kept.text.count("\f") + 1
    said = printing.many(len(kept.text.split()), "word") + (f" on {pages} pages" if pages > 1 else "")
    click.echo(f"Kept `{key}` in {shown}: {', '.join(sorted(path.name for path in files))} ({said})")
    _suggest_gitignore(project, folder)


def _suggest_gitignore(project: Project, folder: Path) -> None:
    """Other people's texts do not belong into version control."""
    if not (project.root / ".git").exists() or not folder.resolve().is_relative_to(project.root.resolve()):
        return
    name = folder.resolve().relative_to(project.root.resolve()).as_posix()
    ignored = project.root / ".gitignore"
    lines = ignored.read_text(encoding="utf-8", errors="replace").split() if ignored.is_file() else []
    if not any(line.strip("/*") == name for line in lines):
        click.echo(f"Snapshots are other people's texts: add /{name}/* to .gitignore.", err=True)
