"""Numbers with units and dates in English text, and sentences: any text is read without a traceback."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.check.attribution import is_attributed, is_marked_judgement
from briefwright.check.passages import CITE_MARK, FACT_MARK, Passage
from briefwright.check.quantities import find_dates, find_quantities, has_unit, stem
from briefwright.check.sentences import QUOTE_MARK, sentences_of
from briefwright.diagnostics import Location
from briefwright.document import AnchorKind


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("$1.4 billion", "1400000000", "1400000000", "USD"),
        ("US$1.4bn", "1400000000", "1400000000", "USD"),
        ("1.4 billion US dollars", "1400000000", "1400000000", "USD"),
        ("€300m", "300000000", "300000000", "EUR"),
        ("EUR 300 million", "300000000", "300000000", "EUR"),
        ("20 million roubles", "20000000", "20000000", "RUB"),
        ("4–6%", "4", "6", "percent"),
        ("between 4 and 6 per cent", "4", "6", "percent"),
        ("12.5 percent", "12.5", "12.5", "percent"),
        ("three percentage points", "3", "3", "percentage point"),
        ("55,000 tourists", "55000", "55000", ""),
        ("55 000 tourists", "55000", "55000", ""),
        ("seventeen areas", "17", "17", ""),
        ("twenty-one areas", "21", "21", ""),
    ],
)
def test_quantities(text: str, low: str, high: str, unit: str) -> None:
    (found,) = find_quantities(f"It was {text} at least.")
    assert (found.low, found.high, found.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    "text",
    ["in 2019 talks", "24 November 2015", "Resolution 1701 was", "p. 434 says", "No. 12 is", "Brief 2024/1", "G20"],
)
def test_what_is_no_quantity(text: str) -> None:
    found = find_quantities(f"It was {text}.")
    assert [one.text for one in found if one.unit or (one.nouns and one.nouns[0] not in ("november",))] == []


def test_units_of_facts() -> None:
    (found,) = find_quantities("some 55,000 Russian tourists came")
    assert has_unit(found, "tourists")
    assert has_unit(found, {"one": "tourist", "other": "tourists"})
    assert not has_unit(found, "agreements")
    assert not has_unit(found, "USD")
    assert not has_unit(found, "")
    assert [stem(word) for word in ("armies", "areas", "class", "Bokarev’s")] == ["army", "area", "class", "bokarev"]


def test_dates() -> None:
    found = find_dates("From 24 November 2015, and May 12, 2016, to 2018; not 31 February 2019, $2000 or 2,019.")
    assert [one.text for one in found] == ["24 November 2015", "May 12, 2016", "2018"]
    assert (found[0].first.isoformat(), found[2].last.isoformat()) == ("2015-11-24", "2018-12-31")


def passage(marked: str) -> Passage:
    return Passage(AnchorKind.PARAGRAPH, Location("b.md", 1), marked, marked, (), (), (), "", "", marked)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Dr. Sok and D. V. Mosyakov met in Sept. 2015 at St. Petersburg.", 1),
        ("It cost $1.5 billion. In the U.S. Senate it failed.", 2),
        ("He said “It is done. We left.” Then he left.", [f"He said {QUOTE_MARK}.", "Then he left."]),
        ("The ‘farmers’ share’ fell; the ministers’ own rose.", 1),
        (f"Sourced.{CITE_MARK} Next {CITE_MARK}.", ["Sourced.", "Next."]),
        ("It fell (see below). It rose.", 2),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str] | int) -> None:
    found = [" ".join(one.own.split()).replace(" .", ".") for one in sentences_of(passage(text))]
    assert (len(found) if isinstance(sentences, int) else found) == sentences


@pytest.mark.parametrize(
    ("text", "attributed", "ours"),
    [
        ("The envoys argue that it fails.", True, False),
        ("According to the ministry it fails.", True, False),
        ("In Bokarev’s judgement it fails.", True, False),
        ("We argue that it fails.", False, True),
        ("By our own count it fails.", False, True),
        ("They must say so.", False, False),
        ("The reports are long.", False, False),
        ("“It fails”, as the paper has it.", True, False),
        ("It fails.", False, False),
    ],
)
def test_attribution(text: str, attributed: bool, ours: bool) -> None:
    (sentence,) = sentences_of(passage(text))
    assert (is_attributed(sentence), is_marked_judgement(sentence)) == (attributed, ours)


_PIECES = "$|US$|1.4|1,000|ſix|sıx|twenty-one| |%|bn|2015|31 February |–|to |.|“|”|‘|’|(|)|Mr|No. |tourists".split("|")
_PIECES += ["billİon", "١٢", "²", "K", "ministers’ ", CITE_MARK, FACT_MARK]


@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=5)), max_size=30).map("".join))
def test_any_text_is_read(text: str) -> None:
    find_quantities(text)
    find_dates(text)
    for sentence in sentences_of(passage(text)):
        is_attributed(sentence)
        assert sentence.own.strip() == sentence.own
