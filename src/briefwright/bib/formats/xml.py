"""EndNote's XML, MODS, and Word's list of sources.

EndNote has published no schema since version 8; the names here are those that it writes. MODS is version 3
(https://www.loc.gov/standards/mods/). Word's sources are ECMA-376 part 1, 22.6 (Bibliography).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefwright.bib.formats.found import Fields, Found, isbn_or_issn, language, one_line, person_of
from briefwright.bib.services.record import Person, date_from_text, edtf, page_range

ENDNOTE_TYPES = {
    "journal article": "article", "electronic article": "article", "newspaper article": "article",
    "magazine article": "article", "book": "book", "edited book": "collection", "electronic book": "book",
    "book section": "incollection", "electronic book section": "incollection", "conference paper": "inproceedings",
    "conference proceedings": "inproceedings", "thesis": "thesis", "report": "report", "government document": "report",
    "web page": "online", "blog": "online", "online database": "online", "online multimedia": "online",
    "patent": "patent", "unpublished work": "unpublished", "manuscript": "unpublished", "dataset": "dataset",
    "computer program": "software", "case": "jurisdiction", "statute": "legislation", "bill": "legislation",
    "legal rule or regulation": "legislation", "film or broadcast": "movie", "audiovisual material": "video",
    "personal communication": "letter", "pamphlet": "booklet", "encyclopedia": "inreference",
    "dictionary": "inreference", "generic": "misc", "standard": "report", "serial": "periodical",
}  # fmt: skip
_INSIDE = frozenset({"incollection", "inproceedings", "inreference"})
_ENDNOTE = {
    "titles/title": "title", "titles/short-title": "shorttitle", "titles/translated-title": "titletranslated",
    "titles/tertiary-title": "series", "titles/alt-title": "shortjournal", "periodical/abbr-1": "shortjournal",
    "volume": "volume", "number": "number", "edition": "edition", "section": "section", "publisher": "publisher",
    "pub-location": "location", "abstract": "abstract", "notes": "note", "research-notes": "annotation",
    "work-type": "type", "num-vols": "volumes", "call-num": "library", "accession-num": "accession", "label": "label",
    "auth-address": "affiliation", "orig-pub": "origtitle", "reprint-edition": "reprinttitle",
    "remote-database-name": "database", "remote-database-provider": "database-provider", "caption": "caption",
}  # fmt: skip
_ENDNOTE_PEOPLE = {
    "authors": "author", "secondary-authors": "editor", "tertiary-authors": "editora",
    "translated-authors": "translator",
}  # fmt: skip
_OWN = frozenset(
    "database source-app rec-number foreign-keys key ref-type added-date modified-date last-modified-date".split()
)
"""What EndNote writes of its own library: no part of a reference."""


def local(element: Any) -> str:
    """An element's name without its namespace; empty for a comment."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Any) -> str:
    """All text of an element, on one line."""
    return one_line("".join(element.itertext())) if element is not None else ""


def children(element: Any, path: str) -> list[Any]:
    """The elements at a path of names, whatever their namespaces."""
    found = [element]
    for name in path.split("/"):
        found = [child for one in found for child in one if local(child) == name]
    return found


def first(element: Any, path: str) -> str:
    """The text of the first element at a path."""
    return next((text for child in children(element, path) if (text := text_of(child))), "")


def read_endnote(root: Any) -> Iterator[Found]:
    """The records of an EndNote XML file."""
    for number, record in enumerate((one for one in root.iter() if local(one) == "record"), 1):
        yield endnote_record(record, number)


def endnote_record(record: Any, number: int) -> Found:
    """One record of EndNote's."""
    kinds = children(record, "ref-type")
    kind = (kinds[0].get("name") or "").strip() if kinds else ""
    type_ = ENDNOTE_TYPES.get(kind.lower(), "misc")
    fields = Fields()
    if kind and kind.lower() not in ENDNOTE_TYPES:
        fields.put("endnote-type", kind)
    if kind.lower() in ("newspaper article", "magazine article"):
        fields.put("entrysubtype", kind.split()[0].lower())
    for group in children(record, "contributors"):
        for part in group:
            for author in part:
                fields.person(_ENDNOTE_PEOPLE.get(local(part), "editorb"), person_of(text_of(author)))
    _endnote_fields(record, fields, type_)
    key = first(record, "label") if re.fullmatch(r"[\w:.+/-]+", first(record, "label")) else ""
    return Found(fields.record(type_, "EndNote"), key, record.sourceline or 0, f"record {number}")


