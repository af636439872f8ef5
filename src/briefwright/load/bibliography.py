"""Read .bib files: BibTeX and biblatex, as people really have them.

The files are scanned at once for places, keys and duplicates; an entry is parsed when it is asked for. Every
problem is a finding: those the scan sees come with the bibliography, those inside entries with
`FileBibliography.problems`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefwright.diagnostics import Code, Finding, Location, Warned, did_you_mean, error, in_order, warning
from briefwright.load.bib_entry import ParsedBlock, Piece, Problem, parse_entry, parse_string, short
from briefwright.load.bib_scan import Index, Place, scan, to_utf8
from briefwright.load.bib_write import MONTHS, entry_text, month_number
from briefwright.model import Bibliography, Reference

_LONGEST_LINE = 1000
"""Characters of a line that a finding shows; some programs write a library on a single one."""
_MOST_GUESSES = 20
"""How many unknown parents get a guess: each costs a comparison with all keys."""
_MOST_SUSPECTS = 500
_DEEPEST_STRING = 20
"""How many @strings may be made of one another."""


@dataclass(frozen=True, slots=True)
class BibFile:
    """One .bib file, scanned."""

    path: str
    """As in Location.path."""
    data: bytes
    """UTF-8."""
    index: Index

    def block(self, place: Place) -> str:
        """The text of a block and of what follows it."""
        return self.data[place.start : place.end].decode("utf-8", "replace")

    def locate(self, place: Place, block: str, offset: int) -> Location:
        """The place of an offset in a block's text."""
        line = place.line + block.count("\n", 0, offset)
        start = self.data.rfind(b"\n", 0, place.start) + 1
        before = self.data[start : place.start].decode("utf-8", "replace")
        whole = before + block
        position = len(before) + offset
        line_start = whole.rfind("\n", 0, position) + 1
        line_end = whole.find("\n", position)
        text = whole[line_start : line_end if line_end >= 0 else len(whole)]
        return Location(self.path, line, position - line_start + 1, text[:_LONGEST_LINE])


@dataclass(frozen=True, slots=True)
class _Entry:
    reference: Reference | None
    findings: tuple[Finding, ...]


