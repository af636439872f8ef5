"""The lines of facts' fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.check.lines import FieldLines
from briefwright.diagnostics import Location

TEXT = """\
facts:
- id: one
  statement: |
    quote: these are words of the statement,
    locator: and so are these.
  marking: TLP:RED
  evidence:
  - source: a
    quote:
      exact: words
      prefix: quote
    "locator": p. 3
  - locator: p. 4
    # quote: not this

    source: b
  - {source: c, locator: p. 5,
     quote: words}
  -
    source: d
    quote: words
- id: two
  marking: TLP:AMBER
"""


@pytest.mark.parametrize(
    ("begins", "field", "line"),
    [
        (2, "marking", 6),
        (2, "quote", 2),  # it has none of its own
        (8, "quote", 9),
        (8, "locator", 12),
        (13, "locator", 13),
        (13, "quote", 13),
        (17, "quote", 17),  # a flow mapping is told at its beginning
        (20, "quote", 21),
        (22, "marking", 23),
        (99, "marking", 99),
    ],
)
def test_a_field_of_the_mapping_that_begins_at_a_line(tmp_path: Path, begins: int, field: str, line: int) -> None:
    (tmp_path / "f.yaml").write_text(TEXT, encoding="utf-8")
    found = FieldLines(tmp_path).of(Location("f.yaml", begins), field)
    assert found.line == line
    if line not in (begins, 99):
        assert found.text == TEXT.split("\n")[line - 1]


def test_a_file_that_has_gone(tmp_path: Path) -> None:
    at = Location("f.yaml", 2)
    assert FieldLines(tmp_path).of(at, "quote") == at
