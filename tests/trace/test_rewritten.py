"""The places that an author rewrote: not those that facts, templates and tables made."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.compose.words import load_words
from briefwright.resources import package_templates
from briefwright.trace.editions import compare
from briefwright.trace.rewritten import rewritten
from tests.trace.editions import FILES, edition

BRIEF = "briefs/b.md"
ITEM = '- {{ fact("debt-small") }}\n'
FIRST = '{{ fact("debt-total") }} All agree on that [@pich2024, p. 11].\n'
SOURCES = "\n{{ sources() }}\n"
BOX = """
::: {.what-changed}
**What changed since June 1, 2024**

- New: {{ fact("debt-total") }}
- No longer stated: It was old.
:::
"""


def places(tmp_path: Path, old: str, new: str, lang: str = "en") -> tuple[str, ...]:
    before, after = (edition(tmp_path / name, {BRIEF: text}) for name, text in (("old", old), ("new", new)))
    return rewritten(compare(before, after), load_words(lang, (package_templates(),)).value)


def brief(*changes: tuple[str, str], end: str = "") -> str:
    text = FILES[BRIEF]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text + end


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (brief(), ()),
        (brief(("All agree", "Many agree")), (7,)),
        (brief((ITEM, f"{ITEM}- Words of my own.\n")), (10,)),
        (brief(("# What is owed", "# What was owed")), (5,)),
        # a fact taken in or out, alone or within a paragraph that stays as it is: the box tells it
        (brief((ITEM, f'{ITEM}- {{{{ fact("debt-old") }}}}\n')), ()),
        (brief((" All agree", ' {{ fact("debt-old") }} All agree')), ()),
        (brief((ITEM, "")), ()),
        # ... and with words or a citation besides, which it does not
        (brief((ITEM, f'{ITEM}- {{{{ fact("debt-old") }}}} So they say.\n')), (10,)),
        (brief((ITEM, f'{ITEM}- {{{{ fact("debt-old") }}}} [@ivanov2019]\n')), (10,)),
        # a fact that the brief had already, in another place
        (brief((" All agree", ' {{ fact("debt-small") }} All agree')), (7,)),
        (brief(("p. 11]", "p. 11; @ivanov2019]")), (7,)),
        # what is generated, and the box of the edition before
        (brief(end=SOURCES), ()),
        (brief(end=BOX), ()),
        (brief(end=f"{BOX}\nMy own words.\n"), (20,)),
    ],
)
def test_places(tmp_path: Path, new: str, lines: tuple[int, ...]) -> None:
    assert places(tmp_path, brief(), new) == tuple(f"{BRIEF}:{line}" for line in lines)


def test_a_summary_that_counts_anew(tmp_path: Path) -> None:
    more = brief((ITEM, f'{ITEM}- {{{{ fact("debt-old") }}}}\n'), end=SOURCES)
    assert places(tmp_path, brief(end=SOURCES), more) == ()


@pytest.mark.parametrize(("lang", "title"), [("fr", "Ce qui a changé depuis le 1 juin"), ("ru", "Что изменилось")])
def test_in_other_languages(tmp_path: Path, lang: str, title: str) -> None:
    before = brief(("date:", f"lang: {lang}\ndate:"))
    boxed = BOX.replace("What changed since June 1, 2024", title)
    assert places(tmp_path, before, f"{before}{boxed}{SOURCES}", lang) == ()


def test_what_a_template_prints(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    old = edition(folder, {BRIEF: brief()})
    moved = [
        anchor.model_copy(update={"path": "templates/own.md", "text": "New.", "words": None})
        if anchor.text.startswith("What is owed")
        else anchor
        for anchor in old.anchors
    ]
    new = old.model_copy(update={"anchors": moved})
    assert compare(old, new).paragraphs
    assert rewritten(compare(old, new), load_words("en", (package_templates(),)).value) == ()
