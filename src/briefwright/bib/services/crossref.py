"""Crossref's REST API (https://api.crossref.org), and CSL JSON, which doi.org gives in nearly the same shape."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any

from briefwright.bib.services import SERVICES, base
from briefwright.bib.services.client import JSON, Client, ServiceError
from briefwright.bib.services.record import (
    Notice,
    Person,
    Record,
    clean,
    date_from_parts,
    first_text,
    given,
    language_of,
    listed,
    page_range,
    without_markup,
)
from briefwright.diagnostics import Code

TYPES: Mapping[str, str] = {
    "journal-article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "article": "article",
    "book": "book",
    "monograph": "book",
    "edited-book": "collection",
    "reference-book": "reference",
    "book-set": "mvbook",
    "book-series": "mvbook",
    "book-chapter": "incollection",
    "book-part": "incollection",
    "book-section": "incollection",
    "book-track": "incollection",
    "chapter": "incollection",
    "reference-entry": "inreference",
    "entry-encyclopedia": "inreference",
    "proceedings": "proceedings",
    "proceedings-article": "inproceedings",
    "paper-conference": "inproceedings",
    "dissertation": "thesis",
    "thesis": "thesis",
    "report": "report",
    "report-series": "report",
    "report-component": "report",
    "standard": "report",
    "posted-content": "online",
    "preprint": "online",
    "dataset": "dataset",
    "software": "software",
    "journal": "periodical",
    "journal-issue": "periodical",
    "peer-review": "misc",
    "webpage": "online",
}
"""By the type of Crossref (https://api.crossref.org/types) or CSL: biblatex's."""

_INSIDE = frozenset({"incollection", "inproceedings", "inreference"})
_SUBTYPES = {"article-newspaper": "newspaper", "article-magazine": "magazine"}
_KINDS = {
    "expression_of_concern": "expression of concern", "partial_retraction": "partial retraction",
    "new_version": "new version", "new_edition": "new edition",
}  # fmt: skip


def by_doi(doi: str, client: Client) -> Record:
    """A work by its DOI. Raises ServiceError."""
    title = SERVICES["crossref"].title
    address = f"{base('crossref')}/works/{urllib.parse.quote(doi, safe='')}"
    answer = client.get(title, address, JSON, pause=SERVICES["crossref"].pause).json(title)
    message = answer.get("message") if isinstance(answer, Mapping) else None
    return record(message, title, doi, tells_notices=True)


def by_title(title: str, author: str, client: Client) -> tuple[Record, ...]:
    """The works that Crossref finds for a title and a family name, best first. Raises ServiceError."""
    service = SERVICES["crossref"]
    query = urllib.parse.urlencode({"query.bibliographic": f"{title} {author}".strip(), "rows": "3"})
    answer = client.get(service.title, f"{base('crossref')}/works?{query}", JSON, pause=service.pause)
    content = answer.json(service.title)
    message = content.get("message") if isinstance(content, Mapping) else None
    items = message.get("items") if isinstance(message, Mapping) else None
    if not isinstance(items, list):
        raise _unreadable(service.title)
    found = (item for item in items[:3] if isinstance(item, Mapping) and first_text(item.get("title")))
    return tuple(record(item, service.title, clean(item.get("DOI")), tells_notices=True) for item in found)


def record(work: Any, service: str, doi: str, *, tells_notices: bool = False) -> Record:
    """A work of Crossref's or CSL's JSON. Raises ServiceError where it is none."""
    if not isinstance(work, Mapping):
        raise _unreadable(service)
    kind = clean(work.get("type")) or "article"
    type_ = "online" if clean(work.get("subtype")) == "preprint" else TYPES.get(kind, "misc")
    people = {
        "author": tuple(_people(work.get("author"))),
        "editor": tuple(_people(work.get("editor"))),
        "translator": tuple(_people(work.get("translator"))),
    }
    fields = given(_fields(work, type_, kind, doi))
    if not fields.keys() - {"doi", "langid"}:
        raise _unreadable(service)
    return Record(
        type_,
        fields,
        service,
        {name: found for name, found in people.items() if found},
        tuple(_notices(work.get("updated-by"))),
        tells_notices,
        _published_as(work),
    )


def _fields(work: Mapping[str, Any], type_: str, kind: str, doi: str) -> Iterator[tuple[str, str]]:
    title, subtitle = _titles(work)
    yield "title", title
    yield "subtitle", subtitle
    container = without_markup(next(iter(listed(work.get("container-title"))), ""))
    publisher = without_markup(work.get("publisher"))
    if type_ == "article":
        yield "journaltitle", container
        yield "entrysubtype", _SUBTYPES.get(kind, "")
    elif type_ in _INSIDE:
        titles = [without_markup(one) for one in listed(work.get("container-title"))]
        # Crossref puts a book's series before its own title
        yield "booktitle", titles[-1] if titles else ""
        yield "series", titles[0] if len(titles) > 1 else ""
    elif type_ != "online":
        yield "series", container
    yield "date", _date(work)
    yield "volume", clean(work.get("volume"))
    yield "number", clean(work.get("issue"))
    pages = page_range(work.get("page"))
    yield "pages", pages.replace("-", "--") if "--" not in pages else pages
    yield "eid", "" if pages else clean(work.get("article-number"))
    yield "edition", clean(work.get("edition-number"))
    yield from _house(work, type_, publisher)
    yield "doi", clean(work.get("DOI")) or doi
    yield "issn", first_text(work.get("ISSN")) if type_ in ("article", "periodical") else ""
    yield "isbn", first_text(work.get("ISBN")) if type_ != "article" else ""
    yield "langid", language_of(work.get("language"))


def _house(work: Mapping[str, Any], type_: str, publisher: str) -> Iterator[tuple[str, str]]:
    """Who published it, by the name that biblatex has for the type."""
    if type_ in ("article", "periodical"):
        return
    institutions = [item for item in listed(work.get("institution")) if isinstance(item, Mapping)]
    institution = without_markup(institutions[0].get("name")) if institutions else ""
    if type_ == "online":
        yield "organization", institution or without_markup(work.get("group-title")) or publisher
    elif type_ in ("report", "thesis"):
        yield "institution", institution or publisher
        yield "type", _degree(work) if type_ == "thesis" else ""
    else:
        yield "publisher", publisher
    yield "location", without_markup(work.get("publisher-location"))


def _degree(work: Mapping[str, Any]) -> str:
    text = first_text(work.get("degree"))
    return {"phd": "phdthesis", "ph.d.": "phdthesis", "ma": "mathesis", "msc": "mathesis"}.get(text.lower(), text)


def _titles(work: Mapping[str, Any]) -> tuple[str, str]:
    title = without_markup(next(iter(listed(work.get("title"))), ""))
    subtitle = without_markup(next(iter(listed(work.get("subtitle"))), ""))
    if subtitle and subtitle.casefold() in title.casefold():
        subtitle = ""  # many publishers give it in both places
    return title, subtitle


def _date(work: Mapping[str, Any]) -> str:
    """The date of publication: in print where it has a volume, else the earliest; the longer of two that agree."""
    names = ("issued", "published", "published-print", "published-online", "posted")
    dates = [date for name in names if (date := date_from_parts(work.get(name)))]
    if not dates:
        return ""
    return max((date for date in dates if date.startswith(dates[0])), key=len)


def _people(value: Any) -> Iterator[Person]:
    for one in listed(value)[:500]:
        if not isinstance(one, Mapping):
            continue
        family, first = without_markup(one.get("family")), without_markup(one.get("given"))
        whole = without_markup(one.get("name") or one.get("literal"))
        particle = clean(one.get("non-dropping-particle") or one.get("dropping-particle"))
        orcid = clean(one.get("ORCID")).rpartition("/")[2]
        if family:
            yield Person(f"{particle} {family}".strip(), first, clean(one.get("suffix")), "", orcid)
        elif whole or first:
            yield Person(whole=whole or first, orcid=orcid)


def _notices(value: Any) -> Iterator[Notice]:
    """Crossref's `updated-by`: what publishers and Retraction Watch say of a work."""
    seen: set[tuple[str, str]] = set()
    for one in listed(value)[:50]:
        if not isinstance(one, Mapping):
            continue
        kind = clean(one.get("type")).lower()
        kind = _KINDS.get(kind, kind).replace("_", " ")
        doi = clean(one.get("DOI")).lower()
        if kind and (kind, doi) not in seen:
            seen.add((kind, doi))
            yield Notice(kind, doi, date_from_parts(one.get("updated")))


def _published_as(work: Mapping[str, Any]) -> str:
    relation = work.get("relation")
    found = listed(relation.get("is-preprint-of")) if isinstance(relation, Mapping) else []
    dois = (clean(one.get("id")) for one in found if isinstance(one, Mapping) and one.get("id-type") == "doi")
    return next((doi for doi in dois if doi.startswith("10.")), "")


def _unreadable(service: str) -> ServiceError:
    said = "its answer describes no work"
    return ServiceError(Code.SERVICE_ANSWER_UNREADABLE, service, said, "try again later")
