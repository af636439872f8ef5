"""Keys in briefs and templates: citations in their Markdown, and strings in their tags.

What is a citation, pandoc is asked: each place that may be one gets a key of its own, and those that come back as
citations are. Afterwards the document must be the same but for the keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from briefwright.bib.repoint.edits import Edit, EditedFile, Keys, cannot, spliced
from briefwright.changes import FileChange
from briefwright.compose import marks
from briefwright.compose.lexing import LexError, Piece, literal_of, pieces_of
from briefwright.diagnostics import BriefwrightError, Finding
from briefwright.pandoc import PandocError, read_markdown

_SIMPLE = re.compile(r"\w+(?:[:.#$%&\-+?<>~/]\w+)*")
"""A key that needs no braces in a citation, by the narrowest reading of pandoc's manual ("Citation syntax")."""

_GOES_ON = re.compile(r"\w|[:.#$%&\-+?<>~/]\w|[:/]/")
"""After a key that goes on."""

_PROBE = re.compile("Q([0-9a-y]+)Z+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxy"


class _Site(NamedTuple):
    """A place that may be a citation."""

    start: int
    """Of what stands after the at sign."""
    end: int
    key: str
    """The longest that the text there begins with."""
    braces: bool


def is_simple(key: str) -> bool:
    """Whether a key can be cited as @key; others are cited as @{key}."""
    return _SIMPLE.fullmatch(key) is not None


def repointed_markdown(file: EditedFile, keys: Keys, begin: int = 0) -> FileChange | None:
    """A brief or a template with other keys, None where it names none of them.

    begin: where its body begins, after the front matter. Raises BriefwrightError (R011) where a key may stand in a
    text that cannot be read, or cannot be exchanged without changing more than that.
    """
    try:
        pieces = [_moved(piece, begin) for piece in pieces_of(file.text[begin:])]
    except LexError as problem:
        line = file.text.count("\n", 0, begin) + problem.line
        raise BriefwrightError(cannot(file.read.at(line), str(problem))) from problem
    edits = [*_literals(file, pieces, keys)]
    sites = [*_sites(file.text, pieces, keys)]
    if sites:
        try:
            edits += _Citations(file, pieces, sites, keys).edits()
        except PandocError as problem:
            raise BriefwrightError(cannot(file.read.at(0), f"pandoc cannot read the text: {problem}")) from problem
    return file.changed(edits) if edits else None


def mentions(text: str, keys: Keys) -> Iterator[tuple[int, str]]:
    """Where a text has `@key`, as its 1-based line and the key: after a change, what is no citation, as in code."""
    longest = sorted(keys, key=len, reverse=True)
    for found in re.finditer(r"(?<!\w)@\{?", text):
        key = next((key for key in longest if text.startswith(key, found.end())), "")
        end = found.end() + len(key)
        if key and not _GOES_ON.match(text[end : end + 2]):
            yield text.count("\n", 0, end) + 1, key


def tags_of(text: str) -> str:
    """What stands in a text's tags. Raises LexError."""
    return "\n".join(text[piece.start : piece.end] for piece in pieces_of(text) if piece.kind != "text")


def _moved(piece: Piece, by: int) -> Piece:
    literals = tuple(type(one)(one.start + by, one.end + by, one.value, one.names_reference) for one in piece.literals)
    return Piece(piece.kind, piece.start + by, piece.end + by, literals)


def _literals(file: EditedFile, pieces: Iterable[Piece], keys: Keys) -> Iterator[Edit]:
    for piece in pieces:
        for one in piece.literals:
            if one.names_reference and one.value in keys:
                yield Edit(one.start, one.end, literal_of(keys[one.value], file.text[one.start]))


def _sites(text: str, pieces: Iterable[Piece], keys: Keys) -> Iterator[_Site]:
    lengths = sorted({len(key) for key in keys}, reverse=True)
    for piece in pieces:
        if piece.kind != "text":
            continue
        for found in re.finditer("@", text[piece.start : piece.end]):
            start = piece.start + found.end()
            braces = text.startswith("{", start)
            begin = start + braces
            ends = (begin + length for length in lengths if begin + length <= piece.end)
            key = next((text[begin:end] for end in ends if text[begin:end] in keys), None)
            if key:
                yield _Site(begin, begin + len(key), key, braces)


class _Citations:
    """The citations of one file."""

    def __init__(self, file: EditedFile, pieces: Sequence[Piece], sites: Sequence[_Site], keys: Keys) -> None:
        self.file, self.pieces, self.sites, self.keys = file, pieces, sites, keys
        self.before = self._tree({})

    def edits(self) -> list[Edit]:
        """What changes: plainly, or, where a table's columns would move, with spaces added or taken away."""
        wanted = _with_keys(self.before, self.keys)
        likely = [self._edit(site, site.key) for site in self.sites if self._is_likely(site)]
        if likely and self._tree({edit.start: edit for edit in likely}) == wanted:
            return likely  # the common case, with one question less to pandoc
        cited = self._cited()
        if not cited:
            return []
        plain = [self._edit(site, key) for site, key in cited]
        if self._tree({edit.start: edit for edit in plain}) == wanted:
            return plain
        even = [*_evened(self.file.text, plain)]
        if self._tree({edit.start: edit for edit in even}) == wanted:
            return even
        # a line of a pipe table that grows too long for pandoc makes the table as wide as the page: no more than that
        if _without_widths(self._tree({edit.start: edit for edit in plain})) == _without_widths(wanted):
            return plain
        raise BriefwrightError(self._refused(plain))

    def _is_likely(self, site: _Site) -> bool:
        """Whether a site looks like a citation, before pandoc is asked."""
        after = self.file.text[site.end : site.end + 2]
        if site.braces:
            return after.startswith("}")
        return is_simple(site.key) and _GOES_ON.match(after) is None

    def _refused(self, edits: Sequence[Edit]) -> Finding:
        hint = "give the table's columns more room, or change this file by hand; nothing was changed"
        return cannot(self.file.at(edits[0].start), "another key would break the text around it", hint=hint)

    def _cited(self) -> list[tuple[_Site, str]]:
        """The sites that are citations of one of the keys, with the key."""
        probes = {}
        for number, site in enumerate(self.sites):
            probes[site.start] = Edit(site.start, site.end, _probe(number, len(site.key)))
        asked = _ids(self._tree(probes))
        ids = _ids(self.before)
        if len(asked) != len(ids):
            where = self.file.at(self.sites[0].start)
            raise BriefwrightError(cannot(where, "pandoc reads the text otherwise with another key"))
        found: dict[int, tuple[_Site, str]] = {}
        for key, probe in zip(ids, asked, strict=True):
            match = _PROBE.match(probe)
            if not match or _number(match[1]) >= len(self.sites):
                continue
            site = self.sites[_number(match[1])]
            if key in self.keys and self.file.text.startswith(key, site.start):
                found[site.start] = (site._replace(end=site.start + len(key)), key)
        return [found[start] for start in sorted(found)]

    def _edit(self, site: _Site, key: str) -> Edit:
        new = self.keys[key]
        return Edit(site.start, site.end, new if site.braces or is_simple(new) else f"{{{new}}}")

    def _tree(self, edits: Mapping[int, Edit]) -> Any:
        """pandoc's tree of the text: tags left out, what they print as marks, as composing has it."""
        parts: list[str] = []
        ordered = sorted(edits.values())
        for number, piece in enumerate(self.pieces):
            if piece.kind == "print":
                parts.append(marks.insert(number))
            elif piece.kind == "text":
                inside = (edit for edit in ordered if piece.start <= edit.start < piece.end)
                moved = (Edit(edit.start - piece.start, edit.end - piece.start, edit.text) for edit in inside)
                text = spliced(self.file.text[piece.start : piece.end], moved)
                if text.startswith(("@", "-@")) and parts and parts[-1][-1:].isalnum():
                    parts.append(marks.insert(number))  # `{% if x %}@a{% else %}@b{% endif %}` is no `@a@b`
                parts.append(text)
        return _bare(read_markdown("".join(parts))[0])


def _probe(number: int, length: int) -> str:
    """A key for a site, as long as the real one where that is long enough, so that tables stay as they are."""
    digits = ""
    while True:
        digits, number = _DIGITS[number % len(_DIGITS)] + digits, number // len(_DIGITS)
        if not number:
            break
    return f"Q{digits}".ljust(max(length, len(digits) + 2), "Z")


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * len(_DIGITS) + _DIGITS.index(digit)
    return number


def _bare(node: Any) -> Any:
    """A tree without what repeats a citation's key: its text where no citation processor has run."""
    if isinstance(node, list):
        return [_bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("t") == "Cite":
        return {"t": "Cite", "c": [_bare(node["c"][0])]}
    return {name: _bare(value) for name, value in node.items() if name not in ("citationHash", "citationNoteNum")}


def _with_keys(node: Any, keys: Keys) -> Any:
    if isinstance(node, list):
        return [_with_keys(item, keys) for item in node]
    if isinstance(node, dict):
        return {
            name: keys.get(value, value) if name == "citationId" else _with_keys(value, keys)
            for name, value in node.items()
        }
    return node


def _ids(node: Any) -> list[str]:
    """The keys that are cited, in order."""
    if isinstance(node, list):
        return [key for item in node for key in _ids(item)]
    if isinstance(node, dict):
        own = [node["citationId"]] if "citationId" in node else []
        return own + [key for value in node.values() for key in _ids(value)]
    return []


def _without_widths(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_widths(item) for item in node]
    if isinstance(node, dict):
        if node.get("t") in ("ColWidth", "ColWidthDefault"):
            return {}
        return {name: _without_widths(value) for name, value in node.items()}
    return node


_ROOM = re.compile(r"[^\n|]*?(?:(?P<wide> {2,})|(?P<last> +)(?=\||$))", re.M)


def _evened(text: str, edits: Sequence[Edit]) -> Iterator[Edit]:
    """Edits that leave the columns of a table where they are, by the spaces behind the citations of a cell."""
    yield from edits
    rooms: dict[tuple[int, int], int] = {}
    for edit in edits:
        room = _ROOM.match(text, edit.end)
        if room:
            span = room.span(room.lastgroup or 0)
            rooms[span] = rooms.get(span, 0) + len(edit.text) - (edit.end - edit.start)
    for (start, end), more in rooms.items():
        yield Edit(start, end, " " * max(1, end - start - more))
