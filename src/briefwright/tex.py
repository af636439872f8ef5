"""Fields of the bibliography, which are TeX, as plain text: the only module that knows pylatexenc."""

from __future__ import annotations

import re

_NOT_PRINTED = re.compile(r"\\noopsort\s*\{[^{}]*\}|\\url(?![A-Za-z])\s*")
_SIGNS = {"\\{": "{", "\\}": "}", "\\textasciitilde": "~", "\\textasciicircum": "^"}
"""What is printed as a sign that has a meaning in TeX; pylatexenc's answer would be read a second time here."""
_SIGN = re.compile(r"(?<!\\)((?:\\\\)*)(?:(\\[{}])|(\\textascii(?:tilde|circum))(?:\{\}|(?![A-Za-z])[ \t]*))")
_HIDDEN = {sign: chr(0xE0F8 + number) for number, sign in enumerate("{}~^")}


def plain(text: str) -> str:
    """Text without commands and braces: accents and letters in Unicode, a tie as a no-break space, dashes as typed."""
    if "\\" in text:
        from pylatexenc.latex2text import LatexNodes2Text

        text = _SIGN.sub(lambda found: found[1] + _HIDDEN[_SIGNS[found[2] or found[3]]], _NOT_PRINTED.sub("", text))
        # a bare % begins a comment in TeX, but not in what people paste into fields
        text = LatexNodes2Text().latex_to_text(without_false_maths(re.sub(r"(?<!\\)%", r"\\%", text)))
    text = text.replace("{", "").replace("}", "").replace("~", "\u00a0")
    for sign, hidden in _HIDDEN.items():
        text = text.replace(hidden, sign)
    return text.strip()


def verbatim(text: str) -> str:
    """An address or number that biblatex reads as it stands, without the backslashes that BibTeX asked for."""
    return re.sub(r"\\([%_#&~])(?:\{\})?", r"\1", text)


def is_balanced(text: str) -> bool:
    """Whether every brace has its partner; one after a backslash counts, as it does for BibTeX."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def without_false_maths(text: str) -> str:
    """Text in which dollar signs that mean money, or stand alone, open no formula."""
    signs = [match.start() for match in re.finditer(r"(?<!\\)\$", text)]
    money = any(re.match(r"\$\d[\d.,]*(?:\s|\Z|[A-Za-z]{2})", text[at:]) for at in signs)
    return re.sub(r"(?<!\\)\$", r"\\$", text) if money or len(signs) % 2 else text
