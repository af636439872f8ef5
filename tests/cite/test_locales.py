from __future__ import annotations

import pytest

from briefwright.cite.locales import ARCHIVED, CITED_IN, HEADINGS, terms, terms_in_style
from briefwright.cite.styles import find_style
from briefwright.diagnostics import Code


@pytest.mark.parametrize(
    ("lang", "code"),
    [
        ("en", "en-US"), ("en-GB", "en-GB"), ("en-AU", "en-US"), ("ru", "ru-RU"), ("RU_ru", "ru-RU"),
        ("fr-CH", "fr-FR"), ("pt-BR", "pt-BR"), ("km", "km-KH"), ("sr-Cyrl-RS", "sr-Cyrl-RS"), ("eu", "eu"),
    ],
)  # fmt: skip
def test_tags_find_their_locale(lang: str, code: str) -> None:
    assert terms(lang).value.lang == code


@pytest.mark.parametrize("lang", ["tlh", "", "englisch", "../x"])
def test_unknown_tags_fall_back_to_english_with_a_finding(lang: str) -> None:
    result = terms(lang)
    assert result.value.lang == "en-US"
    assert [finding.code for finding in result.findings] == [Code.UNKNOWN_LOCALE]


def test_a_language_without_our_phrases_says_so() -> None:
    result = terms("sv")
    assert result.value.term("page", "short") == "s."
    assert result.value.cited_in(author_date=False) == "cited in"
    assert [finding.code for finding in result.findings] == [Code.UNKNOWN_LOCALE]


@pytest.mark.parametrize("lang", sorted(HEADINGS))
def test_languages_of_ours_are_whole(lang: str) -> None:
    result = terms(lang)
    assert result.findings == ()
    words = result.value
    assert words.heading(note_style=True) != words.heading(note_style=False)
    assert lang in CITED_IN
    assert lang in ARCHIVED
    assert words.archived("https://x.org").count("https://x.org") == 1
    assert words.in_language("ru")


@pytest.mark.parametrize(
    ("lang", "name", "form", "plural", "expected"),
    [
        ("en", "page", "short", False, "p."),
        ("en", "page", "short", True, "pp."),
        ("en", "page", "long", True, "pages"),
        ("en", "section", "symbol", False, "§"),
        ("en", "figure", "symbol", False, "fig."),
        ("ru", "page", "short", False, "с."),
        ("fr", "chapter", "long", False, "chapitre"),
        ("fr", "open-quote", "long", False, "«\u00a0"),
        ("en", "no-such-term", "long", False, ""),
    ],
)
def test_terms(lang: str, name: str, form: str, plural: bool, expected: str) -> None:
    assert terms(lang).value.term(name, form, plural=plural) == expected


@pytest.mark.parametrize(
    ("lang", "tag", "expected"),
    [
        ("en", "ru-RU", "In Russian"),
        ("en-GB", "km", "In Khmer"),
        ("ru", "en-US", "На английском языке"),
        ("ru", "hi", "Хинди"),
        ("fr", "ru", "En russe"),
        ("de", "ru", "Auf Russisch"),
        ("pl", "ru", "W języku rosyjskim"),
        ("uk", "ru", "Російською мовою"),
        ("nl", "fr", "In het Frans"),
        ("en", "xx", ""),
        ("en", "", ""),
    ],
)
def test_in_language(lang: str, tag: str, expected: str) -> None:
    assert terms(lang).value.in_language(tag) == expected


def test_a_styles_own_terms_come_first() -> None:
    apa = find_style("apa").path
    assert terms("en").value.term("circa", "short") == "c."
    assert terms_in_style(apa, "en").term("circa", "short") == "ca."
    assert terms_in_style(apa, "ru").term("circa", "short") == "ок."


def test_words_of_the_list() -> None:
    words = terms("en").value
    assert (words.references, words.bibliography, words.no_date, words.accessed) == (
        "References",
        "Bibliography",
        "n.d.",
        "accessed",
    )
    assert words.cited_in(author_date=True) == "as cited in"
    assert terms("ru").value.cited_in(author_date=False) == "цит. по:"
