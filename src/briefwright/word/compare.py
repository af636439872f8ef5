"""Two texts compared: which paragraph became which, and which words of it changed. No XML here.

Blocks are matched by their words in the longest order that both texts keep, then by what they are called, then by how
much they have in common; what is left and says the same elsewhere has moved. Words are aligned by patience diff, and
the hunks made into what a person would mark: whole words, no crumbs between two changes.
"""

from __future__ import annotations

import bisect
import functools
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefwright.changes import Stretch, differences, trimmed

ALIKE = 0.5
"""The share of words that a block keeps if it is the same one, changed."""
_SAME_PLACE = 0.3
"""The share that is enough where it is the only block between two that stayed."""
_MOVED_WORDS = 3
"""Words from which a block that stands elsewhere is said to have moved; shorter ones are no more than alike."""
_COMMON = 60
"""Blocks that hold a word, from which on it tells nothing about which is which."""
_CANDIDATES = 6
"""Blocks that are tried for one; more only cost time."""
_THOROUGH = 250_000
"""Pairs of words that are compared one by one; longer stretches without a rare word in common changed as a whole."""
_CRUMB = 3
"""Letters of an unchanged stretch that is not worth leaving between two words that changed."""
_SLIDES = 400
"""Words that a hunk is moved along, looking for a better place."""
_ENDS = tuple(".!?…។;:")


# --- words -------------------------------------------------------------------------------------------------------


def split_words(text: str) -> tuple[str, ...]:
    """Words, numbers, white space and other characters, in order; joined they are the text again.

    A number keeps its separators, a word its apostrophes. Of scripts without spaces between words, each sign with
    what belongs to it counts as a word.
    """
    return tuple(_pattern().findall(text))


@functools.cache
def _pattern() -> re.Pattern[str]:
    # combining marks are no letters to `re`: without them a word in Hindi, or in NFD, is cut to pieces
    marks = "".join(sign for sign in map(chr, range(0x300, 0x10000)) if unicodedata.category(sign)[0] == "M")
    khmer = "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd])*"
    others = "[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    number = "\\d+(?:[.,\u00a0\u202f\u2009]\\d+)*"
    letter = f"(?!{others}|[\u1780-\u17b3])[^\\W\\d_]"
    word = f"{letter}(?:{letter}|\\d|[{marks}]|['’\u200c\u200d](?={letter}))*"
    return re.compile(f"{khmer}|{others}[{marks}]*|{number}|{word}|\\s+|.", re.DOTALL)


def _letters(words: Iterable[Hashable]) -> int:
    """The letters and digits of words; what is no text, such as a picture, counts more than any word."""
    return sum(sum(map(str.isalnum, word)) if isinstance(word, str) else sys.maxsize for word in words)


# --- which words -------------------------------------------------------------------------------------------------


class Opcode(NamedTuple):
    """A stretch of two texts: words a to b of the old, c to d of the new."""

    same: bool
    a: int
    b: int
    c: int
    d: int


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[Opcode, ...]:
    """Two sequences of words compared: stretches that are the same, and hunks, by turns, covering both.

    Words that are no strings stand for things that change as a whole; an unchanged one is never drawn into a hunk.
    Time grows with the length, also for texts made to take long.
    """
    hunks = _joined([_slid(*item) for item in _with_room(list(_hunks(old, new)), old, new)], old)
    return tuple(covering(hunks, len(old), len(new)))


