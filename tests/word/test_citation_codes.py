"""What the code of a citation's field says: codes as Zotero, Mendeley and Word write them, and broken ones."""

from __future__ import annotations

import json

import pytest

from briefwright.word.citation_codes import field_type, is_citation, items_of
from briefwright.word.story import CitedItem


def zotero(*items: object) -> str:
    return f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps({'citationItems': items, 'schema': 'x'})}"


PICH = {"citation-key": "pich2024", "title": "Two Rivers"}


@pytest.mark.parametrize(
    ("code", "kind", "cites"),
    [
        (zotero(), "ZOTERO_ITEM", True),
        (" ADDIN CSL_CITATION {}", "CSL_CITATION", True),
        (" CITATION pich2024 \\l 1033 ", "CITATION", True),
        (" ADDIN EN.CITE <EndNote/>", "EN.CITE", True),
        (" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY", "ZOTERO_BIBL", False),
        (" bibliography ", "BIBLIOGRAPHY", False),
        (' HYPERLINK "https://a.org"', "HYPERLINK", False),
        (" PAGE ", "PAGE", False),
        ("ADDIN", "ADDIN", False),
        ("", "", False),
    ],
)
def test_kinds_of_fields(code: str, kind: str, cites: bool) -> None:
    assert (field_type(code), is_citation(code)) == (kind, cites)


@pytest.mark.parametrize(
    ("code", "items"),
    [
        (zotero({"itemData": PICH}), [CitedItem("pich2024")]),
        (zotero({"itemData": PICH, "locator": "3"}), [CitedItem("pich2024", "3", "page")]),
        (zotero({"itemData": PICH, "locator": 3, "label": "chapter"}), [CitedItem("pich2024", "3", "chapter")]),
        (
            zotero({"itemData": PICH, "prefix": "see ", "suffix": ", there", "suppress-author": True}),
            [CitedItem("pich2024", prefix="see", suffix=", there", suppress_author=True)],
        ),
        (
            zotero({"itemData": PICH}, {"itemData": {"citekey": "kuch2015"}}),
            [CitedItem("pich2024"), CitedItem("kuch2015")],
        ),
        (" CITATION pich2024 \\p 13-14 \\l 1033 ", [CitedItem("pich2024", "13-14", "page")]),
        (' CITATION pich2024 \\p "13 f." ', [CitedItem("pich2024", "13 f.", "page")]),
        (" CITATION a \\n \\f see \\m b \\s there ", [CitedItem("a", prefix="see", suppress_author=True),
                                                    CitedItem("b", suffix="there")]),
    ],
)  # fmt: skip
def test_what_is_cited(code: str, items: list[CitedItem]) -> None:
    assert list(items_of(code)) == items


def test_a_reference_without_a_key_has_one_by_its_data() -> None:
    def key(**data: object) -> str:
        (item,) = items_of(zotero({"itemData": data}))
        return item.key

    assert key(title="Two Rivers").startswith("?")
    assert key(title="Two Rivers") == key(title="Two Rivers", abstract="Much.")
    assert key(title="Two Rivers") != key(title="Three Rivers")


def test_the_data_of_a_reference_come_along() -> None:
    (item,) = items_of(zotero({"itemData": PICH}))
    assert item.data == PICH


@pytest.mark.parametrize(
    "code",
    [
        " ADDIN ZOTERO_ITEM CSL_CITATION",
        " ADDIN ZOTERO_ITEM CSL_CITATION {",
        " ADDIN ZOTERO_ITEM CSL_CITATION []",
        ' ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": 7}',
        ' ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [7, "x", null]}',
        " ADDIN ZOTERO_ITEM CSL_CITATION " + '{"a":' * 100_000,
        " CITATION ",
        " CITATION \\l 1033",
        " ADDIN EN.CITE <EndNote/>",
    ],
)
def test_of_what_is_broken_nothing_is_read(code: str) -> None:
    assert items_of(code) == ()


@pytest.mark.parametrize("value", [[], {}, True, None])
def test_values_of_a_wrong_type_count_as_none(value: object) -> None:
    data = {**PICH, "citation-key": value}
    (item,) = items_of(zotero({"itemData": data, "locator": [value], "prefix": {"a": value}}))
    assert item.key.startswith("?")
    assert (item.locator, item.prefix) == ("", "")


def test_a_citation_of_very_many_is_cut() -> None:
    assert len(items_of(zotero(*[{"itemData": PICH}] * 2000))) == 500
