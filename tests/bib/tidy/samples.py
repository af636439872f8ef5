"""The corpus of .bib files as people have them, and how tests look at it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from briefwright.bib.text import BibText
from briefwright.bib.tidy import Choice, Tidied, chosen, tidy
from briefwright.load.bib_write import portable_key
from briefwright.model import TidySettings
from briefwright.pandoc import bibliography_to_csl

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.bib"))


def file_of(data: bytes | str) -> BibText:
    return BibText(Path("x.bib"), "x.bib", data if isinstance(data, bytes) else data.encode())


def tidied(data: bytes | str, *rules: str, **settings: Any) -> Tidied:
    """What some rules make of a file; none: those that are on by default."""
    return tidy(file_of(data), chosen(Choice(rules)), TidySettings(**settings))


def after(data: bytes | str, *rules: str, **settings: Any) -> str:
    return tidied(data, *rules, **settings).change.after.decode()


def as_pandoc_reads(data: bytes) -> dict[str, dict[str, Any]]:
    """The references of a file as CSL items by key, without fields that are empty.

    pandoc gives a whole file up for an @ in a comment, an entry without fields, parentheses around a block, or a Khmer
    key: it is given the entries and @strings alone, in braces, and stand-ins for such keys.
    """
    file = file_of(data)
    blocks = [_STRING.sub(r"\1{\2}", file.block(place)) for place in file.index.strings]
    for place in file.index.entries:
        layout = file.layout(place)
        if layout is not None and layout.fields:
            rest = layout.text[layout.key[1] : layout.close]
            blocks.append(f"@{layout.text[slice(*layout.type)]}{{{portable_key(place.key)}{rest}}}")
    items, _ = bibliography_to_csl("\n".join(blocks))
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        found.setdefault(item["id"], {name: value for name, value in item.items() if value != ""})
    return found


_STRING = re.compile(r"\A(@string)\s*\((.*)\)\s*\Z", re.DOTALL | re.IGNORECASE)
