"""Fields of a brief's front matter exchanged in place."""

from __future__ import annotations

import difflib

import pytest

from briefwright.compose.words import load_words
from briefwright.load.briefs import read_brief
from briefwright.load.files import TextFile
from briefwright.resources import package_templates
from briefwright.review.front_matter import field_stretch
from briefwright.review.inline_write import CannotWriteError

WORDS = load_words("en", [package_templates()]).value
TEXT = """\
---
# yaml-language-server: $schema=x
title: Cambodia, Russia and ASEAN   # short
subtitle: "Where relations stand: mid-2024"
date: 2024-07-01
number: 'Brief 2024/1'
institution: &house The House
extra: {by: *house}
summary: >-
  Cambodia and Russia meet mostly around ASEAN and have signed much
  since 2014.
---

Text with title: in it.
"""


TITLE = "title: Cambodia, Russia and ASEAN   # short"
SUBTITLE = 'subtitle: "Where relations stand: mid-2024"'


def lines(name: str, new: str) -> list[str]:
    brief = read_brief(TextFile.of("briefs/a.md", TEXT), "a").value
    assert brief is not None
    stretch = field_stretch(brief, name, new, lang="en-GB", words=WORDS)
    if stretch is None:
        return []
    after = TEXT[: stretch.start] + stretch.text + TEXT[stretch.end :]
    return [line for line in difflib.ndiff(TEXT.split("\n"), after.split("\n")) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("name", "new", "expected"),
    [
        ("title", "Cambodia and Russia", [f"- {TITLE}", "+ title: Cambodia and Russia   # short"]),
        ("title", "Cambodia: Russia", [f"- {TITLE}", '+ title: "Cambodia: Russia"   # short']),
        ("subtitle", "Where they stand", [f"- {SUBTITLE}", '+ subtitle: "Where they stand"']),
        ("number", "Brief 2024/2’s", ["- number: 'Brief 2024/1'", "+ number: 'Brief 2024/2’s'"]),
        ("date", "2 August 2024", ["- date: 2024-07-01", "+ date: 2024-08-02"]),
        (
            "summary",
            "Cambodia and Russia meet mostly around ASEAN and have signed little since 2014.",
            [
                "-   Cambodia and Russia meet mostly around ASEAN and have signed much",
                "+   Cambodia and Russia meet mostly around ASEAN and have signed little",
            ],
        ),
        ("title", "Cambodia,  Russia and ASEAN", []),
    ],
)  # fmt: skip
def test_a_field_keeps_its_style(name: str, new: str, expected: list[str]) -> None:
    assert lines(name, new) == expected


@pytest.mark.parametrize(
    ("name", "new", "why"),
    [
        ("date", "next week", "cannot be read as a date"),
        ("marking", "TLP:RED", "has no text `marking`"),
        ("extra", "x", "has no text `extra`"),
        ("institution", "Another", "would change something else too"),
    ],
)
def test_what_cannot_be_exchanged_alone_is_told(name: str, new: str, why: str) -> None:
    with pytest.raises(CannotWriteError, match=why):
        lines(name, new)
