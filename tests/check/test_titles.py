"""Titles in other languages, and capitals."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.diagnostics import Code
from tests.check.test_references import asked, entry, subjects


@pytest.mark.parametrize(
    ("title", "langid", "lang", "found"),
    [
        ("Россия и АСЕАН", "russian", "en-GB", True),
        ("Россия и АСЕАН", "", "en", True),
        ("Россия и {ASEAN}", "english", "en", True),  # whatever the entry says: nobody reads it as English
        ("中国与东盟", "chinese", "en", True),
        ("កម្ពុជា និងរុស្ស៊ី", "", "en", True),
        ("Россия и АСЕАН [Russia and ASEAN]", "russian", "en", False),
        ("Россия и АСЕАН", "russian", "ru", False),
        ("Sotrudnichestvo Kambodzhi i Rossii v ramkakh ASEAN", "russian", "en", True),
        ("{Rossiya} na {Vostoke}", "ru", "en", True),
        ("Vneshnyaya politika Kambodzhi", "russian", "en", False),  # no small word tells
        ("Cooperation between {Cambodia} and {Russia}", "russian", "en", False),
        ("{Cambodia}'s Foreign Policy 1953--1998: Student Book", "russian", "en", False),
        ("{Russian-Cambodian} Negotiations", "russian", "en", False),
        ("La politique étrangère du {Cambodge}", "french", "en", True),
        ("La politique étrangère du {Cambodge}", "", "en", False),
        ("La politique étrangère du {Cambodge}", "french", "fr", False),
        ("La politique = The policy", "french", "en", False),
        ("L'avenir de l'{ASEAN}", "fr-FR", "en", True),
        ("Die {Rolle} der {ASEAN} und die {Folgen}", "ngerman", "en", True),
        ("The role of {ASEAN}", "ngerman", "en", False),
        ("Hubungan {Indonesia} dan {Rusia}", "indonesian", "en", True),
        ("The role of {ASEAN}", "english", "fr", False),
        ("The role of {ASEAN}", "english", "ru", False),
        ("La politique du {Cambodge}", "french", "ru", True),
        ("Rossiya i {ASEAN}", "russian and english", "en", False),
        ("1984", "russian", "en", False),
    ],
)
def test_foreign_titles(tmp_path: Path, title: str, langid: str, lang: str, found: bool) -> None:
    text = entry("a", "book", title=title, langid=langid)
    told = subjects(tmp_path, Code.FOREIGN_TITLE_WITHOUT_TRANSLATION, text, lang=lang)
    assert told == (["a"] if found else [])


@pytest.mark.parametrize("field", ["titletranslated", "translatedtitle", "usere", "titleoriginal"])
def test_translations_that_are_given(tmp_path: Path, field: str) -> None:
    text = entry("a", "book", **{"title": "Россия и АСЕАН", field: "Russia and ASEAN"})
    assert subjects(tmp_path, Code.FOREIGN_TITLE_WITHOUT_TRANSLATION, text) == []


KNOWN = entry("y", title="{Cambodia} now") + entry("z", title="on {Cambodia}")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "Cooperation within {ASEAN}"}, []),
        ({"title": "{Cooperation within ASEAN}"}, []),
        ({"title": "{Cooperation within {{ASEAN}} and} more"}, []),
        ({"title": "Cooperation within ASEAN, XIII and the U.S."}, ["ASEAN", "XIII", "U.S."]),
        ({"title": "ASEAN and McDonald"}, ["ASEAN", "McDonald"]),
        ({"title": "COVID-19 today"}, ["COVID"]),
        ({"title": "The Indo-Pacific Road"}, []),
        ({"title": "A visit to Cambodia"}, ["Cambodia"]),
        ({"title": "Cambodia: Cambodia"}, []),
        ({"title": "A visit", "booktitle": "Papers on Cambodia"}, ["Cambodia"]),
        ({"title": "THE ROLE OF ASEAN"}, []),
        ({"title": "Le rôle de l'ASEAN", "langid": "french"}, []),
        ({"title": "On ASEAN", "langid": "american"}, ["ASEAN"]),
        ({"journaltitle": "ASEAN Papers"}, []),
    ],
)
def test_capitals(tmp_path: Path, fields: dict[str, str], words: list[str]) -> None:
    found = asked(tmp_path, Code.UNPROTECTED_CAPITALS, KNOWN + entry("a", **fields))
    assert [word for one in found for word in one.message.split(" in the ")[0].split("`")[1::2]] == words
    assert all(one.subject == "a" for one in found)


def test_a_word_that_stands_in_small_letters_too_is_no_name(tmp_path: Path) -> None:
    bib = entry("x", title="{Turkey} now") + entry("y", title="on {Turkey}") + entry("z", title="Roast turkey")
    assert asked(tmp_path, Code.UNPROTECTED_CAPITALS, bib + entry("a", title="On Turkey")) == []


def test_other_projects_titles_are_not_english(tmp_path: Path) -> None:
    assert asked(tmp_path, Code.UNPROTECTED_CAPITALS, entry("a", title="On ASEAN"), lang="fr") == []
