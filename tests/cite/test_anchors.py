"""Anchors: valid names, no two alike, the same for the same content, and the text that is printed there."""

from __future__ import annotations

import re
from pathlib import Path

from briefwright import ast
from briefwright.cite.anchors import MAX_NAME, visible
from briefwright.diagnostics import Location
from briefwright.document import MAX_TAG, Anchor, AnchorKind
from tests.projects import document_of, text_of

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")

HEADINGS = """# Key points

# Key points

# Предыстория

# ប្រវត្តិ

# 😀

# 2015: a year

# Ünïcode ænd ß

# A very long heading that goes on and on and on, past what a bookmark's name can hold

# Own { #own }

# Own again { #own }

# Own in Cyrillic { #обзор }

# own

# Fn1

# Contents

# References

::: {#key-points}
[@pich2024] in a box
:::

[to one](#key-points), [to another](#own), [to a third](#обзор), [by its words](#предыстория)
"""

LONG = "a-fact-with-an-id-of-forty-eight-characters-long"
LONG_FACTS = f"""
facts:
  - id: {LONG}
    statement: It is {{{{ a-value-name-of-many-letters }}}}.
    values: {{a-value-name-of-many-letters: {{amount: 1}}, a-value-name-of-many-letterz: {{amount: 2}}}}
    evidence: [{{source: pich2024, locator: p. 1}}]
  - id: {LONG[:-1]}x
    statement: It is not.
    value: {{amount: 3}}
    evidence: [{{source: pich2024, locator: p. 1}}]
"""


def test_headings_have_names(tmp_path: Path) -> None:
    document = document_of(tmp_path, HEADINGS)
    found = {anchor.text: anchor.id for anchor in document.anchors if anchor.kind is AnchorKind.HEADING}
    names = [anchor.id for anchor in document.anchors]
    assert all(NAME.fullmatch(name) and len(name) <= MAX_NAME for name in names)
    assert found["2015: a year"].startswith("section-")
    assert found["Ünïcode ænd ß"] == "unicode-nd"
    assert found["Own"] == "own"
    assert found["Own again"] == "own-2"
    assert found["own"] == "own-3"
    assert found["Fn1"] == "section-fn1"
    assert found["Contents"] == "contents-2"


def test_no_two_nodes_have_the_same_name(tmp_path: Path) -> None:
    document = document_of(tmp_path, HEADINGS)
    names = [ast.identifier_of(node) for node in ast.walk(document.blocks) if ast.identifier_of(node)]
    assert len(names) == len(set(names))


def test_links_go_where_they_went(tmp_path: Path) -> None:
    document = document_of(tmp_path, HEADINGS)
    known = ast.index_by_id(document.blocks)
    targets = [node["c"][2][0][1:] for node in ast.walk(document.blocks) if node["t"] == "Link"]
    inside = [target for target in targets if target in known and not target.startswith("ref-")]
    texts = [ast.text_of(known[target]) for target in inside]
    assert texts[:4] == [texts[0], "Own", "Own in Cyrillic", "Предыстория"]
    assert texts[0].endswith("in a box")


def test_the_text_of_an_anchor_is_what_is_printed(tmp_path: Path) -> None:
    text = '{{ fact("debt-origin") }} *Words* "quoted" `code` [link](https://a.org) ^[Note.] [@pich2024]'
    for style in ("apa", "chicago-notes-bibliography", "ieee"):
        document = document_of(tmp_path / style, f"---\ntitle: B\ncsl: {style}\n---\n{text}")
        nodes = ast.index_by_id(document.blocks)
        assert document.anchors
        for anchor in document.anchors:
            node = nodes[anchor.id]
            assert anchor.text == visible(node["c"][2] if node["t"] == "Header" else node["c"][1])
    assert "goes back to the 1980s [1, p. 434], [2, Para. 3]. Words" in text_of(document).replace("\xa0", " ")


def test_names_come_from_content_alone(tmp_path: Path) -> None:
    words = 'Words of one.\n\n{{ fact("debt-total") }}\n\n# Heading\n\nWords of two.'
    first = document_of(tmp_path / "a", words)
    moved = document_of(tmp_path / "b", f"A new beginning.\n\n{words}")
    names = {anchor.text: anchor.id for anchor in first.anchors}
    assert names == {anchor.text: anchor.id for anchor in moved.anchors if anchor.text != "A new beginning."}


def test_the_same_text_twice_has_two_names(tmp_path: Path) -> None:
    document = document_of(tmp_path, "Same words.\n\nSame words.\n\n- Same words.\n\n[@pich2024]")
    names = [anchor.id for anchor in document.anchors if anchor.text == "Same words."]
    assert len(set(names)) == 3
    assert names[1] == f"{names[0]}-2"


def test_a_hundred_of_the_same_long_fact(tmp_path: Path) -> None:
    body = (
        "{% for i in range(100) %}\n"
        f'- {{{{ fact("{LONG}") }}}} {{{{ fact("{LONG}", clause=true) }}}} {{{{ fact("{LONG[:-1]}x") }}}}'
        f' {{{{ value("{LONG}", "a-value-name-of-many-letters") }}}}'
        f' {{{{ value("{LONG}", "a-value-name-of-many-letterz") }}}}\n'
        "{% endfor %}"
    )
    facts = [a for a in document_of(tmp_path, body, {"facts/long.yaml": LONG_FACTS}).anchors if a.fact]
    assert len(facts) == 500
    assert len({anchor.id for anchor in facts}) == len({anchor.tag for anchor in facts}) == 500
    assert all(len(anchor.tag) <= MAX_TAG and anchor.tag.startswith("fact:a-fact-with-an-id") for anchor in facts)
    assert all(len(anchor.id) <= MAX_NAME and NAME.fullmatch(anchor.id) for anchor in facts)


def test_tags_of_short_ids_say_everything() -> None:
    anchor = Anchor("f-a-1", AnchorKind.FACT, "x", Location("b"), "a", "value.low", 3)
    assert anchor.tag == "fact:a:value.low:3"
    assert Anchor("p-1", AnchorKind.PARAGRAPH, "x", Location("b")).tag == ""


def test_kinds_and_occurrences(tmp_path: Path) -> None:
    document = document_of(
        tmp_path,
        '# H\n\nP.^[N.]\n\n- I\n\n| C |\n|---|\n| {{ fact("debt-total") }} |\n\n'
        '{{ fact("debt-total") }} {{ value("debt-total") }}',
    )
    kinds = [(anchor.kind.value, anchor.part, anchor.occurrence) for anchor in document.anchors]
    assert kinds == [
        ("heading", "", 0),
        ("paragraph", "", 0),
        ("paragraph", "", 0),
        ("item", "", 0),
        ("cell", "", 0),
        ("cell", "", 0),
        ("fact", "statement", 1),
        ("paragraph", "", 0),
        ("fact", "statement", 2),
        ("fact", "value.value", 1),
        ("heading", "", 0),
    ]


def test_facts_say_what_they_are(tmp_path: Path) -> None:
    document = document_of(tmp_path, '{{ fact("trade-visitors", lang="ru") }}')
    span = ast.index_by_id(document.blocks)["f-trade-visitors-1"]
    assert ast.classes_of(span) == ["fact"]
    assert ast.pairs_of(span) == {
        "data-fact": "trade-visitors", "data-part": "statement", "data-occurrence": "1", "lang": "ru",
    }  # fmt: skip
