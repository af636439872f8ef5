"""Another text in the place of a YAML scalar, in the same style and with the same breaks of lines.

Lines break where they broke, as long as the words around a break stayed; a line that grows too long has the words
after it broken anew. What comes out is read again before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from briefwright.changes import differences
from briefwright.load import yaml_write

_TOO_LONG = 8
"""Characters that a line may be longer than the longest one was, before words are moved to the next."""
_LEAST = 60
_MOST_COMPARED = 250_000


def restyled(raw: str, new: str, *, flow: bool = False) -> str | None:
    """A text as the scalar was written that it replaces, None where that cannot be done.

    raw: the scalar with its quotation marks or its sign `|` or `>`, without what follows its last character. flow:
    whether it stands in brackets or braces.
    """
    forms: list[Callable[[], str | None]] = []
    if raw[:1] in ("|", ">"):
        forms = [lambda: _block(raw, new)]
    elif raw[:1] == "'":
        forms = [lambda: _within(raw, new, "'", new.replace("'", "''"))]
    elif raw[:1] == '"':
        forms = [lambda: _within(raw, new, '"', yaml_write.in_quotes(new)[1:-1])]
    else:
        forms = [lambda: _within(raw, new, "", new), lambda: _within(raw, new, '"', yaml_write.in_quotes(new)[1:-1])]
    made = (form() for form in forms)
    return next((text for text in made if text and yaml_write.reads_back(text, new, flow=flow)), None)


def _within(raw: str, new: str, quote: str, inside: str) -> str | None:
    """A plain or quoted scalar."""
    if "\n" not in raw:
        return f"{quote}{inside}{quote}"
    if "\n" in new:
        return None
    lines = raw.removeprefix(quote).removesuffix(quote).split("\n")
    if any(line.endswith("\\") or not line.strip() for line in lines[:-1]):
        return None
    pad = _pad(lines[1:])
    width = max(len(line) for line in lines)
    return quote + f"\n{pad}".join(rewrapped([line.strip() for line in lines], inside, width - len(pad))) + quote


def _block(raw: str, new: str) -> str | None:
    head, *lines = raw.split("\n")
    if re.search(r"\d", head.split("#")[0]):
        return None  # the indentation is part of the text
    pad = _pad(lines)
    paragraphs = new.rstrip("\n").split("\n")
    if head[0] == "|":
        return "\n".join([head, *(f"{pad}{line}" if line else "" for line in paragraphs)])
    old: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            old[-1].append(line.strip())
        else:
            old.append([])
    if len(old) != len(paragraphs):
        return None
    width = max(map(len, lines)) - len(pad)
    made = ("\n".join(f"{pad}{line}" for line in rewrapped(*both, width)) for both in zip(old, paragraphs, strict=True))
    return "\n".join([head, "\n\n".join(made)])


def _pad(lines: Sequence[str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    return first[: len(first) - len(first.lstrip())]


def rewrapped(lines: Sequence[str], new: str, width: int) -> list[str]:
    """A text in lines that break where those of another did. width: characters of the longest line there."""
    old = [word for line in lines for word in line.split(" ")]
    ends = {sum(len(line.split(" ")) for line in lines[: number + 1]) - 1 for number in range(len(lines) - 1)}
    words = new.split(" ")
    breaks = _carried(ends, old, words)
    out: list[list[str]] = [[]]
    for number, word in enumerate(words):
        out[-1].append(word)
        if number in breaks and word and words[number + 1 : number + 2] not in ([], [""]):
            out.append([])
    return _within_width([" ".join(line) for line in out], max(width, _LEAST) + _TOO_LONG)


def _carried(ends: set[int], old: Sequence[str], new: Sequence[str]) -> set[int]:
    """The words of the new text after which a line ends, from those of the old."""
    found: set[int] = set()
    at = to = 0
    for a, b, c, d in (*differences(old, new, _MOST_COMPARED), (len(old), len(old), len(new), len(new))):
        found |= {to + end - at for end in ends if at <= end < a}
        changed = [end for end in ends if a <= end < b]
        found |= {d - 1 if end == b - 1 else min(c + end - a, d - 1) for end in changed if d}
        at, to = b, d
    return found


def _within_width(lines: list[str], width: int) -> list[str]:
    out: list[str] = []
    for number, line in enumerate(lines):
        if len(line) <= width:
            out.append(line)
            continue
        rest = " ".join(lines[number:])
        while len(rest) > width:
            cut = max(rest.rfind(" ", 0, width - _TOO_LONG + 1), 0) or rest.find(" ")
            while 0 < cut < len(rest) - 1 and (rest[cut - 1] == " " or rest[cut + 1] == " "):
                cut = rest.find(" ", cut + 1)
            if cut <= 0:
                break
            out.append(rest[:cut])
            rest = rest[cut + 1 :]
        return [*out, rest]
    return out
