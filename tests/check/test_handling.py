"""Rules on handling labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.check.handling import LABELS, RULES, level_of
from tests.check.test_prose import context_of, found_by
from tests.projects import FACTS, make_project


def found(folder: Path, brief: str, facts: str = FACTS) -> list[tuple[str, str, str]]:
    project = make_project(folder, brief, {"facts/debt.yaml": facts})
    return [(one.code.value, str(one.location), one.hint) for one in found_by(RULES, context_of(project))]


def marked(marking: str) -> str:
    line = f'marking: "{marking}"' if marking else "number: 1"
    return f'---\ntitle: B\nlang: en\n{line}\n---\n{{{{ fact("debt-total") }}}}\n'


def fact_marked(marking: str) -> str:
    line = f'    marking: "{marking}"\n' if marking else ""
    return FACTS.replace("  - id: debt-total\n", f"  - id: debt-total\n{line}")


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("TLP:WHITE", "TLP:CLEAR"),
        ("TLP RED", "TLP:RED"),
        ("TLP: RED", "TLP:RED"),
        ("tlp:amber", "TLP:AMBER"),
        ("TLP:Green", "TLP:GREEN"),
        ("TLP-GREEN", "TLP:GREEN"),
        ("TLP:AMBER STRICT", "TLP:AMBER+STRICT"),
        ("TLP:AMBER-STRICT", "TLP:AMBER+STRICT"),
        ("TLP:AMBER + STRICT", "TLP:AMBER+STRICT"),
        ("Amber+Strict", "TLP:AMBER+STRICT"),
        ("TLP:AMBER+strict", "TLP:AMBER+STRICT"),
        ("T.L.P. red", "TLP:RED"),
        ("TLP:YELLOW", ", ".join(LABELS)),
        ("TLP", ", ".join(LABELS)),
    ],
)
def test_wrong_forms_with_the_right_one(tmp_path: Path, written: str, right: str) -> None:
    ((code, place, hint),) = found(tmp_path, marked(written))
    assert (code, place) == ("H101", "briefs/b.md:4")
    assert right in hint


@pytest.mark.parametrize(
    "label",
    [*LABELS, "OFFICIAL-SENSITIVE", "UNCLASSIFIED", "RED", "TLP:AMBER until 1 May", "OFFICIAL // TLP:GREEN", "Tulip"],
)
def test_right_forms_and_other_schemes(tmp_path: Path, label: str) -> None:
    assert found(tmp_path, marked(label)) == []


def test_a_facts_marking(tmp_path: Path) -> None:
    ((code, place, _),) = found(tmp_path, marked("TLP:RED"), fact_marked("TLP:white"))
    assert (code, place) == ("H101", "facts/debt.yaml:5")  # the line of `marking:`


@pytest.mark.parametrize(
    ("brief", "fact", "above"),
    [
        ("TLP:GREEN", "TLP:AMBER", True),
        ("TLP:AMBER", "TLP:AMBER+STRICT", True),
        ("TLP:AMBER+STRICT", "TLP:RED", True),
        ("TLP:CLEAR", "TLP:GREEN", True),
        ("", "TLP:RED", True),
        ("", "TLP:CLEAR", False),
        ("TLP:RED", "TLP:AMBER", False),
        ("TLP:AMBER", "TLP:AMBER", False),
        ("OFFICIAL", "TLP:RED", False),
        ("TLP:CLEAR", "OFFICIAL-SENSITIVE", False),
        ("TLP:RED", "", False),
    ],
)
def test_a_fact_above_its_brief(tmp_path: Path, brief: str, fact: str, above: bool) -> None:
    codes = [(code, place) for code, place, _ in found(tmp_path, marked(brief), fact_marked(fact))]
    assert codes == ([("H102", "briefs/b.md:6")] if above else [])


def test_a_fact_that_no_brief_prints(tmp_path: Path) -> None:
    brief = marked("TLP:CLEAR").replace("debt-total", "debt-origin")
    assert found(tmp_path, brief, fact_marked("TLP:RED")) == []


def test_a_value_alone_is_printed_too(tmp_path: Path) -> None:
    brief = marked("TLP:CLEAR").replace("fact(", "value(")
    assert [code for code, _, _ in found(tmp_path, brief, fact_marked("TLP:RED"))] == ["H102"]


def test_levels() -> None:
    assert [level_of(label) for label in LABELS] == [0, 1, 2, 3, 4]
    assert level_of("tlp white") == 0
    assert level_of("OFFICIAL") is None


def test_a_brief_s_label_can_be_mended_and_an_unknown_one_not(tmp_path: Path) -> None:
    def mended(marking: str) -> str | None:
        project = make_project(tmp_path / marking.replace(" ", "_").replace(":", "_"), marked(marking))
        (one,) = found_by(RULES, context_of(project))
        return one.fix.after if one.fix else None

    assert mended("tlp:white") == "TLP:CLEAR"
    assert mended("TLP AMBER STRICT until May") == "TLP:AMBER+STRICT until May"
    assert mended("Amber + Strict") == "TLP:AMBER+STRICT"
    assert mended("TLP:YELLOW") is None
