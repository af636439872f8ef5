"""References as Word's sources."""

from __future__ import annotations

from typing import Any

import pytest

from briefwright.cite.styles import find_style
from briefwright.word.citations.native import language_number
from briefwright.word.citations.sources import NAMESPACE, SOURCE_TYPES, sources_of
from tests.word.sample import document

SPACE = {"b": NAMESPACE}
PLANS = (
    "ArticleInAPeriodical Art Book BookSection Case ConferenceProceedings ElectronicSource Film InternetSite Interview"
)
KNOWN = frozenset((*PLANS.split(), "JournalArticle", "Misc", "Patent", "Performance", "Report", "SoundRecording"))
"""Of ST_SourceType (ECMA-376 part 1, 22.6.3.1)."""


def source(**item: Any) -> Any:
    made = sources_of(document("Text", csl_items=({"id": "a", "type": "report", **item},)))
    return made.find("b:Source", SPACE)


def text(element: Any, path: str) -> str:
    found = element.find("/".join(f"b:{step}" for step in path.split("/")), SPACE)
    return "" if found is None else found.text


def test_an_organisation_is_a_corporate_author() -> None:
    made = source(author=[{"literal": "World Bank &amp; IMF"}])
    assert text(made, "Author/Author/Corporate") == "World Bank & IMF"


def test_two_organisations_are_names_in_a_list() -> None:
    made = source(author=[{"literal": "World Bank"}, {"literal": "IMF"}])
    names = [item.text for item in made.iterfind("b:Author/b:Author/b:NameList/b:Person/b:Last", SPACE)]
    assert names == ["World Bank", "IMF"]


def test_people_have_their_parts() -> None:
    made = source(author=[{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der", "suffix": "Jr."}])
    person = made.find("b:Author/b:Author/b:NameList/b:Person", SPACE)
    assert (text(person, "Last"), text(person, "First")) == ("van der Berg", "Jan Jr.")


def test_an_interview_has_the_one_who_was_asked() -> None:
    made = source(type="interview", author=[{"literal": "A. B."}], interviewer=[{"family": "C"}])
    assert text(made, "Author/Interviewee/NameList/Person/Last") == "A. B."
    assert text(made, "Author/Interviewer/NameList/Person/Last") == "C"


def test_dates_and_what_a_work_stands_in() -> None:
    made = source(
        **{"type": "article-newspaper", "container-title": "Post", "issued": {"date-parts": [[2017, 4, 6]]}},
        accessed={"date-parts": [[2020, 1]]},
    )
    names = ("SourceType", "PeriodicalTitle", "Year", "Month", "Day", "YearAccessed", "MonthAccessed", "DayAccessed")
    assert [text(made, name) for name in names] == ["ArticleInAPeriodical", "Post", "2017", "4", "6", "2020", "1", ""]


def test_titles_have_no_markup() -> None:
    assert text(source(title='On <i>stars</i> <span class="nocase">[x]</span> &lt;tags&gt;'), "Title") == (
        "On stars [x] <tags>"
    )


def test_every_type_of_csl_is_one_of_words() -> None:
    assert set(SOURCE_TYPES.values()) <= KNOWN
    assert len(SOURCE_TYPES) == 45
    for name, expected in SOURCE_TYPES.items():
        assert text(source(type=name), "SourceType") == expected
    assert text(source(type="unheard-of"), "SourceType") == "Misc"


def test_ids_differ_and_stay() -> None:
    items = ({"id": "a", "type": "book"}, {"id": "b", "type": "book"})
    first, second = (sources_of(document("Text", csl_items=items)) for _ in range(2))
    guids = [item.text for item in first.iterfind("b:Source/b:Guid", SPACE)]
    assert len(set(guids)) == 2
    assert guids == [item.text for item in second.iterfind("b:Source/b:Guid", SPACE)]


@pytest.mark.parametrize(
    ("style", "name"),
    [("apa", "APA"), ("ieee", "IEEE"), ("chicago-notes-bibliography", "Chicago"), ("nature", "APA")],
)
def test_word_is_told_the_nearest_style(style: str, name: str) -> None:
    assert find_style(style).name == style
    assert sources_of(document("Text", style=style)).get("StyleName") == name


@pytest.mark.parametrize(
    ("lang", "number"),
    [("en-GB", 2057), ("en", 1033), ("ru", 1049), ("km", 1107), ("fr-CH", 4108), ("tlh", 1033)],
)
def test_languages_have_windows_numbers(lang: str, number: int) -> None:
    assert language_number(lang) == number
