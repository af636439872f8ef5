"""Letters and signs in Unicode rather than TeX, or the other way round.

Formulas, addresses and numbers stay as they are, and so does every command that is not the name of a letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from briefwright.bib.tidy.entry import Entry, Field
from briefwright.bib.tidy.rule import Effect, Rule
from briefwright.bib.tidy.style import Style
from briefwright.bib.tidy.values import change_fields

_AS_TYPED = frozenset(
    """
    url doi eprint file pdf verba verbb verbc archiveurl isbn issn ids crossref xdata xref keywords groups options
    related execute localfile bdsk-url-1 bdsk-url-2 bdsk-file-1 owner timestamp
    """.split()
)
"""Not read as TeX, or names of other things."""
_COMBINING = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
    "NG": "Ŋ",
}  # fmt: skip
_SIGNS = {"\u2013": "--", "\u2014": "---", "\u201c": "``", "\u201d": "''", "\u2018": "`", "\u2019": "'", "\u00a0": "~"}
"""Printed the same by TeX; only from Unicode, since no reader of .bib minds them."""
_MATHS = re.compile(r"((?<!\\)\$[^$]*(?<!\\)\$|\\(?:url|href)\s*\{[^{}]*\})")
_NAMES = "|".join(sorted(_LETTERS, key=len, reverse=True))
_LETTER = re.compile(
    r"(?P<open>\{)?"  # a group around one letter
    r"(?:\\(?:(?P<sign>['`^\"~=.])\s*|(?P<word>[uvHcdkr])(?:\s+|(?=\{)))"  # an accent
    r"(?:\{\s*(?P<braced>\\[ij](?![A-Za-z])|[^\W\d_])\s*\}|(?P<dotless>\\[ij])(?![A-Za-z])\s*(?:\{\})?|(?P<bare>[^\W\d_]))"
    rf"|\\(?P<name>{_NAMES})(?![A-Za-z])(?(open)\s*|(?:\{{\}}|[ \t]+(?=[^\W\d_])|)))"
    r"(?(open)\})"
)


def to_unicode(entry: Entry, _: Style) -> Entry:
    r"""Accents and letters such as `{\'e}` and `{\ss}` as é and ß."""
    if "\\" not in entry.text:
        return entry
    return change_fields(entry, None, lambda field: _outside(field, without_tex))


def to_tex(entry: Entry, _: Style) -> Entry:
    r"""Letters that old BibTeX does not know as `{\'e}`; scripts that TeX has no accents for stay."""
    if entry.text.isascii():
        return entry
    return change_fields(entry, None, lambda field: _outside(field, _tex))


def _outside(field: Field, change: Callable[[str], str]) -> Field:
    """A field changed outside formulas and addresses."""
    if not field.is_text or field.name.lower() in _AS_TYPED:
        return field
    parts = _MATHS.split(field.inner)
    made = "".join(part if number % 2 else change(part) for number, part in enumerate(parts))
    return field if made == field.inner else field.with_inner(made)


def without_tex(text: str) -> str:
    """Text with accents and letters in Unicode; other commands stay."""
    if "\\" not in text:
        return text
    # a group around one accent protects no capital in BibTeX, and none is to be protected afterwards
    return _LETTER.sub(_letter, text)


def _letter(found: re.Match[str]) -> str:
    named = found.groupdict()
    if named.get("name"):
        return _LETTERS[named["name"]]
    base = (named["braced"] or named["dotless"] or named["bare"]).removeprefix("\\")
    made = unicodedata.normalize("NFC", base + _COMBINING[named["sign"] or named["word"]])
    return made if len(made) == 1 else found[0]


_FROM_LETTERS = {letter: name for name, letter in _LETTERS.items()}
_FROM_COMBINING = {mark: sign for sign, mark in _COMBINING.items()}


def _tex(text: str) -> str:
    return text if text.isascii() else "".join(map(_sign_in_tex, text))


def _sign_in_tex(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _FROM_LETTERS:
        return f"{{\\{_FROM_LETTERS[sign]}}}"
    if sign in _SIGNS:
        return _SIGNS[sign]
    parts = unicodedata.normalize("NFD", sign)
    if len(parts) != 2 or not parts[0].isascii() or parts[1] not in _FROM_COMBINING:
        return sign
    accent = _FROM_COMBINING[parts[1]]
    base = f"\\{parts[0]}" if parts[0] in "ij" and accent not in "cdk" else parts[0]
    return f"{{\\{accent}{{{base}}}}}" if accent.isalpha() else f"{{\\{accent}{base}}}"


RULES: tuple[Rule, ...] = (
    Rule("unicode", r"accents and letters in Unicode: é for {\'e}", to_unicode, on=False, effect=Effect.DATA),
    Rule("tex", r"accents and letters in TeX: {\'e} for é", to_tex, on=False, effect=Effect.DATA),
)
