"""Rules on evidence, on small projects and on the sample."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefwright.check.engine import Choice, ask, today
from briefwright.check.evidence import RULES
from briefwright.check.rule import Context
from briefwright.diagnostics import Code, Finding, Severity
from briefwright.load import load_project
from briefwright.model import CheckSettings, Project
from tests.projects import make_project
from tests.snapshot import files

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT.parent / "shared" / "sources"

TEXT = """\
A visit to Phnom Penh, and what came of it

By Kuch Naren

The minister spoke of the dams at some length, and he did not speak of financial matters at all.

It is a debt of $1.5 billion, rather more than the income of three days, as it was put by him.

He had been asked about the dams before, at the time of his visit in the spring of the year.
"""
FACT = "topic: t\nfacts:\n  - id: one\n    statement: It is so.\n"


@pytest.fixture(autouse=True)
def _no_folder_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFWRIGHT_SNAPSHOTS", raising=False)


def asked(project: Project, choice: Choice | None = None) -> tuple[Finding, ...]:
    return ask(Context(project, (), True, today()), RULES, choice or Choice(CheckSettings()))


def found(folder: Path, evidence: str, more: str = "", saved: dict[str, str | bytes] | None = None) -> list[str]:
    """What is said of one fact with one or more lines of evidence, as "CODE severity line: message | hint"."""
    lines = "".join(f"      - {line}\n" for line in evidence.splitlines())
    fact = f"{FACT}{more}    evidence:\n{lines}"
    texts: dict[str, str | bytes] = {"facts/debt.yaml": fact, "facts/trade.yaml": ""}
    texts |= (
        {"snapshots/kuch2015.txt": TEXT, "snapshots/pich2024.txt": TEXT.replace("\n\n", "\f")}
        if saved is None
        else saved
    )
    project = make_project(folder, "Text.", texts)
    return [
        f"{one.code.value} {one.severity.value} {one.location.line if one.location else 0}: {one.message} | {one.hint}"
        for one in asked(project)
    ]


QUOTE = 'quote: "a debt of $1.5 billion"'


@pytest.mark.parametrize(
    "evidence",
    [
        f"{{source: kuch2015, locator: para. 2, {QUOTE}}}",
        f"{{source: kuch2015, locator: paras. 1-2, {QUOTE}}}",
        '{source: kuch2015, locator: "paras. 1, 2", quote: {exact: "the dams", prefix: asked about}}'.replace(
            "1, 2", "3"
        ),
        '{source: kuch2015, locator: para. 3, quote: "the dams"}',
        '{source: kuch2015, locator: para. 2, quote: "It is a debt [...] more than the income"}',
        "{source: kuch2015, locator: para. 9}",
        f"{{source: ministry2020, locator: p. 9, {QUOTE}}}",
    ],
)
def test_what_is_right_is_not_told(tmp_path: Path, evidence: str) -> None:
    assert found(tmp_path, evidence) == []


def test_words_that_are_not_there(tmp_path: Path) -> None:
    (said,) = found(tmp_path, '{source: kuch2015, locator: para. 2, quote: "a debt of $1.6 billion"}')
    assert said == (
        "F102 error 6: “a debt of $1.6 billion” is not in kuch2015.txt | the nearest words in para. 2 are "
        "“a debt of $1.5 billion,”: it has “$1.5” for “$1.6”"
    )
    (said,) = found(tmp_path, '{source: kuch2015, locator: para. 2, quote: "zebras everywhere"}')
    assert "copy the words from the source" in said


def test_words_in_another_context(tmp_path: Path) -> None:
    quote = '{exact: "the dams", prefix: "spoke against"}'
    (said,) = found(tmp_path, f"{{source: kuch2015, locator: para. 1, quote: {quote}}}")
    assert said.startswith("F102 error 6: “the dams” is in kuch2015.txt, but not with the prefix and suffix given")


def test_a_locator_that_is_missing(tmp_path: Path) -> None:
    (said,) = found(tmp_path, "{source: kuch2015, locator: para. 2}\n{source: pich2024}")
    assert said.startswith("F103 warning 7: the evidence from `pich2024` does not say where in it")
    assert found(tmp_path, "{source: kuch2015, locator: para. 2}\n{source: pich2024}", "    status: withdrawn\n") == []
    assert found(tmp_path, "{source: kuch2015}", "    kind: gap\n") == []


def test_a_locator_that_is_wrong(tmp_path: Path) -> None:
    (said,) = found(tmp_path, f"{{source: kuch2015, locator: para. 3, {QUOTE}}}")
    assert said == (
        "F104 warning 6: the words are in para. 2 of kuch2015.txt, not in para. 3 | write `locator: para. 2`, or "
        "correct the numbering in the file of places"
    )


def test_a_page_outside_the_article(tmp_path: Path) -> None:
    (said,) = found(tmp_path, "{source: pich2024, locator: p. 443}", saved={})
    assert said.startswith("F104 warning 6: p. 443 is outside the pages of `pich2024`, 427–438")
    assert found(tmp_path, "{source: pich2024, locator: pp. 430-438}", saved={}) == []
    assert found(tmp_path, "{source: ministry2020, locator: p. 443}", saved={}) == []


@pytest.mark.parametrize(
    ("evidence", "why"),
    [
        (f"{{source: kuch2015, locator: fig. 1, {QUOTE}}}", "a figure cannot be told in a saved text"),
        (f"{{source: kuch2015, locator: p. 2, {QUOTE}}}", "the saved text is not divided into pages"),
        (f"{{source: pich2024, locator: p. 430, {QUOTE}}}", "its saved text has 5 pages, and its entry says 427–438"),
        ('{source: kuch2015, locator: para. 1, quote: "A visit to Phnom Penh"}', "outside the body, as in a headline"),
        (f"{{source: kuch2015, locator: note 9, {QUOTE}}}", "under `notes:` in kuch2015.places.yaml"),
    ],
)
def test_a_locator_that_cannot_be_settled(tmp_path: Path, evidence: str, why: str) -> None:
    (said,) = found(tmp_path, evidence)
    assert said.startswith("F105 info 6: whether the words are in ")
    assert why in said


def test_a_fact_that_nothing_supports(tmp_path: Path) -> None:
    against = "".join(
        f"{{source: kuch2015, locator: para. 2, relation: {one}}}\n" for one in ("contradicts", "context")
    )
    (said,) = found(tmp_path, against)
    assert said.startswith(
        "F101 warning 3: nothing supports the fact `one`: the relation of its evidence is context and contr"
    )
    assert found(tmp_path, against.replace("context", "partly")) == []
    assert found(tmp_path, against, "    kind: assumption\n") == []


@pytest.mark.parametrize(
    ("name", "data"),
    [("kuch2015.pdf", b"%PDF-1.4 broken"), ("kuch2015.txt", b"\0\1\2"), ("kuch2015.docx", b"PK\x03\x04")],
)
def test_a_snapshot_that_cannot_be_read(tmp_path: Path, name: str, data: bytes) -> None:
    evidence = f"{{source: kuch2015, locator: para. 2, {QUOTE}}}"
    (said,) = found(tmp_path, evidence, saved={f"snapshots/{name}": data})
    assert said.startswith(f"F114 warning 0: the saved copy `{name}` cannot be read: ")


def test_a_pdf_put_there_by_hand(tmp_path: Path) -> None:
    saved: dict[str, str | bytes] = {"snapshots/ministry2020.pdf": files.pdf(["Cover", "A debt of 5 it is"])}
    assert found(tmp_path, '{source: ministry2020, locator: p. 2, quote: "a debt of 5"}', saved=saved) == []
    (said,) = found(tmp_path, '{source: ministry2020, locator: p. 1, quote: "a debt of 5"}', saved=saved)
    assert said.startswith("F104 warning 6: the words are in p. 2 of ministry2020.pdf, not in p. 1")


def test_a_file_of_places_that_is_wrong(tmp_path: Path) -> None:
    saved: dict[str, str | bytes] = {
        "snapshots/kuch2015.txt": TEXT,
        "snapshots/kuch2015.places.yaml": "paragraphs:\n  - It is a debt\n  - Zebras\n",
    }
    said = found(tmp_path, f"{{source: kuch2015, locator: para. 1, {QUOTE}}}", saved=saved)
    assert [one[:15] for one in said] == ["F114 warning 3:"]


def test_what_a_broken_file_of_places_hides_is_not_told_besides(tmp_path: Path) -> None:
    saved: dict[str, str | bytes] = {"snapshots/kuch2015.txt": TEXT, "snapshots/kuch2015.places.yaml": "pages: [1\n"}
    evidence = f"{{source: kuch2015, locator: p. 7, {QUOTE}}}\n{{source: kuch2015, locator: para. 1, {QUOTE}}}"
    said = found(tmp_path, evidence, saved=saved)
    assert [one[:12] for one in said] == ["F114 warning"]


def test_a_rule_is_silenced_in_the_fact(tmp_path: Path) -> None:
    evidence = "{source: kuch2015, locator: para. 2, quote: zebras}  # briefwright: ignore F102 a translation of ours"
    assert found(tmp_path, evidence) == []
    above = "    # briefwright: ignore F102 a translation of ours\n"
    assert found(tmp_path, "{source: kuch2015, locator: para. 2, quote: zebras}", above) == []


# --- the sample -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(
    not SOURCES.is_dir(),
    reason="the documents of the sample are not here: ../shared/sources",
)
def test_the_samples_quotations_are_found_and_its_locators_agree() -> None:
    project = load_project(ROOT).value
    assert (project.root / project.config.snapshots).resolve() == SOURCES.resolve()
    findings = asked(project)
    assert [one for one in findings if one.severity is not Severity.INFO] == []
    assert {one.code for one in findings} <= {Code.LOCATOR_UNVERIFIABLE}
    context = Context(project, (), True, today())
    looked = context.snapshots.look_up(project.facts)
    quoted = [item for fact in project.facts.values() for item in fact.evidence if item.quote]
    assert len(looked) == len(quoted) > 250
    assert all(one.times for one in looked)
    assert len(findings) <= len(looked) / 50  # unverifiable ones are few


def test_the_sample_is_silent_without_its_documents(tmp_path: Path) -> None:
    for name in ("facts", "snapshots"):
        shutil.copytree(ROOT / name, tmp_path / "a/b" / name)
    for name in ("bibliography.bib", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / "a/b" / name)
    loaded = load_project(tmp_path / "a/b")
    assert loaded.findings == ()
    assert asked(loaded.value) == ()
