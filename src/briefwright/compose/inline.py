"""Statements of facts as inline nodes.

A statement is inline text of a small named set: ``_emphasis_``, ``__strong__``, ``[text](https://...)`` and
``{{ name }}`` for a value of the fact. Everything else prints as it is written, so that nothing a fact holds
can change the structure of a brief: no ``|``, ``*``, ``@x``, ``$..$``, ``<b>`` or ``1990.`` means anything.
A backslash before ``_``, ``[`` or ``{`` takes its meaning away. Straight quotes become typographic ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from briefwright import ast
from briefwright.ast import Node
from briefwright.compose import marks

TOKEN = re.compile(
    r"(?P<escape>\\[_\[{\\])"
    r"|\{\{\s*(?P<value>[A-Za-z_][\w-]*)\s*\}\}"
    r"|\[(?P<label>[^\[\]]+)\]\((?P<target>https?://[^\s()]+)\)"
    r"|(?<![\w_])__(?P<strong>\S(?:.*?\S)??)__(?![\w_])"
    r"|(?<![\w_])_(?P<emphasis>[^\s_](?:[^_]*[^\s_])?)_(?![\w_])",
    re.DOTALL,
)
"""What is no plain text in a statement: an escaped sign, a value, a link, strong words, emphasised ones."""
_SPACE = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")  # not the spaces that do not break
_QUOTE = re.compile(r"[\"']")
_DASHES = re.compile(r"(?<=\s)--(?=\s)|(?<=\d)--(?=\d)")

ValueNodes = Callable[[str], list[Node]]
"""Gives the nodes of a value by its name."""

Quotes = tuple[str, str, str, str]
"""Outer and inner quotation marks: opening, closing, opening, closing."""

ENGLISH: Quotes = ("“", "”", "‘", "’")


def quotes_of(words: Mapping[str, str]) -> Quotes:
    """The quotation marks of a language, from its fixed text `quotes`: four marks, spaces between them.

    An underscore in a mark is a space that does not break, as French has it.
    """
    marks = [mark.replace("_", "\u00a0") for mark in words.get("quotes", "").split()]
    return (marks[0], marks[1], marks[2], marks[3]) if len(marks) == 4 else ENGLISH


def statement_nodes(text: str, value: ValueNodes, *, quotes: Quotes = ENGLISH) -> list[Node]:
    """The nodes of a statement.

    value: called for each ``{{ name }}``. quotes: the marks that take the place of straight ones.
    """
    return _parse(_printable(_SPACE.sub(" ", text.strip())), value, quotes)


def literal_nodes(text: str, quotes: Quotes | None = None) -> list[Node]:
    """Text as it stands, words apart so that lines can break; with `quotes`, these for straight ones."""
    plain = _printable(_SPACE.sub(" ", text))
    return ast.words(_typographic(plain, quotes, "") if quotes else plain)


def _printable(text: str) -> str:
    return marks.UNPRINTABLE.sub("", text)


def split_final_stop(nodes: list[Node]) -> tuple[list[Node], str]:
    """Nodes without their closing punctuation, and that punctuation: where a citation goes between the two.

    A stop inside a quotation ("... so.") stays where it is.
    """
    if nodes and nodes[-1]["t"] == "Str":
        text = nodes[-1]["c"]
        for stop in ("...", "…", ".", "!", "?"):
            if text.endswith(stop) and len(text) > len(stop):
                return [*nodes[:-1], ast.string(text[: -len(stop)])], stop
            if text == stop:
                return nodes[:-1], stop
    return nodes, ""


def _parse(text: str, value: ValueNodes, quotes: Quotes) -> list[Node]:
    nodes: list[Node] = []
    position = 0
    pending, before = "", ""  # text not yet made into nodes, and the character that stood before it
    for token in TOKEN.finditer(text):
        pending += text[position : token.start()]
        position = token.end()
        if token["escape"]:
            pending += token["escape"][1:]
            continue
        nodes += _plain(pending, quotes, before)
        nodes += _nodes_of(token, value, quotes)
        pending, before = "", text[position - 1]
    nodes += _plain(pending + text[position:], quotes, before)
    return _join(nodes)


def _nodes_of(token: re.Match[str], value: ValueNodes, quotes: Quotes) -> list[Node]:
    if token["value"]:
        return value(token["value"])
    if token["target"]:
        return [ast.link(_parse(token["label"], value, quotes), token["target"])]
    kind = "Strong" if token["strong"] else "Emph"
    return [{"t": kind, "c": _parse(token["strong"] or token["emphasis"], value, quotes)}]


def _plain(text: str, quotes: Quotes, before: str) -> list[Node]:
    return ast.words(_typographic(text, quotes, before)) if text else []


def _typographic(text: str, quotes: Quotes, before: str) -> str:
    outer_open, outer_close, inner_open, inner_close = quotes
    opened = False  # whether a single quotation mark stands open
    last = True  # whether the last mark was an opening one

    def quote(match: re.Match[str]) -> str:
        nonlocal opened, last
        previous = text[match.start() - 1] if match.start() else before
        following = text[match.end() : match.end() + 1]
        opening = not previous or previous.isspace() or previous in "([{—–-/“«‘"
        opening = last = last if previous in ("'", '"') else opening
        if match[0] == '"':
            return outer_open if opening else outer_close
        if opening and not following.isdigit() and "'" in text[match.end() :]:
            opened = True
            return inner_open
        if opened and not opening and not following.isalnum():
            opened = False
            return inner_close
        return "’"  # don't, states', '90s

    return _DASHES.sub("–", _QUOTE.sub(quote, text))


def _join(nodes: list[Node]) -> list[Node]:
    """Neighbouring Str nodes as one: punctuation after a value belongs to its word."""
    out: list[Node] = []
    for node in nodes:
        if node["t"] == "Str" and out and out[-1]["t"] == "Str":
            out[-1] = ast.string(out[-1]["c"] + node["c"])
        else:
            out.append(node)
    return out
