"""Title, subtitle and dates of a brief changed in its front matter, in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefwright.compose.values_read import read_date
from briefwright.load.files import TextFile
from briefwright.load.yaml_edit import CannotEditError, exchanged
from briefwright.load.yaml_reader import read_yaml
from briefwright.model import Brief
from briefwright.review.inline_write import CannotWriteError
from briefwright.review.prose import Stretch

DATES = frozenset(("date", "information_cutoff"))


def field_stretch(brief: Brief, name: str, new: str, *, lang: str, words: Mapping[str, str]) -> Stretch | None:
    """What to exchange in a brief's text so that a field of its front matter says something else.

    name: title, subtitle, summary, number, institution, date, information_cutoff, ... new: as it is rendered; a date
    is read in the brief's language, whose fixed texts are `words`. None where the field says so already. The field
    keeps its style, and all else its bytes. Raises CannotWriteError where it cannot be exchanged alone.
    """
    text = " ".join(new.split())
    if name in DATES:
        date = read_date(text, lang, words)
        if date is None:
            raise CannotWriteError(f"“{text}” cannot be read as a date that would be written so")
        text = date.text
    begin, head = _head(brief)
    before = _fields(head)
    old = before.get(name)
    if not isinstance(old, str):
        raise CannotWriteError(f"the front matter has no text `{name}`")
    if " ".join(old.split()) == text:
        return None
    text += old[len(old.rstrip()) :]
    try:
        start, end, made = exchanged(head, (name,), text)
    except CannotEditError:
        raise CannotWriteError(f"`{name}` cannot be exchanged as it is laid out") from None
    if _fields(head[:start] + made + head[end:]) != {**before, name: text}:
        raise CannotWriteError(f"exchanging `{name}` would change something else too")
    return Stretch(begin + start, begin + end, made)


def _head(brief: Brief) -> tuple[int, str]:
    """Where the front matter begins in a brief's text, and what it says, without the lines around it."""
    lines = brief.source.split("\n")
    closing = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    return len(lines[0]) + 1, "".join(f"{line}\n" for line in lines[1:closing])


def _fields(head: str) -> dict[str, Any]:
    read = read_yaml(TextFile.of("", head))
    return dict(read.value) if isinstance(read.value, dict) else {}
