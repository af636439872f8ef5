"""Rules of sources against each other: each page's example, what else is found, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.check.sources import RULES
from briefwright.diagnostics import Code
from tests.check.examples import asked, of_page, project_of, subjects

ENTRIES = """
@article{east2018, author = {East, Anna}, title = {One}, journaltitle = {Orient}, date = {2018}, side = {russia},
  reliability = {D}}
@article{east2022, author = {East, Boris}, title = {Two}, journaltitle = {Orient}, date = {2022}, side = {Russia},
  reliability = {E}}
@article{wire2020, title = {Wire}, journaltitle = {Wire}, date = {2020}, side = {none}, reliability = {B}}
@article{copy2020, title = {Copy}, journaltitle = {Copy}, date = {2020}, origin = {wire2020}}
@article{copy2021, title = {Copy of a copy}, journaltitle = {Copy}, date = {2021}, origin = {copy2020}}
@article{ring1, title = {A}, journaltitle = {A}, date = {2020}, origin = {ring2}}
@article{ring2, title = {B}, journaltitle = {B}, date = {2020}, origin = {ring1}}
"""


def fact(name: str, *evidence: str, fields: str = "", statement: str = "") -> str:
    """A fact; a piece of evidence is `key` or `key, field: value`."""
    items = "".join(f"\n    - {{locator: p. 3, source: {item}}}" for item in evidence or ("kuch2015",))
    lines = "".join(f"\n  {line}" for line in fields.split("; ") if line)
    return f"- id: {name}\n  statement: {statement or f'This is what {name} says.'}{lines}\n  evidence:{items}\n"


def boxed(*lines: str, box: str = "key-points") -> str:
    return f"::: {{.{box}}}\n" + "\n".join(f"- {line}" for line in lines) + "\n:::\n"


def call(*names: str) -> str:
    return "\n\n".join(f'{{{{ fact("{name}") }}}}' for name in names)


@pytest.mark.parametrize("code", [rule.code for rule in RULES], ids=lambda code: code.slug)
def test_example_of_the_page(code: Code, tmp_path: Path) -> None:
    told, said = of_page(tmp_path, code)
    assert told == [said.replace("`brief`", "`b`")]


# --- disagreements ------------------------------------------------------------------------------------------------

SAME = "subject: debt; property: size"


def valued(name: str, value: str, as_of: str, more: str = "") -> str:
    return fact(name, fields=f"{SAME}; value: {{{value}}}; as_of: {as_of}; {more}")


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (valued("a", "amount: 10", "2015"), valued("b", "amount: 12", "2015"), True),
        (valued("a", "amount: 10", "2015"), valued("b", "amount: 10", "2015"), False),
        (valued("a", "amount: 10", "2015"), valued("b", "amount: 12", "2016"), False),
        (valued("a", "amount: 10", "2015"), valued("b", "amount: 12", "2015-11"), True),
        (valued("a", "amount: 100", "2015"), valued("b", "amount: 12", "2015-11"), False),
        (valued("a", "amount: 10", "2015"), valued("b", "amount: 12", "2015-01/2015-05"), False),
        (valued("a", "amount: 10", "2014/2015"), valued("b", "amount: 12", "2014/2015"), True),
        (valued("a", "amount: 10, unit: USD", "2015"), valued("b", "amount: 12, unit: EUR", "2015"), False),
        (valued("a", "amount: 100, approximate: true", "2015"), valued("b", "amount: 104", "2015"), False),
        (valued("a", "amount: 100, approximate: true", "2015"), valued("b", "amount: 106", "2015"), True),
        (valued("a", "amount: 1500000", "2015"), valued("b", "amount: 1460000", "2015"), False),
        (valued("a", "amount: 1500", "2015"), valued("b", "amount: 1460", "2015"), True),
        (valued("a", "low: 10, high: 20", "2015"), valued("b", "amount: 20", "2015"), False),
        (valued("a", "low: 10, high: 20", "2015"), valued("b", "low: 21, high: 30", "2015"), True),
        (valued("a", "amount: 10", "2015"), valued("b", "amount: 12", "2015", "status: draft"), False),
        (valued("a", "amount: 10", "2015"), valued("b", "amount: 12", "2015", "status: disputed"), False),
        (
            valued("a", "amount: 10", "2015", "status: disputed"),
            valued("b", "amount: 12", "2015", "status: disputed"), True,
        ),
        (valued("a", "amount: 10", "2015"), valued("b", "amount: 12", "2015", "supersedes: [a]"), False),
        (valued("a", "amount: 10", "2015"), valued("b", "amount: 12", "2015", "kind: forecast"), False),
        (fact("a"), fact("b", fields="conflicts_with: [a]"), True),
        (fact("a", fields="conflicts_with: [b]"), fact("b"), True),
        (fact("a", fields="conflicts_with: [b]"), fact("b", fields="status: withdrawn"), False),
    ],
)  # fmt: skip
def test_disagreements(one: str, other: str, found: bool, tmp_path: Path) -> None:
    project = project_of(tmp_path, one + other, call("a"))
    assert subjects(project, Code.DISAGREEMENT_HIDDEN) == (["a"] if found else [])


PAIR = valued("a", "amount: 10", "2015") + fact("b", "pich2024", fields=f"{SAME}; value: {{amount: 12}}; as_of: 2015")


@pytest.mark.parametrize(
    ("brief", "found"),
    [
        (call("a", "b"), []),
        (call("a") + '\n\n{{ value("b") }}', []),
        (call("a") + " Another source has more [@pich2024, p. 3].", []),
        (call("a") + "\n\nAnother paragraph [@pich2024, p. 3].", ["briefs/b.md:4"]),
        ('{{ value("b") }}', ["briefs/b.md:4"]),
        ("x\n\n" + call("a") + "\n\n" + call("a"), ["briefs/b.md:6"]),
        ("---\ntitle: B\ninformation_cutoff: 2014-12-31\n---\n" + call("a"), []),
        ("No fact [@pich2024].", []),
    ],
)
def test_what_a_brief_shows(brief: str, found: list[str], tmp_path: Path) -> None:
    told = asked(project_of(tmp_path, PAIR, brief), Code.DISAGREEMENT_HIDDEN)
    assert [str(one.location) for one in told] == found


def test_a_value_alone_contradicts_values_only(tmp_path: Path) -> None:
    text = fact("a", fields="value: {amount: 1}; conflicts_with: [b]") + fact("b")
    assert subjects(project_of(tmp_path, text, '{{ value("a") }}'), Code.DISAGREEMENT_HIDDEN) == []


# --- origins ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "found"),
    [
        (["kuch2015, origin: Agency X", "pich2024, origin: the agency  x"], True),
        (["kuch2015, origin: pich2024", "pich2024"], True),
        (["kuch2015, via: mosyakov2021", "pich2024, via: mosyakov2021"], True),
        (["kuch2015, via: mosyakov2021", "mosyakov2021"], True),
        (["kuch2015, origin: Ministry of Trade", "ministry2020"], True),
        (["wire2020", "copy2020"], True),
        (["wire2020", "copy2021"], True),
        (["copy2020, origin: Somebody else", "wire2020"], False),
        (["kuch2015", "pich2024"], False),
        (["kuch2015, origin: unnamed officials", "pich2024, origin: unnamed officials"], False),
        (["kuch2015, origin: X", "kuch2015, origin: X"], False),
        (["kuch2015, origin: X", "pich2024, origin: X, relation: context"], False),
        (["kuch2015, origin: X", "pich2024, origin: Y"], False),
    ],
)
def test_one_origin(evidence: list[str], found: bool, tmp_path: Path) -> None:
    told = asked(project_of(tmp_path, fact("a", *evidence), entries=ENTRIES), Code.ONE_ORIGIN_CITED_TWICE)
    assert [str(one.location) for one in told] == (["facts/debt.yaml:7"] if found else [])


def test_two_who_heard_the_speaker_are_two(tmp_path: Path) -> None:
    text = fact("a", "kuch2015, origin: Hun Sen", "pich2024, origin: Hun Sen", fields="voice: {speaker: Hun Sen}")
    assert subjects(project_of(tmp_path, text), Code.ONE_ORIGIN_CITED_TWICE) == []


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (fact("a", "kuch2015, via: pich2024", "pich2024, origin: kuch2015"), ["a"]),
        (fact("a", "kuch2015, via: kuch2015"), ["a"]),
        (fact("a", "kuch2015, via: pich2024") + fact("b", "pich2024, via: kuch2015"), []),
        (
            fact("a", "kuch2015, via: pich2024", fields=SAME)
            + fact("b", "pich2024, via: ivanov2019", fields=SAME)
            + fact("c", "ivanov2019, origin: kuch2015", fields=SAME), ["a"],
        ),
        (fact("a", "wire2020, via: copy2021"), ["a"]),
        (fact("a", "kuch2015, via: pich2024, relation: context", "pich2024, via: kuch2015"), []),
        (fact("a", "kuch2015, via: mosyakov2021", "pich2024, via: mosyakov2021"), []),
    ],
)  # fmt: skip
def test_cycles(facts: str, found: list[str], tmp_path: Path) -> None:
    told = subjects(project_of(tmp_path, facts, entries=ENTRIES.split("@article{ring1")[0]), Code.ORIGIN_CYCLE)
    assert told == found


def test_a_circle_of_entries_is_told_once(tmp_path: Path) -> None:
    (told,) = asked(project_of(tmp_path, fact("a"), entries=ENTRIES), Code.ORIGIN_CYCLE)
    assert told.message == "sources rest on each other: `ring1` on `ring2` on `ring1`"
    assert told.location is not None
    assert told.location.text.startswith("@article{ring1")


# --- what matters most --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "box", "found"),
    [
        (fact("a", "kuch2015, via: pich2024"), "key-points", True),
        (fact("a", "kuch2015, via: pich2024"), "summary", True),
        (fact("a", "kuch2015, via: pich2024"), "note", False),
        (fact("a", "kuch2015, via: pich2024", "ministry2020"), "summary", False),
        (fact("a", "kuch2015, via: pich2024", "ministry2020, relation: context"), "summary", True),
        (fact("a", "kuch2015, via: pich2024", fields="kind: gap"), "summary", False),
        (fact("a", "kuch2015"), "summary", False),
    ],
)
def test_originals_of_key_points(facts: str, box: str, found: bool, tmp_path: Path) -> None:
    told = asked(project_of(tmp_path, facts, boxed(call("a"), box=box)), Code.ORIGINAL_NOT_READ)
    assert [str(one.location) for one in told] == (["briefs/b.md:5"] if found else [])


ONE, SIDE = Code.RESTS_ON_ONE_ORIGIN, Code.RESTS_ON_ONE_SIDE
JUDGED = fact("j", "east2018", fields="kind: judgement") + fact("k", "east2018", "east2022", fields="kind: forecast")
PLAIN = (
    fact("a", "east2018") + fact("b", "east2018", "wire2020") + fact("c", "east2018", "east2022")
    + fact("copied", "wire2020", "copy2021") + fact("said", "east2018", fields="voice: {speaker: She}")
    + fact("told", "east2018", fields="kind: reported") + fact("gap", "east2018", fields="kind: gap")
)  # fmt: skip


@pytest.mark.parametrize(
    ("brief", "found"),
    [
        (boxed(call("a")), [ONE]),
        (boxed(call("b")), []),
        (boxed(call("c")), [SIDE]),
        (boxed(call("copied")), [ONE]),
        (boxed(call("said")), []),
        (boxed(call("told")), []),
        (boxed(call("gap")), []),
        (boxed("We hold that it is so."), []),
        (boxed("It is so [@east2018]."), [ONE]),
        (boxed("It is so, writes East [@east2018]."), []),
        (boxed("It is so, the _Orient_ says [@east2018; @east2022]."), []),
        (boxed("It is so [@east2018; @east2022]."), [SIDE]),
        (boxed("It is so [@east2018; @east2022; @pich2024]."), []),
        (boxed("It is so [@east2018; @east2022; @wire2020]."), []),
        (boxed(call("a") + " So it is [@wire2020]."), []),
        (call("a"), []),
        (call("j"), [ONE]),
        (call("j") + " So it is [@wire2020].", []),
        (call("k"), [SIDE]),
        (call("a", "a"), []),
        (call("a", "said", "told"), [ONE]),
        (call("a", "said", "gap"), [ONE]),
        (call("a", "c", "told"), [SIDE]),
        (call("a", "c", "b"), []),
    ],
)
def test_key_points_and_briefs_that_rest_on_one(brief: str, found: list[Code], tmp_path: Path) -> None:
    told = asked(project_of(tmp_path, PLAIN + JUDGED, brief, ENTRIES), ONE, SIDE)
    assert [one.code for one in told] == found


def test_a_brief_is_told_at_its_title(tmp_path: Path) -> None:
    (told,) = asked(project_of(tmp_path, PLAIN, call("a", "said", "told"), ENTRIES), ONE)
    assert str(told.location) == "briefs/b.md:2"
    assert told.message == "the brief `b` rests on `east2018` alone, which takes the side of russia"


@pytest.mark.parametrize(
    ("grade", "evidence", "reason"),
    [
        ("1", ["kuch2015"], "only `kuch2015` supports it"),
        ("2", ["kuch2015", "kuch2015"], "only `kuch2015` supports it"),
        ("3", ["kuch2015"], ""),
        ("", ["kuch2015"], ""),
        ("1", ["wire2020", "copy2020"], "its sources have one origin"),
        ("2", ["wire2020", "copy2020"], ""),
        ("1", ["wire2020", "pich2024"], ""),
        ("2", ["east2018", "east2022"], "its sources are graded D, E"),
        ("2", ["east2018", "wire2020"], ""),
        ("2", ["east2018", "pich2024"], ""),
        ("2", ["wire2020, via: pich2024", "kuch2015, via: ivanov2019"], "nobody has read the original"),
        ("2", ["wire2020", "kuch2015", "pich2024, relation: contradicts"], "one of its sources contradicts it"),
        ("2", ["wire2020, relation: context"], "no evidence supports it"),
    ],
)
def test_credibility(grade: str, evidence: list[str], reason: str, tmp_path: Path) -> None:
    text = fact("a", *evidence, fields=f"credibility: '{grade}'" if grade else "")
    told = asked(project_of(tmp_path, text, entries=ENTRIES), Code.CREDIBILITY_ABOVE_EVIDENCE)
    assert [one.message for one in told] == ([f"`a` has the credibility {grade}, but {reason}"] if reason else [])