def _endnote_fields(record: Any, fields: Fields, type_: str) -> None:
    for part in record:
        name = local(part)
        if not name or name in _OWN or name == "contributors":
            continue
        if name in ("titles", "periodical"):
            for one in part:
                _endnote_title(fields, f"{name}/{local(one)}", text_of(one), type_)
        elif name == "dates":
            _endnote_date(fields, part)
        elif name == "urls":
            for group in part:
                _endnote_address(fields, local(group), [text_of(one) for one in group] or [text_of(group)])
        elif name == "keywords":
            fields.join("keywords", [text_of(one) for one in part] or [text_of(part)])
        else:
            _endnote_field(fields, name, text_of(part), type_)


def _endnote_title(fields: Fields, path: str, text: str, type_: str) -> None:
    if path in ("titles/secondary-title", "periodical/full-title"):
        name = "booktitle" if type_ in _INSIDE else "series" if type_ in ("book", "collection") else "journaltitle"
        fields.put(name, text)
    else:
        fields.put(_ENDNOTE.get(path, f"endnote-{path.rpartition('/')[2]}"), text)


def _endnote_field(fields: Fields, name: str, text: str, type_: str) -> None:
    if name == "pages":
        fields.put("pages", page_range(text))
    elif name == "isbn":
        isbn_or_issn(fields, text)
    elif name == "electronic-resource-num":
        fields.put("doi", re.sub(r"(?i)^\s*(?:doi:\s*|https?://(?:dx\.)?doi\.org/)", "", text))
    elif name == "language":
        fields.put("langid", language(text))
    elif name == "access-date":
        fields.put("urldate", date_from_text(text) or text)
    elif name == "publisher" and type_ in ("thesis", "report"):
        fields.put("institution", text)
    else:
        fields.put(_ENDNOTE.get(name, f"endnote-{name}"), text)


def _endnote_date(fields: Fields, part: Any) -> None:
    year, day = first(part, "year"), first(part, "pub-dates/date")
    read = date_from_text(f"{day} {year}" if year and year not in day else day)
    if read and day and read.startswith(year[:4]):
        fields.put("date", read)
        if len(read) == 4:
            fields.put("endnote-pub-date", day)
    else:
        fields.put("date", year)
        fields.put("endnote-pub-date", day)


def _endnote_address(fields: Fields, group: str, texts: list[str]) -> None:
    for text in texts:
        if group in ("pdf-urls", "image-urls", "text-urls"):
            fields.join("file", [text.removeprefix("internal-pdf://")], ";")
        else:
            fields.put("url", text)


# --- MODS ---------------------------------------------------------------------------------------------------------

_ROLES = {
    "aut": "author", "author": "author", "cre": "author", "creator": "author", "edt": "editor", "editor": "editor",
    "trl": "translator", "translator": "translator", "": "author",
}  # fmt: skip
_MODS_GENRES = {
    "journal article": "article", "article": "article", "book": "book", "book chapter": "incollection",
    "chapter": "incollection", "conference publication": "inproceedings", "conference paper": "inproceedings",
    "thesis": "thesis", "doctoral thesis": "thesis", "report": "report", "technical report": "report",
    "newspaper article": "article", "web page": "online", "website": "online", "dataset": "dataset",
    "academic journal": "article", "periodical": "article", "newspaper": "article", "patent": "patent",
    "unpublished": "unpublished", "collection": "collection", "web site": "online",
}  # fmt: skip


def read_mods(root: Any) -> Iterator[Found]:
    """The records of a MODS file."""
    records = [root] if local(root) == "mods" else [one for one in root if local(one) == "mods"]
    for number, record in enumerate(records, 1):
        yield _mods(record, number)


def _mods(record: Any, number: int) -> Found:
    fields = Fields()
    hosts = [one for one in children(record, "relatedItem") if one.get("type") == "host"]
    genres = [
        text_of(one).lower() for one in [*children(record, "genre"), *(g for h in hosts for g in children(h, "genre"))]
    ]
    type_ = next((_MODS_GENRES[genre] for genre in genres if genre in _MODS_GENRES), "")
    type_ = type_ or ("article" if hosts else "book" if first(record, "originInfo/publisher") else "misc")
    if type_ == "book" and hosts:
        type_ = "incollection"
    if "newspaper" in " ".join(genres):
        fields.put("entrysubtype", "newspaper")
    key = record.get("ID") or first(record, "recordInfo/recordIdentifier")
    for part in record:
        _mods_part(fields, part, type_)
    for host in hosts:
        _mods_host(fields, host, type_)
    return Found(fields.record(type_, "MODS"), one_line(key), record.sourceline or 0, f"record {number}")


