"""The places of a house's text that are ours to fill: content controls, fields, and names in braces.

A control is known by its tag (`bw:title`), or by what of the document's properties it is bound to, as Word's own
controls "Title" and "Author" are. Fields are TITLE, AUTHOR, SUBJECT, KEYWORDS, COMMENTS, DOCPROPERTY and MERGEFIELD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from briefwright.diagnostics import Code, Finding, Location, warning
from briefwright.document import Document
from briefwright.word.house.fields import Field, fields_of, set_text
from briefwright.word.ooxml import Element, element, w, xml_text

BODY, CONTENTS = "body", "contents"
NAMES = (
    "title", "subtitle", "date", "number", "marking", "institution", "authors", "status", "summary", "subject",
    "keywords",
)  # fmt: skip
"""What can be filled in."""
MAX_PLACES, MAX_TEXTS = 50, 2_000
"""Names in braces, and pieces of text, in one paragraph that are looked at."""
_TAG = "bw:"
_BRACES = re.compile(r"\{\{?\s*(?P<name>[a-z]+)\s*\}\}?")
_BOUND = {
    "title": "title", "creator": "authors", "subject": "subject", "keywords": "keywords", "description": "summary",
    "category": "number", "contentStatus": "status", "Company": "institution", "PublishDate": "date",
    "Abstract": "summary",
}  # fmt: skip
"""The last element of a binding's path -> what fills it (ECMA-376 part 1, 17.5.2.6)."""
_KEPT_BOUND = ("title", "creator", "subject", "keywords", "description", "category", "Company")
"""Bindings to properties that our files have."""
_LIVE = {"TITLE": "title", "AUTHOR": "authors", "SUBJECT": "subject", "KEYWORDS": "keywords", "COMMENTS": "summary"}
_PROPERTIES = {
    "title": "title", "author": "authors", "subject": "subject", "keywords": "keywords", "comments": "summary",
    "category": "number", "company": "institution",
}  # fmt: skip
"""Properties of every document, by the names that DOCPROPERTY has for them."""
HARMLESS = frozenset(
    "PAGE NUMPAGES SECTION SECTIONPAGES TITLE AUTHOR SUBJECT KEYWORDS COMMENTS DOCPROPERTY STYLEREF DATE TIME SAVEDATE "
    "CREATEDATE PRINTDATE FILENAME NUMWORDS NUMCHARS REF PAGEREF NOTEREF SEQ TOC HYPERLINK SYMBOL QUOTE IF = XE TC "
    "LISTNUM AUTONUM EQ ADVANCE LASTSAVEDBY REVNUM EDITTIME DOCVARIABLE INDEX BIBLIOGRAPHY".split()
)
"""Fields that take nothing from outside the file; of others (INCLUDETEXT, LINK, DDE, ...) the result alone is kept."""


@dataclass(slots=True)
class Filling:
    """What is filled, and what came of it."""

    values: Mapping[str, str]
    filled: dict[str, None] = field(default_factory=dict)
    """Names that have a place."""
    unknown: dict[str, None] = field(default_factory=dict)
    """Places whose names mean nothing."""
    made_text: dict[str, None] = field(default_factory=dict)
    """Fields that read what lies outside, by their types."""

    def fill(self, root: Element) -> None:
        """Fill a part, in place."""
        for control in list(root.iter(w("sdt"))):
            self._control(control)
        for one in fields_of(root):
            self._field(one)
        for paragraph in root.iter(w("p")):
            self._braces(paragraph)

    def _control(self, control: Element) -> None:
        properties = control.find(w("sdtPr"))
        name, path = ("", "") if properties is None else _name_of(properties)
        if not name or properties is None:
            return
        if name not in NAMES:
            if name not in (BODY, CONTENTS):
                self.unknown[f"{_TAG}{name}"] = None
            return
        self.filled[name] = None
        for part in ("showingPlcHdr", "placeholder", *(() if path in _KEPT_BOUND else ("dataBinding",))):
            for item in properties.findall(w(part)):
                properties.remove(item)
        for item in [item for item in properties if item.tag.endswith("}dataBinding") and path not in _KEPT_BOUND]:
            properties.remove(item)
        _fill_control(control, self.values.get(name, ""))

    def _field(self, one: Field) -> None:
        name = _LIVE.get(one.name, "")
        if one.name in ("DOCPROPERTY", "MERGEFIELD"):
            asked = one.argument.lower()
            name = _PROPERTIES.get(asked, asked)
            live = one.name == "DOCPROPERTY" and asked in _PROPERTIES
            if name not in NAMES:
                self.unknown[f"{one.name} {one.argument}"] = None
                name = ""
            else:
                self._show(one, name)
            if not live:  # Word would look for a property or a table of addresses that is not there
                one.unlink()
        elif name:
            self._show(one, name)
        elif one.name not in HARMLESS:
            self.made_text[one.name or "without a name"] = None
            one.unlink()

    def _show(self, one: Field, name: str) -> None:
        self.filled[name] = None
        one.show(self.values.get(name, ""))

    def _braces(self, paragraph: Element) -> None:
        """Names in braces, which Word may have cut into several runs."""
        own = (item for item in paragraph.iter(w("t")) if next(item.iterancestors(w("p"))) is paragraph)
        texts = list(islice(own, MAX_TEXTS))
        whole = "".join(item.text or "" for item in texts)
        for found in reversed(list(islice(_BRACES.finditer(whole), MAX_PLACES))):
            name = found["name"]
            if name in NAMES:
                self.filled[name] = None
                _replace(texts, found.start(), found.end(), self.values.get(name, ""))
            elif name not in (BODY, CONTENTS):
                self.unknown[found[0]] = None


