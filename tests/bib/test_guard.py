"""What would be lost is told before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.bib.guard import Meant, losses
from briefwright.bib.text import BibText

BEFORE = """\
% about a
@string{j = "Journal"}
@book{a,
  title = {A {B}},
  year = 1999,
}
% about b
@book{b, title = {B}, journal = j # { of B}}
@book{broken, title = {x
"""


def told(after: str, meant: Meant | None = None, before: str = BEFORE) -> list[str]:
    files = (BibText(Path("x.bib"), "x.bib", text.encode()) for text in (before, after))
    return [finding.message for finding in losses(*files, meant or Meant())]


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("  year = 1999,\n", "", "the field `year` of `a` would be lost"),
        ("{A {B}}", "{A B}", "the field `title` of `a` would come out otherwise"),
        ("{A {B}}", "{}", "the field `title` of `a` would come out otherwise"),
        ("j # { of B}", "{j of B}", "the field `journal` of `b` would come out otherwise"),
        ("% about b\n", "", "the line `% about b` between entries would be lost"),
        ('@string{j = "Journal"}\n', "", 'the line `@string{j = "Journal"}` between entries would be lost'),
        ("@book{b,", "@book{c,", "the entry `b` would be lost"),
        ("{x\n", "{y\n", "the field `(the whole entry)` of `broken` would come out otherwise"),
    ],
)
def test_a_loss_is_named(old: str, new: str, lost: str) -> None:
    assert old in BEFORE
    assert lost in told(BEFORE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("  year = 1999,\n", "  year = {1999}\n", Meant()),
        ("{A {B}}", '"A   {B}"', Meant()),
        ("@book{b, ", "@Book(b,\n", Meant(renamed={"x": "y"})),
        ("@book{b,", "@book{c,", Meant(renamed={"b": "c"})),
        ("{A {B}}", "{A C}", Meant(rewritten=frozenset({("a", "title")}))),
        ("  year = 1999,\n", "  date = 1999,\n", Meant(moved={("a", "year"): "date"})),
        ("  year = 1999,\n", "", Meant(gone=frozenset({("a", "year")}))),
        ("% about b\n", "% about b\n@misc{new}\n", Meant(added=frozenset({"new"}))),
    ],
)
def test_what_is_meant_is_no_loss(old: str, new: str, meant: Meant) -> None:
    after = BEFORE.replace(old, new)
    after = after.replace("of B}}", "of B})") if "@Book(" in new else after
    assert old in BEFORE
    assert told(after, meant) == []


def test_merging_keeps_every_field_or_says_which_is_lost() -> None:
    before = "@book{a, title = {A}}\n@book{b, title = {A}, note = {N}}\n"
    meant = Meant(merged={"b": "a"})
    assert told("@book{a, title = {A}, note = {N}}\n", meant, before) == []
    assert told("@book{a, title = {A}}\n", meant, before) == ["the field `note` of `b` would be lost"]
