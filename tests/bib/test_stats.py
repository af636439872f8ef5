"""Figures about a bibliography."""

from __future__ import annotations

from briefwright.bib.stats import spans, statistics
from briefwright.diagnostics import Location
from briefwright.model import Reference


def entry(type_: str, **fields: str) -> Reference:
    return Reference("k", type_, fields, Location("b.bib"))


def test_figures() -> None:
    entries = [
        entry("book", year="2001", doi="10.1/x"), entry("article", date="2003-05"), entry("book", url=" "), None,
    ]  # fmt: skip
    found = statistics(entries, ["a", "a", "b"])
    assert (found.entries, found.broken, found.undated, found.used) == (4, 1, 1, 2)
    assert list(found.kinds.items()) == [("book", 2), ("article", 1)]
    assert found.years == {2001: 1, 2003: 1}
    assert (found.fields["doi"], found.fields["url"]) == (1, 0)


def test_years_are_put_together_where_there_are_many() -> None:
    assert spans({}) == []
    assert spans({2001: 1, 2003: 2}) == [("2001", 1), ("2002", 0), ("2003", 2)]
    rows = spans({1950: 1, 2024: 3})
    assert rows[0] == ("1950–1954", 1)
    assert rows[-1] == ("2020–2024", 3)
    assert len(rows) <= 24
    assert sum(number for _, number in spans({1: 4, 9999: 5})) == 9