def unknown_places(path: str, names: Sequence[str]) -> Iterator[Finding]:
    """A finding for each place that nothing fills. path: of the template."""
    for name in dict.fromkeys(names):
        message = f"nothing fills the place `{name}` of the Word template: it stays as it is"
        hint = f"what can be filled: {', '.join(NAMES)}"
        yield warning(Code.WORD_TEMPLATE_UNKNOWN_PLACE, message, Location(path), hint=hint)


def values_of(document: Document) -> dict[str, str]:
    """What a document fills in, by name."""
    meta = document.brief.meta
    draft = document.words.get("status-draft", "draft") if meta.status == "draft" else ""
    authors = document.authors or (document.institution,)
    return {
        "title": meta.title, "subtitle": meta.subtitle, "date": document.date_text, "number": meta.number,
        "marking": meta.marking, "institution": document.institution, "authors": ", ".join(authors), "status": draft,
        "summary": meta.summary, "subject": meta.subject, "keywords": ", ".join(meta.keywords),
    }  # fmt: skip


def _name_of(properties: Element) -> tuple[str, str]:
    """What a control asks for, and the end of the path that it is bound to."""
    tag = properties.find(w("tag"))
    binding = next((item for item in properties if str(item.tag).endswith("}dataBinding")), None)
    path = "" if binding is None else binding.get(w("xpath"), "")
    last = re.sub(r"\[\d+\]\Z", "", path.rpartition("/")[2]).rpartition(":")[2]
    own = "" if tag is None else tag.get(w("val"), "")
    return (own[len(_TAG) :] if own.startswith(_TAG) else _BOUND.get(last, "")), last


def is_place(control: Element, name: str) -> bool:
    """Whether a control is the place of the body or the contents."""
    properties = control.find(w("sdtPr"))
    return properties is not None and _name_of(properties)[0] == name


def _fill_control(control: Element, text: str) -> None:
    """Put a text into a control of runs, paragraphs or a cell, in the looks of its first run."""
    content = control.find(w("sdtContent"))
    if content is None:
        return
    paragraphs = list(content.iter(w("p")))
    for extra in paragraphs[1:]:
        extra.getparent().remove(extra)
    home = paragraphs[0] if paragraphs else content
    runs = list(home.iter(w("r")))
    if not runs:
        runs = [element("r")]
        home.append(runs[0])
    for run in runs[1:]:
        run.getparent().remove(run)
    for style in list(runs[0].iter(w("rStyle"))):
        if "laceholder" in style.get(w("val"), ""):  # the grey of "Click here to enter a title"
            style.getparent().remove(style)
    set_text(runs[0], text)


def _replace(texts: list[Element], start: int, end: int, text: str) -> None:
    """Put a text in place of the characters from start to end of some w:t, in the looks of the first of them."""
    position = 0
    for item in texts:
        own = item.text or ""
        first, last = max(start - position, 0), min(end - position, len(own))
        if first < last:
            item.text = own[:first] + (xml_text(text) if start >= position else "") + own[last:]
            item.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        position += len(own)


def unwrap(control: Element) -> None:
    """Leave what stands in a control."""
    content = control.find(w("sdtContent"))
    for child in list(content) if content is not None else ():
        control.addprevious(child)
    control.getparent().remove(control)


def places(root: Element) -> Iterator[str]:
    """The names of the places in a part, unknown ones too."""
    filling = Filling({})
    filling.fill(root)
    yield from filling.filled
    yield from filling.unknown