def _hunks(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    """Where two texts differ. White space is compared between words that are the same: it makes no two places one."""
    at, to = -1, -1
    for one, other in (*_same_words(old, new), (len(old), len(new))):
        stretch = trimmed(old, new, Stretch(at + 1, one, to + 1, other))
        if stretch.a < stretch.b or stretch.c < stretch.d:
            yield stretch
        at, to = one, other


def _same_words(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """The places of words, white space left out, that stayed."""
    here = [number for number, word in enumerate(old) if not _is_space(word)]
    there = [number for number, word in enumerate(new) if not _is_space(word)]
    at, to = 0, 0
    hunks = differences([old[number] for number in here], [new[number] for number in there], _THOROUGH)
    for hunk in (*hunks, Stretch(len(here), 0, len(there), 0)):
        yield from zip(here[at : hunk.a], there[to : hunk.c], strict=True)
        at, to = hunk.b, hunk.d


def _is_space(word: Hashable) -> bool:
    return isinstance(word, str) and word.isspace()


def covering(hunks: Iterable[Stretch], old: int, new: int) -> Iterator[Opcode]:
    """Hunks and what lies between them, of texts of so many words."""
    at, there = 0, 0
    for hunk in (*hunks, Stretch(old, old, new, new)):
        if at < hunk.a:
            yield Opcode(True, at, hunk.a, there, hunk.c)
        if hunk.a < hunk.b or hunk.c < hunk.d:
            yield Opcode(False, *hunk)
        at, there = hunk.b, hunk.d


class _Side(NamedTuple):
    """A hunk that only adds to, or only takes from, a text, and how far it may be moved along."""

    hunk: Stretch
    words: Sequence[Hashable]
    start: int
    end: int
    before: int
    after: int


def _with_room(
    hunks: Sequence[Stretch], old: Sequence[Hashable], new: Sequence[Hashable]
) -> Iterator[tuple[Stretch, _Side | None]]:
    for number, hunk in enumerate(hunks):
        last = hunks[number - 1] if number else Stretch(0, 0, 0, 0)
        following = hunks[number + 1] if number + 1 < len(hunks) else Stretch(len(old), 0, len(new), 0)
        # half of what lies between two hunks is each one's, so that they cannot meet
        before, after = (hunk.a - last.b + 1) // 2 if number else hunk.a, (following.a - hunk.b) // 2
        after = following.a - hunk.b if number + 1 == len(hunks) else after
        if hunk.a == hunk.b:
            yield hunk, _Side(hunk, new, hunk.c, hunk.d, before, after)
        elif hunk.c == hunk.d:
            yield hunk, _Side(hunk, old, hunk.a, hunk.b, before, after)
        else:
            yield hunk, None


def _slid(hunk: Stretch, side: _Side | None) -> Stretch:
    """The hunk, moved to where its ends are those of sentences or words: `a [new ]cat`, not `a[ new] cat`."""
    if side is None:
        return hunk
    words, start, end = side.words, side.start, side.end
    back = 0
    while back < min(side.before, _SLIDES) and words[start - back - 1] == words[end - back - 1]:
        back += 1
    ahead = 0
    while ahead < min(side.after, _SLIDES) and words[start + ahead] == words[end + ahead]:
        ahead += 1

    def worth(step: int) -> tuple[int, int]:
        return _break(words, start + step) + _break(words, end + step), -abs(step)

    step = max(range(-back, ahead + 1), key=worth)
    return Stretch(hunk.a + step, hunk.b + step, hunk.c + step, hunk.d + step)


def _break(words: Sequence[Hashable], at: int) -> int:
    """How good a place between two words is for a hunk to begin or end."""
    if at in (0, len(words)):
        return 6
    before, after = words[at - 1], words[at]
    if not isinstance(before, str) or not isinstance(after, str):
        return 1
    if before.isspace():
        sentence = at > 1 and isinstance(words[at - 2], str) and str(words[at - 2]).endswith(_ENDS)
        return 5 if sentence else 3
    if before.endswith(_ENDS):
        return 4
    return 2 if after.isspace() else 1


def _joined(hunks: Iterable[Stretch], old: Sequence[Hashable]) -> list[Stretch]:
    """Hunks, those together between which next to nothing stayed."""
    done: list[Stretch] = []
    for hunk in hunks:
        whole = hunk
        while done and _belong_together(done[-1], whole, old):
            last = done.pop()
            whole = Stretch(last.a, whole.b, last.c, whole.d)
        done.append(whole)
    return done


def _belong_together(one: Stretch, other: Stretch, old: Sequence[Hashable]) -> bool:
    if other.a - one.b > 40:  # never next to nothing; and counting letters would take long in long texts
        return False
    between = old[one.b : other.a]
    letters = _letters(between)
    if one.b == other.a:
        return True
    gone, come = one.a < one.b or other.a < other.b, one.c < one.d or other.c < other.d
    if not (gone and come) or letters > sys.maxsize // 2:
        return False
    if not letters:
        return sum(len(str(word)) for word in between) <= _CRUMB
    both = all(hunk.a < hunk.b and hunk.c < hunk.d for hunk in (one, other))
    if both and letters <= _CRUMB:
        return True
    return 2 * letters <= min(_weight(one, old), _weight(other, old))


def _weight(hunk: Stretch, old: Sequence[Hashable]) -> int:
    """The letters that a hunk takes out, where it puts in something for them."""
    return _letters(old[hunk.a : hunk.b]) if hunk.c < hunk.d else 0


# --- which blocks ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a row, a table: as far as comparing goes."""

    words: tuple[Hashable, ...]
    """As `split_words` gives them, or things that are no text."""
    names: frozenset[str] = frozenset()
    """What it is called in both texts alike: its bookmarks."""
    kind: str = ""
    """Only passages of one kind are matched with each other."""

    @property
    def key(self) -> tuple[str, tuple[Hashable, ...]]:
        """What is the same for passages that say the same."""
        return self.kind, self.words


@dataclass(frozen=True, slots=True)
class Matching:
    """Which passages of an old text became which of a new one: numbers, from 0."""

    old: int
    """How many there were."""
    new: int
    """How many there are."""
    kept: tuple[tuple[int, int], ...] = ()
    """Pairs that stayed in their order, changed or not."""
    moved: tuple[tuple[int, int], ...] = ()
    """Pairs that stand elsewhere; in the order of the new text."""

    def steps(self) -> Iterator[tuple[int | None, int | None]]:
        """Both texts in one reading order: pairs that were kept; between them what is only in one of them.

        A passage that moved comes twice, as all that is only in one text does: where it was, and where it is.
        """
        at, there = 0, 0
        for i, j in (*self.kept, (self.old, self.new)):
            yield from ((number, None) for number in range(at, i))
            yield from ((None, number) for number in range(there, j))
            if i < self.old:
                yield i, j
            at, there = i + 1, j + 1


def match_blocks(old: Sequence[Passage], new: Sequence[Passage], *, alike: float = ALIKE) -> Matching:
    """Find which passage became which.

    alike: the share of words in common, of 1, from which two passages in the same place are one that was changed.
    Time grows with the length, also for texts made to take long.
    """
    sure = _sure(old, new)
    kept = _in_order((i, j, _weight_of(old[i], new[j])) for i, j in sure)
    kept = sorted({*kept, *_same_between(kept, old, new)})
    kept = sorted({*kept, *_alike_between(kept, old, new, alike)})
    return Matching(len(old), len(new), tuple(kept), tuple(_moves(kept, sure, old, new)))


def _sure(old: Sequence[Passage], new: Sequence[Passage]) -> list[tuple[int, int]]:
    """Pairs that no other can be: of the same words where both texts have these once, else of the same name."""
    pairs = dict(_unique({i: (p.key,) for i, p in enumerate(old)}, {j: (p.key,) for j, p in enumerate(new)}))
    taken = set(pairs.values())
    named_old = {i: tuple((p.kind, name) for name in sorted(p.names)) for i, p in enumerate(old) if i not in pairs}
    named_new = {j: tuple((p.kind, name) for name in sorted(p.names)) for j, p in enumerate(new) if j not in taken}
    for i, j in _unique(named_old, named_new):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return sorted(pairs.items())


def _unique(old: Mapping[int, Sequence[Hashable]], new: Mapping[int, Sequence[Hashable]]) -> Iterator[tuple[int, int]]:
    """Passages that share a mark which each text has once."""
    places: list[dict[Hashable, int]] = []
    for marks in (old, new):
        counts = Counter(mark for many in marks.values() for mark in many)
        places.append({mark: number for number, many in marks.items() for mark in many if counts[mark] == 1})
    yield from ((i, places[1][mark]) for mark, i in places[0].items() if mark in places[1])


def _weight_of(one: Passage, other: Passage) -> float:
    """What a pair is worth when not all can stay in order: the words that stay, and something for being a pair."""
    return 1 + (len(one.words) if one.words == other.words else len(one.words) * likeness(one, other))


def _in_order(pairs: Iterable[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """Of pairs those that are worth most together while their numbers rise on both sides."""
    ends: list[int] = []  # rising numbers of the new text, each the end of a chain ...
    worths: list[float] = []  # ... that is worth more than those that end before it
    chains: list[tuple[int, int, object]] = []
    for i, j, worth in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        at = bisect.bisect_left(ends, j)
        total = worth + (worths[at - 1] if at else 0)
        chain = (i, j, chains[at - 1] if at else None)
        stop = at
        while stop < len(ends) and worths[stop] <= total:
            stop += 1
        if at < stop or at == len(ends) or ends[at] != j:
            ends[at:stop], worths[at:stop], chains[at:stop] = [j], [total], [chain]
    found: list[tuple[int, int]] = []
    link: object = chains[-1] if chains else None
    while isinstance(link, tuple):
        found.append((link[0], link[1]))
        link = link[2]
    return found[::-1]


class _Gap(NamedTuple):
    """What stands between two pairs."""

    a: int
    b: int
    c: int
    d: int


def _gaps(kept: Iterable[tuple[int, int]], old: int, new: int) -> Iterator[_Gap]:
    at, there = 0, 0
    for i, j in (*kept, (old, new)):
        if at < i and there < j:
            yield _Gap(at, i, there, j)
        at, there = i + 1, j + 1


def _same_between(
    kept: Sequence[tuple[int, int]], old: Sequence[Passage], new: Sequence[Passage]
) -> Iterator[tuple[int, int]]:
    """Pairs of the same words between those that are sure: passages that a text has more than once."""
    for gap in _gaps(kept, len(old), len(new)):
        here, there = [p.key for p in old[gap.a : gap.b]], [p.key for p in new[gap.c : gap.d]]
        at, to = 0, 0
        for hunk in (*differences(here, there), Stretch(len(here), 0, len(there), 0)):
            yield from ((gap.a + at + step, gap.c + to + step) for step in range(hunk.a - at))
            at, to = hunk.b, hunk.d


def _alike_between(
    kept: Sequence[tuple[int, int]], old: Sequence[Passage], new: Sequence[Passage], alike: float
) -> Iterator[tuple[int, int]]:
    """Pairs that have much in common between those that are sure."""
    for gap in _gaps(kept, len(old), len(new)):
        only = gap.b - gap.a == 1 and gap.d - gap.c == 1
        limit = min(alike, _SAME_PLACE) if only else alike
        near = _near(old, new, range(gap.a, gap.b), range(gap.c, gap.d))
        yield from _in_order((i, j, worth) for i, j, worth in near if worth >= limit)


def _near(
    old: Sequence[Passage], new: Sequence[Passage], here: Iterable[int], there: Sequence[int]
) -> Iterator[tuple[int, int, float]]:
    """Pairs that share words which few passages have, and what share that is; a few for each passage."""
    theirs = {j: _counted(new[j]) for j in there}
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for j, words in theirs.items():
        for word in words:
            holders[new[j].kind, word].append(j)
    for i in here:
        mine = _counted(old[i])
        found = (holders.get((old[i].kind, word), ()) for word in mine)
        votes = Counter(j for few in found if len(few) <= _COMMON for j in few)
        for j, _ in sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
            yield i, j, _share(mine, theirs[j])


def likeness(one: Passage, other: Passage) -> float:
    """The share of words that two passages have in common, 0 to 1; a name that both have counts as a word."""
    return _share(_counted(one), _counted(other))


def _share(mine: Counter[Hashable], yours: Counter[Hashable]) -> float:
    total = mine.total() + yours.total()
    return 2 * (mine & yours).total() / total if total else 1.0


def _counted(passage: Passage) -> Counter[Hashable]:
    return Counter((*_telling(passage), *(("name", name) for name in passage.names)))


def _telling(passage: Passage) -> list[Hashable]:
    """Its words without white space and punctuation."""
    return [word for word in passage.words if _letters((word,))]


def _moves(
    kept: Sequence[tuple[int, int]], sure: Iterable[tuple[int, int]], old: Sequence[Passage], new: Sequence[Passage]
) -> list[tuple[int, int]]:
    """Pairs that stand elsewhere: sure ones that could not stay in order, then passages of the same words."""
    before, after = {i for i, _ in kept}, {j for _, j in kept}
    found = [(i, j) for i, j in sure if i not in before and j not in after and _says_something(new[j])]
    before |= {i for i, _ in found}
    after |= {j for _, j in found}
    left: dict[Hashable, list[int]] = defaultdict(list)
    for i, passage in enumerate(old):
        if i not in before and _says_something(passage):
            left[passage.key].append(i)
    for j, passage in enumerate(new):
        if j not in after and left.get(passage.key):
            found.append((left[passage.key].pop(0), j))
    return sorted(found, key=lambda pair: pair[1])


def _says_something(passage: Passage) -> bool:
    return len(_telling(passage)) >= _MOVED_WORDS
