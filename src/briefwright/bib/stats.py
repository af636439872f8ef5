"""Figures about a bibliography: how many entries, of which kinds and years, and what they lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefwright.check.entries import year_of
from briefwright.model import Reference

FIELDS = ("doi", "url", "isbn", "abstract", "keywords", "file", "langid")
"""Fields whose share is told."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a bibliography holds."""

    entries: int
    kinds: Mapping[str, int]
    """By type, the most frequent first."""
    years: Mapping[int, int]
    """By year, in order; years without an entry are left out."""
    undated: int
    fields: Mapping[str, int]
    """How many entries have a field."""
    broken: int
    used: int
    """Those that a brief cites or a fact rests on."""


def statistics(references: Iterable[Reference | None], used: Iterable[str]) -> Statistics:
    """The figures. references: None for a broken entry. used: keys."""
    kinds: Counter[str] = Counter()
    years: Counter[int] = Counter()
    fields: Counter[str] = Counter()
    entries = broken = undated = 0
    for one in references:
        entries += 1
        if one is None:
            broken += 1
            continue
        kinds[one.type] += 1
        year = year_of(one)
        if year:
            years[int(year)] += 1
        elif one.type not in ("xdata", "set"):
            undated += 1
        fields.update(name for name in FIELDS if one.fields.get(name, "").strip())
    return Statistics(
        entries,
        dict(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        dict(sorted(years.items())),
        undated,
        {name: fields[name] for name in FIELDS},
        broken,
        len(set(used)),
    )


def spans(years: Mapping[int, int], most: int = 24) -> list[tuple[str, int]]:
    """The years in rows for a picture: one each, or five, ten, ... together where there are more than `most`."""
    if not years:
        return []
    first, last = min(years), max(years)
    width = next(size for size in (1, 2, 5, 10, 25, 50, 100, 500, 10_000) if (last - first) // size + 1 <= most)
    start = first - first % width
    rows = []
    for begin in range(start, last + 1, width):
        number = sum(years.get(year, 0) for year in range(begin, begin + width))
        rows.append((str(begin) if width == 1 else f"{begin}–{begin + width - 1}", number))
    return rows
