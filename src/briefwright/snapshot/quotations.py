"""Quotations in saved texts: where they are, and, where they are not, what comes nearest."""

from __future__ import annotations

import difflib
import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from briefwright.model import Quotation
from briefwright.snapshot.folding import MOST_PLACES, Folded, fold_words

WIDEST_GAP = 3_000
"""Characters that an ellipsis may stand for."""
WIDEST_INSERTION = 100
"""Characters that an editor's words in square brackets may stand for."""
LIKE_ENOUGH = 0.6
"""Of a near miss: difflib's ratio, of words."""
_MOST_PLACES = 2_000
"""Of one word, in looking for a near miss; commoner ones say nothing."""
_MOST_WORDS = 1_000
"""Of a quotation that a near miss is looked for: comparing takes the square of it."""
_MOST_STEPS = 500_000
"""In looking for a quotation's parts one after another; only parts that repeat themselves need as many."""
_ELLIPSIS = r"\[\s*(?:\.\s?\.\s?\.|…)\s*\]|\(\s*(?:\.\s?\.\s?\.|…)\s*\)|…|\.\s?\.\s?\.(?:\s?\.)?"
_PART = re.compile(rf"(?P<ellipsis>{_ELLIPSIS})|(?P<inserted>\[[^\[\]]+\])")
_LETTER = re.compile(r"\[(\w)\](?=\w)")
_SIC = re.compile(r"(?:(?<!\s)\s++)?[\[(]\s*+(?:sic|так)\s*+[!.]?\s*+[\])]", re.I)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a saved text, in characters from its beginning."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What a saved text has in place of quoted words."""

    text: str
    """As the saved text has it, white space single."""
    differences: tuple[tuple[str, str], ...]
    """The quotation's words and the text's, where they differ; empty: one of them has none there."""
    span: Span


def find_quotation(folded: Folded, quotation: Quotation) -> tuple[Span, ...]:
    """Where quoted words are in a text, in reading order; empty where they are not.

    They may leave words out ("...", "[…]") and hold an editor's own in square brackets, with up to WIDEST_GAP and
    WIDEST_INSERTION characters in their place. A prefix and a suffix must stand right before and after.
    """
    found = _whole(folded, quotation.exact) or _in_parts(folded, quotation.exact)
    before, after = fold_words(quotation.prefix), fold_words(quotation.suffix)
    kept = [one for one in found if _follows(folded, one[0], before) and _precedes(folded, one[1], after)]
    return tuple(Span(*folded.origin(first, last)) for first, last in kept)


def _whole(folded: Folded, exact: str) -> list[tuple[int, int]]:
    return folded.occurrences(fold_words(exact))


def _in_parts(folded: Folded, exact: str) -> list[tuple[int, int]]:
    """A quotation whose author left words out or put some in."""
    plain = _SIC.sub("", _LETTER.sub(r"\1", exact))
    parts = list(_parts(plain))
    if not parts or (plain == exact and not _PART.search(plain)):
        return []
    found: list[tuple[int, int]] = []
    steps = 0
    for first, last in folded.each(parts[0][0]):
        end = last
        for words, gap in parts[1:]:
            steps += 1 + len(words) // 1000
            following = next(folded.each(words, end, min(len(folded.text), end + gap + len(words))), None)
            if following is None or steps > _MOST_STEPS:
                break
            end = following[1]
        else:
            found.append((first, end))
        if steps > _MOST_STEPS or len(found) >= MOST_PLACES:
            break
    return sorted({end: (first, end) for first, end in found}.values())  # of several beginnings the nearest


def _parts(exact: str) -> Iterator[tuple[str, int]]:
    """The folded parts of a quotation, each with the width of the gap before it."""
    start, gap = 0, 0
    for mark in _PART.finditer(exact):
        words = fold_words(exact[start : mark.start()])
        if words:
            yield words, gap
            gap = 0
        gap = max(gap, WIDEST_GAP if mark["ellipsis"] else WIDEST_INSERTION)
        start = mark.end()
    words = fold_words(exact[start:])
    if words:
        yield words, gap


