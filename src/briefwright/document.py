"""What citing hands on to the writers: a document, its anchors and its theme."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from briefwright.dates import Edtf
from briefwright.diagnostics import Finding, Location
from briefwright.model import Brief, Fact, Reference

MAX_TAG = 64
"""Characters of a content control's tag in Word."""


class AnchorKind(StrEnum):
    """What an anchor holds."""

    FACT = "fact"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in the output that an edit can come home from."""

    id: str
    """The id in HTML and the bookmark's name in DOCX: a letter first, [A-Za-z0-9_-], at most 40 characters."""
    kind: AnchorKind
    text: str
    """Exactly what is rendered there, notes' text left out, white space single."""
    origin: Location
    """The line of the brief or template that put it there."""
    fact: str = ""
    """The fact's id, for kind fact."""
    part: str = ""
    """statement, clause, label, date or value.NAME, for kind fact."""
    occurrence: int = 0
    """1-based count of this fact's part in the document."""

    @property
    def tag(self) -> str:
        """The content control's tag, `fact:<id>:<part>:<occurrence>`, no two alike in a document.

        Word takes at most 64 characters: a longer one keeps the head of the id, and ends with a digest of the
        id and part and with the occurrence.
        """
        if not self.fact:
            return ""
        whole = f"fact:{self.fact}:{self.part}:{self.occurrence}"
        if len(whole) <= MAX_TAG:
            return whole
        digest = hashlib.sha256(f"{self.fact}:{self.part}".encode()).hexdigest()[:10]
        end = f"~{digest}:{self.occurrence}"
        return f"fact:{self.fact}"[: MAX_TAG - len(end)] + end


class Face(StrEnum):
    """What a DOCX is for."""

    EDIT = "edit"
    """For colleagues who change it: live citations, anchors, tracked changes."""
    FINAL = "final"
    """To send: nothing that needs a plug-in or tells of the tool."""


class LiveCitations(StrEnum):
    """What citations are in a DOCX for editing."""

    ZOTERO = "zotero"
    WORD = "word"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class WordOptions:
    """How a DOCX is to be."""

    face: Face = Face.EDIT
    citations: LiveCitations = LiveCitations.ZOTERO
    """Of the face for editing; in the final one they are plain."""
    evidence_comments: bool = False
    """Whether each fact carries its evidence in a comment."""
    template: Path | None = None
    """The house's own .docx to take styles, headers and cover page from."""


@dataclass(frozen=True, slots=True)
class UsedFile:
    """A file, other than facts, references and templates, that decides what an output looks like."""

    kind: str
    """words, theme, style or picture."""
    path: Path


@dataclass(frozen=True, slots=True)
class Theme:
    """One definition of looks for PDF, HTML and DOCX."""

    name: str
    fonts: Mapping[str, tuple[str, ...]]
    """body, heading, mono: families in order of preference, for PDF and HTML."""
    word_fonts: Mapping[str, str]
    """body, heading, mono, complex: one family each, for Word (complex: Khmer and other complex scripts)."""
    colours: Mapping[str, str]
    """text, muted, accent, rule, tint: #rrggbb."""
    sizes: Mapping[str, float]
    """body, small, h1, h2, h3, title: points."""
    page: str
    """A4 or Letter."""
    margins: Mapping[str, float]
    """top, right, bottom, left: millimetres."""
    css: str = ""
    """The theme's own style sheet, after the common one."""
    css_path: str = ""
    """Where it stands, for findings."""


@dataclass(frozen=True, slots=True)
class Support:
    """One piece of a fact's evidence in the words of the document's language."""

    source: str
    """How running text names the source: "Maza 2017"."""
    locator: str = ""
    """Where in it: "para. 4"."""
    original: str = ""
    """The work that was not read, which the source cites."""
    relation: str = ""
    """What it does to the fact: "contradicts"; empty where it supports it."""
    quote: str = ""
    """In quotation marks."""
    quote_lang: str = ""
    """The quotation's language where the file says it."""
    translation: str = ""
    """Of the quotation, and said to be one: "translation: ‘...’"."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a fact rests on and how it stands, in the words of the document's language."""

    date: str
    """When it held; empty where it bears no date."""
    status: str
    supports: tuple[Support, ...]
    kind: str = ""
    """What sort of statement it is; empty for a plain fact."""
    speaker: str = ""
    """Whose claim it is."""


@dataclass(frozen=True, slots=True)
class Document:
    """A brief after citation processing: the same for every writer."""

    brief: Brief
    blocks: tuple[dict[str, Any], ...]
    """pandoc's AST. Facts are Spans of class "fact" (id = anchor id, data-fact, data-part, data-occurrence);
    the inlines of paragraphs, list items and cells are wrapped in a Span of class "anchor" (id = anchor id);
    Cite and Note nodes are kept; pictures are data: URIs; the list of references is the Div "refs"."""
    anchors: tuple[Anchor, ...]
    facts: tuple[Fact, ...]
    """Used, in order of first use."""
    references: tuple[Reference, ...]
    """Cited, in order of first citation."""
    csl_items: tuple[Mapping[str, Any], ...]
    """CSL JSON of the cited references, in the same order."""
    theme: Theme
    lang: str
    """BCP 47."""
    page: str
    """A4 or Letter."""
    style: str
    """The CSL style's name."""
    note_style: bool
    """Whether the style cites in notes."""
    date: Edtf | None
    date_text: str
    """The brief's date in the words of its language; empty where it has none."""
    authors: tuple[str, ...]
    institution: str
    timestamp: int
    """Seconds since 1970 for document properties and archives: SOURCE_DATE_EPOCH, or the brief's date."""
    words: Mapping[str, str]
    """Fixed texts in the document's language (page-of, references, notes, contents, ...), from templates/words."""
    manifest: str = ""
    """The manifest's JSON text, for the writers that carry it inside."""
    origins: Mapping[str, Location] = field(default_factory=dict)
    """From an anchor id to its place, for what only a writer finds."""
    template_paths: tuple[Path, ...] = ()
    evidence: Mapping[str, Standing] = field(default_factory=dict)
    """By the id of each fact used."""
    uncited_items: tuple[Mapping[str, Any], ...] = ()
    """CSL JSON of works that the facts name and the text does not cite, such as originals that were not read."""
    files: tuple[UsedFile, ...] = ()
    """What else took part: citing knows the pictures, the pipeline adds words, theme and style."""
    word: WordOptions = field(default_factory=WordOptions)
    """How its DOCX is to be."""
    concerns: tuple[Finding, ...] = ()
    """What `check` finds in the facts and references used, where comments are to tell of it."""
