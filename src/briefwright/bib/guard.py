"""Before a .bib file is replaced: what was written is read again, and nothing may be lost in it.

What a command means to do is told (`Meant`); every other key, field, value, comment, @string and preamble has to be
there as it was. A file that does not come out so is not written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from briefwright.bib.text import BibText, Change, UnencodableError
from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, error
from briefwright.load.bib_entry import parse_entry, short
from briefwright.load.bib_scan import Place


@dataclass(frozen=True, slots=True)
class Meant:
    """What a change of a .bib file is meant to do. Everything that is not named must stay."""

    added: frozenset[str] = frozenset()
    """Keys of new entries."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """From an old key to its new one."""
    merged: Mapping[str, str] = field(default_factory=dict)
    """From the key of an entry that goes to the key of the one that takes in its fields."""
    rewritten: frozenset[tuple[str, str]] = frozenset()
    """(key, field) pairs whose value may come out otherwise, but not empty; the key as it is afterwards."""
    moved: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """From a (key, field) pair to the name of the field of the same entry that now holds its value; the key as it was
    before, or as it is afterwards."""
    gone: frozenset[tuple[str, str]] = frozenset()
    """(key, field) pairs that the user agreed to lose, such as an empty field or one said twice."""
    removed: frozenset[str] = frozenset()
    """Keys of entries that the user agreed to lose."""
    strings: bool = False
    """Whether @strings may come out otherwise, as when months are written anew."""

    def key(self, key: str) -> str:
        """What an entry's key is to be afterwards."""
        return self.merged.get(key) or self.renamed.get(key, key)


def checked(file: BibText, changes: Iterable[Change], meant: Meant) -> FileChange:
    """A .bib file before and after some changes, read again and found to hold all that it should.

    Raises BriefwrightError with what would be lost (R008), or where a character cannot be written in the file's
    encoding (R007).
    """
    try:
        after = file.edited(changes)
    except UnencodableError as problem:
        where = Location(file.shown, problem.line)
        told = error(Code.BIB_ENCODING, str(problem), where, hint="save the file in UTF-8")
        raise BriefwrightError(told) from problem
    lost = losses(file, BibText(file.path, file.shown, after), meant)
    if lost:
        raise BriefwrightError(*lost)
    return FileChange(file.path, file.shown, file.raw, after)


def losses(before: BibText, after: BibText, meant: Meant) -> tuple[Finding, ...]:
    """What would be lost by putting `after` in the place of `before`; nothing where all is as it was meant.

    Entries whose text is the same on both sides are not parsed: a large library costs one scan more.
    """
    return (*_lost_keys(before, after, meant), *_lost_fields(before, after, meant), *_lost_rest(before, after, meant))


def _lost_keys(before: BibText, after: BibText, meant: Meant) -> Iterator[Finding]:
    gone = {*meant.merged, *meant.removed}
    wanted = Counter(meant.key(place.key) for place in before.index.entries if place.key not in gone)
    wanted.update(meant.added)
    wanted.update(key for key in set(meant.merged.values()) if key not in wanted)
    there = Counter(place.key for place in after.index.entries)
    for key in wanted - there:
        yield _lost(before, f"the entry `{short(key)}` would be lost")
    for key in there - wanted:
        yield _lost(before, f"an entry `{short(key)}` would come in that nobody asked for")


def _lost_fields(before: BibText, after: BibText, meant: Meant) -> Iterator[Finding]:
    same = {after.data[place.start : place.end] for place in after.index.entries}
    changed: dict[str, list[Place]] = {}
    by_key: dict[str, list[Place]] = {}
    for place in after.index.entries:
        by_key.setdefault(place.key, []).append(place)
    for place in before.index.entries:
        if place.key in meant.removed:
            continue
        if place.key in meant.merged or place.key in meant.renamed:
            changed.setdefault(meant.key(place.key), []).append(place)
        elif before.data[place.start : place.end] not in same:
            changed.setdefault(place.key, []).append(place)
    for key, places in changed.items():
        made: dict[str, set[str]] = {}
        for place in by_key.get(key, ()):
            for name, value in _fields(after, place).items():
                made.setdefault(name, set()).add(value)
        for place in places:
            yield from _lost_of_entry(before, place, made, meant)


def _lost_of_entry(before: BibText, place: Place, made: Mapping[str, set[str]], meant: Meant) -> Iterator[Finding]:
    key = meant.key(place.key)
    for name, value in _fields(before, place).items():
        if (key, name) in meant.gone or (place.key, name) in meant.gone:
            continue
        now = made.get(meant.moved.get((place.key, name)) or meant.moved.get((key, name), name))
        if now is None:
            yield _lost(before, f"the field `{name}` of `{short(place.key)}` would be lost", place)
        elif value not in now and not ((key, name) in meant.rewritten and any(now)):
            yield _lost(before, f"the field `{name}` of `{short(place.key)}` would come out otherwise", place)


def _fields(file: BibText, place: Place) -> Mapping[str, str]:
    """Field -> value with @strings by name, white space evened out; the raw text for a broken entry."""
    text = file.block(place)
    block = parse_entry(text, place.key)
    if block.broken:
        return {"(the whole entry)": " ".join(text.split())}
    found: dict[str, str] = {}
    for item in block.fields:
        value = "".join(f"⟨{piece.text.lower()}⟩" if piece.name else piece.text for piece in item.pieces)
        found[item.name] = " ".join(value.split())
    return found


def _lost_rest(before: BibText, after: BibText, meant: Meant) -> Iterator[Finding]:
    """Lines between entries: comments, preambles, @strings."""
    missing = _rest(before, after, meant) - _rest(after, before, meant)
    for line in missing:
        yield _lost(before, f"the line `{short(line)}` between entries would be lost")


def _rest(file: BibText, other: BibText, meant: Meant) -> Counter[str]:
    """The lines outside entries, but for those in blocks that stand in the other file word for word."""
    same = {other.data[place.start : place.end] for place in other.index.entries}
    data, position = file.data, 0
    parts: list[bytes] = []
    for place in file.index.entries:
        parts.append(data[position : place.start])
        known = data[place.start : place.end] in same
        position = place.end if known else _own_end(file, place)
    parts.append(data[position:])
    lines = (line.strip() for part in parts for line in part.decode("utf-8", "replace").split("\n"))
    return Counter(line for line in lines if line and not (meant.strings and line.lower().startswith("@string")))


def _own_end(file: BibText, place: Place) -> int:
    text = file.block(place)
    block = parse_entry(text, place.key)
    return place.start + len((text.rstrip() if block.broken else block.raw).encode("utf-8"))


def _lost(file: BibText, message: str, place: Place | None = None) -> Finding:
    where = file.location(place) if place else Location(file.shown)
    hint = "nothing was written; this is a fault of the command, please report it with the entry"
    return error(Code.BIB_WOULD_LOSE, message, where, hint=hint, subject=place.key if place else "")
