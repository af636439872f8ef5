"""Each anchor knows the file and line that it comes from."""

from __future__ import annotations

from pathlib import Path

from briefwright.document import Document
from tests.projects import document_of

BRIEF = """---
title: B
template: own
---
{% macro twice(what) %}
Macro words: {{ what }}.

{% endmacro %}
# Heading one

Paragraph one begins
and goes on.

- Item one
- Item two {{ fact("debt-total") }}
    - Nested item

{% for f in facts(topic="debt") %}
- {{ f.statement }}
{% endfor %}

{{ fact("trade-gap") }}

**Bold.**

{{ twice("argument") }}

{% include "part.md" %}

| Cell head | Cell two |
|-----------|----------|
| cell words | {{ value("debt-total") }} |

{{ key_figures("debt-total") }}

```
code
```

After the code.[^n]

[^n]: Note words.

{% block after %}
Block words {% if true %}with more{% endif %}

And again.
{% endblock %}

{# A comment
of two lines #}
{% set kept %}
Kept words.
{% endset %}
{% raw %}
Raw {{ words }} here.
{% endraw %}

{{ kept }}

Last words.
"""

FILES = {
    "templates/own.md": (
        "Template words.\n\n{% block body %}{% endblock %}\n\n{% block after %}{% endblock %}\n\nThe end.\n"
    ),
    "templates/part.md": "Part words.\n\nMore part words.\n",
}

EXPECTED = """
templates/own.md:1 paragraph: Template words.
briefs/b.md:9 heading: Heading one
briefs/b.md:11 paragraph: Paragraph one begins and goes on.
briefs/b.md:14 item: Item one
briefs/b.md:15 item: Item two The debt is put at about US$1.5 billion (Kuch, 2015, para. 2).
briefs/b.md:15 fact: The debt is put at about US$1.5 billion (Kuch, 2015, para. 2).
briefs/b.md:16 item: Nested item
briefs/b.md:19 item: The debt is put at about US$1.5 billion.
briefs/b.md:19 fact: The debt is put at about US$1.5 billion.
briefs/b.md:19 item: It goes back to the 1980s.
briefs/b.md:19 fact: It goes back to the 1980s.
briefs/b.md:19 item: Talks are to begin.
briefs/b.md:19 fact: Talks are to begin.
briefs/b.md:22 paragraph: Nothing is known of services (Ministry of Trade, 2020, Chapter 2).
briefs/b.md:22 fact: Nothing is known of services (Ministry of Trade, 2020, Chapter 2).
briefs/b.md:24 paragraph: Bold.
briefs/b.md:6 paragraph: Macro words: argument.
templates/part.md:1 paragraph: Part words.
templates/part.md:3 paragraph: More part words.
briefs/b.md:30 cell: Cell head
briefs/b.md:30 cell: Cell two
briefs/b.md:32 cell: cell words
briefs/b.md:32 cell: about US$1.5 billion
briefs/b.md:32 fact: about US$1.5 billion
briefs/b.md:34 cell: Item
briefs/b.md:34 cell: Figure
briefs/b.md:34 cell: Date
briefs/b.md:34 cell: Source
briefs/b.md:34 cell: Debt
briefs/b.md:34 fact: Debt
briefs/b.md:34 cell: about US$1.5 billion
briefs/b.md:34 fact: about US$1.5 billion
briefs/b.md:34 cell: November 2015
briefs/b.md:34 fact: November 2015
briefs/b.md:34 cell: (Kuch, 2015, para. 2)
briefs/b.md:40 paragraph: After the code.
briefs/b.md:42 paragraph: Note words.
briefs/b.md:56 paragraph: Raw {{ words }} here.
briefs/b.md:53 paragraph: Kept words.
briefs/b.md:61 paragraph: Last words.
briefs/b.md:45 paragraph: Block words with more
briefs/b.md:47 paragraph: And again.
templates/own.md:7 paragraph: The end.
briefs/b.md heading: References
"""


def shown(document: Document) -> str:
    lines = [f"{anchor.origin} {anchor.kind.value}: {anchor.text}" for anchor in document.anchors]
    return "\n" + "".join(f"{line}\n" for line in lines)


def test_anchors_come_from_their_lines(tmp_path: Path) -> None:
    assert shown(document_of(tmp_path, BRIEF, FILES)) == EXPECTED


def test_places_show_their_line(tmp_path: Path) -> None:
    document = document_of(tmp_path, BRIEF, FILES)
    texts = {str(anchor.origin): anchor.origin.text for anchor in document.anchors}
    assert texts["briefs/b.md:61"] == "Last words."
    assert texts["templates/own.md:7"] == "The end."
    assert document.origins == {anchor.id: anchor.origin for anchor in document.anchors}
