"""CSL JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html, schema csl-data.json of CSL 1.0.2)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from briefwright.bib.formats.found import Fields, Found, language, one_line
from briefwright.bib.services.crossref import TYPES
from briefwright.bib.services.record import Person, date_from_parts, date_from_text, page_range

CSL_TYPES: Mapping[str, str] = {
    **TYPES, "bill": "legislation", "legislation": "legislation", "legal_case": "jurisdiction", "patent": "patent",
    "motion_picture": "movie", "song": "music", "broadcast": "audio", "speech": "unpublished", "graphic": "image",
    "manuscript": "unpublished", "personal_communication": "letter", "post": "online", "post-weblog": "online",
    "entry": "inreference", "entry-dictionary": "inreference", "review": "review", "review-book": "review",
    "pamphlet": "booklet", "document": "misc", "interview": "misc", "map": "misc", "treaty": "misc", "figure": "image",
    "collection": "collection", "regulation": "legislation", "periodical": "periodical", "event": "misc",
}  # fmt: skip
"""By CSL's type: biblatex's."""
_INSIDE = frozenset({"incollection", "inproceedings", "inreference"})
_SUBTYPES = {"article-newspaper": "newspaper", "article-magazine": "magazine"}
_PLAIN = {
    "title": "title", "title-short": "shorttitle", "shortTitle": "shorttitle", "collection-title": "series",
    "publisher": "publisher", "publisher-place": "location", "event-title": "eventtitle", "event": "eventtitle",
    "event-place": "venue", "edition": "edition", "volume": "volume", "issue": "number",
    "number-of-pages": "pagetotal", "number-of-volumes": "volumes", "chapter-number": "chapter", "DOI": "doi",
    "ISBN": "isbn", "ISSN": "issn", "URL": "url", "PMCID": "pmcid", "abstract": "abstract", "keyword": "keywords",
    "note": "note", "annote": "annotation", "medium": "medium", "version": "version", "section": "section",
    "status": "pubstate", "original-title": "origtitle", "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation", "container-title-short": "shortjournal",
    "journalAbbreviation": "shortjournal", "call-number": "library", "archive": "archive", "part-number": "part",
    "archive_location": "archivelocation", "source": "source", "volume-title": "volumetitle", "scale": "scale",
    "jurisdiction": "jurisdiction", "authority": "authority", "collection-number": "seriesnumber",
}  # fmt: skip
"""CSL's variables with one meaning: the field."""
_DATES = {"issued": "date", "accessed": "urldate", "original-date": "origdate", "event-date": "eventdate"}
_PEOPLE = {
    "author": "author", "editor": "editor", "translator": "translator", "container-author": "bookauthor",
    "collection-editor": "editora",
}  # fmt: skip
_KNOWN = frozenset({"id", "type", "citation-key", "citekey", "language", "PMID", "container-title", "genre", "page"})
_SKIPPED = frozenset({"citation-label", "citation-number", "first-reference-note-number", "locator", "year-suffix"})
"""What a processor writes while it works: no part of a reference."""


class NotCslError(ValueError):
    """The JSON holds no references; the text says why."""


def read_csl(text: str) -> Iterator[Found | str]:
    """The items of a CSL JSON file; a text for one that is none. Raises NotCslError."""
    try:
        content = json.loads(text, parse_float=str, parse_constant=str)  # 1e999 is no number
    except (ValueError, RecursionError) as problem:
        where = f" in line {problem.lineno}" if isinstance(problem, json.JSONDecodeError) else ""
        raise NotCslError(f"it is no sound JSON{where}") from problem
    items = content.get("items", [content]) if isinstance(content, Mapping) else content
    if not isinstance(items, list):
        raise NotCslError("its JSON holds no list of references")
    for number, item in enumerate(items, 1):
        if isinstance(item, Mapping) and (item.get("type") or item.get("title") or item.get("author")):
            yield item_of(item, number)
        else:
            yield f"item {number} is no reference of CSL JSON"


