"""RIS and PubMed's nbib: a tag and a value on each line.

RIS as its makers told it (Research Information Systems, "RIS Format Specifications", 2001 and 2011), and as Zotero,
EndNote, Mendeley and publishers write it. nbib is PubMed's MEDLINE format
(https://www.nlm.nih.gov/bsd/mms/medlineelements.html). Small readers of our own: the libraries there are drop tags
that they do not know, or stop at them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from briefwright.bib.formats.found import Fields, Found, isbn_or_issn, language, one_line, person_of
from briefwright.bib.services.record import Person, date_from_text, edtf, page_range

_RIS = re.compile(r"([A-Z][A-Z0-9])[ \t]{1,2}-(?:[ \t](.*))?$")
_NBIB = re.compile(r"([A-Z]{2,4})[ \t]*-[ \t]?(.*)$")

RIS_TYPES = {
    "JOUR": "article", "EJOUR": "article", "MGZN": "article", "NEWS": "article", "INPR": "article", "ABST": "article",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "collection", "CHAP": "incollection", "ECHAP": "incollection",
    "CONF": "proceedings", "CPAPER": "inproceedings", "THES": "thesis", "RPRT": "report", "GOVDOC": "report",
    "STAND": "report", "ELEC": "online", "WEB": "online", "BLOG": "online", "ICOMM": "letter", "PCOMM": "letter",
    "PAT": "patent", "UNPB": "unpublished", "MANSCPT": "unpublished", "DATA": "dataset", "AGGR": "dataset",
    "COMP": "software", "CASE": "jurisdiction", "STAT": "legislation", "BILL": "legislation", "LEGAL": "legal",
    "HEAR": "misc", "VIDEO": "video", "MPCT": "movie", "SOUND": "audio", "MUSIC": "music", "ART": "artwork",
    "FIGURE": "image", "MAP": "misc", "PAMP": "booklet", "SER": "book", "DICT": "inreference", "ENCYC": "inreference",
    "GEN": "misc", "SLIDE": "unpublished", "CLSWK": "book", "MULTI": "online", "CTLG": "misc", "GRANT": "misc",
}  # fmt: skip
"""By RIS's type: biblatex's."""
_INSIDE = frozenset({"incollection", "inproceedings", "inreference"})
_SUBTYPES = {"NEWS": "newspaper", "MGZN": "magazine"}
_PLAIN = {
    "T1": "title", "TI": "title", "ST": "shorttitle", "TT": "titletranslated", "T3": "series", "VL": "volume",
    "IS": "number", "ET": "edition", "PB": "publisher", "CY": "location", "PP": "location", "AB": "abstract",
    "N2": "abstract", "N1": "note", "RN": "annotation", "NV": "volumes", "SE": "section", "M3": "type",
    "CN": "library", "AD": "affiliation", "DB": "database", "DP": "database-provider", "AN": "accession",
    "JA": "shortjournal", "J1": "shortjournal", "LB": "label", "CA": "caption", "OP": "origtitle",
}  # fmt: skip
"""Tags with one meaning: the field. `M3` is the type of a thesis or report for most programs."""
_PEOPLE = {"AU": "author", "A1": "author", "ED": "editor", "A4": "translator", "TA": "translator"}


class _Line(NamedTuple):
    tag: str
    value: str
    line: int


def read_ris(text: str) -> Iterator[Found]:
    """The records of a RIS file."""
    record: list[_Line] = []
    for one in _lines(text, _RIS):
        if one.tag == "TY" and record:
            yield _ris(record)
            record = []
        if one.tag == "ER":
            if record:
                yield _ris(record)
            record = []
        elif record or one.tag == "TY":
            record.append(one)
    if record:
        yield _ris(record)


def read_nbib(text: str) -> Iterator[Found]:
    """The records of an nbib file."""
    record: list[_Line] = []
    for one in _lines(text, _NBIB):
        if one.tag == "PMID" and record:
            yield _nbib(record)
            record = []
        record.append(one)
    if record:
        yield _nbib(record)


def _lines(text: str, pattern: re.Pattern[str]) -> Iterator[_Line]:
    """Each tag with its value; lines that go on are joined."""
    tag, values, at = "", [""], 0
    for number, line in enumerate(text.splitlines(), 1):
        found = pattern.match(line.rstrip()) if pattern is _NBIB or not line[:1].isspace() else None
        if pattern is _NBIB and line[:1].isspace():
            found = None
        if found:
            if tag:
                yield _Line(tag, " ".join(values), at)
            tag, values, at = found[1], [(found[2] or "").strip()], number
        elif line.strip() and tag:
            values.append(line.strip())
    if tag:
        yield _Line(tag, " ".join(values), at)


def _ris(lines: list[_Line]) -> Found:
    kind = lines[0].value.strip().upper()
    type_ = RIS_TYPES.get(kind, "misc")
    fields = Fields()
    if kind not in RIS_TYPES:
        fields.put("ris-ty", kind)
    if kind in _SUBTYPES:
        fields.put("entrysubtype", _SUBTYPES[kind])
    key, pages = "", ["", ""]
    dates: dict[str, str] = {}
    for tag, value, _ in lines[1:]:
        if not value:
            continue
        if tag == "ID":
            key = key or value
        elif tag in ("SP", "EP"):
            pages[tag == "EP"] = pages[tag == "EP"] or value
        elif tag in ("PY", "Y1", "DA"):
            dates.setdefault(tag, value)
        elif tag in _PEOPLE:
            fields.person(_PEOPLE[tag], person_of(value))
        elif tag in ("A2", "A3"):
            fields.person("editor" if tag == "A2" or type_ in ("book", "collection") else "editora", person_of(value))
        else:
            _ris_field(fields, tag, value, type_)
    own = next((value for tag, value, _ in lines if tag == "U1" and value.startswith("entrytype: ")), "")
    if re.fullmatch(r"entrytype: [a-z]+", own):
        type_ = own.removeprefix("entrytype: ")
    if any(pages):
        fields.put("pages", page_range("-".join(part for part in pages if part)))
    _ris_dates(fields, dates)
    return Found(fields.record(type_, "RIS"), key, lines[0].line, f"the record in line {lines[0].line}")


def _ris_field(fields: Fields, tag: str, value: str, type_: str) -> None:
    if tag == "U1" and value.startswith("entrytype: "):
        return
    if tag == "U1" and (own := re.match(r"([a-z][a-z0-9-]*): (.+)", value)) and own[1] != "entrytype":
        fields.own(own[1], own[2])  # as `bib export` writes what RIS has no tag for
    elif tag in ("T2", "JF", "JO", "BT"):
        _container(fields, value, type_, short=tag == "JO")
    elif tag == "DO":
        fields.put("doi", re.sub(r"(?i)^\s*(?:doi:\s*|https?://(?:dx\.)?doi\.org/)", "", value))
    elif tag == "UR":
        fields.put("url", value)
    elif tag == "KW":
        fields.join("keywords", re.split(r"\s*[;\n]\s*", value))
    elif tag == "SN":
        isbn_or_issn(fields, value)
    elif tag == "LA":
        fields.put("langid", language(value))
    elif tag == "Y2":
        fields.put("urldate", date_from_text(value.strip("/")) or value)
    elif tag in ("L1", "L2", "L4"):
        fields.join("file", [value], ";")
    elif tag == "J2":
        fields.put("shortjournal" if type_ == "article" else "shorttitle", value)
    elif tag == "PB" and type_ in ("thesis", "report", "online"):
        fields.put("organization" if type_ == "online" else "institution", value)
    elif tag == "CT" or tag == "BT":
        fields.put("title", value)
    else:
        fields.put(_PLAIN.get(tag, f"ris-{tag.lower()}"), value)


def _container(fields: Fields, value: str, type_: str, *, short: bool) -> None:
    name = "booktitle" if type_ in _INSIDE else "journaltitle"
    if type_ in ("book", "collection", "thesis", "report") and not short:
        name = "series"
    there = fields.values.get(name, "")
    if short and there:
        fields.put("shortjournal", value)
    elif there and there != value and short is False and len(value) > len(there):
        fields.values[name] = one_line(value)
        fields.put("shortjournal", there)
    elif there != value:
        fields.put(name, value)


def _ris_dates(fields: Fields, dates: dict[str, str]) -> None:
    """RIS writes 2020/03/05/ with a text after the last slash; the fullest of the dates counts."""
    read = {}
    for tag, value in dates.items():
        parts = [part.strip() for part in value.split("/")]
        numbers = [int(part) if re.fullmatch(r"\d{1,4}", part, re.ASCII) else 0 for part in parts[:3]]
        made = edtf(*numbers) if numbers[0] else date_from_text(value)
        read[tag] = made or one_line(value)
    best = max(read.values(), key=len, default="")
    if best and "date" not in fields.values:  # `bib export` tells of "about 2018" in a field of its own
        fields.put("date", best)
    for tag, value in read.items():
        if not best.startswith(value):
            fields.put(f"ris-{tag.lower()}", dates[tag])


_NBIB_PLAIN = {
    "AB": "abstract", "JT": "journaltitle", "TA": "shortjournal", "VI": "volume", "IP": "number", "PMC": "pmcid",
    "BTI": "booktitle", "CTI": "series", "PB": "publisher", "PL": "location", "EN": "edition",
}  # fmt: skip
_NBIB_OWN = frozenset("OWN STAT DA DCOM LR EDAT MHDA CRDT PHST PST JID SB SO DEP DRDT".split())
"""PubMed's own bookkeeping, and what it says a second time."""


