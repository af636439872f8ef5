"""References as Word's sources: `b:Sources` (ECMA-376 part 1, 22.6)."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from briefwright.document import Document
from briefwright.word.languages import with_region
from briefwright.word.ooxml import Element, xml_text

NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
STORE_ID = "{9E2B64C1-7D35-5A88-A1F4-63C0B58D2E17}"
Item = Mapping[str, Any]

SOURCE_TYPES: Mapping[str, str] = {
    "article": "Misc",
    "article-journal": "JournalArticle",
    "article-magazine": "ArticleInAPeriodical",
    "article-newspaper": "ArticleInAPeriodical",
    "bill": "Misc",
    "book": "Book",
    "broadcast": "Film",
    "chapter": "BookSection",
    "classic": "Book",
    "collection": "Book",
    "dataset": "ElectronicSource",
    "document": "Misc",
    "entry": "BookSection",
    "entry-dictionary": "BookSection",
    "entry-encyclopedia": "BookSection",
    "event": "Performance",
    "figure": "Art",
    "graphic": "Art",
    "hearing": "Case",
    "interview": "Interview",
    "legal_case": "Case",
    "legislation": "Misc",
    "manuscript": "Misc",
    "map": "Art",
    "motion_picture": "Film",
    "musical_score": "Misc",
    "pamphlet": "Report",
    "paper-conference": "ConferenceProceedings",
    "patent": "Patent",
    "performance": "Performance",
    "periodical": "ArticleInAPeriodical",
    "personal_communication": "Misc",
    "post": "InternetSite",
    "post-weblog": "InternetSite",
    "regulation": "Misc",
    "report": "Report",
    "review": "JournalArticle",
    "review-book": "JournalArticle",
    "software": "ElectronicSource",
    "song": "SoundRecording",
    "speech": "Performance",
    "standard": "Report",
    "thesis": "Report",
    "treaty": "Misc",
    "webpage": "InternetSite",
}
"""CSL 1.0.2's types, and the nearest of ST_SourceType (22.6.3.1)."""

_STYLES: Sequence[tuple[str, tuple[str, str, str]]] = (
    ("chicago", ("\\CHICAGO.XSL", "Chicago", "16")),
    ("turabian", ("\\TURABIAN.XSL", "Turabian", "6")),
    ("ieee", ("\\IEEE2006OfficeOnline.xsl", "IEEE", "2006")),
    ("modern-language-association", ("\\MLASeventhEditionOfficeOnline.xsl", "MLA", "7")),
    ("harvard", ("\\HarvardAnglia2008OfficeOnline.xsl", "Harvard - Anglia", "2008")),
    ("gost", ("\\GostName.XSL", "GOST - Name Sort", "2003")),
    ("iso690", ("\\ISO690.XSL", "ISO 690 - First Element and Date", "1987")),
    ("", ("\\APASixthEditionOfficeOnline.xsl", "APA", "6")),
)
"""By how a CSL style's name begins: the style that Word takes when it renews the citations."""

_CONTAINERS: Mapping[str, str] = {
    "JournalArticle": "JournalName",
    "ArticleInAPeriodical": "PeriodicalTitle",
    "BookSection": "BookTitle",
    "ConferenceProceedings": "ConferenceName",
    "InternetSite": "InternetSiteTitle",
    "SoundRecording": "AlbumTitle",
    "ElectronicSource": "PublicationTitle",
    "Art": "PublicationTitle",
    "Misc": "PublicationTitle",
    "Interview": "PublicationTitle",
}
"""By type: the element for what a work stands in."""
_PUBLISHERS: Mapping[str, str] = {"Film": "Distributor", "Art": "Institution", "Case": "Court"}
_NUMBERS: Mapping[str, str] = {"Patent": "PatentNumber", "Case": "CaseNumber", "Report": "StandardNumber"}

_ROLES: Sequence[tuple[str, str]] = (
    ("editor", "Editor"),
    ("translator", "Translator"),
    ("container-author", "BookAuthor"),
    ("director", "Director"),
    ("composer", "Composer"),
    ("interviewer", "Interviewer"),
)
_AUTHORS: Mapping[str, str] = {"Interview": "Interviewee", "Patent": "Inventor", "Art": "Artist", "Film": "Director"}
"""By type: what Word calls the person whom CSL calls author."""
_WITH_CORPORATE = ("Author", "Performer")
"""The roles that an organisation can have (CT_AuthorType); in others its name stands as a family name."""


def sources_of(document: Document) -> Element:
    """The `b:Sources` element of a document's cited references, in the order of first citation."""
    selected, name, version = next(style for start, style in _STYLES if document.style.startswith(start))
    root = etree.Element(f"{{{NAMESPACE}}}Sources", nsmap={"b": NAMESPACE})
    root.set("SelectedStyle", selected)
    root.set("StyleName", name)
    root.set("Version", version)
    for order, item in enumerate(document.csl_items, start=1):
        root.append(_source(item, order, document.lang))
    return root


