"""Two states of a fact or a reference: each change told once, in its field, and nothing that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.trace.changes import UNTOLD, Change, fact_changes, reference_changes, word_diff
from briefwright.trace.manifests import FactEntry, ReferenceEntry
from tests.trace.editions import edited, edition

FACTS = "facts/debt.yaml"
BIB = "bibliography.bib"


def fact_of(folder: Path, *pairs: tuple[str, str]) -> FactEntry:
    return edition(folder, edited(FACTS, *pairs)).facts[0]


def told(tmp_path: Path, *pairs: tuple[str, str]) -> list[tuple[str, str, str]]:
    before, after = fact_of(tmp_path / "a"), fact_of(tmp_path / "b", *pairs)
    return [(change.field, change.before.replace("\u00a0", " "), change.after.replace("\u00a0", " "))
            for change in fact_changes(before, after)]  # fmt: skip


QUOTE = "        quote: a debt of $1.5 billion\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("stood at", "was", [("statement", "The _debt_ stood at {{ value }}.", "The _debt_ was {{ value }}.")]),
        ("1500000000", "1600000000", [("value", "US$1.5 billion", "US$1.6 billion")]),
        ("1500000000", "1500000001", [("value.amount", "1500000000", "1500000001")]),
        ("as_of: 2015-11\n", "as_of: 2015-12\n", [("as_of", "2015-11", "2015-12")]),
        ("    as_of: 2015-11\n", "", [("as_of", "2015-11", "")]),
        ("    tags:", "    status: withdrawn\n    tags:", [("status", "checked", "withdrawn")]),
        ("    tags:", "    status: checked\n    tags:", []),
        ("    tags:", "    kind: fact\n    tags:", []),
        ("    tags:", "    kind: reported\n    tags:", [("kind", "fact", "reported")]),
        ("[figure]", "[figure, old]", [("tags", "figure", "figure; old")]),
        ("Ask again.", "Asked.", [("note", "an earlier text", "another")]),
        ("para. 2", "para. 3", [("evidence.kuch2015.locator", "para. 2", "para. 3")]),
        (QUOTE, QUOTE + "        relation: supports\n", []),
        (QUOTE, QUOTE + "        relation: partly\n", [("evidence.kuch2015.relation", "supports", "partly")]),
        (QUOTE, "", [("evidence.kuch2015.quote", "a debt of $1.5 billion", "")]),
        (
            QUOTE,
            f"{QUOTE}      - source: pich2024\n        locator: p. 11\n",
            [("evidence", "", "pich2024, p. 11 (supports)")],
        ),
        (
            QUOTE,
            f"{QUOTE}      - source: kuch2015\n        locator: para. 9\n        quote: {{exact: So}}\n",
            [("evidence", "", "kuch2015, para. 9, “So” (supports)")],
        ),
        (
            "source: kuch2015\n",
            "source: pich2024\n",
            [
                ("evidence", "kuch2015, para. 2, “a debt of $1.5 billion” (supports)", ""),
                ("evidence", "", "pich2024, para. 2, “a debt of $1.5 billion” (supports)"),
            ],
        ),
        (
            "    label: Debt\n",
            "    label: {en: Debt, fr: Dette}\n",
            [("label", "Debt", ""), ("label.en", "", "Debt"), ("label.fr", "", "Dette")],
        ),
    ],
)  # fmt: skip
def test_a_change_of_a_fact(tmp_path: Path, old: str, new: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(tmp_path, (old, new)) == expected


def test_a_comment_and_another_order_of_fields_are_no_change(tmp_path: Path) -> None:
    assert (
        told(
            tmp_path, ("    tags: [figure]\n", ""), ("    label: Debt\n", "    tags: [figure]  # c\n    label: Debt\n")
        )
        == []
    )


def test_fields_that_no_output_shows() -> None:
    assert [Change(name, "a", "b").seen for name in ("note", "tags", "review_by")] == [False] * 3
    assert Change("evidence.note.locator", "a", "b").seen


def test_an_older_manifest_tells_what_it_can() -> None:
    before = FactEntry(id="a", sha256="1", status="checked", as_of="2015")
    after = FactEntry(id="a", sha256="2", status="disputed", as_of="2015", fields={"statement": "So."})
    assert fact_changes(before, after) == (Change("status", "checked", "disputed"), UNTOLD)
    assert fact_changes(before, before) == ()


def cited(folder: Path, *pairs: tuple[str, str]) -> ReferenceEntry:
    return next(one for one in edition(folder, edited(BIB, *pairs)).references if one.key == "kuch2015")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{Dams}", "{Great Dams}", [Change("title", "Dams", "Great Dams")]),
        ("{Dams}", "{{Dams}}", [Change("title", "Dams", "{Dams}")]),
        ("{Dams}", '"Dams"', []),
        ("@online{kuch2015, ", "@online{kuch2015,\n  ", []),
        ("@online", "@misc", [Change("type", "online", "misc")]),
        ("title = {Dams}", "title = {Dams}, abstract = {On dams}, file = {C:/dams.pdf}, keywords = {dam}", []),
        ("title = {Dams}", "title = {Dams}, url = {https://example.org}", [Change("url", "", "https://example.org")]),
    ],
)
def test_a_change_of_a_reference(tmp_path: Path, old: str, new: str, expected: list[Change]) -> None:
    assert list(reference_changes(cited(tmp_path / "a"), cited(tmp_path / "b", (old, new)))) == expected


def test_a_change_of_a_parent(tmp_path: Path) -> None:
    def with_parent(folder: str, publisher: str) -> ReferenceEntry:
        parent = f"\n@xdata{{common, publisher = {{{publisher}}}}}\n@online{{kuch"
        return cited(
            tmp_path / folder, ("title = {Dams}", "title = {Dams}, xdata = {common}"), ("@online{kuch", parent)
        )

    changes = reference_changes(with_parent("a", "P"), with_parent("b", "Q"))
    assert list(changes) == [Change("common.publisher", "P", "Q")]


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_a_comparison_of_words_gives_both_texts_back(old: list[str], new: list[str]) -> None:
    pieces = word_diff(" ".join(old), " ".join(new))
    assert " ".join(piece.text for piece in pieces if piece.how != "in").split() == old
    assert " ".join(piece.text for piece in pieces if piece.how != "out").split() == new


def test_very_long_texts_are_told_as_wholes() -> None:
    assert [piece.how for piece in word_diff("a " * 3000, "b " * 3000)] == ["out", "in"]
