"""Where the package's own templates and pages are."""

from __future__ import annotations

import functools
from pathlib import Path


@functools.cache
def package_templates() -> Path:
    """The folder of the templates, themes and words that Briefwright brings.

    In an installed wheel it is `briefwright/templates` (see the wheel target in pyproject.toml); in a checkout,
    which an editable install points at, it is the repository's own `templates`, so that there is one copy.

    Raises FileNotFoundError where neither is there, which only a damaged installation can bring about.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "templates", package.parents[1] / "templates"):
        if (folder / "themes").is_dir():
            return folder
    raise FileNotFoundError("the package's templates are missing; install briefwright again")


@functools.cache
def rule_pages() -> Path:
    """The folder of the checker's rule pages: `briefwright/rules` in a wheel, `docs/rules` in a checkout."""
    package = Path(__file__).resolve().parent
    folder = package / "rules"
    return folder if folder.is_dir() else package.parents[1] / "docs" / "rules"


@functools.cache
def findings_page() -> Path:
    """The guide's page on findings: `briefwright/guide/findings.md` in a wheel, in `docs/guide` in a checkout."""
    package = Path(__file__).resolve().parent
    page = package / "guide" / "findings.md"
    return page if page.is_file() else package.parents[1] / "docs" / "guide" / "findings.md"
