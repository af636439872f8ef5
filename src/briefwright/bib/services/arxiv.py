"""arXiv's API (https://info.arxiv.org/help/api/user-manual.html): Atom."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from typing import Any

from briefwright import tex
from briefwright.bib.services import SERVICES, base
from briefwright.bib.services.client import XML, Client, ServiceError
from briefwright.bib.services.record import Record, clean, date_from_text, given, person_from_text
from briefwright.diagnostics import Code
from briefwright.safe_xml import BadXmlError, parse

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"


def by_id(number: str, client: Client) -> Record:
    """A preprint by its number, with or without version: 2101.00001v2, math.GT/0309136. Raises ServiceError."""
    service = SERVICES["arxiv"]
    query = urllib.parse.urlencode({"id_list": number, "max_results": "1"})
    try:
        answer = client.get(service.title, f"{base('arxiv')}/api/query?{query}", XML, pause=service.pause)
    except ServiceError as problem:
        if problem.status == 400:  # for a number that cannot be
            raise _none() from problem
        raise
    try:
        root = parse(answer.data)
    except BadXmlError as problem:
        said = "its answer is broken: no XML can be read in it"
        raise ServiceError(Code.SERVICE_ANSWER_UNREADABLE, service.title, said, "try again later") from problem
    entry = root.find(f"{_ATOM}entry")
    address = clean(entry.findtext(f"{_ATOM}id")) if entry is not None else ""
    found = re.search(r"/abs/(.+?)(v\d+)?$", address)
    if entry is None or not found:
        raise _none()
    people = (person_from_text(one.findtext(f"{_ATOM}name")) for one in entry.findall(f"{_ATOM}author")[:2000])
    authors = tuple(person for person in people if person)
    version = (re.search(r"v\d+$", number) or [""])[0]
    fields = given(_fields(entry, found[1], version))
    doi = clean(entry.findtext(f"{_ARXIV}doi"))
    return Record(
        "online", fields, service.title, {"author": authors} if authors else {}, published_as=doi if doi else ""
    )


def _fields(entry: Any, number: str, version: str) -> Iterator[tuple[str, str]]:
    """version: the one that was asked for; its own date is `updated`."""
    title = clean(entry.findtext(f"{_ATOM}title"))
    yield "title", clean(tex.plain(title)) if re.search(r"\\[A-Za-z'\"^~]|\$.*\$", title) else title  # authors type TeX
    yield "date", date_from_text(entry.findtext(f"{_ATOM}{'updated' if version else 'published'}"))
    yield "eprint", f"{number}{version}"
    yield "eprinttype", "arxiv"
    category = entry.find(f"{_ARXIV}primary_category")
    yield "eprintclass", clean(category.get("term")) if category is not None else ""


def _none() -> ServiceError:
    said = "it knows no preprint of this number"
    return ServiceError(Code.NO_SUCH_WORK, SERVICES["arxiv"].title, said, "numbers look like 2101.00001", 404)
