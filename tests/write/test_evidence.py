"""What a fact rests on stands beside it in the HTML, for the pointer, the keyboard and the screen reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from briefwright.write.html import write_html
from briefwright.write.page import style_sheet
from tests.conftest import Judge
from tests.projects import document_of

BRIEF = """
About {{ value("trade-visitors") }} came. {{ fact("debt-origin") }} [A link to {{ value("debt-total") }}](#refs).

- {{ fact("debt-total") }} Said later, {{ fact("trade-gap", clause=true) }}; and so on.

{{ key_figures("debt-total") }}

A note.[^n]

[^n]: {{ fact("debt-talks") }}

# A heading with {{ value("trade-share") }}
"""
STYLES = ("apa", "chicago-notes-bibliography", "ieee")


def written(folder: Path, text: str = BRIEF, csl: str = "apa") -> bytes:
    done = write_html(document_of(folder, f"---\ntitle: B\ncsl: {csl}\n---\n{text}"))
    assert done.findings == ()
    return done.value


def page(folder: Path, text: str = BRIEF, csl: str = "apa") -> html.HtmlElement:
    return html.document_fromstring(written(folder, text, csl).decode("utf-8"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("csl", STYLES)
def test_it_is_valid(tmp_path: Path, vnu: Judge, csl: str) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(written(tmp_path, csl=csl))
    assert vnu(file).problems == ()


@pytest.mark.parametrize("csl", STYLES)
def test_every_fact_has_it_but_those_within_links(tmp_path: Path, csl: str) -> None:
    tree = page(tmp_path, csl=csl)
    facts = tree.find_class("fact")
    assert len(facts) > 8
    for fact in facts:
        panels = fact.xpath("./span[@class='evidence']")
        if fact.xpath("ancestor::a"):
            assert panels == []
            continue
        (panel,) = panels
        assert panel.get("hidden") is not None
        assert panel.get("id") == f"e-{fact.get('id')}"
        (described,) = tree.xpath(f"//*[@aria-describedby='{panel.get('id')}']")
        assert described is fact or fact in described.iterancestors()
        assert described.tag == "a" or described.get("tabindex") == "0"
        assert panel.xpath(".//a | .//*[@tabindex]") == []


def test_it_says_source_place_original_date_and_status(tmp_path: Path) -> None:
    tree = page(tmp_path)
    assert words(tree.get_element_by_id("e-f-debt-total-1")) == (
        "Kuch 2015, para. 2 Kind: reported · Date: November 2015 · Status: checked"
    )
    assert words(tree.get_element_by_id("e-f-trade-visitors-value-1")) == (
        "Pich and Sok 2024, p. 430, citing Mosyakov 2021 Date: 15 July 2019 · Status: checked"
    )
    assert "Ministry of Trade 2020, p. 9 (contradicts)" in words(tree.get_element_by_id("e-f-debt-origin-1"))


def test_quotations_bear_their_language(tmp_path: Path) -> None:
    fact = (
        "facts: [{id: told, statement: So., evidence: [{source: ivanov2019, locator: p. 1, "
        "quote: {exact: это так, lang: ru, translation: it is so}}]}]"
    )
    document = document_of(tmp_path, '{{ fact("told") }}', {"facts/more.yaml": fact})
    tree = html.document_fromstring(write_html(document).value.decode("utf-8"))
    (quote,) = tree.xpath("//span[@class='evidence']//span[@lang='ru']")
    assert quote.text == "‘это так’"
    said = words(tree.get_element_by_id("e-f-told-1"))
    assert said == "Иванов 2019, p. 1: ‘это так’ (translation: ‘it is so’) Status: checked"


def test_a_forecast_says_that_it_is_one_and_whose(tmp_path: Path) -> None:
    fact = (
        "facts: [{id: told, kind: forecast, statement: So., voice: {speaker: Dmitry Bokarev}, "
        "evidence: [{source: ivanov2019, locator: p. 1}]}]"
    )
    document = document_of(tmp_path, '{{ fact("told") }}', {"facts/more.yaml": fact})
    tree = html.document_fromstring(write_html(document).value.decode("utf-8"))
    said = words(tree.get_element_by_id("e-f-told-1"))
    assert said == "Иванов 2019, p. 1 Kind: forecast · Speaker: Dmitry Bokarev · Status: checked"


def test_a_fact_without_a_citation_takes_the_focus_and_has_a_name(tmp_path: Path) -> None:
    value = page(tmp_path).get_element_by_id("f-trade-visitors-value-1")
    assert (value.get("tabindex"), value.get("role")) == ("0", "group")
    assert value.get("aria-labelledby") == value.get("id")


def test_a_fact_with_a_citation_takes_no_focus_of_its_own(tmp_path: Path) -> None:
    fact = page(tmp_path).get_element_by_id("f-debt-total-1")
    assert fact.get("tabindex") is None


def test_a_fact_in_the_text_of_a_picture_stays_words(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    text = '{{ fact("trade-gap") }}\n\n![Chart of {{ value("debt-total") }}](a.svg)'
    document = document_of(tmp_path, text, {"briefs/a.svg": svg})
    tree = html.document_fromstring(write_html(document).value.decode("utf-8"))
    assert tree.xpath("string(//img/@alt)") == "Chart of about US$1.5 billion"


def test_it_is_shown_on_screens_alone_and_without_delay_to_the_keyboard() -> None:
    sheet = style_sheet("screen")
    screen = sheet[sheet.index("@media screen {") : sheet.index("@media print {")]
    assert "(hover: hover) {\n  .fact:not(a .fact) { text-decoration: underline dotted" in screen
    assert ".evidence {" in screen
    assert ".fact:focus-within > .evidence { transition-delay: 0s; visibility: visible;" in screen
    assert "evidence" not in sheet.replace(screen, "")
    assert "evidence" not in style_sheet("print") + style_sheet("common")


def test_a_page_grows_by_a_few_hundred_bytes_for_each_fact(tmp_path: Path) -> None:
    once, often = (len(written(tmp_path, '{{ fact("debt-total") }} ' * count)) for count in (1, 101))
    assert (often - once) / 100 < 800
