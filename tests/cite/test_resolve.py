"""Inserts come to stand in every part of the tree, and nothing of their marks is left."""

from __future__ import annotations

from pathlib import Path

from briefwright import ast
from briefwright.compose import marks
from tests.projects import document_of, draft_of, text_of

EVERYWHERE = """# Heading {{ value("debt-total") }}

Paragraph {{ fact("debt-total") }} *emphasis {{ value("debt-total") }}* **{{ fact("trade-gap") }}**
~~{{ term("notes") }}~~

> Quote {{ value("debt-total") }}

1. Item {{ value("debt-total") }}
    - Nested {{ fact("debt-total") }}

Term {{ value("debt-total") }}
:   Definition {{ value("debt-total") }}

| Line {{ value("debt-total") }}
| block

| Head {{ value("debt-total") }} | b |
|------|---|
| {{ fact("debt-total") }} | {{ cite("pich2024") }} |

: Caption {{ value("debt-total") }}

::: {.box title="{{ value("debt-total") }}"}
In a box {{ value("debt-total") }}
:::

`code {{ value("debt-total") }}` [link {{ value("debt-total") }}](https://example.org "{{ value("debt-total") }}")

```
block {{ value("debt-total") }}
```

"Quoted {{ value("debt-total") }}" [@pich2024, p. 3, {{ value("debt-total") }}] ^[Note {{ fact("debt-total") }}]

[Span {{ value("debt-total") }}]{.smallcaps}
"""


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return [text for item in items for text in strings(item)]


def test_inserts_stand_everywhere(tmp_path: Path) -> None:
    document = document_of(tmp_path, EVERYWHERE)
    texts = strings(list(document.blocks))
    assert not any(marks.RESERVED.search(text) for text in texts)
    words = " ".join(texts).replace("\xa0", " ")
    assert text_of(document).replace("\xa0", " ").lower().count("us$1.5 billion") == 20
    assert "2024, p. 3, about US$1.5 billion)" in text_of(document).replace("\xa0", " ")
    assert words.count("about US$1.5 billion") >= 4  # in code, titles and attributes, as text


def test_values_in_code_are_text(tmp_path: Path) -> None:
    document = document_of(tmp_path, EVERYWHERE)
    code = [node["c"][1] for node in ast.walk(document.blocks) if node["t"] in ("Code", "CodeBlock")]
    assert [text.replace("\xa0", " ") for text in code] == [
        "code about US$1.5 billion", "block about US$1.5 billion",
    ]  # fmt: skip


def test_a_box_that_is_left_empty_is_left_out(tmp_path: Path) -> None:
    document = document_of(tmp_path, "::: {.summary}\n\n:::\n\n::: {.kept #id}\n\n:::\n\nWords [@pich2024].")
    assert next(ast.classes_of(block) for block in document.blocks if block["t"] == "Div") == ["kept"]


def test_a_table_of_no_facts_is_left_out(tmp_path: Path) -> None:
    document = document_of(tmp_path, "{{ table([]) }}\n\nWords [@pich2024].")
    assert not [block for block in document.blocks if block["t"] == "Table"]


def test_quotation_marks_of_the_brief_s_language(tmp_path: Path) -> None:
    for lang, quoted in (
        ("en-GB", "‘a “b” c’"),
        ("en-US", "“a ‘b’ c”"),
        ("ru", "«a „b“ c»"),
        ("fr", "«\xa0a “b” c\xa0»"),
    ):
        document = document_of(tmp_path / lang, f"---\ntitle: B\nlang: {lang}\n---\n\"a 'b' c\" [@pich2024]")
        assert document.anchors[0].text.replace(" ", " ").startswith(quoted.replace("\xa0", " "))


def test_a_draft_tells_what_is_in_it(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, '{{ fact("debt-origin") }} {{ table(["debt-total"]) }} {{ fact("debt-origin") }}')
    assert [fact.id for fact in draft.facts] == ["debt-origin", "debt-total"]
    assert [item.key for item in draft.citation_items] == ["pich2024", "kuch2015", "kuch2015", "pich2024", "kuch2015"]
    assert {path.name for path in draft.templates} == {"base.md"}
