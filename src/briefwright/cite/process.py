"""From a draft to a document: one citation pass that all formats are written from."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from briefwright import pandoc
from briefwright.ast import Node
from briefwright.cite import resolve, sources
from briefwright.cite.anchors import Namer
from briefwright.cite.captions import number_captions, renewed, say_links
from briefwright.cite.evidence import sources_of, standings
from briefwright.cite.finish import finish
from briefwright.cite.nodes import CitationNodes
from briefwright.cite.pictures import Pictures
from briefwright.cite.references import CslItems, to_csl_items
from briefwright.cite.secondary import secondary_prefix, short_form
from briefwright.cite.styles import Style, StyleKind
from briefwright.compose import Draft, marks
from briefwright.compose.values import format_date
from briefwright.diagnostics import (
    Code,
    Finding,
    Severity,
    Warned,
    did_you_mean,
    error,
    has_errors,
    warning,
)
from briefwright.document import Anchor, Document, Theme, UsedFile
from briefwright.model import Fact, Project

NO_DATE = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
"""For the properties of outputs whose brief has no date."""
LAST_TIME = int(datetime(2107, 12, 31, tzinfo=UTC).timestamp())
"""The last day that a ZIP archive, and so a DOCX, can tell."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a brief is to look: what its front matter and the project's configuration come to."""

    style: Style
    theme: Theme
    page: str


def cite(draft: Draft, project: Project, look: Look) -> Warned[Document | None]:
    """Run the citation pass over a draft.

    The value is None where an error keeps it from being a document.
    """
    try:
        return _cite(draft, project, look)
    except pandoc.PandocError as failure:  # a style of the project's that is none, or no memory left
        said = (str(failure).strip().splitlines() or ["it does not say why"])[-1]
        message, hint = f"pandoc gives up: {said}", "a shorter brief, or another `csl:`, may tell what it stumbles over"
        return Warned(None, (error(Code.CONVERTER_WARNING, message, draft.brief.location, hint=hint),))


def _cite(draft: Draft, project: Project, look: Look) -> Warned[Document | None]:
    findings = wrong_time()
    pictures = Pictures(project.root, (project.root / draft.brief.location.path).parent)
    originals = _Originals(draft, project, look.style)
    resolved = _resolve(draft, project, look.style, pictures=pictures, originals=originals)
    findings += resolved.findings
    if has_errors(findings):
        return Warned(None, (*findings, *_dead_links(resolved, _named(resolved, resolved.blocks, draft))))
    csl = to_csl_items(project.bibliography, resolved.keys, draft.lang)
    findings += csl.findings
    blocks = sources.fill(resolved, draft, project, csl.value.items if look.style.note_style else ())
    blocks, log = pandoc.process_citations(blocks, csl.value.items, csl=look.style.path, lang=draft.lang)
    findings += _from_log(log, resolved.keys, project, draft, look.style)
    blocks = finish(blocks, csl.value.addenda)
    namer = _named(resolved, blocks, draft)
    findings += _dead_links(resolved, namer)
    meta = draft.brief.meta
    if meta.numbered_captions or meta.lot or meta.lof:
        number_captions(blocks, draft.words, namer.taken)
    findings += say_links(blocks, resolved.internal_links)
    anchors = renewed(namer.anchors, blocks) if resolved.internal_links else namer.anchors
    if not resolved.keys:
        message, hint = "the brief cites nothing", 'call facts with {{ fact("id") }}, or cite with [@key, p. 3]'
        findings.append(warning(Code.BRIEF_CITES_NOTHING, message, draft.brief.location, hint=hint))
    document = _document(draft, project, look, blocks=blocks, anchors=anchors, csl=csl.value)
    document = dataclasses.replace(document, files=tuple(UsedFile("picture", path) for path in pictures.used))
    if has_errors(findings):
        return Warned(None, tuple(findings))
    works = sources_of(document.facts, draft, project, (*csl.value.items, *originals.items))
    evidence = standings(document.facts, draft, works)
    uncited = tuple(item for key, item in works.items() if key not in resolved.keys)
    return Warned(dataclasses.replace(document, evidence=evidence, uncited_items=uncited), tuple(findings))


def _resolve(
    draft: Draft, project: Project, style: Style, *, pictures: Pictures, originals: _Originals
) -> resolve.Resolved:
    """The draft's tree, with every insert in its place."""
    blocks = _read(draft)
    resolver = resolve.Resolver(
        draft,
        project.bibliography,
        pictures,
        CitationNodes(draft.lang, originals.name),
        notes=style.note_style,
    )
    return resolver.run(blocks)


def _read(draft: Draft) -> list[Node]:
    """The draft's blocks, with line marks where these leave the tree as it is without them."""
    with ThreadPoolExecutor(2) as pool:
        texts = (marks.add_marks(draft.markdown), draft.markdown)
        marked, plain = (done.output.decode("utf-8") for done in pool.map(pandoc.read_markdown_as_json, texts))
    return pandoc.blocks_of(marked if marks.strip_marks(marked) == plain else plain)


