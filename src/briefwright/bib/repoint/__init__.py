"""Other keys everywhere: in facts, briefs, templates, and the names of snapshots; and, for .bib files, in fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from briefwright.bib.repoint.edits import EditedFile, Keys, open_file
from briefwright.bib.repoint.entries import NamingFields, naming_fields
from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError, Finding
from briefwright.load.files import decode, find_files, read_text, shown_path
from briefwright.model import Project

__all__ = ["Keys", "NamingFields", "Repointed", "naming_fields", "repoint", "repointed"]

_THREADS = 4
_FEW = 3
_TEMPLATES = (".md", ".markdown", ".txt", ".jinja", ".jinja2", ".j2")


@dataclass(frozen=True, slots=True)
class Repointed:
    """What becomes of a project's files where keys change."""

    changes: tuple[FileChange, ...] = ()
    """Of fact files, briefs and templates, and of the names of snapshots. Not of .bib files: see `naming_fields`."""
    notes: tuple[str, ...] = ()
    """What is left as it is, and why."""


def repoint(project: Project, keys: Keys) -> tuple[FileChange, ...]:
    """What becomes of a project's files, but for its .bib files, where keys change.

    keys: from old keys to new ones; several may come to the same. What was changed is read again: every brief cites
    what it did, with the new keys for the old. Raises BriefwrightError (R011), with all places, where a key stands
    or may stand where it cannot be changed: then nothing should be.
    """
    return repointed(project, keys).changes


def repointed(project: Project, keys: Keys) -> Repointed:
    """As `repoint`, with notes."""
    from briefwright.bib.repoint.snapshots import renamed_snapshots
    from briefwright.bib.repoint.uses import check_uses

    keys = {old: new for old, new in keys.items() if old != new}
    if not keys:
        return Repointed()
    problems: list[Finding] = []
    facts, texts = (
        _changes(files, project, keys, change, problems)
        for files, change in ((_fact_files(project), _in_facts), (_texts(project), _in_text))
    )
    if problems:
        raise BriefwrightError(*problems)
    check_uses(project, keys, texts)
    moved, notes = renamed_snapshots(project, keys)
    return Repointed((*facts, *texts, *moved), (*_left(project, keys, texts), *notes))


def _left(project: Project, keys: Keys, changes: list[FileChange]) -> Iterator[str]:
    """Notes about what looks like a citation of an old key and is none; of many keys none are told."""
    from briefwright.bib.repoint.markdown import mentions

    if len(keys) > _FEW:
        return
    made = {change.path: change.after for change in changes}
    new = frozenset(keys.values())
    for path in _texts(project):
        read = decode(made[path], "") if path in made else read_text(path, project.root)
        for line, key in mentions(read.value.text if read.value else "", {key: "" for key in keys if key not in new}):
            yield f"{shown_path(path, project.root)}:{line} has `@{key}` where it is no citation; it stays as it is."


def _changes(
    files: tuple[Path, ...],
    project: Project,
    keys: Keys,
    change: Callable[[EditedFile, Keys, Project], FileChange | None],
    problems: list[Finding],
) -> list[FileChange]:
    def one(path: Path) -> FileChange | BriefwrightError | None:
        try:
            file = open_file(path, project.root, keys)
            return change(file, keys, project) if file else None
        except BriefwrightError as stop:
            return stop

    with ThreadPoolExecutor(_THREADS) as pool:  # pandoc works in processes of its own
        done = list(pool.map(one, files))
    problems.extend(finding for stop in done if isinstance(stop, BriefwrightError) for finding in stop.findings)
    return [made for made in done if isinstance(made, FileChange)]


def _fact_files(project: Project) -> tuple[Path, ...]:
    return find_files(project.root / project.config.facts, project.root, (".yaml", ".yml")).value


def _texts(project: Project) -> tuple[Path, ...]:
    """Briefs, and the project's own templates."""
    root, config = project.root, project.config
    briefs = find_files(root / config.briefs, root, (".md",)).value
    return tuple(dict.fromkeys((*briefs, *find_files(root / config.templates, root, _TEMPLATES).value)))


def _in_facts(file: EditedFile, keys: Keys, _project: Project) -> FileChange | None:
    from briefwright.bib.repoint.facts import repointed_facts

    return repointed_facts(file, keys)


def _in_text(file: EditedFile, keys: Keys, project: Project) -> FileChange | None:
    from briefwright.bib.repoint.markdown import repointed_markdown

    is_brief = file.path.is_relative_to(project.root / project.config.briefs)
    return repointed_markdown(file, keys, _body(file.text) if is_brief else 0)


def _body(text: str) -> int:
    """Where the body of a brief begins, as load/briefs.py has it; 0 where there is no front matter."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return 0
    numbers: Iterator[int] = (number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    return sum(len(line) + 1 for line in lines[: next(numbers, -1) + 1])
