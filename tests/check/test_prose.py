"""Rules on the language of briefs: cases with the expected codes beside them, and tricky text that is right."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from briefwright.check.engine import today
from briefwright.check.rule import Context, Reviewed, Rule
from briefwright.check.rules import RULES
from briefwright.diagnostics import Code, Finding
from briefwright.load import load_project
from briefwright.model import Project
from briefwright.pipeline import make_document
from tests.projects import FACTS, make_project

HERE = Path(__file__).parent
CORPUS = sorted((HERE / "prose_corpus").glob("*.md"))
OF_LANGUAGE = tuple(rule for rule in RULES if rule.code.value[0] == "L")
MIN_WORDS = 12_000
MOST_ALARMS = 1.0
"""In 1,000 words, for a rule that is on by default."""


def context_of(project: Project, names: Iterable[str] = ()) -> Context:
    reviewed = []
    for brief in [project.briefs[name] for name in names] or project.briefs.values():
        made = make_document(brief, project)
        assert made.value is not None, made.findings
        reviewed.append(Reviewed(brief, made.value, made.findings))
    return Context(project, tuple(reviewed), True, today())


def found_by(rules: Iterable[Rule], context: Context) -> list[Finding]:
    return [finding for rule in rules for finding in rule.find(context)]


def of_brief(folder: Path, brief: str, files: Mapping[str, str] | None = None) -> list[str]:
    """The findings on a brief as `code line`, in order of lines."""
    found = found_by(OF_LANGUAGE, context_of(make_project(folder, brief, files)))
    ordered = sorted((finding.location.line if finding.location else 0, finding.code.value) for finding in found)
    return [f"{code} {line}" for line, code in ordered]


def test_cases(tmp_path: Path) -> None:
    text = (HERE / "prose_cases.md").read_text(encoding="utf-8")
    context = context_of(make_project(tmp_path, text))
    seen = {(f.location.line, f.code.value): f for f in found_by(OF_LANGUAGE, context) if f.location}
    lines = dict(enumerate(text.split("\n"), 1))
    expected = {
        (number, code)
        for number, line in lines.items()
        for codes in re.findall(r"\{# ([A-Z]\d{3}(?: [A-Z]\d{3})*) #\}", line)
        for code in codes.split()
    }
    missed = [f"{code} not found: {lines[line]}" for line, code in sorted(expected - seen.keys())]
    wrong = [f"{code} {seen[line, code].message}: {lines[line]}" for line, code in sorted(seen.keys() - expected)]
    assert not missed + wrong, "\n".join(missed + wrong)


def test_terms_of_two_scales(tmp_path: Path) -> None:
    text = "A settlement is very unlikely.\n\nA delay is {}.\n\nA leak is highly likely.\n"
    assert of_brief(tmp_path / "a", text.format("a realistic possibility")) == ["L107 6"]
    assert of_brief(tmp_path / "b", text.format("very likely")) == ["L107 8"]
    assert of_brief(tmp_path / "c", "A settlement is very unlikely, a leak almost certain, a delay probable.\n") == []
    assert of_brief(tmp_path / "d", "It is very unlikely.\n\nThe service says it is highly likely [@pich2024].\n") == []
    assert of_brief(tmp_path / "e", "It is highly likely. It is highly unlikely. It is likely.\n") == []


def test_a_source_after_the_cutoff(tmp_path: Path) -> None:
    def cited(cutoff: str, key: str) -> list[str]:
        head = f"---\ntitle: B\ninformation_cutoff: {cutoff}\n---\n" if cutoff else ""
        return of_brief(tmp_path / f"{cutoff}{key}", f"{head}One [@pich2024].\n\nTwo [@{key}].\n")

    assert cited("2023-12-31", "kuch2015") == ["L110 5"]
    assert cited("2024-01-01", "kuch2015") == []
    assert cited("2015-11-23", "kuch2015") == ["L110 5", "L110 7"]
    assert cited("2014", "kuch2015") == ["L110 5", "L110 7"]
    assert cited("2024", "kuch2015") == []
    assert cited("", "kuch2015") == []


def test_an_old_facts_own_words(tmp_path: Path) -> None:
    facts = FACTS.replace("goes back to the", "now goes back to the")
    text = '---\ntitle: B\ndate: {}\n---\n{{{{ fact("debt-origin") }}}}\n'
    files = {"facts/debt.yaml": facts}
    assert of_brief(tmp_path / "old", text.format("2024-07-01"), files) == ["L109 5"]
    assert of_brief(tmp_path / "fresh", text.format("1990-06-01"), files) == []


def test_other_languages_are_left_alone(tmp_path: Path) -> None:
    head = "---\ntitle: B\nlang: fr\n---\n"
    text = (
        "Le Cambodge a signé en 1999. Malheureusement il doit agir; experts believe it will cost 12 million dollars.\n"
    )
    assert of_brief(tmp_path, head + text) == []


def alarms(text: str, folder: Path) -> tuple[int, Counter[str]]:
    """The words of a brief, and how often each rule finds something in it."""
    context = context_of(make_project(folder, text))
    words = sum(len(passage.text.split()) for passage in context.passages["b"])
    rules = [rule for rule in RULES if rule.code.value[0] in "LHA"]
    return words, Counter(finding.code.value for finding in found_by(rules, context))


def test_false_alarms_on_text_that_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed for each rule and 1,000 words; the sample's three briefs are a part of the text."""
    sample = context_of(load_project(HERE.parents[1]).value)
    words = sum(len(passage.text.split()) for one in sample.passages.values() for passage in one)
    found = Counter(finding.code.value for finding in found_by(OF_LANGUAGE, sample))
    for file in CORPUS:
        more, seen = alarms(file.read_text(encoding="utf-8"), tmp_path / file.stem)
        words, found = words + more, found + seen
    rates = {rule.code: 1000 * found[rule.code.value] / words for rule in OF_LANGUAGE}
    with capsys.disabled():
        print(f"\nfalse alarms per 1,000 words, of {words}")
        for code, rate in rates.items():
            print(f"  {code.value} {code.slug:30} {rate:5.2f}")
    on = {rule.code for rule in OF_LANGUAGE if rule.on}
    assert {code: rate for code, rate in rates.items() if code in on and rate > MOST_ALARMS} == {}
    assert words > MIN_WORDS


PAGES = [rule.code for rule in RULES if rule.code.value[0] in "LHA"]


@pytest.mark.parametrize("code", PAGES, ids=lambda code: code.slug)
def test_the_example_of_a_rules_page(tmp_path: Path, code: Code) -> None:
    page = (HERE.parents[1] / "docs/rules" / f"{code.slug}.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"```(markdown|yaml)\n(.*?)```", page, re.DOTALL))
    files = {"facts/debt.yaml": _with_source(blocks["yaml"])} if "yaml" in blocks else {}
    if code is Code.LANGUAGE_NOT_SET:
        files["pyproject.toml"] = "[tool.briefwright]\n"
    context = context_of(make_project(tmp_path, blocks["markdown"], files))
    said = re.search(r"^> (\w+) ([A-Z]\d{3}) (.*)$", page, re.MULTILINE)
    assert said
    rule = next(rule for rule in RULES if rule.code is code)
    assert (rule.severity.value, code.value) == (said[1], said[2])
    assert said[3] in [finding.message for finding in rule.find(context)]


def _with_source(fact: str) -> str:
    return "topic: debt\nfacts:\n" + textwrap.indent(fact, "  ") + "    evidence: [{source: pich2024, locator: p. 1}]\n"
