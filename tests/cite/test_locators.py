"""pandoc itself says whether it has read a locator: a style that prints the label's name and the value."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright import ast, pandoc
from briefwright.cite.locators import PRINTED_AS_TEXT, READ_BY_PANDOC, is_read, suffix_for
from briefwright.cite.styles import find_style
from briefwright.model import Locator

STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>t</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/><choose>{tests}<else><text value="|none|"/></else></choose>
  <text variable="locator"/></layout></citation>
</style>
"""
TEST = '<{tag} locator="{label}"><text value="|{label}|"/></{tag}>'


def citation(suffix: str) -> ast.Node:
    """A paragraph that cites k."""
    inner = {
        "citationId": "k",
        "citationPrefix": [],
        "citationSuffix": ast.words(f", {suffix}" if suffix else ""),
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return ast.para([{"t": "Cite", "c": [[inner], [ast.string("?")]]}])


def rendered(suffixes: list[str], style: Path, lang: str) -> list[str]:
    """The text that each suffix makes of a citation of a book by A., T, 2000."""
    book = {
        "id": "k",
        "type": "book",
        "title": "T",
        "author": [{"family": "A"}],
        "issued": {"date-parts": [[2000]]},
        "publisher": "P",
    }
    blocks, _ = pandoc.process_citations([citation(suffix) for suffix in suffixes], [book], csl=style, lang=lang)
    return [ast.text_of(block).replace("\u00a0", " ") for block in blocks[: len(suffixes)]]


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A style that prints T|label|value."""
    labels = sorted(READ_BY_PANDOC)
    tests = "".join(TEST.format(tag="else-if" if index else "if", label=label) for index, label in enumerate(labels))
    file = tmp_path_factory.mktemp("csl") / "telling.csl"
    file.write_text(STYLE.replace("{tests}", tests), encoding="utf-8")
    return file


@pytest.mark.parametrize("lang", ["en", "en-GB", "ru", "fr", "de", "es", "pt-BR", "it", "nl", "pl"])
def test_every_label_that_pandoc_knows_is_read_as_itself(telling: Path, lang: str) -> None:
    wanted = [Locator(label, value, "") for label in sorted(READ_BY_PANDOC) for value in ("3", "4–7")]
    found = rendered([suffix_for(locator, lang) for locator in wanted], telling, lang)
    # French and others print another dash
    shown = [text.replace("\u2011", "–").replace("-", "–") for text in found]
    assert shown == [f"T|{locator.label}|{locator.value}".replace("-", "–") for locator in wanted]
    assert all(is_read(locator) for locator in wanted)


@pytest.mark.parametrize(
    ("lang", "label", "expected"),
    [
        ("en", "table", "table 3"),
        ("ru", "table", "табл. 3"),
        ("fr", "table", "tableau 3"),
        ("en", "appendix", "appendix 3"),
        ("ru", "article", "статья 3"),
        ("fr", "article", "article 3"),
        ("en", "title", "title 3"),
    ],
)
def test_labels_that_pandoc_lacks_are_printed_where_locators_go(
    telling: Path, lang: str, label: str, expected: str
) -> None:
    locator = Locator(label, "3", "")
    assert rendered([suffix_for(locator, lang)], telling, lang) == [f"T|none|{expected}"]
    assert not is_read(locator)


@pytest.mark.parametrize("lang", ["en", "ru", "fr"])
def test_no_label_is_taken_for_another(telling: Path, lang: str) -> None:
    labels = sorted(PRINTED_AS_TEXT - {"timestamp"})
    found = rendered([suffix_for(Locator(label, "3", ""), lang) for label in labels], telling, lang)
    assert [text.split("|")[1] for text in found] == ["none"] * len(labels)


@pytest.mark.parametrize(
    ("style", "lang", "label", "expected"),
    [
        ("apa", "en", "page", "(A, 2000, p. 434)"),
        ("apa", "en", "paragraph", "(A, 2000, para. 434)"),
        ("apa", "ru", "page", "(A, 2000, с. 434)"),
        ("apa", "fr", "page", "(A, 2000, p. 434)"),
        ("apa", "en", "chapter", "(A, 2000, Chapter 434)"),
        ("chicago-notes-bibliography", "en", "page", "A, T (P, 2000), 434."),
        ("chicago-notes-bibliography", "ru", "page", "A, T (P, 2000), 434."),
        ("chicago-notes-bibliography", "en", "note", "A, T (P, 2000), n. 434."),
        ("chicago-notes-bibliography", "fr", "chapter", "A, T (P, 2000), chap. 434."),
        ("ieee", "en", "page", "[1, p. 434]"),
        ("ieee", "ru", "page", "[1, с. 434]"),
        ("ieee", "fr", "chapter", "[1, Chap. 434]"),
        ("gost-r-7-0-5-2008-numeric", "ru", "page", "[1, с. 434]"),
        ("gost-r-7-0-5-2008-numeric", "en", "page", "[1, p. 434]"),
        ("gost-r-7-0-5-2008-numeric", "fr", "paragraph", "[1, paragr. 434]"),
    ],
)
def test_styles_put_their_own_label(style: str, lang: str, label: str, expected: str) -> None:
    suffix = suffix_for(Locator(label, "434", ""), lang)
    assert rendered([suffix], find_style(style).path, lang) == [expected]


def test_ranges_take_the_plural() -> None:
    suffixes = [suffix_for(Locator("page", value, ""), "en") for value in ("4–7", "4, 7", "4")]
    assert rendered(suffixes, find_style("apa").path, "en") == [
        "(A, 2000, pp. 4–7)",
        "(A, 2000, pp. 4, 7)",
        "(A, 2000, p. 4)",
    ]


def test_text_without_a_label_is_printed_as_it_stands(telling: Path) -> None:
    locators = [
        Locator("", "front page", "front page"),
        Locator("", "", "see the box {2}"),
        Locator("page", "", ""),
        Locator("timestamp", "0:35", "at 0:35"),
        Locator("timestamp", "35", "minute 35"),
    ]
    suffixes = [suffix_for(locator, "en") for locator in locators]
    assert suffixes[2] == ""
    assert rendered(suffixes, telling, "en") == [
        "T|none|front page",
        "T|none|see the box (2)",
        "T|none|",
        "T|none|0:35",
        "T|none|minute 35",
    ]


def test_braces_keep_locator_and_suffix_apart() -> None:
    suffix = suffix_for(Locator("page", "ii, A, D–Z", "p. ii, A, D–Z"), "en") + ", and more"
    assert rendered([suffix], find_style("apa").path, "en") == ["(A, 2000, pp. ii, A, D–Z, and more)"]
