"""One block of a .bib file, parsed by bibtexparser, with what is wrong in it and where."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from briefwright.load.bib_plain import plain_fields

_HEAD = re.compile(r"@[ \t]*[A-Za-z][\w.+:-]*\s*([{(])\s*([^,\n{}]*?)\s*(?=[,{}\n]|\Z)")
_INNER_BLOCK = re.compile(r"(?<=\n)([ \t]*)@(?=\w*[ \t]*[{(])")
_HIDDEN_AT = "\ue0f0"
"""Stands for an @ that begins a line inside a value, where bibtexparser would see a new block."""
_HIDDEN_QUOTE = "\ue0f3"
"""Stands for a quotation mark inside braces, which bibtexparser would take for the end of a quoted value."""
_HIDDEN_BACKSLASH = "\ue0f4"
"""Stands for a backslash before a brace, where bibtexparser would not count the brace and BibTeX does."""
_MARK = re.compile(r'(?<!\\)[{}]|"')
_BRACE = re.compile(r"(?<!\\)[{}]")
_FIELD_START = re.compile(r"(?:^|,)[ \t]*([A-Za-z][\w-]*)[ \t]*=[ \t]*[{\"]", re.MULTILINE)
_FIELD_NAME = re.compile(r"[\w:.+/-]+")
_BARE = re.compile(r"[^\s\"#{},=()%]+")
_NEXT_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=")


class Piece(NamedTuple):
    """A part of a value between two # signs."""

    text: str
    name: bool
    """Whether it is the name of a @string."""


