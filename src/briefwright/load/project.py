"""A whole project: its settings, its facts, its briefs, its references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from briefwright.diagnostics import Code, Finding, Location, Warned, error, in_order, warning
from briefwright.load.config import has_table, load_config
from briefwright.model import Config, Project


def find_root(start: Path) -> Path | None:
    """The project that a path lies in: the nearest folder at or above it that is a project's root.

    That is a folder with `[tool.briefwright]` in its pyproject.toml, or with a folder `briefs` beside a folder
    `facts` or a file `bibliography.bib`. None where there is none.
    """
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if _is_root(folder)), None)


def _is_root(folder: Path) -> bool:
    try:
        if has_table(folder / "pyproject.toml"):
            return True
        return (folder / "briefs").is_dir() and ((folder / "facts").is_dir() or (folder / "bibliography.bib").is_file())
    except OSError:
        return False


def load_project(root: Path) -> Warned[Project]:
    """Read everything of a project; all problems of all files come together, in the order of files and lines.

    What is broken is left out and the rest is kept. Nothing is raised for what a file holds.
    """
    from briefwright.load.bibliography import load_bibliography
    from briefwright.load.briefs import load_briefs
    from briefwright.load.facts import findings_of_duplicates, load_parts
    from briefwright.load.links import check_links

    root = root.absolute()
    config = load_config(root)
    settings = config.value
    bibliography = load_bibliography(root, settings.bibliography)
    parts = load_parts(root, settings.facts)
    facts, duplicates = findings_of_duplicates(parts.value)
    no_bibliography = any(finding.code is Code.BIB_MISSING for finding in bibliography.findings)
    check_links(parts.value, None if no_bibliography else bibliography.value.keys())
    briefs = load_briefs(root, settings.briefs)
    project = Project(root, settings, facts, briefs.value, bibliography.value)
    findings = [
        *config.findings,
        *bibliography.findings,
        *parts.findings,
        *duplicates,
        *(finding for part in parts.value for finding in part.findings()),
        *briefs.findings,
    ]
    return Warned(project, in_order([*findings, *_missing_folders(root, settings), *_emptiness(project, findings)]))


def _missing_folders(root: Path, settings: Config) -> Iterator[Finding]:
    """Folders that the settings name and that are not there; those of the defaults may be missing.

    Snapshots may too: they are other people's texts, which a clone of the project has not.
    """
    defaults = Config()
    for name in ("facts", "briefs", "templates"):
        folder = getattr(settings, name)
        if folder and folder != getattr(defaults, name) and not (root / folder).is_dir():
            message = f"the folder `{folder}`, named by the setting `{name}`, does not exist"
            hint = "make the folder, or change the setting in pyproject.toml"
            yield error(Code.MISSING_FOLDER, message, Location("pyproject.toml"), hint=hint)


def _emptiness(project: Project, findings: list[Finding]) -> Iterator[Finding]:
    """A word where a project has nothing in it; none where something is in it but broken."""
    broken = any(re.match("[FB]", finding.code.value) for finding in findings)
    if not project.facts and not project.briefs and not broken:
        hint = "`briefwright new fact` and `briefwright new brief` make the first ones"
        yield warning(Code.EMPTY_PROJECT, "the project has neither facts nor briefs", hint=hint)
