"""Statements of a brief: sentences and rows in reading order, and what each rests on."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.trace.statements import Statement, statements_of
from tests.projects import document_of


def statements(tmp_path: Path, body: str, front: str = "") -> tuple[Statement, ...]:
    """Those of a body, without the last: a brief must cite something."""
    *found, last = statements_of(document_of(tmp_path, f"---\ntitle: B\n{front}---\n{body}\n\nEnd [@ivanov2019].\n"))
    assert last.text == "End."
    return tuple(found)


def told(found: tuple[Statement, ...]) -> list[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]]:
    return [(one.text.replace("\u00a0", " "), one.facts, one.cites) for one in found]


TOTAL = "The debt is put at about US$1.5 billion."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{{ fact("debt-total") }}', [(TOTAL, ("debt-total",), ())]),
        (
            '{{ fact("debt-total") }} All agree. It is so [@pich2024, p. 434].',
            [
                (TOTAL, ("debt-total",), ()),
                ("All agree.", (), ()),
                ("It is so.", (), (("pich2024", "p. 434"),)),
            ],
        ),
        (
            'One says {{ fact("debt-total", clause=true) }}, and another {{ fact("debt-origin", clause=true) }}.',
            [
                (
                    "One says the debt is put at about US$1.5 billion, and another It goes back to the 1980s.",
                    ("debt-total", "debt-origin"),
                    (),
                )
            ],
        ),
        (
            'First {{ fact("debt-total", clause=true) }}. Then {{ fact("debt-origin", clause=true) }}. So there.',
            [
                ("First the debt is put at about US$1.5 billion.", ("debt-total",), ()),
                ("Then It goes back to the 1980s.", ("debt-origin",), ()),
                ("So there.", (), ()),
            ],
        ),
        (
            "They said: “It is. It was.” [@pich2024] Mr. Sok of the U.S. agrees [@kuch2015, para. 2].",
            [
                ("They said: “It is. It was.”", (), (("pich2024", ""),)),
                ("Mr. Sok of the U.S. agrees.", (), (("kuch2015", "para. 2"),)),
            ],
        ),
        (
            '**Debt.** {{ fact("debt-total") }}',
            [(f"Debt. {TOTAL}", ("debt-total",), ())],
        ),
        ("**Debt is all.**", [("Debt is all.", (), ())]),
        ("It is [так]{lang=ru} said. And [да]{lang=ru}.", [("It is так said.", (), ()), ("And да.", (), ())]),
        ("So.[^n]\n\n[^n]: See @pich2024.", [("So.", (), (("pich2024", ""),))]),
        ("# A heading\n\nText.", [("Text.", (), ())]),
        ("[@pich2024]", []),
    ],
)
def test_statements(tmp_path: Path, body: str, expected: list[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> None:
    assert told(statements(tmp_path, body)) == expected


def test_a_row_is_a_statement_and_the_head_of_a_table_is_none(tmp_path: Path) -> None:
    found = statements(tmp_path, '{{ key_figures("debt-total", "trade-share", caption="Figures") }}')
    assert [(one.kind, one.facts, one.cites) for one in found] == [
        ("row", ("debt-total",), ()),
        ("row", ("trade-share",), ()),
    ]
    assert found[0].text.replace("\u00a0", " ").startswith("Debt · about US$1.5 billion · ")


def test_a_table_of_the_authors_own(tmp_path: Path) -> None:
    body = "| Item | Source |\n|---|---|\n| A | [@pich2024, p. 3] |\n| B | |\n\n: What is [@kuch2015]\n"
    found = statements(tmp_path, body)
    assert told(found) == [
        ("What is", (), (("kuch2015", ""),)),
        ("A", (), (("pich2024", "p. 3"),)),
        ("B", (), ()),
    ]
    assert [one.support for one in found] == ["citations", "citations", "nothing"]


def test_places_headings_and_kinds(tmp_path: Path) -> None:
    found = statements(tmp_path, "# Above\n\nOne. Two.\n\n## Below\n\n- Three\n\n> Four.\n")
    assert [(one.text, one.location.line, one.heading, one.kind) for one in found] == [
        ("One.", 6, "Above", "paragraph"),
        ("Two.", 6, "Above", "paragraph"),
        ("Three", 10, "Below", "item"),
        ("Four.", 12, "Below", "paragraph"),
    ]


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-notes-bibliography"])
def test_styles_do_not_matter(tmp_path: Path, style: str) -> None:
    body = '{{ fact("debt-origin") }} So it is [@pich2024, p. 2; @kuch2015]. No more.'
    found = statements(tmp_path, body, f"csl: {style}\n")
    assert told(found) == [
        ("It goes back to the 1980s.", ("debt-origin",), ()),
        ("So it is.", (), (("pich2024", "p. 2"), ("kuch2015", ""))),
        ("No more.", (), ()),
    ]


def test_the_source_annex_states_nothing(tmp_path: Path) -> None:
    body = '{{ fact("debt-total") }}\n\n# Sources\n\nOur own word on them.\n\n{{ sources(summary=true, matrix=true) }}'
    assert [one.text.replace("\u00a0", " ") for one in statements(tmp_path, body)] == [TOTAL, "Our own word on them."]


def test_what_it_rests_on(tmp_path: Path) -> None:
    body = '{{ fact("debt-total") }} One. Two [@pich2024]. As {{ fact("debt-origin", clause=true) }} shows [@kuch2015].'
    found = statements(tmp_path, body)
    assert [one.support for one in found] == ["facts", "nothing", "citations", "facts and citations"]


def test_other_languages_are_told_by_the_paragraph_where_sentences_cannot_be(tmp_path: Path) -> None:
    found = statements(tmp_path, 'Это так. И это [@pich2024].\n\n{{ fact("trade-visitors") }}', "lang: ru\n")
    assert [(one.text.replace("\u00a0", " ").rstrip("."), one.support) for one in found] == [
        ("Это так. И это", "citations"),
        ("Посмотреть «то» приехали около 55 000", "facts"),
    ]