def _nbib(lines: list[_Line]) -> Found:
    given: dict[str, list[str]] = {}
    for one in lines:
        if one.value and one.tag not in _NBIB_OWN:
            given.setdefault(one.tag, []).append(one.value)
    fields = Fields()
    for number in given.pop("PMID", [])[:1]:
        fields.put("eprint", number)
        fields.put("eprinttype", "pubmed")
    original = given.pop("TT", [])
    for title in original:
        fields.put("title", title.removesuffix("."))
    for title in given.pop("TI", []):
        fields.put("titletranslated" if original else "title", title.removesuffix(".").strip("[]"))
    _nbib_people(fields, given)
    for tag in ("AID", "LID"):
        for value in given.pop(tag, []):
            number, _, kind = value.rpartition(" ")
            name = {"[doi]": "doi", "[pii]": "pii"}.get(kind, f"nbib-{tag.lower()}")
            fields.put(name, number if kind in ("[doi]", "[pii]") else value)
    for value in given.pop("DP", []):
        fields.put("date", date_from_text(value) or value)
    for value in given.pop("PG", []):
        fields.put("pages", page_range(value))
    for value in given.pop("IS", []):
        isbn_or_issn(fields, value)
    for value in given.pop("ISBN", []):
        isbn_or_issn(fields, value)
    for value in given.pop("LA", []):
        fields.put("langid", language(value))
    fields.join("keywords", given.pop("OT", []))
    for tag, values in given.items():
        if tag in _NBIB_PLAIN:
            for value in values:
                fields.put(_NBIB_PLAIN[tag], value)
        else:
            fields.join(f"nbib-{tag.lower()}", values, "; ")
    type_ = "incollection" if "booktitle" in fields.values else "article"
    return Found(fields.record(type_, "PubMed"), "", lines[0].line, f"the record in line {lines[0].line}")


def _nbib_people(fields: Fields, given: dict[str, list[str]]) -> None:
    """FAU has names in full, AU in short; where there is FAU, AU says nothing more."""
    full, short = given.pop("FAU", []), given.pop("AU", [])
    for name in full or [f"{family}, {initials}" for text in short for family, _, initials in [text.rpartition(" ")]]:
        fields.person("author", person_of(name.strip(", ")))
    for name in given.pop("CN", []):
        fields.person("author", Person(whole=name))
    editors, _ = given.pop("FED", []), given.pop("ED", [])
    for name in editors:
        fields.person("editor", person_of(name))
