"""Texts compared as a person compares them: what scanning, saving and typing change is folded away.

White space, hyphens at line ends, dashes, quotation marks, ligatures, accents, letter case, Markdown's emphasis and
the marks of notes are forgiven. Words and numbers are not: signs, decimal points and the dash of a range stay.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby, islice, pairwise

QUOTES = "\"'`´‘’‚‛“”„‟«»‹›′″‵‶「」『』"
DASHES = "-\u00ad\u00ac\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufffe\x02"
"""The last two are what PDFium gives for a hyphen at a line's end, U+00AC what some scanners do."""
_MINUS = "-\u2010\u2011\u2012\u2013\u2212"
_MARKS = frozenset(QUOTES + "*_\\\u200b\u200c\u200d\u2060\ufeff")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NOTE_MARKS = (
    r"\[\^[^\]\n]{0,200}\]|\$\^\{?\d{1,9}\}?\$|<sup>[^<\n]{0,200}</sup>"
    rf"|(?<=[.,;:!?»”\"'’)])[{_SUPERSCRIPTS}]++"
)
_LINK = r"\[(?=[^\[\]\n]{0,500}\]\()|\]\([^()\s]{0,2000}\)"
_PLAIN_WORD = "[0-9A-Za-zА-Яа-я]+"
_RUN = rf"{_PLAIN_WORD}(?:[,.;:]?[ \n]{_PLAIN_WORD}){{0,200}}(?!\w)"
"""A stretch of which only the letter case is folded: most of any text, and quickly done. Bounded, since Python's engine
keeps a place to go back to for each of its words."""
_TOKEN = re.compile(
    rf"(?P<run>{_RUN})|(?P<mark>{_NOTE_MARKS}|{_LINK})|(?P<word>[^\W_]+)"
    rf"|(?P<gap>(?:[^\w\[\]$<]++|_++|(?!{_NOTE_MARKS}|{_LINK})[\[\]$<])++)"
)
_MARKS_IN_A_ROW = re.compile(r"[^\w\s\x00-\x7f]++")
_MOST_MARKS = 100
"""Accents on one letter: Unicode's algorithm sorts them, in the square of their number."""
_DEAREST = 2 * 10**8
"""What looking for words may cost, in signs compared; only words that repeat themselves within others come near."""
_LETTERS_ONWARD = re.compile(r"[^\W_]++")
MOST_PLACES = 10_000
"""Of some words in a text: what is there more often is no quotation."""
_SPACE_BEFORE = re.compile(r" (?=[,.;:!?%)\]])|(?<=[(\[]) ")
_LETTERS = frozenset("йѓїќў")
"""Cyrillic letters that differ from others by what Unicode takes for an accent."""
_PLAIN = {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe"}
"""Letters that Unicode does not take apart."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without what is forgiven, and where in the text each of its pieces comes from."""

    text: str
    starts: array[int]
    """Where each piece begins in the folded text; pieces are stretches of words and what is between them."""
    origins: array[int]
    """Where each piece begins in the text itself."""
    tails: array[int]
    """Where each piece ends in the text itself."""
    joints: array[int]
    """Where a word begins in the folded text right after another, since what parted them was folded away."""

    def occurrences(self, wanted: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """Where some folded words are, from the beginning of a word to the end of one, in the folded text.

        The first MOST_PLACES of them, none of which overlaps another.
        """
        return list(islice(self.each(wanted, start, end), MOST_PLACES))

    def each(self, wanted: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """The same one by one, however many there are."""
        limit = len(self.text) if end is None else end
        cost = 0
        at = self.text.find(wanted, start, limit) if wanted else -1
        while at >= 0 and cost < _DEAREST:
            last = at + len(wanted)
            if self._is_edge(at, last):
                yield at, last
                at = self.text.find(wanted, last, limit)
            else:
                cost += len(wanted) + 1000
                at = self.text.find(wanted, self._next_edge(at), limit)

    def _next_edge(self, place: int) -> int:
        """The next place after one that is not in the middle of a plain word."""
        if self._is_inside(place):
            word = _LETTERS_ONWARD.match(self.text, place)
            return max(place + 1, word.end()) if word and not self.joints else place + 1
        return place + 1

    def _is_edge(self, first: int, last: int) -> bool:
        """Whether a stretch begins and ends with whole words and whole numbers."""
        text = self.text
        if self._is_inside(first) or self._is_inside(last):
            return False
        before, after = text[max(0, first - 2) : first], text[last : last + 2]
        if text[first].isdigit() and (re.fullmatch(r"\d[.,/]", before) or re.fullmatch(r"(^|[^\w%])-", before)):
            return False
        return not (text[last - 1].isdigit() and re.match(r"[.,/]\d", after))

    def _is_inside(self, place: int) -> bool:
        """Whether a place is in the middle of a word."""
        if not 0 < place < len(self.text):
            return False
        return _is_letter(self.text[place - 1]) and _is_letter(self.text[place]) and not _has(self.joints, place)

    def origin(self, first: int, last: int) -> tuple[int, int]:
        """Where a stretch of the folded text, of whole words, begins and ends in the text itself."""
        begin, end = bisect_right(self.starts, first) - 1, bisect_left(self.starts, last) - 1
        start = self.origins[begin] + (first - self.starts[begin])
        if begin < end and first > self.starts[begin]:
            # the last signs before a word: what is before them may be longer in the text
            start = max(self.origins[begin], self.tails[begin] - (self.starts[begin + 1] - first))
        # a word may be longer or shorter than what it is folded to
        whole = last == (self.starts[end + 1] if end + 1 < len(self.starts) else len(self.text))
        stop = self.tails[end] if whole else self.origins[end] + (last - self.starts[end])
        return min(start, self.tails[begin]), min(stop, self.tails[end])


def nfc(text: str) -> str:
    """A text in Unicode's form NFC, in which what is folded must be; of accents in a row the first hundred count."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _MARKS_IN_A_ROW.sub(_few_marks, text))


def _few_marks(found: re.Match[str]) -> str:
    if len(found[0]) <= _MOST_MARKS:
        return found[0]
    return "".join(
        "".join(list(signs)[:_MOST_MARKS]) if combining else "".join(signs)
        for combining, signs in groupby(found[0], lambda sign: unicodedata.combining(sign) > 0)
    )


def fold(text: str) -> Folded:
    """Fold a text, which must come from nfc()."""
    pieces: list[str] = []
    starts, origins, tails, joints = (array("I") for _ in range(4))
    length = 0
    before, parted = "", False
    for token, following in pairwise(chain(_TOKEN.finditer(text), (None,))):
        if token is None:
            break
        kind = token.lastgroup
        if kind == "mark":
            parted = True
            continue
        if kind == "gap":
            piece = _gap(token[0], before[-1:].isdigit(), _next_sign(following).isdigit(), not before)
            parted = parted or (not piece and any(unicodedata.category(sign)[0] != "M" for sign in token[0]))
        else:
            piece = token[0].lower().replace("\n", " ") if kind == "run" else _word(token[0])
            if parted and before and _is_letter(before[-1]):
                joints.append(length)
        if not piece:
            continue
        pieces.append(piece)
        starts.append(length)
        origins.append(token.start())
        tails.append(token.end())
        length += len(piece)
        before, parted = piece, False
    return Folded("".join(pieces), starts, origins, tails, joints)


def fold_words(words: str) -> str:
    """Some words folded, without white space and stops around them: as they are looked for."""
    return fold(nfc(words)).text.strip(" .,;:")


def _next_sign(following: re.Match[str] | None) -> str:
    """The first sign of the token after another where it is a word; else empty."""
    return following[0][0] if following is not None and following.lastgroup in ("word", "run") else ""


@functools.lru_cache(maxsize=100_000)
def _word(word: str) -> str:
    if word.isascii():
        return word.lower()
    unmarked = word.rstrip(_SUPERSCRIPTS)  # the mark of a note, but after digits a power
    return "".join(_letter(sign) for sign in (unmarked if unmarked and not unmarked[-1].isdecimal() else word))


@functools.lru_cache(maxsize=10_000)
def _letter(sign: str) -> str:
    """A letter without accent; ligatures and presentation forms as plain letters."""
    if sign in _SUPERSCRIPTS:
        return f"^{unicodedata.normalize('NFKC', sign)}"
    plain = unicodedata.normalize("NFKC", sign).casefold()
    if plain in _LETTERS:
        return plain
    return _ACCENTS.sub("", unicodedata.normalize("NFD", _PLAIN.get(plain, plain)))


@functools.lru_cache(maxsize=20_000)
def _gap(gap: str, after_digit: bool, before_digit: bool, first: bool) -> str:
    """What stands between two words: a space, nothing, or the signs that count."""
    core = "".join(sign for sign in gap if sign not in _MARKS)
    dashes = sum(sign in DASHES for sign in core)
    if dashes and all(sign in DASHES or sign.isspace() for sign in core):
        return _dash(core, dashes, after_digit, before_digit, first)
    core = _ACCENTS.sub("", unicodedata.normalize("NFKC", "".join(" " if sign in DASHES else sign for sign in core)))
    return _SPACE_BEFORE.sub("", " ".join(f"|{core}|".split())[1:-1])


def _dash(core: str, dashes: int, after_digit: bool, before_digit: bool, first: bool) -> str:
    """Hyphens and dashes between words go, with a line's end after them; between numbers, and as a sign, they stay."""
    if after_digit and before_digit and not first:
        return "-"
    if re.search(rf"\n[^\S\n]*[{DASHES}]", core):
        return " "  # an item of a list
    if before_digit and dashes == 1 and core[-1] in _MINUS and (first or core[0].isspace()):
        return " -"
    return ""


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"


def _has(places: array[int], place: int) -> bool:
    index = bisect_left(places, place)
    return index < len(places) and places[index] == place
