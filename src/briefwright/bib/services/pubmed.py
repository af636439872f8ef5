"""PubMed by NCBI's E-utilities (https://www.ncbi.nlm.nih.gov/books/NBK25499/): efetch, which has names in full."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from typing import Any

from briefwright.bib.services import SERVICES, base
from briefwright.bib.services.client import XML, Client, ServiceError
from briefwright.bib.services.record import (
    Notice,
    Person,
    Record,
    clean,
    date_from_text,
    edtf,
    given,
    language_of,
    page_range,
    without_markup,
)
from briefwright.diagnostics import Code
from briefwright.safe_xml import BadXmlError, parse

_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^<>\[\]]*>")
"""NCBI's answers name their document type; without declarations of its own it says nothing, and is taken out."""
_NOTICES = {
    "RetractionIn": "retraction",
    "PartialRetractionIn": "partial retraction",
    "ExpressionOfConcernIn": "expression of concern",
    "ErratumIn": "correction",
}


def by_pmid(number: str, client: Client) -> Record:
    """An article by its PubMed id. Raises ServiceError."""
    service = SERVICES["pubmed"]
    asked = {"db": "pubmed", "id": number, "retmode": "xml", "tool": "briefwright"}
    if client.settings.mail:
        asked["email"] = client.settings.mail
    query = urllib.parse.urlencode(asked)
    try:
        answer = client.get(service.title, f"{base('pubmed')}/efetch.fcgi?{query}", XML, pause=service.pause)
    except ServiceError as problem:
        if problem.status == 400:  # for a number that cannot be
            raise _none() from problem
        raise
    try:
        root = parse(_DOCTYPE.sub(b"", answer.data, count=1))
    except BadXmlError as problem:
        said = "its answer is broken: no XML can be read in it"
        raise ServiceError(Code.SERVICE_ANSWER_UNREADABLE, service.title, said, "try again later") from problem
    work = root.find("PubmedArticle")
    article = work.find("MedlineCitation/Article") if work is not None else None
    if work is None or article is None:
        raise _none()
    people = tuple(_people(article))
    return Record(
        "article",
        given(_fields(work, article, number)),
        service.title,
        {"author": people} if people else {},
        tuple(_notices(work)),
        tells_notices=True,
    )


def _fields(work: Any, article: Any, number: str) -> Iterator[tuple[str, str]]:
    title = without_markup(_text(article.find("ArticleTitle")))
    original = without_markup(_text(article.find("VernacularTitle"))).removesuffix(".")
    translated = title.removesuffix(".").strip("[]") if title.startswith("[") else ""
    yield "title", (original if translated and original else title.removesuffix(".").strip("[]"))
    yield "titletranslated", translated if original else ""
    yield "journaltitle", without_markup(_text(article.find("Journal/Title")))
    yield "date", _date(article)
    yield "volume", _text(article.find("Journal/JournalIssue/Volume"))
    yield "number", _text(article.find("Journal/JournalIssue/Issue"))
    pages = page_range(_text(article.find("Pagination/MedlinePgn")))
    yield "pages", pages.replace("-", "--")
    for place in article.findall("ELocationID"):
        if place.get("EIdType") == "doi":
            yield "doi", _text(place)
    for one in work.findall("PubmedData/ArticleIdList/ArticleId"):
        if one.get("IdType") == "doi":
            yield "doi", _text(one)
    yield "issn", _text(article.find("Journal/ISSN"))
    yield "eprint", number
    yield "eprinttype", "pubmed"
    yield "langid", language_of(_text(article.find("Language")))


def _date(article: Any) -> str:
    found = article.find("Journal/JournalIssue/PubDate")
    if found is None:
        return ""
    if medline := _text(found.find("MedlineDate")):
        return date_from_text(medline)
    date = date_from_text(" ".join(_text(found.find(name)) for name in ("Year", "Month", "Day")))
    month = _text(found.find("Month"))
    return edtf(int(date), int(month)) if month.isdigit() and re.fullmatch(r"\d{4}", date) else date


def _people(article: Any) -> Iterator[Person]:
    for one in article.findall("AuthorList/Author")[:500]:
        family, whole = without_markup(_text(one.find("LastName"))), without_markup(_text(one.find("CollectiveName")))
        first = without_markup(_text(one.find("ForeName"))) or _text(one.find("Initials"))
        orcid = next((_text(item).rpartition("/")[2] for item in one.findall("Identifier")), "")
        if family:
            yield Person(family, first, _text(one.find("Suffix")), "", orcid)
        elif whole:
            yield Person(whole=whole)


def _notices(work: Any) -> Iterator[Notice]:
    for one in work.findall("MedlineCitation/CommentsCorrectionsList/CommentsCorrections"):
        kind = _NOTICES.get(one.get("RefType", ""))
        if kind:
            source = _text(one.find("RefSource"))
            doi = re.search(r"10\.\d{4,9}/\S+?(?=[.,;]?(?:\s|$))", source)
            yield Notice(kind, doi[0] if doi else "", date_from_text(re.split(r"[;:]", source)[0]))


def _text(element: Any) -> str:
    return clean("".join(element.itertext())) if element is not None else ""


def _none() -> ServiceError:
    said = "it knows no article of this number"
    return ServiceError(Code.NO_SUCH_WORK, SERVICES["pubmed"].title, said, "copy the PMID from the article's page", 404)
