"""What stands in braces after Markdown: a few attributes pass, those that act or fetch are errors at their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright import ast
from briefwright.cite.attributes import ATTRIBUTES
from tests.projects import document_of, findings_of

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>A dot</title></svg>'


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ('[x]{onclick="alert(1)"}', "attribute `onclick` is not used"),
        ('[x]{style="background: url(https://evil.example/a.png)"}', "attribute `style` is not used"),
        ("[x]{hidden=hidden}", "attribute `hidden` is not used"),
        ('`x`{onfocus="a"}', "attribute `onfocus` is not used"),
        ('![A dot](dot.svg){srcset="https://evil.example/a.png 2x"}', "attribute `srcset` is not used"),
        ("[x](https://e.org){ping=https://evil.example}", "attribute `ping` is not used"),
        ("# x {onclick=a}", "attribute `onclick` is not used"),
        ("::: {.box onclick=a}\nx\n\ny\n:::", "attribute `onclick` is not used"),
        ("``` {.python onclick=a}\nx\n```", "attribute `onclick` is not used"),
        ("| a |\n|---|\n| b |\n\n: Words {onclick=a}", "attribute `onclick` is not used"),
        ('::: {.column width="9%;color:red"}\nx\n:::', "attribute `width` cannot be `9%;color:red`"),
        ("[x]{data-insert=99}", "attribute `data-insert` is not used"),
        ("::: {.sources-table data-number=99}\nx\n:::", "attribute `data-number` is not used"),
    ],
)
def test_what_acts_or_fetches_is_refused_at_its_line(tmp_path: Path, text: str, refused: str) -> None:
    found = findings_of(tmp_path, f"Words [@pich2024].\n\n{text}\n", {"briefs/dot.svg": PICTURE})
    assert [finding.code.value for finding in found] == ["B008"]
    assert refused in found[0].message
    place = found[0].location
    assert place is not None
    name = refused.split("`")[1]
    assert f"{name}=" in place.text
    assert "custom-style" in found[0].hint


def test_those_that_may_stand_pass(tmp_path: Path) -> None:
    text = '[x]{lang=ru dir=ltr title="T"} ![A dot](dot.svg){width=50% height=2.5cm} [@pich2024]'
    block = '::: {.box custom-style="My style"}\nx\n:::\n\n``` {startFrom=3}\ny\n```'
    document = document_of(tmp_path, f"{text}\n\n{block}\n", {"briefs/dot.svg": PICTURE})
    assert set(ATTRIBUTES) <= {name for node in ast.walk(document.blocks) for name in ast.pairs_of(node)}
