from __future__ import annotations

from typing import Any

import pytest

from briefwright.cite.secondary import secondary_prefix, short_form, short_names
from briefwright.cite.styles import find_style

BOOK: dict[str, Any] = {
    "id": "k",
    "type": "book",
    "title": "The complicated history of Russian-Cambodian relations: A study",
    "title-short": "The complicated history",
    "author": [{"family": "Mosyakov", "given": "D. V."}],
    "issued": {"date-parts": [[2021, 6, 4]]},
}


def people(*names: str) -> dict[str, Any]:
    """The book with these authors."""
    return {**BOOK, "author": [{"family": name, "given": "X."} for name in names]}


@pytest.mark.parametrize(
    ("style", "lang", "expected"),
    [
        ("apa", "en", "Mosyakov, 2021, as cited in "),
        ("apa", "ru", "Mosyakov, 2021, цит. по: "),
        ("apa", "fr", "Mosyakov, 2021, cité dans "),
        ("apa", "es", "Mosyakov, 2021, como se citó en "),
        (
            "chicago-notes-bibliography",
            "en",
            "D. V. Mosyakov, “The Complicated History,” 2021, cited in ",
        ),
        (
            "chicago-notes-bibliography",
            "fr",
            "D. V. Mosyakov, «\u00a0The complicated history\u00a0», 2021, cité dans ",
        ),
        ("chicago-notes-bibliography", "en-GB", "D. V. Mosyakov, ‘The Complicated History’, 2021, cited in "),
        ("ieee", "en", "Mosyakov 2021, cited in "),
        ("gost-r-7-0-5-2008-numeric", "ru", "Mosyakov 2021, цит. по: "),
    ],
)
def test_prefixes(style: str, lang: str, expected: str) -> None:
    assert secondary_prefix(BOOK, lang, find_style(style)) == expected


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("apa", "“The Complicated History,” 2021, as cited in "),
        ("ieee", "“The Complicated History,” 2021, cited in "),
        (
            "chicago-notes-bibliography",
            "“The Complicated History,” 2021, cited in ",
        ),
    ],
)
def test_a_work_without_author_goes_by_its_title(style: str, expected: str) -> None:
    assert secondary_prefix({**BOOK, "author": []}, "en", find_style(style)) == expected


def test_two_authors_are_joined_as_the_style_does() -> None:
    two = people("Pichkhun", "Yuok")
    assert secondary_prefix(two, "en", find_style("apa")) == "Pichkhun & Yuok, 2021, as cited in "
    assert secondary_prefix(two, "en", find_style("ieee")) == "Pichkhun and Yuok 2021, cited in "
    assert secondary_prefix(two, "ru", find_style("apa")) == "Pichkhun и Yuok, 2021, цит. по: "


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (people("A"), "A 2021"),
        (people("A", "B"), "A and B 2021"),
        (people("A", "B", "C"), "A et al. 2021"),
        ({**BOOK, "author": [{"family": "A"}, {"literal": "others"}]}, "A et al. 2021"),
        ({**BOOK, "author": [{"literal": "Ministry of <i>X</i> &amp; Y"}]}, "Ministry of X & Y 2021"),
        ({**BOOK, "author": [{"family": "Berg", "non-dropping-particle": "van der"}]}, "van der Berg 2021"),
        ({**BOOK, "author": [{"family": "Cruz", "dropping-particle": "de la"}]}, "Cruz 2021"),
        ({**BOOK, "author": [], "editor": [{"family": "E"}]}, "E 2021"),
        ({**BOOK, "issued": {"date-parts": [[2018]], "circa": True}}, "Mosyakov c. 2018"),
        ({**BOOK, "issued": {"date-parts": [[2011], [2013]]}}, "Mosyakov 2011–2013"),
        ({**BOOK, "issued": {"literal": "198x"}}, "Mosyakov 198x"),
        ({**BOOK, "issued": {}}, "Mosyakov n.d."),
        ({"id": "k"}, "n.d."),
    ],
)
def test_short_forms(item: dict[str, Any], expected: str) -> None:
    assert short_form(item, "en") == expected


def test_short_form_with_comma() -> None:
    assert short_form(people("A", "B"), "en", comma=True, ampersand=True) == "A & B, 2021"


def test_short_names() -> None:
    assert short_names(people("A", "B", "C"), "ru") == "A и др."
    assert short_names({"id": "k"}, "en") == ""


def test_markup_in_titles_is_taken_out() -> None:
    item = {"id": "k", "title": '<i>Istoriya</i> <span class="nocase">[History]</span> &amp; more', "language": "ru-RU"}
    assert short_form(item, "en") == "“Istoriya [History] & more,” n.d."


def test_a_style_with_its_own_words() -> None:
    circa = {**BOOK, "issued": {"date-parts": [[2018]], "circa": True}}
    assert secondary_prefix(circa, "en", find_style("apa")) == "Mosyakov, ca. 2018, as cited in "
