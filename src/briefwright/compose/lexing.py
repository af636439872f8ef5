"""Where the Markdown, the tags and the strings of a brief or template stand, without running it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from briefwright.compose.sandbox import IDENTIFIER

_REFERENCES: Mapping[str, frozenset[str]] = {
    "cite": frozenset(("", "via")),
    "facts": frozenset(("source",)),
    **dict.fromkeys(("fact", "value", "table", "key_figures", "timeline", "disagreements"), frozenset()),
    **dict.fromkeys(("sources", "bibliography", "term", "date", "range"), frozenset()),
}
"""By function of the vocabulary: the arguments that take keys of references; "" is those without a name."""
_OTHER_TAGS = frozenset(("extends", "include", "import", "from", "block"))
_KEYED = frozenset(("sources", "source", "via", "key"))
_COMPARED = frozenset(("==", "!=", "in"))


@dataclass(frozen=True, slots=True)
class Literal:
    """A string in a tag. start, end: with its quotation marks."""

    start: int
    end: int
    value: str
    names_reference: bool
    """Whether it stands where the key of a reference can stand."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a brief's body or a template: its text, or a tag."""

    kind: str
    """`text` for Markdown, `print` for {{ }}, `tag` for {% %}; comments are left out."""
    start: int
    end: int
    literals: tuple[Literal, ...] = ()


class LexError(Exception):
    """A tag is not closed, or holds what Jinja has no sign for; `line` is its 1-based number."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The pieces of a text with newlines as line ends. Raises LexError."""
    pieces: list[Piece] = []
    inside: list[_Token] = []
    for token in _tokens(text):
        if token.kind == "data":
            pieces.append(Piece("text", token.start, token.start + len(token.text)))
        elif token.kind in ("variable_begin", "block_begin"):
            inside = [token]
        elif token.kind in ("variable_end", "block_end"):
            kind = "print" if token.kind == "variable_end" else "tag"
            end = token.start + len(token.text)
            pieces.append(Piece(kind, inside[0].start, end, tuple(_literals(inside[1:], kind))))
        elif token.kind != "whitespace":
            inside.append(token)
    return tuple(pieces)


@functools.cache
def _lexer() -> Any:
    import jinja2

    # as BriefEnvironment; what is lexed here is never run
    return jinja2.Environment(lstrip_blocks=True, keep_trailing_newline=True, autoescape=True)


def _tokens(text: str) -> Iterator[_Token]:
    """Jinja's tokens with their places, which it does not tell: it drops but white space before a tag."""
    from jinja2 import TemplateSyntaxError

    source = IDENTIFIER.sub("{\ufdd5", text)  # of the same length
    position = 0
    try:
        for line, kind, value in _lexer().lex(source):
            while not source.startswith(value, position):
                if position >= len(source) or not source[position].isspace():
                    raise LexError("the text cannot be read", line)
                position += 1
            yield _Token(kind, value, position)
            position += len(value)
    except TemplateSyntaxError as problem:
        raise LexError(problem.message or "the text cannot be read", problem.lineno) from problem


@dataclass(slots=True)
class _Frame:
    """An open bracket; `called` is the function's name where it opens a call."""

    called: str | None = None
    argument: str = ""


def _literals(tokens: Sequence[_Token], kind: str) -> Iterator[Literal]:
    frames: list[_Frame] = []
    tag = tokens[0].text if kind == "tag" and tokens else ""
    for index, token in enumerate(tokens):
        before = tokens[index - 1].text if index else ""
        if token.kind == "string":
            named = tag not in _OTHER_TAGS and _takes_key(frames, tokens, index)
            yield Literal(token.start, token.start + len(token.text), _value(token.text), named)
        elif token.text in ("(", "[", "{"):
            is_call = token.text == "(" and bool(index) and tokens[index - 1].kind == "name"
            frames.append(_Frame(_called(tokens, index - 1) if is_call else None))
        elif token.text in (")", "]", "}") and frames:
            frames.pop()
        elif token.text == "," and frames:
            frames[-1].argument = ""
        elif token.text == "=" and frames and frames[-1].called is not None:
            frames[-1].argument = before


def _called(tokens: Sequence[_Token], index: int) -> str:
    """The name that a call calls; of filters and methods, which are none of the vocabulary's, with their sign."""
    sign = tokens[index - 1].text if index else ""
    return f"{sign}{tokens[index].text}" if sign in ("|", ".") else tokens[index].text


def _takes_key(frames: Sequence[_Frame], tokens: Sequence[_Token], index: int) -> bool:
    for frame in reversed(frames):
        if frame.called is None:
            continue
        if frame.called in _REFERENCES:
            return frame.argument in _REFERENCES[frame.called]
        if frame.called not in ("|default", "|d"):
            return True  # a macro's argument, or a filter's
    return _compared(tokens, index) in (None, *_KEYED)


def _compared(tokens: Sequence[_Token], index: int) -> str | None:
    """The attribute that a string is compared with; None where it is with none."""
    texts = [token.text for token in tokens]
    if index >= 3 and texts[index - 1] in _COMPARED and texts[index - 3] == ".":
        return texts[index - 2]
    after = texts[index + 1 : index + 12]
    if after[:1] == ["not"]:
        after = after[1:]
    if len(after) > 3 and after[0] in _COMPARED and after[2] == ".":
        return after[3]
    return None


def _value(literal: str) -> str:
    """What a string says, as Jinja reads it."""
    try:
        return literal[1:-1].encode("ascii", "backslashreplace").decode("unicode-escape")
    except UnicodeDecodeError:
        return literal[1:-1]


def literal_of(value: str, quote: str) -> str:
    """A string as it is written in a tag. quote: the mark around it."""
    return f"{quote}{value.replace(chr(92), chr(92) * 2).replace(quote, chr(92) + quote)}{quote}"