class RawField(NamedTuple):
    """A field as it stands in its entry."""

    name: str
    """Lower-case."""
    pieces: tuple[Piece, ...]
    offset: int
    """Of its value in the block's text."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a block, at an offset in its text."""

    offset: int
    message: str
    hint: str = ""
    fatal: bool = True
    """Whether the block cannot be used."""


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """What was made of a block."""

    fields: tuple[RawField, ...]
    """Each name once: the first wins, as in BibTeX. Empty for a broken block."""
    raw: str
    """The block's own text, from its @ to its closing brace."""
    problems: tuple[Problem, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether the block cannot be used."""
        return any(problem.fatal for problem in self.problems)


class _MalformedError(Exception):
    def __init__(self, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(offset, message, hint)


def parse_entry(text: str, key: str) -> ParsedBlock:
    """Parse a block of an entry. text: from its @ to the next block's. key: as the scan read it."""
    head = _HEAD.match(text)
    if head is None or not key:
        return _broken(text, Problem(0, "the entry has no key", "write `@type{key,` before its first field"))
    bare = head[1] == "(" and head[2].endswith(")")
    end = head.end(2) - bare
    rest = text[end:]
    if not rest.lstrip().startswith((",", "}")) and not bare:
        at = head.start(2)
        if _NEXT_FIELD.match(rest):
            return _broken(text, Problem(at, f"a comma is missing after the key `{short(key)}`"))
        return _broken(text, Problem(at, f"the key `{short(key)}` ends in the middle", "a key holds no braces"))
    return _parse(text, "@entry" + head[1] + "k", end)


def parse_string(text: str) -> tuple[str, ParsedBlock]:
    """Parse a @string block: its name, lower-case, and its value as the only field, of that name."""
    match = re.match(r"@[ \t]*string\s*([{(])\s*([^=\s{}\",]+)\s*=", text, re.IGNORECASE)
    if match is None:
        return "", _broken(text, Problem(0, "the @string has no name", 'write `@string{name = "text"}`'))
    parsed = _parse(text, "@entry" + match[1] + "k,value", match.end(2))
    return match[2].lower(), parsed


def _parse(text: str, head: str, head_end: int) -> ParsedBlock:
    plain = plain_fields(text, head_end) if head == "@entry{k" else None
    if plain is None:
        return _parse_any(text, head, head_end)
    fields, end = plain
    problems = tuple(_leftovers(text, end))
    if problems:
        return ParsedBlock((), text[:end], problems)
    found = [RawField(name, (Piece(at.text, at.name),), at.offset) for name, at in fields.items()]
    return ParsedBlock(tuple(found), text[:end])


def _parse_any(text: str, head: str, head_end: int) -> ParsedBlock:
    """Give bibtexparser the text with a plain head, on as many lines as the real one."""
    rest = _INNER_BLOCK.sub(rf"\1{_HIDDEN_AT}", _without_inner_quotes(text[head_end:]))
    start = head + "\n" * text.count("\n", 0, head_end)
    block, reason, end = _with_bibtexparser(start + rest)
    if block is None and text.count("{") == text.count("}"):
        # to BibTeX a brace after a backslash counts: {C:\\dir\\}
        block, _, _ = _with_bibtexparser(start + re.sub(r"\\(?=[{}])", _HIDDEN_BACKSLASH, rest))
    shift = head_end - len(start)
    if block is None:
        return _broken(text, _diagnose(text, reason, max(0, end + shift)))
    fields, problems = _fields(block, text)
    raw_end = len(block.raw) + shift
    problems += _leftovers(text, raw_end)
    if any(problem.fatal for problem in problems):
        fields = []
    return ParsedBlock(tuple(fields), text[:raw_end], tuple(problems))


def _without_inner_quotes(text: str) -> str:
    """The rest of a block after its head, with quotation marks hidden where braces protect them."""
    if '"' not in text:
        return text
    parts: list[str] = []
    depth = position = 0
    for mark in _MARK.finditer(text):
        if mark[0] != '"':
            depth += 1 if mark[0] == "{" else -1
            if depth < 0:
                break  # the block's end
        elif depth:
            parts += [text[position : mark.start()], _HIDDEN_QUOTE]
            position = mark.end()
    return "".join([*parts, text[position:]])


def _with_bibtexparser(text: str) -> tuple[Any, str, int]:
    """The first block as an entry, or None with bibtexparser's reason and the offset that it names."""
    bibtexparser = _bibtexparser()
    first = bibtexparser.parse_string(text, parse_stack=[]).blocks[0]
    if isinstance(first, bibtexparser.model.Entry):
        return first, "", 0
    if isinstance(first, bibtexparser.model.DuplicateFieldKeyBlock):
        return first.ignore_error_block, "", 0
    reason = first.error
    return None, getattr(reason, "abort_reason", str(reason)), (getattr(reason, "end_index", 1) or 1) - 1


@functools.cache
def _bibtexparser() -> Any:
    import bibtexparser

    # what it would log becomes a finding
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    return bibtexparser


def _fields(block: Any, text: str) -> tuple[list[RawField], list[Problem]]:
    """The fields of an entry, each name once, and what is wrong with them."""
    fields: dict[str, RawField] = {}
    problems: list[Problem] = []
    position = 0
    for item in block.fields:
        name = str(item.key).lower()
        found = text.find(_shown(item.value), position)
        offset = found if found >= 0 else position
        position = offset + len(item.value)
        if not _FIELD_NAME.fullmatch(name):
            problems.append(Problem(offset, f"`{short(_shown(item.key))}` is no name of a field"))
        elif name in fields:
            message = f"the field `{name}` is given twice"
            problems.append(Problem(offset, message, "the first one is used", fatal=False))
        else:
            try:
                fields[name] = RawField(name, tuple(_pieces(item.value, name)), offset)
            except _MalformedError as malformed:
                wrong = malformed.problem
                problems.append(Problem(offset + wrong.offset, wrong.message, wrong.hint))
    return list(fields.values()), problems


def _shown(text: str) -> str:
    """With what was hidden from bibtexparser."""
    if text.isascii():
        return text
    return text.replace(_HIDDEN_AT, "@").replace(_HIDDEN_QUOTE, '"').replace(_HIDDEN_BACKSLASH, "\\")


def _pieces(value: str, name: str) -> Iterator[Piece]:
    """The parts of a value, which # joins. Raises _MalformedError."""
    if value.startswith("{") and value.find("{", 1) < 0 and value.find("}") == len(value) - 1:
        yield Piece(_shown(value[1:-1]), name=False)  # most values
        return
    position = 0
    while True:
        position += len(value[position:]) - len(value[position:].lstrip())
        if position >= len(value):
            raise _MalformedError(position, f"the field `{name}` has no value")
        start = value[position]
        if start == "{":
            end = _closing_brace(value, position)
            yield Piece(_shown(value[position + 1 : end - 1]), name=False)
        elif start == '"':
            end = _closing_quote(value, position)
            yield Piece(_shown(value[position + 1 : end - 1]), name=False)
        else:
            bare = _BARE.match(value, position)
            if bare is None:
                raise _MalformedError(position, f"the value of `{name}` begins with `{start}`", "put it in braces")
            end = bare.end()
            yield Piece(bare[0], name=not bare[0].isdigit())
        position = end + len(value[end:]) - len(value[end:].lstrip())
        if position >= len(value):
            return
        if value[position] != "#":
            raise _after_value(value, end, position, name)
        position += 1


def _after_value(value: str, end: int, position: int, name: str) -> _MalformedError:
    following = _NEXT_FIELD.match(value, end)
    if following:
        return _MalformedError(end, f"a comma is missing before `{following[1]}`")
    rest = short(_shown(value[position:]))
    return _MalformedError(position, f"the value of `{name}` ends before `{rest}`", "put the whole value in braces")


def _closing_brace(value: str, start: int) -> int:
    depth = 0
    for brace in _BRACE.finditer(value, start):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    raise _MalformedError(start, "the brace opened here is never closed")


def _closing_quote(value: str, start: int) -> int:
    depth = 0
    for mark in re.compile(r'(?<!\\)[{}]|"').finditer(value, start + 1):
        if mark[0] == '"':
            escaped = value[mark.start() - 1] == "\\"
            if depth <= 0 and not (escaped and '"' in value[mark.end() :]):
                return mark.end()
        else:
            depth += 1 if mark[0] == "{" else -1
    raise _MalformedError(start, "the quotation mark opened here is never closed")


def _diagnose(text: str, reason: str, offset: int) -> Problem:
    """A sentence for the user from bibtexparser's reason."""
    offset = min(offset, max(0, len(text) - 1))
    if "end of file" in reason or "Unexpected block start" in reason:
        return _unclosed(text)
    if "Expected a `=`" in reason:
        valueless = re.search(r"([\w-]+)\s*\Z", text[:offset].rstrip(" \t\n})"))
        if valueless:
            return Problem(valueless.start(1), f"`{valueless[1]}` has no `=` and no value")
    found = text[offset] if text[offset].strip() else ""
    return Problem(offset, f"the entry cannot be read from `{found}` on" if found else f"the entry is broken: {reason}")


def _unclosed(text: str) -> Problem:
    """Which field swallowed the rest: the one before the first line that begins a field inside a value."""
    depth = 0
    position = 0
    before: re.Match[str] | None = None
    for line in _FIELD_START.finditer(text):
        for brace in _BRACE.finditer(text, position, line.start()):
            depth += 1 if brace[0] == "{" else -1
        position = line.start()
        if depth > 1 and before is not None and not line[0].startswith(","):
            return Problem(
                before.start(1), f"the value of `{before[1]}` is never closed", "a closing brace is missing there"
            )
        before = line
    return Problem(0, "the entry is never closed", "a closing brace or quotation mark is missing in it")


def _leftovers(text: str, end: int) -> list[Problem]:
    """Fields after the entry's end: a closing brace too many ended it earlier than its author meant."""
    if not re.match(r"\s*,?\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]", text[end:]):
        return []
    depth = 0
    for brace in _BRACE.finditer(text, end):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            message = "the entry ends here, and what follows is not read"
            return [Problem(max(0, end - 1), message, "there is one closing brace too many in it")]
    return []


def _broken(text: str, problem: Problem) -> ParsedBlock:
    return ParsedBlock((), text.rstrip(), (problem,))


def short(text: str) -> str:
    """A name or value for a message: one line, not long."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
