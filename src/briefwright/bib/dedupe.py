"""Entries for one work: by their identifiers, then by the measured likeness of title, names and year.

What has the same identifier, and what tells entries of one title apart, is the checker's to say (rule
duplicate-references); likeness finds what that rule, which never errs, lets pass. Only entries that share a rare mark
are compared (blocking), and never more than a few with each, so that time and memory grow with the number of entries.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from briefwright.bib.compared import compare, families
from briefwright.check import same_work as rule
from briefwright.check.entries import family_of_first, folded, verbatim, year_of
from briefwright.model import Reference

ALIKE = 90.0
"""The likeness, 0 to 100, from which on two entries are shown as a pair."""
_TITLES_ALIKE = 86.0
_COMPANY = 12
"""How many entries of one block are compared with a new one: more are a series, not copies."""
_MOST_SAME = 20
_WEIGHTS = (0.6, 0.25, 0.15)
"""Of title, names and year."""
_INSIDE = frozenset({"incollection", "inbook", "inproceedings", "inreference", "conference", "bookinbook", "suppbook"})
_LOOSE = frozenset({"misc", "online", "electronic", "www", "unpublished", "article", "report", "techreport", "manual"})
"""Types that people give one and the same work, as it is a preprint, a page or an article."""
_SAME_TYPES = (
    {"inproceedings", "conference"},
    {"thesis", "phdthesis", "mastersthesis"},
    {"book", "mvbook", "collection", "mvcollection", "proceedings"},
    {"incollection", "inbook"},
)
_TELLING = frozenset(
    "author editor title date year journaltitle journal booktitle publisher institution volume number pages".split()
)
_ROMAN = re.compile(r"(?i)[ivxlc]+\Z")
_IDENTIFIERS = frozenset({"doi", "isbn", "url", "arxiv", "pmid"})
"""The marks by which a work is identified."""
_ONE_PAGE = 80.0
"""The likeness below which two entries with one address are two works on one page."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that are taken for one work."""

    one: Reference
    """The earlier one."""
    other: Reference
    why: str
    """What they have in common: "the same DOI"."""
    likeness: float
    """0 to 100."""
    identified: bool
    """Whether an identifier says so."""

    @property
    def contradictions(self) -> tuple[str, ...]:
        """The fields in which they disagree about the work."""
        return tuple(one.name for one in compare(self.one, self.other) if one.contradicts)

    @property
    def sure(self) -> bool:
        """Whether they have the same identifier, and no field of one contradicts the other's."""
        return self.identified and not self.contradictions and _types_agree(self.one, self.other)


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry with what it is found by."""

    reference: Reference
    title: str
    """Folded."""
    marks: tuple[rule.Mark, ...] = ()
    blocks: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class Copies:
    """Entries, to find those for the same work in."""

    _same: dict[tuple[str, ...], list[Reference]] = field(default_factory=lambda: defaultdict(list))
    _blocks: dict[tuple[str, ...], deque[_Known]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=_COMPANY))
    )

    def add(self, reference: Reference) -> None:
        """Take an entry in."""
        self._add(_known(reference))

    def find(self, reference: Reference) -> Pair | None:
        """The entry for the same work as this one: by identifier, else the likeliest; None where there is none."""
        return self._find(_known(reference))

    def find_and_add(self, reference: Reference) -> Pair | None:
        """Both, in half the time."""
        known = _known(reference)
        found = self._find(known)
        self._add(known)
        return found

    def _add(self, known: _Known) -> None:
        for mark in known.marks:
            others = self._same[mark.of]
            if len(others) < _MOST_SAME:
                others.append(known.reference)
        kept = _Known(known.reference, known.title)
        for block in known.blocks:
            self._blocks[block].append(kept)

    def _find(self, known: _Known) -> Pair | None:
        reference = known.reference
        for mark in known.marks:
            for other in self._same.get(mark.of, ()):
                if other is reference or not mark.agrees(other, reference) or rule.related(other, reference):
                    continue
                measured = likeness(other, reference)
                if mark.of[0] != "url" or measured >= _ONE_PAGE:
                    return Pair(other, reference, mark.what, measured, mark.of[0] in _IDENTIFIERS)
        return self._likeliest(known)

    def _likeliest(self, known: _Known) -> Pair | None:
        from rapidfuzz import fuzz, process  # a compiled library

        near: dict[str, _Known] = {}
        for block in known.blocks:
            for other in self._blocks.get(block, ()):
                near.setdefault(other.reference.key, other)
        near.pop(known.reference.key, None)
        if not near:
            return None
        titles = {key: one.title for key, one in near.items()}
        best: Pair | None = None
        for _, _, key in process.extract(known.title, titles, scorer=fuzz.ratio, score_cutoff=_TITLES_ALIKE, limit=5):
            candidate = near[str(key)].reference
            if not _may_be_one(candidate, known.reference):
                continue
            measured = likeness(candidate, known.reference)
            if measured >= ALIKE and (best is None or measured > best.likeness):
                why = "title, names and year are alike"
                best = Pair(candidate, known.reference, why, measured, identified=False)
        return best


def pairs(references: Iterable[Reference]) -> Iterator[Pair]:
    """Each entry that is for a work which an entry before it is for, with that one."""
    copies = Copies()
    for reference in references:
        if reference.type in ("xdata", "set"):
            continue
        found = copies.find_and_add(reference)
        if found is not None:
            yield found


def likeness(one: Reference, other: Reference) -> float:
    """How alike title, names and year are, 0 to 100; what one of the two does not say is left out."""
    from rapidfuzz import fuzz

    titles = [folded(entry.fields.get("title", "")) for entry in (one, other)]
    names = [_people(entry) for entry in (one, other)]
    years = [year_of(entry) for entry in (one, other)]
    parts = (
        (max(fuzz.ratio(*titles), fuzz.token_sort_ratio(*titles)) if all(titles) else None, _WEIGHTS[0]),
        (fuzz.token_sort_ratio(*names) if all(names) else None, _WEIGHTS[1]),
        (_years_alike(*years) if all(years) else None, _WEIGHTS[2]),
    )
    counted = [(value, weight) for value, weight in parts if value is not None]
    return sum(value * weight for value, weight in counted) / sum(weight for _, weight in counted) if counted else 0.0


def _years_alike(one: str, other: str) -> float:
    apart = abs(int(one) - int(other))
    return 100.0 if not apart else 50.0 if apart == 1 else 0.0


def _people(reference: Reference) -> str:
    value = reference.fields.get("author") or reference.fields.get("editor", "")
    return " ".join(families(value)[:20]) if value else ""


def _may_be_one(one: Reference, other: Reference) -> bool:
    """Whether nothing says that two entries of nearly the same title are two works."""
    titles = [folded(entry.fields.get("title", "")).split() for entry in (one, other)]
    if [word for word in titles[0] if _is_number(word)] != [word for word in titles[1] if _is_number(word)]:
        return False
    if min(map(len, titles)) < 3 and not _same_place(one, other):
        return False
    if not _types_agree(one, other) or rule.related(one, other) or not rule.same_details(one, other):
        return False
    signed = [bool(_people(entry)) for entry in (one, other)]
    return all(signed) or (not any(signed) and _same_place(one, other))


def _is_number(word: str) -> bool:
    return any(sign.isdigit() for sign in word) or _ROMAN.match(word) is not None


def _same_place(one: Reference, other: Reference) -> bool:
    """Whether both say where they stand, and it is the same volume, pages or day: "Editorial" is many works."""
    said = 0
    for name in ("volume", "pages", "date", "number"):
        here, there = folded(one.fields.get(name, "")), folded(other.fields.get(name, ""))
        said += bool(here) and here == there
    return said > 1 or bool(one.fields.get("date", "")[7:] and one.fields["date"] == other.fields.get("date"))


def _types_agree(one: Reference, other: Reference) -> bool:
    types = {one.type, other.type}
    return len(types) == 1 or types <= _LOOSE or any(types <= some for some in _SAME_TYPES)


def _known(reference: Reference) -> _Known:
    title = folded(reference.fields.get("title", ""))
    return _Known(reference, title, tuple(_marks(reference, title)), tuple(_blocks(reference, title)))


def _marks(reference: Reference, title: str) -> Iterator[rule.Mark]:
    yield from rule.marks(reference)
    fields = reference.fields
    kind = (fields.get("eprinttype") or fields.get("archiveprefix") or "").strip().lower()
    number = verbatim(fields.get("eprint", "")).casefold()
    if number and kind in ("arxiv", "pubmed", "pmid"):
        what, name = ("arxiv", "arXiv number") if kind == "arxiv" else ("pmid", "PubMed id")
        yield rule.Mark((what, re.sub(r"^arxiv:|v\d+$", "", number)), f"the same {name}", rule.alike)
    if pmid := verbatim(fields.get("pmid", "")):
        yield rule.Mark(("pmid", pmid), "the same PubMed id", rule.alike)
    if title:
        yield rule.Mark(("key", reference.key.casefold(), title), "the same key and title", rule.same_details)
        said = sorted((name, value.casefold()) for name, value in fields.items() if name in _TELLING)
        yield rule.Mark(
            ("all", reference.type, str(hash(tuple(said)))), "the same title, names, date and place", rule.same_details
        )


def _blocks(reference: Reference, title: str) -> Iterator[tuple[str, ...]]:
    """What two copies share at least one of: name and year, the title's beginning, its end, its longest words."""
    words = title.split()
    if not words:
        return
    name, year = family_of_first(reference), year_of(reference)
    if name and year:
        yield "name", name.partition(" ")[0], year
    whole = "".join(words)
    yield "begin", whole[:16]
    yield "end", whole[-16:]
    if len(words) > 3:
        yield "words", *sorted(sorted(words, key=lambda word: (-len(word), word))[:3])