def item_of(item: Mapping[str, Any], number: int = 1) -> Found:
    """One item."""
    kind = one_line(item.get("type"))
    type_ = CSL_TYPES.get(kind, "misc")
    fields = Fields()
    if kind not in CSL_TYPES and kind:
        fields.put("csl-type", kind)
    if kind in _SUBTYPES:
        fields.put("entrysubtype", _SUBTYPES[kind])
    custom = item.get("custom")
    custom = custom if isinstance(custom, Mapping) else {}
    for name, value in item.items():
        if name not in _KNOWN and name not in _SKIPPED and name != "custom":
            _take(fields, str(name), value, type_)
    _special(fields, item, type_)
    for name, value in custom.items():  # what CSL has no variable for, or says otherwise
        text = one_line(value)
        if name != "entrytype" and text:
            fields.own(_field_name(str(name)), text)
    type_ = one_line(custom.get("entrytype")) if re.fullmatch("[a-z]+", one_line(custom.get("entrytype"))) else type_
    key = one_line(item.get("citation-key") or item.get("citekey") or item.get("id"))
    return Found(fields.record(type_, "CSL JSON"), key, 0, f"item {number}")


def _special(fields: Fields, item: Mapping[str, Any], type_: str) -> None:
    fields.put("langid", language(item.get("language")))
    container = "booktitle" if type_ in _INSIDE else "journaltitle" if type_ != "online" else "organization"
    if type_ in ("book", "collection", "report", "thesis"):
        container = "maintitle" if item.get("volume") else "series"
    fields.put(container, _rich(item.get("container-title")))
    fields.put("pages", page_range(one_line(item.get("page"))))
    fields.put("type" if type_ in ("thesis", "report", "patent") else "genre", _rich(item.get("genre")))
    pmid = one_line(item.get("PMID"))
    if pmid and "eprint" not in fields.values:
        fields.put("eprint", pmid)
        fields.put("eprinttype", "pubmed")
    elif pmid and fields.values.get("eprint") != pmid:
        fields.put("pmid", pmid)


def _take(fields: Fields, name: str, value: Any, type_: str) -> None:
    if name in _DATES:
        date = _date(value)
        fields.put(_DATES[name], date)
        literal = one_line(value.get("literal") or value.get("raw")) if isinstance(value, Mapping) else one_line(value)
        if not date.startswith(literal):  # "Spring 2019"
            fields.put(f"csl-{name}", literal)
    elif name in _PEOPLE:
        for person in _people(value):
            fields.person(_PEOPLE[name], person)
    elif name == "publisher" and type_ in ("thesis", "report"):
        fields.put("institution", _rich(value))
    elif name == "publisher" and type_ == "online":  # which has no publisher (biblatex manual, 2.1.1)
        fields.put("organization", _rich(value))
    elif name == "number":
        fields.put("number", _rich(value))
    elif name == "keyword":
        parts = value if isinstance(value, list) else re.split(r"\s*[;,]\s*", one_line(value))
        fields.join("keywords", map(_rich, parts))
    elif name in _PLAIN:
        fields.put(_PLAIN[name], one_line(value) if name in ("DOI", "URL") else _rich(value))
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        names = [f"{person.family}, {person.given}" if person.family else person.whole for person in _people(value)]
        fields.put(f"csl-{_field_name(name)}", " and ".join(names) or json.dumps(value, ensure_ascii=False))
    elif isinstance(value, Mapping):
        fields.put(f"csl-{_field_name(name)}", _date(value) or json.dumps(value, ensure_ascii=False))
    else:
        fields.put(f"csl-{_field_name(name)}", _rich(value))


def _rich(value: object) -> str:
    if isinstance(value, list):
        value = ", ".join(one_line(part) for part in value)
    text = one_line(value)
    return html.unescape(text) if "&" in text else text


def _date(value: Any) -> str:
    if not isinstance(value, Mapping):
        return date_from_text(value) or one_line(value)
    parts = value.get("date-parts")
    first = date_from_parts(value)
    if first:
        later = date_from_parts({"date-parts": parts[1:]}) if isinstance(parts, list) and len(parts) > 1 else ""
        return f"{first}/{later}" if later and later != first else first + ("~" if value.get("circa") else "")
    text = one_line(value.get("literal") or value.get("raw"))
    return date_from_text(text) or text


def _people(value: Any) -> Iterator[Person]:
    for one in value if isinstance(value, list) else []:
        if not isinstance(one, Mapping):
            continue
        family, given = one_line(one.get("family")), one_line(one.get("given"))
        whole = one_line(one.get("literal") or one.get("name"))
        particle = " ".join(
            part for name in ("dropping-particle", "non-dropping-particle") if (part := one_line(one.get(name)))
        )
        if family:
            yield Person(f"{particle} {family}".strip(), given, one_line(one.get("suffix")))
        elif whole or given:
            yield Person(whole=whole or given)


def _field_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "unnamed"
