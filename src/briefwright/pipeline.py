"""From a project to its outputs, read top to bottom.

load_project -> compose -> cite -> write_pdf, write_docx, write_html -> files
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefwright.build.manifest import manifest_of
from briefwright.build.used import look_files
from briefwright.build.workers import side_by_side
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
from briefwright.document import Document, Face, LiveCitations, WordOptions
from briefwright.load import load_project
from briefwright.model import Brief, Config, Project
from briefwright.resources import package_templates
from briefwright.write.files import write_together
from briefwright.write.writers import WRITERS, prepare, write


@dataclass(frozen=True, slots=True)
class Output:
    """A file that was written."""

    format: str
    path: Path
    size: int
    pages: int = 0
    """Of a PDF; 0 for others."""
    checked: str = ""
    """What a DOCX that is to be sent was found to be free of."""


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
    word: WordOptions = field(default_factory=WordOptions)
    """Of a DOCX; its face and citations are those of `face` and `citations`."""
    face: Face | None = None
    """None for the project's configuration."""
    citations: LiveCitations | None = None
    """None for the project's configuration."""

    def word_options(self, project: Project) -> WordOptions:
        """What a DOCX is to be, with what the order leaves open filled in from a project's configuration."""
        config = project.config
        face, citations = self.face or Face(config.docx), self.citations or LiveCitations(config.citations)
        template = self.word.template or (project.root / config.word_template if config.word_template else None)
        return dataclasses.replace(self.word, face=face, citations=citations, template=template)


def render(root: Path, order: Order) -> Iterator[Warned[Project] | Rendered]:
    """Render briefs of the project at root: first the loaded project, then each brief as it is done.

    An error in one brief keeps only that brief from being written; what was there before stays.
    """
    finish_preparing = prepare(order.formats or WRITERS)
    loaded = load_project(root)
    project = loaded.value
    briefs, unknown = choose(project, order.names)
    yield Warned(project, in_order((*loaded.findings, *unknown)))
    if len(briefs) == 1:
        yield _render_one(briefs[0], project, order, before_forking=finish_preparing)
        return
    finish_preparing()
    yield from side_by_side(briefs, lambda brief: _render_one(brief, project, order))


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
            there = f"there {'is' if len(project.briefs) == 1 else 'are'} {', '.join(project.briefs) or 'none yet'}"
            hint = did_you_mean(short, project.briefs) or there
            findings.append(error(Code.UNKNOWN_BRIEF, f"there is no brief `{name}`", hint=hint, subject=name))
    return list(found.values()), findings


def make_document(brief: Brief, project: Project) -> Warned[Document | None]:
    """Compose and cite one brief; the value is None where an error keeps it from being a document."""
    try:
        return _make_document(brief, project)
    except RecursionError:
        return Warned(None, (_too_deep(brief),))


def _make_document(brief: Brief, project: Project) -> Warned[Document | None]:
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
    files = look_files(brief, project, style=look.value.style.path, theme=look.value.theme.name)
    document = dataclasses.replace(cited.value, files=(*cited.value.files, *files))
    return Warned(dataclasses.replace(document, manifest=manifest_of(document, project)), findings)


def _too_deep(brief: Brief) -> Finding:
    message = "its lists, boxes, quotations or brackets stand inside one another too deeply"
    return error(Code.CONVERTER_WARNING, message, brief.location, hint="dozens of levels are fine, hundreds are not")


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
    try:
        theme = load_theme(meta.theme or config.theme, project.root, config.templates)
    except BriefwrightError as stop:
        findings += _placed(stop.findings, brief, "theme")
        theme = load_theme(Config().theme, package_templates().parent, package_templates().name)
    findings += _placed(theme.findings, brief, "theme")
    return Warned(Look(style, theme.value, meta.page or config.page or theme.value.page), tuple(findings))


def _placed(findings: Iterable[Finding], brief: Brief, key: str) -> list[Finding]:
    """Findings about what a front matter key names, at that key's line where they have no better place."""
    line = brief.meta_lines.get(key, 0)
    place = SourceText(brief.location.path, brief.source).at(line)
    return [finding if finding.location else dataclasses.replace(finding, location=place) for finding in findings]


def _render_one(
    brief: Brief, project: Project, order: Order, *, before_forking: Callable[[], None] | None = None
) -> Rendered:
    """Render a brief. before_forking: given where it is the only one; then its formats are written side by side."""
    start = time.perf_counter()
    made = make_document(brief, project)
    outputs: tuple[Output, ...] = ()
    findings = made.findings
    if made.value is not None:
        folder = order.output or project.root / project.config.output
        formats = order.formats or project.config.formats
        concerns = _concerns(made, brief, project, order)
        document = dataclasses.replace(made.value, word=order.word_options(project), concerns=concerns)
        written = _write(document, formats, folder, before_forking=before_forking)
        outputs, findings = written.value, (*findings, *written.findings)
    return Rendered(brief.name, outputs, in_order(findings), time.perf_counter() - start)


def _concerns(made: Warned[Document | None], brief: Brief, project: Project, order: Order) -> tuple[Finding, ...]:
    """What the checker finds in a brief and what it uses, where comments are to tell of it."""
    if not order.word.evidence_comments or "docx" not in (order.formats or project.config.formats):
        return ()
    from briefwright.check.concerns import concerns_of
    from briefwright.check.rule import Reviewed

    return concerns_of(Reviewed(brief, made.value, made.findings), project)


def _write(
    document: Document, formats: Sequence[str], folder: Path, *, before_forking: Callable[[], None] | None
) -> Warned[tuple[Output, ...]]:
    """All formats of a document and its manifest on disk: all of them or, where one fails, none."""
    written = _all_formats(document, formats, before_forking)
    findings = [finding for one in written.values() for finding in one.findings]
    if has_errors(findings):
        return Warned((), tuple(findings))
    paths = {name: folder / f"{document.brief.name}.{name}" for name in formats}
    files = {paths[name]: one.value for name, one in written.items()}
    files[folder / f"{document.brief.name}.manifest.json"] = document.manifest.encode("utf-8")
    if "docx" in written:
        from briefwright.word.reading import baseline_of

        baseline = baseline_of(written["docx"].value, document.word)
        files[folder / f"{document.brief.name}.baseline.json"] = baseline.encode("utf-8")
    try:
        write_together(files)
    except BriefwrightError as stop:
        return Warned((), (*findings, *stop.findings))
    outputs = (
        Output(name, paths[name], len(one.value), _pages(name, one.value), _checked(name, document, one.findings))
        for name, one in written.items()
    )
    return Warned(tuple(outputs), tuple(findings))


def _checked(name: str, document: Document, findings: Iterable[Finding]) -> str:
    if name != "docx" or document.word.face is not Face.FINAL:
        return ""
    from briefwright.word.final_check import CHECKED

    return "" if any(finding.code is Code.DOCX_NOT_FINAL for finding in findings) else CHECKED


def _all_formats(
    document: Document, formats: Sequence[str], before_forking: Callable[[], None] | None
) -> dict[str, Warned[bytes]]:
    def one(name: str) -> tuple[str, Warned[bytes]]:
        try:
            return name, write(document, name)
        except RecursionError:
            return name, Warned(b"", (_too_deep(document.brief),))

    if before_forking is None or len(formats) == 1:
        return dict(map(one, formats))
    before_forking()
    done = dict(side_by_side(formats, one))
    return {name: done[name] for name in formats}


def _pages(name: str, data: bytes) -> int:
    if name != "pdf":
        return 0
    from briefwright.write.pdf import page_count

    return page_count(data)
