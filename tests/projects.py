"""Small projects to compose and cite: a library of facts and references, briefs of a few lines, what is said of them.

Fixture files hold `title / input / expected`, divided by lines with a single point. An input is a brief's text;
`>>> PATH` begins another file of its project. A brief without front matter gets three lines of it, so that its
own first line is line 4. UPDATE_GOLDEN=1 in the environment writes back what came out: read the difference.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from briefwright import pandoc
from briefwright.compose import Draft, compose
from briefwright.diagnostics import Finding, Warned, in_order
from briefwright.document import Document
from briefwright.load import load_project
from briefwright.model import Project
from briefwright.pipeline import make_document, template_folders, words_of

BRIEF = "briefs/b.md"
FRONT_MATTER = "---\ntitle: B\n---\n"
CONFIG = '[tool.briefwright]\nlang = "en-GB"\ncsl = "apa"\ntemplate = "base"\n'

BIBLIOGRAPHY = r"""
@article{pich2024,
  author = {Pich, Khun and Sok, Dara},
  title = {Cooperation within {ASEAN}},
  journaltitle = {Journal of Examples},
  volume = {12},
  pages = {427--438},
  date = {2024},
  doi = {10.1000/example.2024.12},
  langid = {english},
}
@article{kuch2015,
  author = {Kuch, Naren},
  title = {A visit to {Phnom Penh}},
  journaltitle = {Khmer Times},
  entrysubtype = {newspaper},
  date = {2015-11-24},
  url = {https://www.example.org/2015/11/24},
  langid = {english},
}
@book{ivanov2019,
  author = {Иванов, Пётр},
  title = {Россия и АСЕАН},
  publisher = {Наука},
  location = {Москва},
  date = {2019},
  langid = {russian},
}
@report{ministry2020,
  author = {{Ministry of Trade}},
  title = {Trade in figures},
  institution = {Ministry of Trade},
  type = {Report},
  date = {2020},
  langid = {english},
}
@article{mosyakov2021,
  author = {Mosyakov, D. V.},
  title = {Policy in the south},
  journaltitle = {Eastern Review},
  date = {2021},
  langid = {english},
}
"""

FACTS = r"""
topic: debt
facts:
  - id: debt-total
    kind: reported
    label: Debt
    statement: The debt is put at {{ value }}.
    clause: the debt is put at {{ value }}
    value: {amount: 1500000000, unit: USD, approximate: true}
    as_of: 2015-11
    tags: [money, old]
    subject: cambodia-debt
    property: outstanding
    evidence:
      - {source: kuch2015, locator: para. 2}
  - id: debt-origin
    label: Origin
    statement: It goes back to the _1980s_.
    as_of: 1980/1989
    tags: [old]
    evidence:
      - {source: pich2024, locator: p. 434}
      - {source: kuch2015, locator: para. 3}
      - {source: ministry2020, locator: p. 9, relation: contradicts}
  - id: debt-talks
    kind: forecast
    statement: Talks are to begin.
    as_of: 2018~
    status: disputed
    evidence:
      - {source: ivanov2019, locator: p. 12}
"""

TRADE = r"""
topic: trade
facts:
  - id: trade-share
    kind: reported
    label: Share
    statement: Trade made up {{ value }} of the total, {{ growth }} more than before.
    values:
      value: {low: 4, high: 6, unit: percent}
      growth: {amount: 12.5, unit: percent}
    as_of: 2014
    tags: [money]
    voice: {speaker: The Ministry, mode: said}
    evidence:
      - {source: ministry2020, locator: p. 3}
  - id: trade-visitors
    label: {en: Visitors, ru: Туристы}
    statement:
      en: 'To "see" it, {{ value }} came.'
      ru: 'Посмотреть «то» приехали {{ value }}.'
    value: {amount: 55000, approximate: true}
    as_of: 2019-07-15
    evidence:
      - {source: pich2024, locator: p. 430, via: mosyakov2021}
  - id: trade-gap
    kind: gap
    statement: Nothing is known of services.
    evidence:
      - {source: ministry2020, locator: chap. 2}
  - id: trade-old
    statement: An older figure.
    status: superseded
    as_of: 2001
    evidence:
      - {source: ministry2020, locator: p. 1}
"""

LIBRARY: Mapping[str, str] = {
    "pyproject.toml": CONFIG,
    "bibliography.bib": BIBLIOGRAPHY,
    "facts/debt.yaml": FACTS,
    "facts/trade.yaml": TRADE,
}


def brief_text(text: str) -> str:
    """A brief's text with front matter, its own or the shortest there is."""
    return text if text.startswith("---\n") else FRONT_MATTER + text


def make_project(folder: Path, brief: str = "", files: Mapping[str, str | bytes] | None = None) -> Project:
    """The library, one brief and some more files, written into a folder and loaded."""
    return load(folder, brief, files).value


def load(folder: Path, brief: str = "", files: Mapping[str, str | bytes] | None = None) -> Warned[Project]:
    """The same, with what is said of it."""
    texts: dict[str, str | bytes] = {**LIBRARY, BRIEF: brief_text(brief), **(files or {})}
    for name, content in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return load_project(folder)


def compose_brief(project: Project, name: str = "b") -> Warned[Draft | None]:
    """Compose one brief of a project."""
    brief = project.briefs[name]
    return compose(brief, project, folders=template_folders(project), words=words_of(brief, project).value)


def draft_of(folder: Path, brief: str, files: Mapping[str, str | bytes] | None = None) -> Draft:
    """The draft of a brief that must be without findings."""
    composed = compose_brief(make_project(folder, brief, files))
    assert composed.findings == ()
    assert composed.value is not None
    return composed.value


def document_of(folder: Path, brief: str, files: Mapping[str, str | bytes] | None = None) -> Document:
    """The document of a brief that must be without findings."""
    project = make_project(folder, brief, files)
    made = make_document(project.briefs["b"], project)
    assert made.findings == ()
    assert made.value is not None
    return made.value


def findings_of(folder: Path, brief: str, files: Mapping[str, str | bytes] | None = None) -> tuple[Finding, ...]:
    """All that is said of a brief, from composing to citing, in order."""
    project = make_project(folder, brief, files)
    return in_order(make_document(project.briefs["b"], project).findings)


def text_of(document: Document, to: str = "plain") -> str:
    """A document's blocks as pandoc writes them."""
    return pandoc.to_plain(document.blocks, to)


def shown(findings: Iterable[Finding]) -> str:
    """Findings as fixtures have them: place, code, severity, message; the line that they show; the hint."""
    lines: list[str] = []
    for finding in findings:
        place = finding.location
        where = f"{place.path}:{place.line}" if place else "-"
        lines.append(f"{where} {finding.code.value} {finding.severity.value}: {finding.message}")
        lines += [f"    | {place.text.strip()}"] if place and place.text.strip() else []
        lines += [f"    {finding.hint}"] if finding.hint else []
    return "".join(f"{line}\n" for line in lines)


def files_of(given: str) -> tuple[str, dict[str, str]]:
    """The brief and the other files of a fixture's input."""
    brief, *rest = re.split(r"(?m)^>>> (?=\S)", given)
    return brief, dict(part.split("\n", 1) for part in rest)


def cases(file: Path) -> list[tuple[str, str, str]]:
    """Title, input and expected text of each case of a fixture file."""
    parts = re.split(r"(?m)^\.\n", file.read_text(encoding="utf-8"))
    return [(title.strip(), given, expected) for title, given, expected in zip(*[iter(parts)] * 3, strict=False)]


def parametrize(file: Path, run: Callable[[Path, str], str]) -> pytest.MarkDecorator:
    """One test for each case of a fixture file, called by its title.

    run: what gives the text to expect, in a folder, for an input.
    """
    if os.environ.get("UPDATE_GOLDEN") == "1":
        _update(file, run)
    return pytest.mark.parametrize(
        ("given", "expected"), [pytest.param(given, expected, id=title) for title, given, expected in cases(file)]
    )


def _update(file: Path, run: Callable[[Path, str], str]) -> None:
    parts = re.split(r"(?m)^\.\n", file.read_text(encoding="utf-8"))
    for index in range(0, len(parts) - 2, 3):
        with tempfile.TemporaryDirectory() as folder:
            parts[index + 2] = run(Path(folder), parts[index + 1]) + "\n"
    file.write_text(".\n".join(parts), encoding="utf-8")
