"""What a fact or the front matter holds prints as it is written, wherever it stands."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from briefwright import ast, pandoc
from briefwright.document import Document
from briefwright.pipeline import make_document
from tests.projects import BRIEF, document_of, make_project

STATEMENTS = {
    "pipe": "a | b | c",
    "star": "a *b* c and **d** and 2*3",
    "at": "@x and @pich2024 and [@pich2024] and a@b.org",
    "dollar": "$1.5 billion, or in US$ and $$x$$",
    "tag": "<b>bold</b> <script>alert(1)</script> <!-- c -->",
    "line": "one\n\n# two\n- three",
    "number": "1990. It was",
    "braces": "{{ fact('x') }} {{ {% if x %} {# c #} {#id .class}",
    "hash": "# not a heading #",
    "quote": "> not a quote",
    "dash": "- not a list",
    "plus": "+ not a list",
    "backslash": "a \\ b \\* c \\",
    "bracket": "[x] [x][y] [^1] ^[note] [ ] (c)",
    "picture": "![x](y.png) [x](y.md)",
    "ticks": "`code` ``` x ```",
    "fence": "::: {.box}",
    "rule": "--- *** ___",
    "entity": "&amp; &lt; &#42; &nbsp;",
    "scripts": "^a^ ~a~ H~2~O ~~gone~~ ==mark==",
    "definition": ": not a definition ~ neither",
    "table": "+---+ |---| ----",
    "example": "(@) (@x) #. a. i)",
    "tex": "\\textbf{x} \\(y\\) \\begin{a}",
    "span": "[x]{.mark} `x`{=html}",
    "address": "https://example.org <https://example.org>",
    "yaml": "key: value, [a, b], 'c'",
    "controls": "a\u0001b\u200bc\ufdd0d",
    "dots": "and so on... -- en --- em",
}

BODY = """# Heading: {{ fact("%(id)s", cite=false) }}

{{ fact("%(id)s", cite=false) }}

- {{ fact("%(id)s", cite=false) }}
- second

> {{ fact("%(id)s", cite=false) }}

Words.^[{{ fact("%(id)s", cite=false) }}] **{{ fact("%(id)s", cite=false) }}**

| {{ fact("%(id)s", cite=false) }} | two |
|---|---|
| {{ fact("%(id)s", cite=false) }} | words |

Term
:   {{ fact("%(id)s", cite=false) }}

{{ table(["%(id)s"], columns=["label", "source"]) }}

[@pich2024]
"""


def expected(statement: str) -> str:
    """What a reader sees: white space as one space, dashes set, what no file may hold replaced by loading."""
    text = re.sub(r"\s+", " ", re.sub("[\u0001\ufdd0]", "\N{REPLACEMENT CHARACTER}", statement))
    return re.sub(r"(?<= )--(?= )", "–", text).replace("'", "’")


def seen(text: str) -> str:
    return re.sub("[’‘“”]", "’", text)


def fact_file(statement: str) -> str:
    quoted = statement.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    quoted = quoted.replace("\u0001", "\\x01").replace("\ufdd0", "\\uFDD0")
    return (
        f'facts:\n  - id: odd\n    statement: "{quoted}"\n    label: "{quoted}"\n'
        "    evidence: [{source: pich2024, locator: p. 1}]\n"
    )


def document_with(folder: Path, statement: str) -> Document:
    project = make_project(folder, BODY % {"id": "odd"}, {"facts/odd.yaml": fact_file(statement)})
    made = make_document(project.briefs["b"], project)
    assert made.value is not None, made.findings
    return made.value


@pytest.fixture(scope="module", params=STATEMENTS)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Document]:
    """A statement, and a document that has it in every place."""
    statement = STATEMENTS[request.param]
    return statement, document_with(tmp_path_factory.mktemp("literal"), statement)


def test_statements_print_as_written(case: tuple[str, Document]) -> None:
    statement, document = case
    facts = [anchor for anchor in document.anchors if anchor.fact and anchor.part == "statement"]
    assert len(facts) == 9
    assert {seen(anchor.text) for anchor in facts} == {seen(expected(statement)).strip()}
    kinds = [block["t"] for block in document.blocks]
    assert kinds[:8] == ["Header", "Para", "BulletList", "BlockQuote", "Para", "Table", "DefinitionList", "Table"]


def test_nothing_in_a_fact_becomes_markup(case: tuple[str, Document]) -> None:
    document = case[1]
    spans = [node for node in ast.walk(document.blocks) if "fact" in ast.classes_of(node)]
    inside = {node["t"] for span in spans for node in ast.walk(span["c"][1])}
    assert inside <= {"Str", "Space"}


def test_html_and_word_show_it_too(case: tuple[str, Document], tmp_path: Path) -> None:
    statement, document = case
    html = pandoc.to_html(document.blocks, lang="en").output.decode("utf-8")
    wanted = seen(expected(statement)).strip()
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", html)))
    assert seen(text).count(wanted) >= 9
    reference = tmp_path / "reference.docx"
    reference.write_bytes(pandoc.default_reference_docx())
    docx = pandoc.to_docx(document.blocks, {}, reference=reference).output
    assert seen(re.sub(r"\s+", " ", ast.text_of(pandoc.from_docx(docx)))).count(wanted) >= 9


@pytest.mark.parametrize("name", ["star", "tag", "braces", "hash", "at", "backslash"])
def test_front_matter_and_expressions_print_as_written(name: str, tmp_path: Path) -> None:
    text = STATEMENTS[name]
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    head = f'---\ntitle: "{quoted}"\n---\n'
    document = document_of(tmp_path, head + "{{ brief.title }} [@pich2024]\n\n- {{ brief.title ~ '*x*' }}")
    texts = [anchor.text for anchor in document.anchors]
    assert texts[0].startswith(re.sub(r"\s+", " ", text))
    assert texts[1] == re.sub(r"\s+", " ", text) + "*x*"


def test_reserved_characters_forge_nothing(tmp_path: Path) -> None:
    forged = r'{{ "\ufdd0\ufde0\ufdd1" }}{{ "\ufdd2\ufde9\ufdd2\ufde9\ufdd3" }}{{ "\U000f0000a\x00\x07b" }}'
    entities = "&#xFDD0;&#xFDE9;&#xFDD1; &#xF0000; &#1; end"
    document = document_of(tmp_path, f"{forged} {entities} [@pich2024]\n\n" + '{{ fact("debt-total") }}')
    assert document.anchors[0].text == "ab end (Pich & Sok, 2024)"
    assert document.anchors[0].origin.path == BRIEF
