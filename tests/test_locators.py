from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.locators import FORMS, parse_locator


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("p. 434", "page", "434"),
        ("pp. 427-438", "page", "427-438"),
        ("pp. 427–438", "page", "427-438"),
        ("pp. 427 — 438", "page", "427-438"),
        ("p.434", "page", "434"),
        ("p434", "page", "434"),
        ("P. 434", "page", "434"),
        ("page 434", "page", "434"),
        ("pp. 3, 5-7", "page", "3, 5-7"),
        ("p. 3, note 12", "page", "3, note 12"),
        ("p. A12", "page", "A12"),
        ("p. xii", "page", "xii"),
        ("434", "page", "434"),
        ("434-437", "page", "434-437"),
        ("434f.", "page", "434f."),
        ("xii–xv", "page", "xii-xv"),
        ("XII", "page", "XII"),
        ("para. 2", "paragraph", "2"),
        ("paras. 5-6", "paragraph", "5-6"),
        ("par. 2", "paragraph", "2"),
        ("¶ 2", "paragraph", "2"),
        ("¶¶2–3", "paragraph", "2-3"),
        ("note 12", "note", "12"),
        ("n. 12", "note", "12"),
        ("nn. 12, 14", "note", "12, 14"),
        ("fn. 3", "note", "3"),
        ("fn 3", "note", "3"),
        ("footnote 3", "note", "3"),
        ("ch. 3", "chapter", "3"),
        ("chap. IV", "chapter", "IV"),
        ("Chapter 3", "chapter", "3"),
        ("§ 12", "section", "12"),
        ("§§12-14", "section", "12-14"),
        ("sec. 1.2", "section", "1.2"),
        ("fig. 1", "figure", "1"),
        ("Table 2a", "table", "2a"),
        ("l. 5", "line", "5"),
        ("v. 5", "verse", "5"),
        ("vol. 2", "volume", "2"),
        ("no. 4", "issue", "4"),
        ("№ 4", "issue", "4"),
        ("n° 4", "issue", "4"),
        ("pt. II", "part", "II"),
        ("bk. 2", "book", "2"),
        ("fol. 12v", "folio", "12v"),
        ("col. 3", "column", "3"),
        ("op. 27", "opus", "27"),
        ("s.v. Cambodia", "sub-verbo", "Cambodia"),
        ("art. 5", "article", "5"),
        ("Act II", "act", "II"),
        ("app. B", "appendix", "B"),
        ("Annex III", "appendix", "III"),
        ("canon 7", "canon", "7"),
        ("eq. 3.1", "equation", "3.1"),
        ("rule 4", "rule", "4"),
        ("scene 2", "scene", "2"),
        ("supp. 1", "supplement", "1"),
        ("time 12:30", "timestamp", "12:30"),
        ("title 4", "title", "4"),
        ("loc. 1203", "elocation", "1203"),
        ("с. 12", "page", "12"),
        ("С. 12–14", "page", "12-14"),
        ("стр. 12", "page", "12"),
        ("гл. 3", "chapter", "3"),
        ("прим. 4", "note", "4"),
        ("сноска 4", "note", "4"),
        ("абз. 2", "paragraph", "2"),
        ("п. 2", "paragraph", "2"),
        ("ст. 5", "article", "5"),
        ("т. 2", "volume", "2"),
        ("ч. 1", "part", "1"),
        ("рис. 1", "figure", "1"),
        ("табл. 1", "table", "1"),
        ("chapitre 3", "chapter", "3"),
        ("al. 3", "paragraph", "3"),
        ("t. II", "volume", "II"),
        ("annexe 2", "appendix", "2"),
        ("tabl. 2", "table", "2"),
        ("ligne 4", "line", "4"),
    ],
)
def test_labels(text: str, label: str, value: str) -> None:
    locator = parse_locator(text)
    assert (locator.label, locator.value) == (label, value)
    assert locator.text == text


@pytest.mark.parametrize(
    "text",
    [
        "passim",
        "at length",
        "op. cit.",
        "note that this",
        "no page",
        "in the summary",
        "civil",
        "c. 5",
        "n.d.",
        "p",
        "page twelve",
        "see p. 3",
        "1:2",
        "",
        "table of contents",
    ],
)
def test_what_names_no_kind_of_place_stays_as_it_is(text: str) -> None:
    locator = parse_locator(text)
    assert (locator.label, locator.value, locator.text) == ("", text, text)


def test_no_form_stands_for_two_labels() -> None:
    forms = [form for text in FORMS.values() for form in text.split()]
    assert len(forms) == len(set(forms))


@given(st.text())
def test_no_text_raises_or_is_lost(text: str) -> None:
    locator = parse_locator(text)
    assert locator.text == " ".join(text.split())
    assert locator.label in FORMS or locator.value == locator.text
    assert locator.value or not locator.text