class FileBibliography(Bibliography):
    """The entries of .bib files, first file first."""

    def __init__(self, files: Sequence[BibFile]) -> None:
        """Index the entries of scanned files."""
        self._files = tuple(files)
        self._places: dict[str, tuple[BibFile, Place]] = {}
        self._nameless: list[tuple[BibFile, Place]] = []
        self.duplicates: Mapping[str, tuple[Location, ...]] = {}
        """From a key given more than once to its places."""
        self._parsed: dict[str, _Entry] = {}
        self._by_fold: dict[str, str] | None = None
        self._string_table: dict[str, tuple[tuple[Piece, ...], BibFile, Place]] | None = None
        self._string_findings: list[Finding] = []
        self._guesses = 0
        self._collect()

    def keys(self) -> tuple[str, ...]:
        """All keys, in file order, each once; those of broken entries too."""
        return tuple(self._places)

    def __contains__(self, key: object) -> bool:
        """Whether a key is given, be its entry broken or not."""
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        """All keys, in file order."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._places)

    def get(self, key: str) -> Reference | None:
        """The parsed entry of a key, None where it does not exist or is broken (`problems` then says why)."""
        return self._entry(key).reference if key in self._places else None

    def location(self, key: str) -> Location | None:
        """Where an entry begins; None for an unknown key. Costs no parsing."""
        if key not in self._places:
            return None
        file, place = self._places[key]
        return _head_location(file, place)

    def problems(self, keys: Iterable[str] | None = None) -> tuple[Finding, ...]:
        """What is wrong in entries. keys: these, with the parents they name; None: in all of them.

        Asking for all parses every entry: seconds for a library of tens of thousands.
        """
        findings: list[Finding] = []
        if keys is None:
            self._strings()
            findings += self._string_findings
            for file, place in self._nameless:
                findings += _findings(file, place, file.block(place))
            for key in self._places:
                findings += (self._parsed.get(key) or self._read(key)).findings
        else:
            for key in self._with_parents(keys):
                findings += self._entry(key).findings
        return in_order(findings)

    def excerpt(self, keys: tuple[str, ...], lang: str = "en") -> str:
        """A .bib text of these entries and their parents, for a converter.

        lang: what an entry without `langid` is taken to be in; the capitals of titles in other languages than
        English are kept from pandoc, which takes all titles for English headlines.
        @strings are put in place; abstracts and the like are left out; a parent that leads back to its child
        is cut off. A key stands in it as `briefwright.load.bib_write.portable_key` gives it.
        """
        texts: list[str] = []
        for key in self._with_parents(keys):
            reference = self.get(key)
            if reference is not None:
                texts.append(entry_text(reference, self._parents(reference), lang))
        return "\n".join(texts)

    def suspects(self) -> tuple[Finding, ...]:
        """What the scan already knows to be broken: entries without key, and unbalanced braces.

        No more than the first few hundred: a file that is broken all through is told by them.
        """
        findings: list[Finding] = []
        for file, place in self._nameless[:_MOST_SUSPECTS]:
            findings += _findings(file, place, file.block(place))
        suspects = (key for key, (_, place) in self._places.items() if place.suspect)
        for key in itertools.islice(suspects, _MOST_SUSPECTS):
            findings += [finding for finding in self._entry(key).findings if finding.code is Code.BIB_BROKEN_ENTRY]
        return in_order(findings)

    def _collect(self) -> None:
        places: dict[str, list[Location]] = {}
        for file in self._files:
            for place in file.index.entries:
                if not place.key:
                    self._nameless.append((file, place))
                elif place.key in self._places:
                    first = self._places[place.key]
                    places.setdefault(place.key, [_head_location(*first)]).append(_head_location(file, place))
                else:
                    self._places[place.key] = (file, place)
        self.duplicates = {key: tuple(found) for key, found in places.items()}

    def _entry(self, key: str) -> _Entry:
        if key not in self._parsed:
            self._parsed[key] = self._read(key)
        return self._parsed[key]

    def _read(self, key: str) -> _Entry:
        file, place = self._places[key]
        text = file.block(place)
        block = parse_entry(text, key)
        findings = [_finding(file, place, text, problem, key) for problem in block.problems]
        if block.broken:
            return _Entry(None, tuple(findings))
        fields: dict[str, str] = {}
        for item in block.fields:
            value, undefined = self._value(item.pieces)
            fields[item.name] = " ".join(value.split())
            # `month = sept` is read as it is meant
            if undefined and not (item.name == "month" and month_number(value)):
                at = file.locate(place, text, item.offset)
                findings += [self._undefined(name, at, key) for name in undefined]
        location = file.locate(place, text, 0)
        reference = Reference(key, place.type, fields, location, block.raw)
        findings += self._orphans(reference, block, file, place)
        return _Entry(reference, tuple(findings))

    def _value(self, pieces: Sequence[Piece], depth: int = 0) -> tuple[str, list[str]]:
        """The text of a value, and the @strings in it that nobody defines."""
        parts: list[str] = []
        undefined: list[str] = []
        for piece in pieces:
            known = self._strings().get(piece.text.lower()) if piece.name else None
            if known is not None and depth < _DEEPEST_STRING:
                text, inner = self._value(known[0], depth + 1)
                parts.append(text)
                undefined += inner
            else:
                parts.append(piece.text)
                if piece.name and piece.text.lower() not in MONTHS:
                    undefined.append(piece.text)
        return "".join(parts), undefined

    def _strings(self) -> Mapping[str, tuple[tuple[Piece, ...], BibFile, Place]]:
        """All @strings by name; the last definition of a name counts, also for entries before it."""
        if self._string_table is None:
            self._string_table = {}
            for file in self._files:
                for place in file.index.strings:
                    text = file.block(place)
                    name, block = parse_string(text)
                    self._string_findings += [_finding(file, place, text, item, name) for item in block.problems]
                    if name and block.fields:
                        self._string_table[name] = (block.fields[0].pieces, file, place)
        return self._string_table

    def _undefined(self, name: str, at: Location, key: str) -> Finding:
        hint = did_you_mean(name.lower(), self._strings()) or "define it with @string, or put the text in braces"
        return warning(Code.BIB_UNDEFINED_STRING, f"no @string is named `{name}`", at, hint=hint, subject=key)

    def _orphans(self, reference: Reference, block: ParsedBlock, file: BibFile, place: Place) -> Iterator[Finding]:
        for item in block.fields:
            if item.name not in ("crossref", "xdata", "xref"):
                continue
            for name in _names(reference.fields[item.name]):
                parent = self._resolve(name)
                if parent == reference.key:
                    at = file.locate(place, file.block(place), item.offset)
                    message = f"the entry `{parent}` names itself as its parent"
                    yield warning(Code.BIB_UNKNOWN_PARENT, message, at, subject=reference.key)
                elif parent is None:
                    at = file.locate(place, file.block(place), item.offset)
                    message = f"the entry `{reference.key}` names a parent that does not exist: `{name}`"
                    self._guesses += 1
                    hint = did_you_mean(name, self._places) if self._guesses <= _MOST_GUESSES else ""
                    yield warning(Code.BIB_UNKNOWN_PARENT, message, at, hint=hint, subject=reference.key)

    def _resolve(self, name: str) -> str | None:
        """The key that a parent is named by: BibTeX lets its case differ."""
        if name in self._places:
            return name
        if self._by_fold is None:
            self._by_fold = {key.casefold(): key for key in reversed(self._places)}
        return self._by_fold.get(name.casefold())

    def _parents(self, reference: Reference) -> dict[str, str]:
        """From a name in crossref or xdata to the key it means; names that lead nowhere or back are left out."""
        found: dict[str, str] = {}
        for field in ("crossref", "xdata"):
            for name in _names(reference.fields.get(field, "")):
                key = self._resolve(name)
                if key is not None and self.get(key) is not None and not self._leads_to(key, reference.key):
                    found[name] = key
        return found

    def _leads_to(self, start: str, goal: str) -> bool:
        """Whether a chain of parents from `start` comes to `goal`: pandoc would follow it for ever."""
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            key = waiting.pop()
            if key == goal:
                return True
            if key not in seen:
                seen.add(key)
                waiting += self._parent_keys(key)
        return False

    def _parent_keys(self, key: str) -> list[str]:
        reference = self.get(key)
        if reference is None:
            return []
        names = [name for field in ("crossref", "xdata") for name in _names(reference.fields.get(field, ""))]
        return [parent for name in names if (parent := self._resolve(name)) is not None]

    def _with_parents(self, keys: Iterable[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        waiting = [key for key in keys if key in self._places]
        waiting.reverse()
        while waiting:
            key = waiting.pop()
            if key not in found:
                found[key] = None
                waiting += self._parent_keys(key)
        return tuple(found)


def load_bibliography(root: Path, paths: Sequence[str]) -> Warned[FileBibliography]:
    """Read a project's .bib files.

    root: the project's folder. paths: files, relative to it or absolute; entries of an earlier file win.
    Never raises for what a file holds: a missing or unreadable file, wrong encodings, duplicate keys and
    entries whose braces do not balance are findings. What only parsing finds is in `problems()`.
    """
    files: list[BibFile] = []
    findings: list[Finding] = []
    for path in dict.fromkeys(paths):
        shown = _shown(root, path)
        try:
            raw = (root / path).read_bytes()
        except OSError as problem:
            findings.append(_unreadable(shown, problem, root / path))
            continue
        decoded = to_utf8(raw)
        del raw
        if decoded.bad_line:
            findings.append(_wrong_encoding(shown, decoded.data, decoded.bad_line, decoded.was))
        files.append(BibFile(shown, decoded.data, scan(decoded.data)))
    bibliography = FileBibliography(files)
    findings += _duplicates(bibliography)
    findings += bibliography.suspects()
    return Warned(bibliography, in_order(findings))


def _duplicates(bibliography: FileBibliography) -> Iterator[Finding]:
    for key, places in bibliography.duplicates.items():
        for place in places[1:]:
            message = f"the key `{key}` is given twice; the entry at {places[0].path}:{places[0].line} is used"
            hint = "remove one of the two, or give it another key"
            yield warning(Code.BIB_DUPLICATE_KEY, message, place, hint=hint, subject=key)


def _unreadable(shown: str, problem: OSError, file: Path) -> Finding:
    if isinstance(problem, FileNotFoundError):
        near = did_you_mean(file.name, [path.name for path in file.parent.glob("*.bib")])
        hint = near or "name your .bib files under `bibliography` in [tool.briefwright] of pyproject.toml"
        return error(Code.BIB_MISSING, f"there is no bibliography `{shown}`", Location(shown), hint=hint)
    return error(Code.UNREADABLE_FILE, f"`{shown}` cannot be read: {problem.strerror or problem}", Location(shown))


def _wrong_encoding(shown: str, data: bytes, line: int, was: str) -> Finding:
    text = data.split(b"\n", line)[line - 1].decode("utf-8", "replace")
    message = f"the file is not in UTF-8 and is read as {was}"
    return warning(Code.BIB_ENCODING, message, Location(shown, line, 0, text), hint="save it in UTF-8")


def _findings(file: BibFile, place: Place, text: str) -> list[Finding]:
    return [_finding(file, place, text, problem, place.key) for problem in parse_entry(text, place.key).problems]


def _finding(file: BibFile, place: Place, text: str, problem: Problem, key: str) -> Finding:
    make = error if problem.fatal else warning
    at = file.locate(place, text, problem.offset)
    name = short(key)
    message = f"{problem.message} (in `{name}`)" if key and f"`{name}`" not in problem.message else problem.message
    return make(Code.BIB_BROKEN_ENTRY, message, at, hint=problem.hint, subject=key)


def _head_location(file: BibFile, place: Place) -> Location:
    end = file.data.find(b"\n", place.start)
    line = file.data[place.start : end if end >= 0 else len(file.data)].decode("utf-8", "replace")
    return file.locate(place, line, 0)


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _shown(root: Path, path: str) -> str:
    """A path as findings show it: relative to the root where it is inside."""
    full = root / path
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else full.as_posix()
