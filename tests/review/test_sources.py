"""The blocks of a brief's Markdown: where the inline text of each stands."""

from __future__ import annotations

import pytest

from briefwright.review.sources import SourceKind, block_at, next_after, source_blocks

BRIEF = """\
---
title: Ferries
---
{% block key_points %}
# Key points #

- **Old.** {{ fact("a") }}
  It goes on.
- New[^n]

{{ key_figures("a", "b") }}
{% endblock %}

::: box
> Quoted words
> in two lines.
:::

```
- no item
```

| Harbour | Ferries |
|---------|--------:|
| Vik `a|b` | {{ value("x|y") }} |

Table: What there is

[^n]: The *note*.
"""


def told(text: str) -> list[tuple[str, str, str]]:
    """Each block's kind, what stands before its text, and its text."""
    return [(one.kind.value, one.prefix, text[one.start : one.end]) for one in source_blocks(text)]


def test_every_block_of_a_brief() -> None:
    assert told(BRIEF) == [
        ("heading", "# ", "Key points"),
        ("item", "- ", '**Old.** {{ fact("a") }}\n  It goes on.'),
        ("item", "- ", "New[^n]"),
        ("call", "", '{{ key_figures("a", "b") }}'),
        ("paragraph", "> ", "Quoted words\n> in two lines."),
        ("cell", "", "Harbour"),
        ("cell", "", "Ferries"),
        ("cell", "", "Vik `a|b`"),
        ("cell", "", '{{ value("x|y") }}'),
        ("paragraph", "Table: ", "What there is"),
        ("note", "[^n]: ", "The *note*."),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("---\ntitle: Never closed\n", []),
        ("Words.\n", [("paragraph", "", "Words.")]),
        ("Words\r".replace("\r", ""), [("paragraph", "", "Words")]),
        ("1. one\n2. two", [("item", "1. ", "one"), ("item", "2. ", "two")]),
        ("- outer\n    - inner", [("item", "- ", "outer"), ("item", "    - ", "inner")]),
        ("## Two {#two}", [("heading", "## ", "Two")]),
        ("a | b is no table", [("paragraph", "", "a | b is no table")]),
        ("a | b\n--|--\n1 | 2", [("cell", "", one) for one in "ab12"]),
        ("{# a remark #}\nWords", [("paragraph", "", "Words")]),
        ("{{ fact('a') }} {{ fact('b') }}", [("paragraph", "", "{{ fact('a') }} {{ fact('b') }}")]),
        ("~~~\n# no heading\n~~~\nWords", [("paragraph", "", "Words")]),
        ("1850 was a year", [("paragraph", "", "1850 was a year")]),
    ],
)
def test_shapes(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert told(text) == wanted


def test_a_block_is_found_by_its_line_and_a_cell_by_its_column() -> None:
    blocks = source_blocks(BRIEF)
    item = block_at(blocks, 8)
    assert item is not None
    assert (item.kind, item.line, item.last_line) == (SourceKind.ITEM, 7, 8)
    ferries = block_at(blocks, 23, 1)
    assert ferries is not None
    assert BRIEF[ferries.start : ferries.end] == "Ferries"
    assert block_at(blocks, 23, 7) is None
    assert block_at(blocks, 20) is None, "within code"


def test_a_heading_knows_its_level_and_a_note_its_label() -> None:
    blocks = source_blocks("### Three\n\n[^why]: Because.")
    assert [(one.level, one.label) for one in blocks] == [(3, ""), (0, "why")]


def test_the_block_after_an_offset() -> None:
    text = "One.\n\nTwo.\n"
    one, two = source_blocks(text)
    assert [next_after((one, two), offset) for offset in (0, 1, 6, 7)] == [one, two, two, None]
