"""References for other programs: .bib, CSL JSON and RIS. The same input gives the same bytes.

What a format has no place for is kept: in CSL JSON in `custom` (CSL 1.0.2's own place for it), in RIS in `U1` lines of
the form `field: value`. `formats` reads both back.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from briefwright import tex
from briefwright.bib.formats.csl import CSL_TYPES, item_of
from briefwright.bib.formats.found import without_tags
from briefwright.bib.formats.tagged import read_ris
from briefwright.bib.services.record import Record
from briefwright.bib.text import BibText
from briefwright.check.entries import PARENTS, with_named
from briefwright.check.timeliness import date_of
from briefwright.cite import references as cited
from briefwright.diagnostics import Warned
from briefwright.load.bib_entry import parse_entry, parse_string
from briefwright.load.bib_write import MONTHS, portable_key
from briefwright.model import Bibliography, Reference

ENDINGS: Mapping[str, str] = {".bib": "bib", ".json": "csljson", ".ris": "ris"}
"""By a file's ending: the format."""
_CSL_FIELDS = {"abstract": "abstract", "annotation": "annote", "annote": "annote", "pmcid": "PMCID"}
"""Fields that pandoc's reader leaves out: CSL's variable."""
_OWN_TYPES = {
    "thesis": "THES", "phdthesis": "THES", "mastersthesis": "THES", "article": "JOUR", "book": "BOOK", "misc": "GEN",
    "online": "ELEC", "report": "RPRT", "techreport": "RPRT", "incollection": "CHAP", "inbook": "CHAP",
    "inproceedings": "CPAPER", "conference": "CPAPER", "proceedings": "CONF", "collection": "EDBOOK",
    "unpublished": "UNPB", "patent": "PAT", "dataset": "DATA", "software": "COMP", "movie": "MPCT", "music": "MUSIC",
    "audio": "SOUND", "video": "VIDEO", "artwork": "ART", "image": "FIGURE", "jurisdiction": "CASE",
    "legislation": "STAT", "inreference": "ENCYC", "letter": "PCOMM", "booklet": "PAMP", "manual": "BOOK",
    "mvbook": "BOOK", "reference": "BOOK", "periodical": "JOUR",
}  # fmt: skip
_NEVER = frozenset({"crossref", "xdata", "xref"})
"""Fields whose content the parents' fields have become."""


def to_bib(files: Sequence[BibText], bibliography: Bibliography, keys: Sequence[str]) -> str:
    """The entries as they stand in their files, with the @strings and the parents that they need."""
    wanted = with_named(keys, frozenset(bibliography.keys()), bibliography.get, (*PARENTS, "entryset"))
    used: set[str] = set()
    entries: list[str] = []
    strings: dict[str, str] = {}
    for file in files:
        for place in file.index.strings:
            name, block = parse_string(file.block(place))
            if name:
                strings[name] = block.raw
        for place in file.index.entries:
            key = place.key
            if key in wanted and bibliography.get(key) is not None:
                wanted.discard(key)
                block = parse_entry(file.block(place), key)
                used |= {piece.text.lower() for item in block.fields for piece in item.pieces if piece.name}
                entries.append(block.raw)
    needed = _needed(used, strings)
    return "\n\n".join([*(text for name, text in strings.items() if name in needed), *entries]) + "\n"