def _source(item: Item, order: int, lang: str) -> Element:
    kind = SOURCE_TYPES.get(str(item.get("type", "")), "Misc")
    source = etree.Element(f"{{{NAMESPACE}}}Source")
    key = str(item["id"])
    _add(source, "Tag", key)
    _add(source, "SourceType", kind)
    _add(source, "Guid", _guid(key))
    _add(source, "LCID", with_region(str(item.get("language") or lang)))
    authors = _authors(item, kind)
    if len(authors):
        source.append(authors)
    for name, text in _texts(item, kind).items():
        _add(source, name, text)
    _add(source, "RefOrder", str(order))
    return source


def _texts(item: Item, kind: str) -> dict[str, str]:
    """The simple elements of a source, without those that have nothing to say."""
    year, month, day = _date(item.get("issued"))
    seen_year, seen_month, seen_day = _date(item.get("accessed"))
    container = item.get("event-title") or item.get("event") if kind == "ConferenceProceedings" else ""
    texts = {
        "Title": item.get("title"),
        "ShortTitle": item.get("title-short"),
        _CONTAINERS.get(kind, "BookTitle"): container or item.get("container-title"),
        "Year": year,
        "Month": month,
        "Day": day,
        "YearAccessed": seen_year,
        "MonthAccessed": seen_month,
        "DayAccessed": seen_day,
        "City": item.get("publisher-place") or item.get("event-place"),
        _PUBLISHERS.get(kind, "Publisher"): item.get("publisher"),
        "Volume": item.get("volume"),
        "Issue": item.get("issue"),
        "Pages": item.get("page"),
        "Edition": item.get("edition"),
        "NumberVolumes": item.get("number-of-volumes"),
        _NUMBERS.get(kind, "StandardNumber"): item.get("number") or item.get("ISBN") or item.get("ISSN"),
        "ThesisType": item.get("genre") if kind == "Report" else "",
        "Medium": item.get("medium") or ("" if kind == "Report" else item.get("genre")),
        "Comments": item.get("note"),
        "URL": item.get("URL"),
        "DOI": item.get("DOI"),
    }
    return {name: _plain(text) for name, text in texts.items() if text not in (None, "")}


def _authors(item: Item, kind: str) -> Element:
    outer = etree.Element(f"{{{NAMESPACE}}}Author")
    own = _AUTHORS.get(kind, "Author")
    given = item.get("author") or ()
    roles = [(own, given), *((role, item.get(name) or ()) for name, role in _ROLES if role != own or not given)]
    for role, people in roles:
        if people:
            outer.append(_people(people, role))
    return outer


def _people(people: Sequence[Item], role: str) -> Element:
    inner = etree.Element(f"{{{NAMESPACE}}}{role}")
    if len(people) == 1 and people[0].get("literal") and role in _WITH_CORPORATE:
        _add(inner, "Corporate", _plain(people[0]["literal"]))
        return inner
    names = etree.SubElement(inner, f"{{{NAMESPACE}}}NameList")
    for person in people:
        made = etree.SubElement(names, f"{{{NAMESPACE}}}Person")
        particle = person.get("non-dropping-particle") or person.get("dropping-particle") or ""
        family = person.get("literal") or f"{particle} {person.get('family', '')}".strip()
        given = f"{person.get('given', '')} {person.get('suffix', '')}".strip()
        _add(made, "Last", _plain(family or given))
        if family and given:
            _add(made, "First", _plain(given))
    return inner


def _date(value: Any) -> tuple[str, str, str]:
    """Year, month and day as Word has them: of a range the first, but with both years."""
    if not isinstance(value, Mapping):
        return "", "", ""
    parts = [[str(part) for part in one] for one in value.get("date-parts", ()) if one]
    if not parts:
        return str(value.get("literal") or value.get("raw") or ""), "", ""
    first = [*parts[0], "", ""]
    years = "–".join(dict.fromkeys(one[0] for one in parts))
    return years, first[1], first[2]


def _guid(key: str) -> str:
    """A GUID that is always the same for a key (RFC 9562, version 8: made as one likes)."""
    digits = hashlib.sha256(f"source {key}".encode()).hexdigest().upper()
    return f"{{{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-A{digits[17:20]}-{digits[20:32]}}}"


def _plain(value: Any) -> str:
    """A CSL text without its small HTML: Word shows sources as they stand."""
    return " ".join(html.unescape(re.sub(r"</?(?:i|b|sup|sub|span|sc)\b[^>]*>", "", str(value))).split())


def _add(parent: Element, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = xml_text(text)
