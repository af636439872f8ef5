"""Where the entries of a .bib file begin and end, without parsing them.

A library of 50,000 entries costs bibtexparser seconds and hundreds of megabytes; a brief cites ninety of
them. So one compiled expression finds each ``@type{key`` in the file's bytes, counting braces tells which of
them can be trusted, and only what is asked for is parsed (`briefwright.load.bib_entry`).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import NamedTuple

_HEAD = re.compile(
    rb"@[ \t]*([A-Za-z][\w.+:-]*)[ \t\r\n]*([{(])[ \t\r\n]*"
    rb"([^,\n{}@]*(?:@(?!\w*[ \t]*[{(])[^,\n{}@]*)*)([,{}]?)",  # the key; another block's head is not in it
)
_NAMELESS = re.compile(rb"[\w-]+[ \t]*=[ \t]*(?:[\"\d]|[\w-]*\s*$)")
"""What stands in the key's place is a field: the key was forgotten."""
_BRACE = re.compile(rb"(?<!\\)[{}]")
_LINE_LOOK_BACK = 2000
"""Bytes before an @ that tell whether it begins a line; a library on a single line is read too."""


class Place(NamedTuple):
    """A block of a .bib file, found and not yet read."""

    start: int
    """Offset of its @ in the file's bytes."""
    end: int
    """Offset of the next block: white space and comment after its closing brace are inside."""
    line: int
    """1-based."""
    type: str
    """Lower-case."""
    key: str
    """Empty where there is none."""
    suspect: bool
    """Its braces do not balance, or its head is no entry's: it must be parsed to know."""


@dataclass(slots=True)
class Index:
    """The blocks of one file."""

    entries: list[Place] = field(default_factory=list)
    strings: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's bytes as UTF-8, and the first line that was not."""

    data: bytes
    bad_line: int = 0
    """1-based; 0 where the file was sound."""
    was: str = ""
    """The encoding that was assumed instead."""


def to_utf8(data: bytes) -> Decoded:
    """Bytes of a .bib file as UTF-8 with line feeds, without byte order mark.

    Lines that are not UTF-8 are read as CP1252, which JabRef and BibDesk wrote for years; UTF-16 is known by
    its byte order mark.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(_line_feeds(data.decode("utf-16", "replace").encode("utf-8")), 1, "UTF-16")
    data = _line_feeds(data.removeprefix(codecs.BOM_UTF8))
    bad_line = _first_bad_line(data)
    if not bad_line:
        return Decoded(data)
    lines = data.split(b"\n")
    for number in range(bad_line - 1, len(lines)):
        if not _is_utf8(lines[number]):
            lines[number] = _from_cp1252(lines[number])
    return Decoded(b"\n".join(lines), bad_line, "CP1252")


def scan(data: bytes) -> Index:
    """Find the blocks of a .bib file that `to_utf8` gave."""
    scanner = _Scanner(data)
    for match in _HEAD.finditer(data):
        scanner.candidate(match)
    return scanner.finish()


class _Scanner:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.index = Index()
        self.head: re.Match[bytes] | None = None
        self.line = 1
        self.counted = 0
        self.surplus = 0
        self.surplus_at = 0
        self.skip_until = 0
        self.comments_close = True

    def candidate(self, match: re.Match[bytes]) -> None:
        """Take a match for the start of a block, or leave it inside the block before."""
        start = match.start()
        if start < self.skip_until or not self._starts_block(match):
            return
        self._close(start)
        kind = match[1].lower()
        if kind == b"comment":
            self.skip_until = self._end_of_comment(match)
        elif kind != b"preamble":
            self.head, self.surplus, self.surplus_at = match, 0, start

    def finish(self) -> Index:
        """The index, after the last match."""
        self._close(len(self.data))
        return self.index

    def _starts_block(self, match: re.Match[bytes]) -> bool:
        """Whether a match begins a block.

        At a line's start a whole head (type, key, comma) does so even where the block before was not closed:
        then the break costs that one entry. Anything less does so only outside blocks.
        """
        start = match.start()
        earliest = max(0, start - _LINE_LOOK_BACK)
        before = self.data[max(self.data.rfind(b"\n", earliest, start) + 1, earliest) : start].strip()
        strong = _is_strong(match)
        if not before:
            return strong or self._balanced(start)
        if before.startswith(b"%") or self.data[start - 1 : start].isalnum():  # an address: me@example.org
            return False
        return (strong or before.endswith(b"}")) and self._balanced(start)

    def _balanced(self, end: int) -> bool:
        """Whether no brace of the current block is open at an offset; asked for ever greater ones."""
        if self.head is None:
            return True
        self.surplus += _surplus(self.data, self.surplus_at, end)
        self.surplus_at = end
        return self.surplus <= 0

    def _close(self, end: int) -> None:
        match, self.head = self.head, None
        if match is None:
            return
        start = match.start()
        self.line += self.data.count(b"\n", self.counted, start)
        self.counted = start
        kind = match[1].decode("ascii").lower()
        place = Place(start, end, self.line, kind, _key(match), self._suspect(match, end))
        (self.index.strings if kind == "string" else self.index.entries).append(place)

    def _suspect(self, match: re.Match[bytes], end: int) -> bool:
        return not _is_strong(match) or _surplus(self.data, match.start(), end) != 0

    def _end_of_comment(self, match: re.Match[bytes]) -> int:
        """Past the closing brace of an @comment, or its line where it has none: entries in it are not read."""
        if match[2] == b"(" or not self.comments_close:
            return match.end(2)
        depth = 0
        for brace in _BRACE.finditer(self.data, match.start(2)):
            depth += 1 if brace[0] == b"{" else -1
            if depth == 0:
                return brace.end()
        self.comments_close = False
        return match.end(2)


def _surplus(data: bytes, start: int, end: int) -> int:
    """Opening braces minus closing ones; those after a backslash do not count, as for bibtexparser."""
    opened = data.count(b"{", start, end) - data.count(b"}", start, end)
    return opened - data.count(b"\\{", start, end) + data.count(b"\\}", start, end)


def _is_strong(match: re.Match[bytes]) -> bool:
    if match[1].lower() in (b"comment", b"preamble"):
        return True
    if match[1].lower() == b"string":
        return b"=" in match[3]
    if match[2] == b"(":
        head = match[3].rstrip()
        closed = (match[4] == b"," and b")" not in head) or head.endswith(b")")
    else:
        closed = match[4] in (b",", b"}")
    return closed and bool(match[3].strip()) and not _NAMELESS.match(match[3])


def _key(match: re.Match[bytes]) -> str:
    key = match[3].strip()
    if match[2] == b"(" and match[4] != b",":
        key = key.removesuffix(b")").rstrip()
    if match[1].lower() == b"string" or _NAMELESS.match(match[3]):
        return ""
    return key.decode("utf-8", "replace")


def _line_feeds(data: bytes) -> bytes:
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _first_bad_line(data: bytes) -> int:
    """The 1-based line of the first byte that is not UTF-8, 0 where there is none.

    Decoded in pieces, so that no second copy of a large library is held.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = 1 << 20
    for start in range(0, len(data) + 1, size):
        try:
            decoder.decode(data[start : start + size], final=start + size > len(data))
        except UnicodeDecodeError as problem:
            # the decoder may have kept up to three bytes of the piece before
            return data.count(b"\n", 0, max(0, start - 3 + problem.start)) + 1
    return 0


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _from_cp1252(line: bytes) -> bytes:
    try:
        return line.decode("cp1252").encode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1").encode("utf-8")