def to_csl(bibliography: Bibliography, keys: Sequence[str], lang: str) -> Warned[str]:
    """CSL JSON, an item for each entry that can be read."""
    items = _items(bibliography, keys, lang)
    text = json.dumps(list(items.value), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return Warned(text, items.findings)


def to_ris(bibliography: Bibliography, keys: Sequence[str], lang: str) -> Warned[str]:
    """RIS (Research Information Systems, "RIS Format Specifications", 2011), with CR LF as it asks for."""
    items = _items(bibliography, keys, lang)
    lines: list[str] = []
    for item in items.value:
        lines += [
            f"{tag}  - {value}".rstrip(" ") if tag == "ER" else f"{tag}  - {value}" for tag, value in _with_rest(item)
        ]
        lines.append("")
    return Warned("\r\n".join(lines), items.findings)


WRITERS: Mapping[str, Callable[[Bibliography, Sequence[str], str], Warned[str]]] = {"csljson": to_csl, "ris": to_ris}
"""By format; .bib is written from the files."""


def _items(bibliography: Bibliography, keys: Sequence[str], lang: str) -> Warned[tuple[dict[str, Any], ...]]:
    references = {key: one for key in dict.fromkeys(keys) if (one := bibliography.get(key)) is not None}
    references = {key: one for key, one in references.items() if one.type not in ("xdata", "set")}
    read, findings = cited.read_all(bibliography, references, lang)
    made: list[dict[str, Any]] = []
    for key, reference in references.items():
        item = read.get(portable_key(key))
        if item is not None:
            made.append(_complete(dict(item), reference))
    return Warned(tuple(made), tuple(findings))


def _complete(item: dict[str, Any], reference: Reference) -> dict[str, Any]:
    """An item with its key, its titles' capitals, and what pandoc's reader leaves out."""
    fields = reference.fields
    item |= {"id": reference.key, "citation-key": reference.key}
    item["type"] = item.get("type") or ("webpage" if item.get("URL") else "document")
    for variable, names in _TITLES.items():
        texts = [_title(fields[name]) for name in names if fields.get(name, "").strip()]
        if texts and item.get(variable):
            item[variable] = texts[0] if variable != "title" else ": ".join(texts)
    if not fields.get("shorttitle"):
        item.pop("title-short", None)  # pandoc makes one of the title
    for name, variable in _CSL_FIELDS.items():
        if fields.get(name, "").strip() and variable not in item:
            item[variable] = tex.plain(fields[name])
    back = item_of(item).record
    custom = {} if reference.type == back.type else {"entrytype": reference.type}
    date = date_of(reference)
    for name, value in fields.items():
        text = tex.verbatim(value) if name in ("url", "file", "eprint", "doi") else tex.plain(value)
        if name in _TITLED:
            text = html.unescape(_title(value))
        dated = name in ("date", "year", "month", "day") and date and date.text == back.fields.get("date")
        if name not in _NEVER | back.people.keys() and text and not dated and not _says(back, name, text):
            custom[name] = text
    if custom:
        item["custom"] = custom
    return {name: value for name, value in item.items() if value not in ("", [], {})}


_TITLES = {
    "title": ("title", "subtitle"), "container-title": ("journaltitle", "journal", "booktitle"),
    "title-short": ("shorttitle",), "collection-title": ("series",), "event-title": ("eventtitle",),
}  # fmt: skip
"""CSL's variables whose capitals pandoc changes for English works, and the fields that they come from."""
_BRACED = re.compile(r"(?<![\\\w}^_$])\{([^{}\\$]*[^\W\d_][^{}\\$]*)\}")
_TITLED = frozenset(name for names in _TITLES.values() for name in names)
_TYPED = (
    (re.compile(r"\$_(?:\{(\w+)\}|(\w))\$"), "\ue0e5\\1\\2\ue0e6"),
    (re.compile(r"\$\^(?:\{(\w+)\}|(\w))\$"), "\ue0e7\\1\\2\ue0e8"),
    (re.compile(r"(?<!\\)``"), "“"),
    (re.compile(r"(?<!\\)''"), "”"),
    (re.compile(r"(?<!\\)`"), "‘"),
)
"""What TeX prints otherwise than it is typed: H$_2$O, ``quoted''."""
_MARKS = {
    "\ue0e3": '<span class="nocase">', "\ue0e4": "</span>", "\ue0e5": "<sub>", "\ue0e6": "</sub>",
    "\ue0e7": "<sup>", "\ue0e8": "</sup>",
}  # fmt: skip
_SAME = {
    "journal": "journaltitle", "address": "location", "annote": "annotation", "language": "langid",
    "hyphenation": "langid", "school": "institution", "issue": "number",
}  # fmt: skip
"""Under which name a field comes back."""


def _title(value: str) -> str:
    """A title for CSL JSON, in which words in braces keep their capitals."""
    for pattern, sign in _TYPED:
        value = pattern.sub(sign, value)
    marked = cited.markup(_BRACED.sub("\ue0e3\\1\ue0e4", value))
    for sign, tag in _MARKS.items():
        marked = marked.replace(sign, tag)
    return marked


def _says(back: Record, name: str, text: str) -> bool:
    """Whether a record that was read back has a field's text."""
    there = back.fields.get(name) or back.fields.get(_SAME.get(name, name), "")
    return bool(there) and _plain(there) == _plain(text)


def _plain(text: str) -> str:
    text = without_tags(text).replace("\u00a0", " ")
    text = re.sub(r"(?i)^https?://(?:dx\.)?doi\.org/", "", text)
    return re.sub(r"\s*[-–—]+\s*", "-", " ".join(text.split()))


def _needed(used: set[str], strings: Mapping[str, str]) -> set[str]:
    """The @strings that some need: one may be made of others."""
    found: set[str] = set()
    waiting = list(used)
    while waiting:
        name = waiting.pop()
        if name in found or name not in strings or (name in MONTHS and name not in strings):
            continue
        found.add(name)
        _, block = parse_string(strings[name])
        waiting += [piece.text.lower() for item in block.fields for piece in item.pieces if piece.name]
    return found


# --- RIS ----------------------------------------------------------------------------------------------------------

_TAGS = (
    ("title", "TI"), ("title-short", "ST"), ("volume", "VL"), ("issue", "IS"), ("number", "IS"), ("edition", "ET"),
    ("publisher", "PB"), ("publisher-place", "CY"), ("collection-title", "T3"), ("container-title-short", "J2"),
    ("abstract", "AB"), ("note", "N1"), ("annote", "RN"), ("DOI", "DO"), ("URL", "UR"), ("language", "LA"),
    ("genre", "M3"), ("number-of-volumes", "NV"), ("section", "SE"), ("call-number", "CN"), ("ISBN", "SN"),
    ("ISSN", "SN"),
)  # fmt: skip
_ROLES = (("author", "AU"), ("editor", "ED"), ("translator", "A4"))
_MARKUP = re.compile(r"</?(?:span|sc)\b[^<>]*>")


def _ris(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The tags and values of one item."""
    custom = item.get("custom", {})
    kind = custom.get("entrytype") or CSL_TYPES.get(item["type"], "misc")
    tag = {"article-newspaper": "NEWS", "article-magazine": "MGZN"}.get(item["type"]) or _OWN_TYPES.get(kind, "GEN")
    yield "TY", tag
    yield "ID", item["id"]
    for role, name in _ROLES:
        for person in item.get(role, ()):
            yield name, _person(person)
    if item.get("container-title"):
        yield "T2", _text(item["container-title"])
    for name, value in _TAGS:
        if item.get(name) and not (name == "number" and item.get("issue")):
            yield value, _text(item[name])
    yield from _ris_dates(item)
    first, _, last = _text(item.get("page", "")).replace("–", "-").partition("-")
    if first:
        yield "SP", first
    if last:
        yield "EP", last
    for part in re.split(r"\s*[,;]\s*", _text(item.get("keyword", ""))):
        if part:
            yield "KW", part
    yield "ER", ""


def _with_rest(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The tags of an item, and a `U1` line for whatever a reader would not get from them."""
    tags = list(_ris(item))
    lines = "\n".join(f"{tag}  - {value}" for tag, value in tags)
    back, whole = next(read_ris(lines)).record, item_of(item).record
    yield from tags[:-1]
    if back.type != whole.type:
        yield "U1", f"entrytype: {whole.type}"
    for name, value in whole.fields.items():
        if not _says(back, name, value):
            yield "U1", f"{name}: {_text(value)}"
    for role, people in whole.people.items():
        if back.people.get(role) != people:
            names = (f"{one.family}, {one.given}" if one.family else one.whole for one in people)
            yield "U1", f"{role}: {' and '.join(names)}"
    yield tags[-1]


def _ris_dates(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, tag in (("issued", "DA"), ("accessed", "Y2")):
        date = item.get(name)
        if not date:
            continue
        parts = (date.get("date-parts") or [[]])[0]
        if parts:
            numbers = [f"{int(parts[0]):04}", *(f"{int(part):02}" for part in parts[1:3])]
            if tag == "DA":
                yield "PY", numbers[0]
            yield tag, "/".join([*numbers, "", "", ""][:3]) + "/"
        elif date.get("literal"):
            yield ("PY" if tag == "DA" else tag), _text(date["literal"])


def _person(person: Mapping[str, Any]) -> str:
    family = " ".join(
        str(part) for name in ("dropping-particle", "non-dropping-particle", "family") if (part := person.get(name))
    )
    parts = [family or str(person.get("literal", "")), str(person.get("given", "")), str(person.get("suffix", ""))]
    return ", ".join(part for part in parts if part)


def _text(value: object) -> str:
    return " ".join(html.unescape(_MARKUP.sub("", str(value))).split())