def _follows(folded: Folded, first: int, words: str) -> bool:
    before = folded.text[max(0, first - len(words) - 10) : first].rstrip(" .,;:()[]")
    return not words or before.endswith(words)


def _precedes(folded: Folded, last: int, words: str) -> bool:
    return not words or folded.text[last : last + len(words) + 10].lstrip(" .,;:()[]").startswith(words)


def near_miss(text: str, folded: Folded, exact: str) -> NearMiss | None:
    """The stretch of a text that is most like some words, where it is rather like them.

    None for more than _MOST_WORDS words.
    """
    wanted = [(word, fold_words(word)) for word in islice(_words_in(exact), _MOST_WORDS + 1)]
    wanted = [(word, plain) for word, plain in wanted if plain]
    if not 0 < len(wanted) <= _MOST_WORDS:
        return None
    words = _words_of(text)
    best: tuple[float, NearMiss] | None = None
    for start in _likely_starts([plain for _, plain in wanted], folded, words.begins):
        here = words.some(start, start + len(wanted) + 2)
        score, miss = _compared(wanted, here, text) if here else (0.0, None)
        if miss and score >= LIKE_ENOUGH and (best is None or score > best[0]):
            best = score, miss
    return best[1] if best else None


def _words_in(text: str) -> Iterator[str]:
    return (found[0] for found in re.finditer(r"\S+", text))


@dataclass(frozen=True, slots=True)
class _Words:
    """Where the words of a text begin and end."""

    begins: array[int]
    ends: array[int]

    def some(self, first: int, last: int) -> list[Span]:
        """Those from one number to another."""
        return [Span(*both) for both in zip(self.begins[first:last], self.ends[first:last], strict=True)]


@lru_cache(maxsize=2)
def _words_of(text: str) -> _Words:
    words = _Words(array("I"), array("I"))
    for found in re.finditer(r"\S+", text):
        words.begins.append(found.start())
        words.ends.append(found.end())
    return words


def _likely_starts(wanted: list[str], folded: Folded, begins: Sequence[int]) -> list[int]:
    """The words of a text at which most of the wanted ones would be in their places."""
    votes: Counter[int] = Counter()
    known: dict[str, list[tuple[int, int]]] = {}
    for index, plain in enumerate(wanted):
        if plain not in known:
            known[plain] = list(islice(folded.each(plain), _MOST_PLACES + 1))
        places = known[plain]
        if len(places) > _MOST_PLACES and len(wanted) > 1:
            continue
        for first, _ in places[:_MOST_PLACES]:
            at = max(0, bisect_right(begins, folded.origin(first, first + 1)[0]) - 1) - index
            for shift in (-1, 0, 1):  # a word more or less before it
                votes[max(0, at + shift)] += 2 if not shift else 1
    return [start for start, _ in votes.most_common(12)]


def _compared(wanted: list[tuple[str, str]], here: list[Span], text: str) -> tuple[float, NearMiss]:
    there = [(word, fold_words(word)) for word in (text[one.start : one.end] for one in here)]
    matcher = difflib.SequenceMatcher(None, [plain for _, plain in wanted], [plain for _, plain in there], False)
    codes = matcher.get_opcodes()
    if codes and codes[-1][0] == "insert":
        codes = codes[:-1]  # what follows the quotation in the text
    used = codes[-1][4] if codes else 0
    if codes and codes[-1][0] == "replace":
        used = min(used, codes[-1][3] + codes[-1][2] - codes[-1][1])
    same = sum(end - start for tag, start, end, _, _ in codes if tag == "equal")
    differences = tuple(
        (" ".join(word for word, _ in wanted[a:b]), " ".join(word for word, _ in there[c : min(d, max(c, used))]))
        for tag, a, b, c, d in codes
        if tag != "equal"
    )
    begin, end = here[0].start, here[max(0, used - 1)].end
    shown = " ".join(text[begin:end].split())
    return 2 * same / (len(wanted) + max(1, used)), NearMiss(shown, differences, Span(begin, end))
