"""DataCite's REST API (https://api.datacite.org/dois/DOI): data sets, reports, theses, preprints, archives."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any

from briefwright.bib.services import SERVICES, base
from briefwright.bib.services.client import JSON, Client, ServiceError
from briefwright.bib.services.record import (
    Person,
    Record,
    clean,
    date_from_text,
    first_text,
    given,
    language_of,
    listed,
    page_range,
    person_from_text,
    without_markup,
)
from briefwright.diagnostics import Code

TYPES: Mapping[str, str] = {
    "Dataset": "dataset",
    "Software": "software",
    "ComputationalNotebook": "software",
    "JournalArticle": "article",
    "DataPaper": "article",
    "Book": "book",
    "BookChapter": "incollection",
    "ConferencePaper": "inproceedings",
    "ConferenceProceeding": "proceedings",
    "Dissertation": "thesis",
    "Report": "report",
    "Standard": "report",
    "Preprint": "online",
    "Text": "misc",
}
"""By DataCite's resourceTypeGeneral (schema 4.5)."""


def by_doi(doi: str, client: Client) -> Record:
    """A work by its DOI. Raises ServiceError."""
    service = SERVICES["datacite"]
    address = f"{base('datacite')}/dois/{urllib.parse.quote(doi, safe='')}"
    answer = client.get(service.title, address, JSON, pause=service.pause).json(service.title)
    data = answer.get("data") if isinstance(answer, Mapping) else None
    work = data.get("attributes") if isinstance(data, Mapping) else None
    if not isinstance(work, Mapping):
        said = "its answer describes no work"
        raise ServiceError(Code.SERVICE_ANSWER_UNREADABLE, service.title, said, "try again later")
    return _record(work, service.title, doi)


def _record(work: Mapping[str, Any], service: str, doi: str) -> Record:
    type_ = TYPES.get(_kind(work), "misc")
    authors = tuple(_people(work.get("creators")))
    editors = tuple(_people(_editors(work)))
    people = {name: found for name, found in (("author", authors), ("editor", editors)) if found}
    return Record(type_, given(_fields(work, type_, doi)), service, people, published_as=_published_as(work))


def _kind(work: Mapping[str, Any]) -> str:
    types = work.get("types")
    return clean(types.get("resourceTypeGeneral")) if isinstance(types, Mapping) else ""


def _fields(work: Mapping[str, Any], type_: str, doi: str) -> Iterator[tuple[str, str]]:
    titles = [item for item in listed(work.get("titles")) if isinstance(item, Mapping)]
    named = {clean(item.get("titleType")): without_markup(item.get("title")) for item in reversed(titles)}
    yield "title", named.get("", "") or next(iter(named.values()), "")
    yield "subtitle", named.get("Subtitle", "")
    yield "titletranslated", named.get("TranslatedTitle", "")
    container = work.get("container")
    container = container if isinstance(container, Mapping) else {}
    where = without_markup(container.get("title"))
    if type_ == "article":
        yield "journaltitle", where
    elif type_ in ("incollection", "inproceedings"):
        yield "booktitle", where
    yield "date", _date(work)
    yield "volume", clean(container.get("volume"))
    yield "number", clean(container.get("issue"))
    pages = page_range("-".join(filter(None, (clean(container.get("firstPage")), clean(container.get("lastPage"))))))
    yield "pages", pages.replace("-", "--")
    publisher = work.get("publisher")
    house = without_markup(publisher.get("name") if isinstance(publisher, Mapping) else publisher)
    name = {"report": "institution", "thesis": "institution", "online": "organization", "article": ""}
    if key := name.get(type_, "publisher"):
        yield key, house
    yield "type", "phdthesis" if type_ == "thesis" else ""
    yield "version", clean(work.get("version"))
    yield "doi", clean(work.get("doi")) or doi
    yield "langid", language_of(work.get("language"))


def _date(work: Mapping[str, Any]) -> str:
    year = clean(work.get("publicationYear"))
    for item in listed(work.get("dates")):
        if isinstance(item, Mapping) and item.get("dateType") == "Issued":
            date = date_from_text(item.get("date"))
            if date.startswith(year):
                return date
    return date_from_text(year)


def _editors(work: Mapping[str, Any]) -> list[Any]:
    found = (one for one in listed(work.get("contributors")) if isinstance(one, Mapping))
    return [one for one in found if one.get("contributorType") == "Editor"]


def _people(value: Any) -> Iterator[Person]:
    for one in listed(value)[:500]:
        if not isinstance(one, Mapping):
            continue
        family, first = without_markup(one.get("familyName")), without_markup(one.get("givenName"))
        name = without_markup(one.get("name"))
        if family and one.get("nameType") != "Organizational":
            yield Person(family, first, orcid=_orcid(one))
        elif name and one.get("nameType") == "Organizational":
            yield Person(whole=name)
        elif name and (person := person_from_text(name)):
            yield person


def _orcid(one: Mapping[str, Any]) -> str:
    found = (item for item in listed(one.get("nameIdentifiers")) if isinstance(item, Mapping))
    texts = (clean(item.get("nameIdentifier")) for item in found if item.get("nameIdentifierScheme") == "ORCID")
    return first_text([text.rpartition("/")[2] for text in texts])


def _published_as(work: Mapping[str, Any]) -> str:
    """The DOI of the published version, which DataCite's relation IsVersionOf or IsPreprintOf names."""
    if _kind(work) != "Preprint":
        return ""
    for one in listed(work.get("relatedIdentifiers")):
        if isinstance(one, Mapping) and one.get("relationType") in ("IsVersionOf", "IsPreprintOf"):
            found = clean(one.get("relatedIdentifier"))
            if one.get("relatedIdentifierType") == "DOI" and found.startswith("10."):
                return found
    return ""
