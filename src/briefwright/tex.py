"""Fields of the bibliography, which are TeX, as plain text: the only module that knows pylatexenc."""

from __future__ import annotations

import re

_NOT_PRINTED = re.compile(r"\\noopsort\s*\{[^{}]*\}|\\url(?![A-Za-z])\s*")


def plain(text: str) -> str:
    """Text without commands and braces: accents and letters in Unicode, a tie as a no-break space, dashes as typed."""
    if "\\" in text:
        from pylatexenc.latex2text import LatexNodes2Text

        text = _NOT_PRINTED.sub("", text)
        # a bare % begins a comment in TeX, but not in what people paste into fields
        text = LatexNodes2Text().latex_to_text(without_false_maths(re.sub(r"(?<!\\)%", r"\\%", text)))
    return text.replace("{", "").replace("}", "").replace("~", "\u00a0").strip()


def verbatim(text: str) -> str:
    """An address or number that biblatex reads as it stands, without the backslashes that BibTeX asked for."""
    return re.sub(r"\\([%_#&~])(?:\{\})?", r"\1", text)


def without_false_maths(text: str) -> str:
    """Text in which dollar signs that mean money, or stand alone, open no formula."""
    signs = [match.start() for match in re.finditer(r"(?<!\\)\$", text)]
    money = any(re.match(r"\$\d[\d.,]*(?:\s|\Z|[A-Za-z]{2})", text[at:]) for at in signs)
    return re.sub(r"(?<!\\)\$", r"\\$", text) if money or len(signs) % 2 else text
