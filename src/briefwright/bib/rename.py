"""Another key for a reference: in its .bib file, and wherever else it is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefwright.bib.guard import Meant, checked
from briefwright.bib.repoint import naming_fields, repointed
from briefwright.bib.repoint.edits import cannot
from briefwright.bib.text import BibText, Change, read_bib
from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError, Code, Finding, did_you_mean, error
from briefwright.load.files import shown_path
from briefwright.model import Project

_FORBIDDEN = re.compile(r"[\s{}()\[\],;\"'`#%~\\=@\x00-\x1f\x7f]|//")
"""What ends a key in BibTeX, in a citation, or in TeX, which reads the .aux file."""


_JABREF = re.compile(rb"@comment\s*\{\s*jabref-meta:.*?\n\s*\}", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Renaming:
    """What becomes of the project's files."""

    changes: tuple[FileChange, ...]
    notes: tuple[str, ...]


def rename(project: Project, old: str, new: str) -> Renaming:
    """Give a reference another key everywhere; nothing is written.

    Raises BriefwrightError: no entry has the old key (C001), the new one cannot be one or is taken (R010), a place
    cannot be changed (R011), or an entry would lose something (R008).
    """
    problems = [*_problems(project, old, new)]
    if problems:
        raise BriefwrightError(*problems)
    keys = {old: new}
    found: list[FileChange] = []
    stops: list[Finding] = []
    notes: list[str] = []
    for path in dict.fromkeys(project.config.bibliography):
        if not (project.root / path).is_file():
            continue  # loading has said so
        file = read_bib(project.root / path, shown_path(project.root / path, project.root))
        notes += _groups(file, old)
        try:
            found += _renamed(file, keys, frozenset(project.bibliography.keys()))
        except BriefwrightError as stop:
            stops += stop.findings
    try:
        rest = repointed(project, keys)
        found += rest.changes
        notes += rest.notes
    except BriefwrightError as stop:
        stops += stop.findings
    if stops:
        raise BriefwrightError(*stops)
    return Renaming(tuple(found), tuple(notes))


def _problems(project: Project, old: str, new: str) -> Iterator[Finding]:
    known = project.bibliography.keys()
    if old not in project.bibliography:
        hint = did_you_mean(old, known) or "`briefwright list references` shows the keys there are"
        yield error(Code.UNKNOWN_REFERENCE, f"no entry has the key `{old}`", hint=hint, subject=old)
    if not new or _FORBIDDEN.search(new) or not re.match(r"\w", new):
        hint = (
            "a key begins with a letter or digit and has no spaces, brackets, quotation marks or , ; # % ~ = @ \\ in it"
        )
        yield error(Code.KEY_INVALID, f"`{new}` cannot be a key", hint=hint, subject=new)
    elif new == old:
        yield error(Code.KEY_INVALID, f"`{new}` is its key already", hint="give it another", subject=new)
    elif new in project.bibliography:
        hint = "choose another key; `briefwright bib dedupe` merges entries of one work"
        yield error(Code.KEY_INVALID, f"`{new}` is another entry's key", hint=hint, subject=new)
    else:
        alike = next((key for key in known if key != old and key.casefold() == new.casefold()), None)
        if alike:
            message = f"`{new}` is another entry's key, `{alike}`, but for capitals, of which BibTeX takes no notice"
            yield error(Code.KEY_INVALID, message, hint="choose another key", subject=new)


def _renamed(file: BibText, keys: dict[str, str], known: frozenset[str]) -> Iterator[FileChange]:
    """The file with the key in its entries and in fields that name it; nothing where it is in none."""
    ((old, new),) = keys.items()
    heads: list[Change] = []
    for place in file.index.entries:
        if place.key == old:
            layout = file.layout(place)
            if layout is None:
                raise BriefwrightError(cannot(file.location(place), f"the entry `{old}` is broken or oddly written"))
            heads.append(file.change(place, layout, *layout.key, new))
    fields = naming_fields(file, keys, known)
    if heads or fields.changes:
        rewritten = frozenset((keys.get(key, key), name) for key, name in fields.fields)
        yield checked(file, [*heads, *fields.changes], Meant(renamed=keys, rewritten=rewritten))


def _groups(file: BibText, old: str) -> Iterator[str]:
    """A note where JabRef's groups, which older versions keep in a @comment, list the key."""
    for block in _JABREF.finditer(file.data):
        if re.search(rb"[;\\]" + re.escape(old.encode()) + rb"(?=[;\\])", block[0]):
            yield f"A group of JabRef's in {file.shown} lists `{old}`; put the entry into it again, in JabRef."
            return
