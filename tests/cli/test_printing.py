"""How findings look."""

from __future__ import annotations

import pytest

from briefwright.cli import printing
from briefwright.diagnostics import Code, Finding, Location, Severity, error, warning

CASES = [
    (error(Code.UNKNOWN_FACT, "there is no fact `x`"), "error T008 there is no fact `x`"),
    (
        error(Code.UNKNOWN_FACT, "no [bold] :smile:", Location("briefs/a b.md", 3, 5, "\tsee {{ x }}"), hint="try y"),
        "briefs/a b.md:3:5: error T008 no [bold] :smile:\n     3 |  see {{ x }}\n       |     ^\n       hint: try y",
    ),
    (
        warning(Code.LAYOUT_WARNING, "wide", Location("b.md", 12, 4, "កខគឃ日本 x")),
        "b.md:12:4: warning W005 wide\n    12 | កខគឃ日本 x\n       |    ^",
    ),
    (
        error(Code.YAML_SYNTAX, "after wide ones", Location("b.md", 1, 3, "日本 x")),
        "b.md:1:3: error F001 after wide ones\n     1 | 日本 x\n       |     ^",
    ),
    (
        error(Code.YAML_SYNTAX, "a whole line", Location("b.md", 1, 0, "a\x1b[31mb")),
        "b.md:1: error F001 a whole line\n     1 | a [31mb",
    ),
    (error(Code.YAML_SYNTAX, "an empty line", Location("b.md", 1, 1, "  ")), "b.md:1:1: error F001 an empty line"),
]


@pytest.mark.parametrize(("finding", "expected"), CASES)
def test_a_finding_for_people(finding: Finding, expected: str) -> None:
    assert printing.as_text(finding).plain == expected


def test_of_a_long_line_the_part_around_the_column_is_shown() -> None:
    line = "x" * 300 + "HERE" + "y" * 300
    lines = printing.as_text(error(Code.YAML_SYNTAX, "m", Location("b", 1, 301, line))).plain.splitlines()
    assert len(lines[1]) < 180
    assert lines[1][lines[2].index("^") :].startswith("HERE")


def test_findings_print_as_they_are_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    for finding, _ in CASES:
        printing.print_findings([finding], printing.console())
    printed = capsys.readouterr().out
    assert printed == "".join(f"{expected}\n" for _, expected in CASES)


def test_counts() -> None:
    one = Finding(Code.YAML_SYNTAX, Severity.ERROR, "m")
    two = Finding(Code.YAML_SYNTAX, Severity.WARNING, "m")
    assert printing.count([one, two, two]) == "1 error, 2 warnings"
    assert printing.count([]) == ""
    assert [printing.many(number, "fact") for number in (0, 1, 1200)] == ["0 facts", "1 fact", "1,200 facts"]


def test_rows_have_tabs_between_cells_and_none_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    printing.print_rows(("A", "B"), [("a\tb", "c\nd"), ("", "e")])
    assert capsys.readouterr().out == "a b\tc d\n\te\n"
