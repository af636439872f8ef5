"""From a project to its outputs, read top to bottom.

load_project -> compose -> cite -> write_pdf, write_docx, write_html -> files
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefwright.build.manifest import manifest_of
from briefwright.compose import compose
from briefwright.diagnostics import (
    BriefwrightError,
    Code,
    Finding,
    SourceText,
    Warned,
    did_you_mean,
    error,
    has_errors,
    in_order,
)
from briefwright.document import Document
from briefwright.load import load_project
from briefwright.model import Brief, Config, Project
from briefwright.resources import package_templates

Writer = Callable[[Document], Warned[bytes]]


@dataclass(frozen=True, slots=True)
class Output:
    """A file that was written."""

    format: str
    path: Path
    size: int
    pages: int = 0
    """Of a PDF; 0 for others."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of one brief."""

    name: str
    outputs: tuple[Output, ...]
    findings: tuple[Finding, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be rendered."""

    names: tuple[str, ...] = ()
    """Briefs; empty for all."""
    formats: tuple[str, ...] = ()
    """pdf, docx, html; empty for the project's configuration."""
    output: Path | None = None
    """The folder; None for the project's configuration."""


def render(root: Path, order: Order) -> Iterator[Warned[Project] | Rendered]:
    """Render briefs of the project at root: first the loaded project, then each brief as it is done.

    An error in one brief keeps only that brief from being written; what was there before stays.
    """
    loaded = load_project(root)
    project = loaded.value
    briefs, unknown = choose(project, order.names)
    yield Warned(project, in_order((*loaded.findings, *unknown)))
    formats = order.formats or project.config.formats
    output = order.output or project.root / project.config.output
    yield from _each(briefs, lambda brief: _render_one(brief, project, formats, output))


def choose(project: Project, names: Sequence[str]) -> tuple[list[Brief], list[Finding]]:
    """Briefs by name, all where none is named; a finding for each name that is unknown."""
    if not names:
        return list(project.briefs.values()), []
    found: dict[str, Brief] = {}
    findings: list[Finding] = []
    for name in names:
        short = name.removeprefix(f"{project.config.briefs}/").removesuffix(".md")
        brief = project.briefs.get(name) or project.briefs.get(short)
        if brief:
            found[brief.name] = brief
        else:
            hint = did_you_mean(short, project.briefs) or f"there are {', '.join(project.briefs) or 'none yet'}"
            findings.append(error(Code.UNKNOWN_BRIEF, f"there is no brief `{name}`", hint=hint, subject=name))
    return list(found.values()), findings


def make_document(brief: Brief, project: Project) -> Warned[Document | None]:
    """Compose and cite one brief; the value is None where an error keeps it from being a document."""
    from briefwright.cite.process import cite

    look = look_of(brief, project)
    words = words_of(brief, project)
    composed = compose(brief, project, folders=template_folders(project), words=words.value)
    findings = (*look.findings, *words.findings, *composed.findings)
    if composed.value is None:
        return Warned(None, findings)
    cited = cite(composed.value, project, look.value)
    findings = (*findings, *cited.findings)
    if cited.value is None or has_errors(findings):
        return Warned(None, findings)
    return Warned(dataclasses.replace(cited.value, manifest=manifest_of(cited.value, project.root)), findings)


def template_folders(project: Project) -> tuple[Path, ...]:
    """Where templates are looked for: the project's own folder before the package's."""
    return (project.root / project.config.templates, package_templates())


def words_of(brief: Brief, project: Project) -> Warned[Any]:
    """The fixed texts in a brief's language."""
    from briefwright.compose.words import load_words

    return load_words(brief.meta.lang or project.config.lang, template_folders(project))


def look_of(brief: Brief, project: Project) -> Warned[Any]:
    """The citation style, theme and page that a brief's front matter and the configuration come to.

    In place of a style or theme that cannot be used stands the default, beside the error.
    """
    from briefwright.cite.process import Look
    from briefwright.cite.styles import find_style
    from briefwright.write.theme import load_theme

    meta, config = brief.meta, project.config
    findings: list[Finding] = []
    try:
        style = find_style(meta.csl or config.csl, project.root / config.templates)
    except BriefwrightError as stop:
        findings += _placed(stop.findings, brief, "csl")
        style = find_style(Config().csl)  # to find what else is wrong
    theme = load_theme(meta.theme or config.theme, project.root, config.templates)
    findings += _placed(theme.findings, brief, "theme")
    return Warned(Look(style, theme.value, meta.page or config.page or theme.value.page), tuple(findings))


def _placed(findings: Iterable[Finding], brief: Brief, key: str) -> list[Finding]:
    """Findings about what a front matter key names, at that key's line where they have no better place."""
    line = brief.meta_lines.get(key, 0)
    place = SourceText(brief.location.path, brief.source).at(line)
    return [finding if finding.location else dataclasses.replace(finding, location=place) for finding in findings]


def writers() -> dict[str, Callable[[], Writer]]:
    """The formats, each with what gives its writer; a writer's libraries are imported when it is asked for."""

    def pdf() -> Writer:
        from briefwright.write.pdf import write_pdf

        return write_pdf

    def docx() -> Writer:
        from briefwright.write.docx import write_docx

        return write_docx

    def html() -> Writer:
        from briefwright.write.html import write_html

        return write_html

    return {"pdf": pdf, "docx": docx, "html": html}


def _each(briefs: Sequence[Brief], do: Callable[[Brief], Rendered]) -> Iterator[Rendered]:
    """Briefs rendered one after the other, or side by side where there is more than one processor."""
    from briefwright.build.workers import side_by_side

    yield from side_by_side(briefs, do)


def _render_one(brief: Brief, project: Project, formats: Iterable[str], output: Path) -> Rendered:
    start = time.perf_counter()
    made = make_document(brief, project)
    if made.value is None:
        return Rendered(brief.name, (), in_order(made.findings), time.perf_counter() - start)
    outputs, findings = _write(made.value, formats, output)
    return Rendered(brief.name, outputs, in_order((*made.findings, *findings)), time.perf_counter() - start)


def _write(document: Document, formats: Iterable[str], output: Path) -> tuple[tuple[Output, ...], list[Finding]]:
    """All formats of a document and its manifest on disk: all of them or, where one fails, none."""
    from briefwright.write.files import write_together

    findings: list[Finding] = []
    files: dict[Path, bytes] = {}
    kinds: list[tuple[str, Path]] = []
    for name in formats:
        written = writers()[name]()(document)
        findings += written.findings
        path = output / f"{document.brief.name}.{name}"
        files[path] = written.value
        kinds.append((name, path))
    if has_errors(findings):
        return (), findings
    files[output / f"{document.brief.name}.manifest.json"] = document.manifest.encode("utf-8")
    try:
        write_together(files)
    except BriefwrightError as stop:
        return (), [*findings, *stop.findings]
    return tuple(Output(name, path, len(files[path]), _pages(name, files[path])) for name, path in kinds), findings


def _pages(name: str, data: bytes) -> int:
    if name != "pdf":
        return 0
    from briefwright.write.pdf import page_count

    return page_count(data)
