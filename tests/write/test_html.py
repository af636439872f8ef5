"""HTML: one safe, valid, accessible file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree, html

from briefwright import ast, pandoc
from briefwright.diagnostics import Code, Finding
from briefwright.document import Document
from briefwright.write.html import with_scopes, write_html
from briefwright.write.page import contents, mixed
from briefwright.write.shape import Heading
from tests.conftest import Judge
from tests.write import samples

META = {
    "title": "Cambodia & Russia <1956–2024>",
    "subtitle": "A note",
    "authors": ("Sok Dara", "Anna Petrova"),
    "institution": "Institute",
    "number": "BN 1",
    "marking": "TLP:CLEAR",
    "keywords": ("debt", "trade"),
    "summary": "What is known.",
    "status": "draft",
    "toc": True,
}


def parsed(document: Document) -> tuple[html.HtmlElement, tuple[Finding, ...]]:
    written = write_html(document)
    return html.document_fromstring(written.value.decode("utf-8")), written.findings


def page(markdown: str, **options: object) -> html.HtmlElement:
    tree, findings = parsed(samples.make(markdown, **options))  # type: ignore[arg-type]  # options of make
    assert findings == ()
    return tree


@pytest.mark.parametrize("csl", ["apa", "chicago-notes-bibliography", "ieee"])
def test_a_page_with_everything_is_valid(tmp_path: Path, vnu: Judge, csl: str) -> None:
    file = tmp_path / "page.html"
    written = write_html(samples.everything(csl=csl))
    assert written.findings == ()
    file.write_bytes(written.value)
    # vnu 26.9 takes data: pictures to be blocked by `img-src data:`, and by `img-src *` too; browsers show them
    problems = [item for item in vnu(file).problems if "image “data:" not in item]
    assert problems == []


def test_the_head_says_what_it_is() -> None:
    tree = page("Text.", meta=META, lang="ru")
    assert tree.get("lang") == "ru"
    assert tree.findtext("head/title") == META["title"]
    named = {element.get("name"): element.get("content") for element in tree.iter("meta") if element.get("name")}
    assert named["description"] == "What is known."
    assert named["keywords"] == "debt, trade"
    assert named["dcterms.date"] == "2024-07-01"
    assert named["dcterms.modified"] == "2024-07-01T00:00:00Z"
    assert [e.get("content") for e in tree.iter("meta") if e.get("name") == "author"] == ["Sok Dara", "Anna Petrova"]


def test_the_title_block_is_text_and_no_markup() -> None:
    tree = page("Text.", meta={**META, "institution": '<script>alert("x")</script>'})
    header = tree.find("body/header")
    assert header is not None
    assert header.findtext("h1") == META["title"]
    assert '<script>alert("x")</script>' in header.text_content()
    assert list(tree.iter("script")) == []
    labels = [header.find_class(name)[0].text for name in ("number", "status", "marking")]
    assert labels == ["BN 1", "draft", "TLP:CLEAR"]
    time = header.find(".//time")
    assert time is not None
    assert (time.get("datetime"), time.text) == ("2024-07-01", "1 July 2024")


def test_nothing_is_fetched_and_nothing_runs() -> None:
    written = write_html(samples.everything()).value.decode("utf-8")
    tree = html.document_fromstring(written)
    (policy,) = (e.get("content") for e in tree.iter("meta") if e.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert all(element.get("src").startswith("data:") for element in tree.iter("img"))
    assert not {"script", "link", "iframe", "object", "embed", "base"} & {str(element.tag) for element in tree.iter()}
    assert not re.search(r"@import|url\((?!\"data:)", written)


def test_a_theme_cannot_leave_its_style_element() -> None:
    theme = samples.themed(css="p { color: red } </style><script>alert(1)</script>")
    tree, _ = parsed(samples.make("Text.", theme=theme))
    assert list(tree.iter("script")) == []


def test_a_reader_can_skip_to_the_text_and_find_parts() -> None:
    tree = page("# One\n\n## Two\n\nText.\n\n# Three\n", meta=META)
    assert tree.xpath("string(//a[@class='skip']/@href)") == "#content"
    assert tree.xpath("count(//main[@id='content'])") == 1
    links = tree.xpath("//nav//a")
    assert [link.text for link in links] == ["One", "Two", "Three"]
    assert all(tree.get_element_by_id(link.get("href")[1:]) is not None for link in links)


def test_headings_leave_no_gap() -> None:
    tree = page("### Deep\n\n# Top\n\n#### Far below\n\n## Beside\n\n###### Last\n")
    tags = [element.tag for element in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert tags == ["h1", "h2", "h2", "h3", "h3", "h4"]


def test_contents_of_a_long_document_name_the_parts_alone() -> None:
    short = [Heading(2, "a", "A"), Heading(3, "b", "B"), Heading(4, "c", "C"), Heading(2, "d", "D")]
    assert [(entry.text, [child.text for child in entry.children]) for entry in contents(short)] == [
        ("A", ["B"]),
        ("D", []),
    ]
    long = [*short, *(Heading(3, f"x{number}", "X") for number in range(20))]
    assert [entry.text for entry in contents(long)] == ["A", "D"]
    assert all(entry.children == () for entry in contents(long))


def test_notes_stand_at_the_end_with_ways_back() -> None:
    words = {"notes": "Примечания", "back-to-text": "Назад"}
    tree = page("One.[^a]\n\n[^a]: First *note*.\n", words=words, lang="ru")
    notes = tree.get_element_by_id("footnotes")
    assert notes.get("role") == "doc-endnotes"
    assert notes.findtext("h2") == "Примечания"
    (mark,) = tree.find_class("footnote-ref")
    assert mark.get("role") == "doc-noteref"
    assert tree.get_element_by_id(mark.get("href")[1:]).text_content().startswith("First note.")
    (back,) = tree.find_class("footnote-back")
    assert back.get("aria-label") == "Назад"
    assert tree.get_element_by_id(back.get("href")[1:]) is mark


def test_citations_lead_to_their_reference() -> None:
    tree = page("Text [@pich2024, p. 430].\n\n# References\n\n::: {#refs}\n:::\n")
    (link,) = tree.xpath("//span[@class='citation']/a")
    assert "Cambodia–Russia cooperation" in tree.get_element_by_id(link.get("href")[1:]).text_content()
    assert tree.xpath("//div[@role='listitem']//a/@href") == ["https://doi.org/10.1000/example.2024.12"]


def test_header_cells_say_what_they_head() -> None:
    tree = page("| | Value |\n|:--|--:|\n| Debt | 1 |\n\n: Figures\n")
    assert [(cell.tag, cell.get("scope")) for cell in tree.iter("th", "td")] == [
        ("td", None),
        ("th", "col"),
        ("td", None),
        ("td", None),
    ]
    (frame,) = tree.find_class("table-frame")
    assert (frame.get("tabindex"), frame.get("aria-label")) == ("0", "Figures")


def test_rows_headers_get_the_scope_of_their_row() -> None:
    table = "<table><thead><tr><th>a</th></tr></thead><tbody><tr><th>b</th></tr></tbody></table>"
    assert re.findall(r'<th scope="(\w+)">(\w)', with_scopes(table)) == [("col", "a"), ("row", "b")]


def test_facts_keep_their_data() -> None:
    pairs = {"data-fact": "soviet-debt", "data-part": "statement", "data-occurrence": "1"}
    fact = ast.span(ast.words("Debt is US$1.5 billion."), ast.attributes("f-1", ["fact"], pairs))
    tree = page("", raw=[ast.para([fact])])
    (span,) = tree.find_class("fact")
    assert [span.get(name) for name in pairs] == list(pairs.values())


def test_raw_markup_is_left_out_and_told() -> None:
    raw = [ast.para([ast.raw("html", "<script>x</script>"), ast.string("Text.")]), ast.raw("html", "<hr>", block=True)]
    tree, findings = parsed(samples.make("", raw=raw))
    assert {finding.code for finding in findings} == {Code.RAW_MARKUP}
    assert "x" not in tree.find("body").text_content().replace("Text.", "").split()  # type: ignore[union-attr]


@pytest.mark.parametrize("target", ["javascript:alert(1)", " JavaScript:x", "file:///etc/passwd", "data:text/html,x"])
def test_links_that_are_no_addresses_are_taken_out(target: str) -> None:
    markdown = "First.\n\nRead this.\n"
    document = samples.make(markdown, raw=[ast.para([ast.link(ast.words("Read this."), target)])])
    tree, findings = parsed(document)
    assert [(finding.code, finding.location) for finding in findings] == [
        (Code.ADDRESS_FORBIDDEN, document.origins["p1"])
    ]
    assert tree.xpath("//main//a") == []
    assert "Read this." in tree.text_content()


def test_a_dead_link_is_told_at_its_line() -> None:
    document = samples.make("First.\n\nSee [below](#nowhere) for more.\n")
    _, findings = parsed(document)
    assert [(finding.code, finding.location.line if finding.location else 0) for finding in findings] == [
        (Code.DEAD_LINK, 3)
    ]


def test_a_picture_without_description_is_told() -> None:
    tree, findings = parsed(samples.make(f"Text ![]({samples.png()}) here.\n"))
    assert [finding.code for finding in findings] == [Code.PICTURE_WITHOUT_ALT]
    assert tree.xpath("//img/@alt") == ["—"]


@pytest.mark.parametrize("csl", ["apa", "chicago-notes-bibliography"])
def test_no_text_is_lost_or_added(csl: str) -> None:
    document = samples.everything(csl=csl)
    tree, _ = parsed(document)
    for element in tree.xpath("//*[@id='notes-heading']"):
        element.drop_tree()
    plain = html.fromstring(pandoc.to_html(document.blocks, lang="en").output.decode("utf-8"))
    assert words_of(tree.get_element_by_id("content")) == words_of(plain)


def words_of(element: etree._Element) -> list[str]:
    return " ".join(element.itertext()).split()


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write_html(samples.everything()).value == write_html(samples.everything()).value


def test_colours_are_mixed() -> None:
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert mixed("#0b4f6c", "#ffffff", 0) == "#0b4f6c"


def test_the_colours_of_the_night_come_after_those_of_the_day() -> None:
    written = write_html(samples.make("Text.")).value.decode("utf-8")
    night = written.index("prefers-color-scheme: dark")
    for name in ("page", "text", "muted", "accent", "rule", "tint"):
        assert written.index(f"--{name}: #") < night
        assert written.rindex(f"--{name}: #") > night
        assert written.count(f"--{name}: #") == 2