def _mods_part(fields: Fields, part: Any, type_: str) -> None:
    name = local(part)
    if name == "titleInfo":
        _mods_title(fields, part)
    elif name == "name":
        _mods_name(fields, part)
    elif name == "originInfo":
        _mods_origin(fields, part, type_)
    elif name == "identifier":
        _mods_identifier(fields, part)
    elif name == "subject":
        fields.join("keywords", [text_of(one) for one in part])
    elif name == "language":
        fields.put("langid", language(first(part, "languageTerm") or text_of(part)))
    elif name == "location":
        for one in children(part, "url"):
            fields.put("url", text_of(one))
        for one in children(part, "physicalLocation"):
            fields.put("library", text_of(one))
    elif name == "part":
        _mods_numbers(fields, part)
    elif name == "relatedItem":
        if part.get("type") == "series":
            fields.put("series", first(part, "titleInfo/title"))
        elif part.get("type") != "host":
            fields.put(f"mods-{part.get('type') or 'related'}", text_of(part))
    elif name in ("abstract", "note", "tableOfContents"):
        fields.put({"tableOfContents": "contents"}.get(name, name), text_of(part))
    elif name == "physicalDescription":
        fields.put("pagetotal", first(part, "extent"))
    elif name and name not in ("recordInfo", "genre"):
        fields.put(f"mods-{name.lower()}", text_of(part))
    elif name == "genre" and text_of(part).lower() not in _MODS_GENRES:
        fields.put("genre", text_of(part))


def _mods_title(fields: Fields, part: Any) -> None:
    title = " ".join(text for name in ("nonSort", "title") if (text := first(part, name)))
    kind = part.get("type")
    if kind in ("translated", "abbreviated", "alternative", "uniform"):
        names = {"translated": "titletranslated", "abbreviated": "shorttitle", "alternative": "titleaddon"}
        fields.put(names.get(kind, "origtitle"), title)
        return
    fields.put("title", title)
    fields.put("subtitle", first(part, "subTitle"))
    fields.put("part", first(part, "partNumber"))
    fields.put("titleaddon", first(part, "partName"))


def _mods_name(fields: Fields, part: Any) -> None:
    roles = [text_of(one).lower() for one in children(part, "role/roleTerm")]
    role = next((_ROLES[one] for one in roles if one in _ROLES), "author" if not roles else "editora")
    parts: dict[str, list[str]] = {}
    for one in children(part, "namePart"):
        parts.setdefault(one.get("type") or "", []).append(text_of(one))
    if parts.get("family"):
        given, suffix = " ".join(parts.get("given", [])), " ".join(parts.get("termsOfAddress", []))
        fields.person(role, Person(parts["family"][0], given, suffix))
    else:
        text = " ".join(parts.get("", [])) or first(part, "displayForm")
        whole = part.get("type") in ("corporate", "conference")
        fields.person(role, Person(whole=text) if whole else person_of(text))


def _mods_origin(fields: Fields, part: Any, type_: str) -> None:
    fields.put("institution" if type_ in ("thesis", "report") else "publisher", first(part, "publisher"))
    places = [one for one in children(part, "place/placeTerm") if one.get("type") != "code"]
    fields.put("location", text_of(places[0]) if places else "")
    fields.put("edition", first(part, "edition"))
    for name in ("dateIssued", "copyrightDate", "dateCreated"):
        date = first(part, name)
        if date and "date" not in fields.values:
            fields.put("date", date_from_text(date) or date)
    captured = first(part, "dateCaptured")
    fields.put("urldate", date_from_text(captured) or captured)


def _mods_identifier(fields: Fields, part: Any) -> None:
    kind, text = (part.get("type") or "").lower(), text_of(part)
    if kind in ("isbn", "issn", "issn electronic", "issn print"):
        isbn_or_issn(fields, text)
    elif kind == "doi":
        fields.put("doi", re.sub(r"(?i)^https?://(?:dx\.)?doi\.org/|^doi:", "", text))
    elif kind in ("uri", "url", "hdl") and text.startswith("http"):
        fields.put("url", text)
    elif kind == "citekey":
        fields.put("ids", text)
    else:
        fields.put(f"mods-{re.sub('[^a-z]+', '-', kind) or 'identifier'}", text)


def _mods_host(fields: Fields, host: Any, type_: str) -> None:
    name = "booktitle" if type_ in _INSIDE else "journaltitle"
    for part in host:
        kind = local(part)
        if kind == "titleInfo" and part.get("type") == "abbreviated":
            fields.put("shortjournal", first(part, "title"))
        elif kind == "titleInfo":
            fields.put(name, " ".join(text for one in ("nonSort", "title") if (text := first(part, one))))
        elif kind == "name":
            _mods_name(fields, part)
        elif kind == "relatedItem":
            fields.put("series", first(part, "titleInfo/title"))
        elif kind != "genre":
            _mods_part(fields, part, type_)