class _Originals:
    """Names of the sources that were not read, for "cited in"; all read in one go."""

    def __init__(self, draft: Draft, project: Project, style: Style) -> None:
        keys = dict.fromkeys(item.via for item in draft.citation_items if item.via)
        self.items = to_csl_items(project.bibliography, tuple(keys), draft.lang).value.items if keys else ()
        self.around = {str(item["id"]): _around(item, draft, style) for item in self.items}

    def name(self, key: str) -> tuple[str, str]:
        """What stands before and after the citation of the source that was read; nothing for an unknown original."""
        return self.around.get(key, ("", ""))


def _around(original: Mapping[str, Any], draft: Draft, style: Style) -> tuple[str, str]:
    """A prefix; a suffix in numeric styles, some of which set every reference in brackets of its own."""
    if style.kind in (StyleKind.NUMERIC, StyleKind.LABEL):
        name = short_form(original, draft.lang)
        return "", draft.words.get("citing", "citing {original}").format(original=name)
    return secondary_prefix(original, draft.lang, style), ""


def _from_log(
    log: Sequence[pandoc.LogLine], keys: Sequence[str], project: Project, draft: Draft, style: Style
) -> list[Finding]:
    """What citeproc said, as findings at the reference concerned where it names one.

    Note styles name interviews and letters in the note alone, as The Chicago Manual of Style (17th ed., 14.211) asks:
    that such an entry is not in the list is worth saying, and no fault.
    """
    found: list[Finding] = []
    for line in log:
        if line.verbosity not in ("WARNING", "ERROR"):
            continue
        key = next((key for key in keys if key in line.message.split()), "")
        reference = project.bibliography.get(key) if key else None
        place = reference.location if reference else draft.brief.location
        if reference and style.kind is StyleKind.NOTE and "no printed form" in line.message:
            message = f"`{key}` is not in the list of references: the style names works of its kind in notes alone"
            found.append(Finding(Code.CITATION_WARNING, Severity.INFO, message, place, "", key))
            continue
        found.append(warning(Code.CITATION_WARNING, line.message.rstrip("."), place, subject=key))
    return found


def _named(resolved: resolve.Resolved, blocks: list[Node], draft: Draft) -> Namer:
    namer = Namer(resolved.facts, draft.lines)
    namer.name_all(blocks)
    return namer


def _dead_links(resolved: resolve.Resolved, namer: Namer) -> list[Finding]:
    known = namer.taken | {f"ref-{key}" for key in resolved.keys}
    hint = "headings get the id of their words: “Key points” is #key-points"
    return [
        error(
            Code.DEAD_LINK,
            f"the link goes to `#{target}`, which is nowhere in the brief",
            place,
            hint=did_you_mean(target, sorted({*known, *namer.aliases})) or hint,
        )
        for target, place in resolved.internal_links
        if namer.target(target) not in known
    ]


def wrong_time() -> list[Finding]:
    """An error where the environment gives a time that is none, as https://reproducible-builds.org/specs asks."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch or (epoch.isascii() and epoch.isdigit() and len(epoch) <= 20 and int(epoch) <= LAST_TIME):
        return []
    message = f"the variable SOURCE_DATE_EPOCH is `{epoch[:40]}`, which is no time up to 2107"
    return [error(Code.PROJECT_CONFIG, message, hint="give it seconds since 1970, in digits, or unset it")]


def _timestamp(draft: Draft) -> int:
    """The time that outputs carry: SOURCE_DATE_EPOCH, else the brief's date, so that bytes repeat."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        return int(epoch)
    date = draft.brief.meta.date
    if date is None or date.start is None:
        return NO_DATE
    first = date.first
    return int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()) if first.year >= 1980 else NO_DATE


def _date_line(draft: Draft) -> str:
    """The brief's date and, where it has one, the day that its information ends."""
    meta, words = draft.brief.meta, draft.words
    date = format_date(meta.date, draft.lang, words)
    cutoff = format_date(meta.information_cutoff, draft.lang, words)
    known = words.get("information-cutoff", "Information as of {date}").replace("{date}", cutoff) if cutoff else ""
    return " · ".join(text for text in (date, known) if text)


def _used(anchors: Sequence[Anchor], project: Project) -> tuple[Fact, ...]:
    ids = dict.fromkeys([anchor.fact for anchor in anchors if anchor.fact])
    return tuple(project.facts[name] for name in ids if name in project.facts)


def _document(
    draft: Draft, project: Project, look: Look, *, blocks: Sequence[Node], anchors: Sequence[Anchor], csl: CslItems
) -> Document:
    meta, config = draft.brief.meta, project.config
    references = [project.bibliography.get(str(item["id"])) for item in csl.items]
    return Document(
        brief=draft.brief,
        blocks=tuple(blocks),
        anchors=tuple(anchors),
        facts=_used(anchors, project),
        references=tuple(reference for reference in references if reference),
        csl_items=tuple(csl.items),
        theme=look.theme,
        lang=draft.lang,
        page=look.page,
        style=look.style.name,
        note_style=look.style.note_style,
        date=meta.date,
        date_text=_date_line(draft),
        authors=meta.authors or config.authors,
        institution=meta.institution or config.institution,
        timestamp=_timestamp(draft),
        words=draft.words,
        origins={anchor.id: anchor.origin for anchor in anchors},
        template_paths=draft.templates,
    )