def _mods_numbers(fields: Fields, part: Any) -> None:
    for detail in children(part, "detail"):
        kind = detail.get("type") or "detail"
        text = first(detail, "number") or text_of(detail)
        fields.put({"issue": "number", "volume": "volume", "number": "number"}.get(kind, f"mods-{kind}"), text)
    for extent in children(part, "extent"):
        start, end = first(extent, "start"), first(extent, "end")
        fields.put("pages", page_range(f"{start}-{end}" if end else start or first(extent, "list")))
    date = first(part, "date")
    if date and "date" not in fields.values:
        fields.put("date", date_from_text(date) or date)


# --- Word's own sources -------------------------------------------------------------------------------------------

BIBLIOGRAPHY = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
_WORD_TYPES = {
    "JournalArticle": "article", "ArticleInAPeriodical": "article", "Book": "book", "BookSection": "incollection",
    "ConferenceProceedings": "inproceedings", "Report": "report", "InternetSite": "online",
    "DocumentFromInternetSite": "online", "ElectronicSource": "online", "Patent": "patent", "Case": "jurisdiction",
    "Film": "movie", "SoundRecording": "audio", "Performance": "misc", "Interview": "misc", "Art": "artwork",
    "Misc": "misc",
}  # fmt: skip
_WORD = {
    "Title": "title", "ShortTitle": "shorttitle", "JournalName": "journaltitle", "PeriodicalTitle": "journaltitle",
    "BookTitle": "booktitle", "ConferenceName": "booktitle", "Publisher": "publisher", "City": "location",
    "Volume": "volume", "Issue": "number", "Edition": "edition", "URL": "url", "DOI": "doi", "Comments": "note",
    "Institution": "institution", "NumberVolumes": "volumes", "ChapterNumber": "chapter", "Medium": "medium",
    "InternetSiteTitle": "organization", "ThesisType": "type", "Version": "version", "PublicationTitle": "booktitle",
    "Department": "department", "PatentNumber": "number", "CountryRegion": "country", "StateProvince": "state",
}  # fmt: skip
_WORD_PEOPLE = {"Author": "author", "Editor": "editor", "Translator": "translator", "BookAuthor": "bookauthor"}
_WORD_OWN = frozenset({"Tag", "SourceType", "Guid", "RefOrder", "LCID"})
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def read_word_sources(root: Any) -> Iterator[Found]:
    """The sources of Word's list."""
    for number, source in enumerate((one for one in root if local(one) == "Source"), 1):
        fields = Fields()
        type_ = _WORD_TYPES.get(first(source, "SourceType"), "misc")
        if first(source, "SourceType") == "ArticleInAPeriodical":
            fields.put("entrysubtype", "newspaper")
        dates: dict[str, str] = {}
        for part in source:
            name, text = local(part), text_of(part)
            if name == "Author":
                _word_people(fields, part)
            elif name in ("Year", "Month", "Day", "YearAccessed", "MonthAccessed", "DayAccessed"):
                dates[name] = text
            elif name == "Pages":
                fields.put("pages", page_range(text))
            elif name == "StandardNumber":
                isbn_or_issn(fields, text)
            elif name and name not in _WORD_OWN:
                fields.put(_WORD.get(name, f"word-{name.lower()}"), text)
        fields.put("date", _word_date(dates, ""))
        fields.put("urldate", _word_date(dates, "Accessed"))
        yield Found(fields.record(type_, "Word"), first(source, "Tag"), 0, f"source {number}")


def _word_date(dates: dict[str, str], suffix: str) -> str:
    year, month, day = (dates.get(f"{name}{suffix}", "") for name in ("Year", "Month", "Day"))
    if not _NUMBER.fullmatch(year):
        return year
    number = int(month) if _NUMBER.fullmatch(month) else _MONTHS.get(month[:3].lower(), 0)
    return edtf(int(year), number, int(day) if _NUMBER.fullmatch(day) else 0) or year


def _word_people(fields: Fields, part: Any) -> None:
    for role in part:
        name = _WORD_PEOPLE.get(local(role), "editora")
        for corporate in children(role, "Corporate"):
            fields.person(name, Person(whole=text_of(corporate)))
        for person in children(role, "NameList/Person"):
            given = " ".join(text for one in ("First", "Middle") if (text := first(person, one)))
            family = first(person, "Last")
            fields.person(name, Person(family, given) if family else Person(whole=given))
