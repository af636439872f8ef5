"""A DOI, wherever it is registered: Crossref, DataCite, and then whoever doi.org leads to (content negotiation)."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable

from briefwright.bib.services import SERVICES, base, crossref, datacite
from briefwright.bib.services.client import JSON, Client, ServiceError
from briefwright.bib.services.record import Record
from briefwright.diagnostics import Code

_CSL = ("application/vnd.citationstyles.csl+json", *JSON)


def by_doi(doi: str, client: Client) -> tuple[Record, tuple[ServiceError, ...]]:
    """A work by its DOI, and what those before the one that knew it had to say but "unknown".

    Raises ServiceError: that there is no such DOI only where all that could be asked said so and none failed.
    """
    asked: tuple[Callable[[str, Client], Record], ...] = (crossref.by_doi, datacite.by_doi, _negotiated)
    failed: list[ServiceError] = []
    for ask in asked:
        try:
            return ask(doi, client), tuple(failed)
        except ServiceError as problem:
            if not problem.unknown:
                failed.append(problem)
    if failed:
        raise failed[0]
    said = "none of them knows this DOI"
    raise ServiceError(Code.NO_SUCH_WORK, "Crossref, DataCite and doi.org", said, _nearby(doi), 404)


def _negotiated(doi: str, client: Client) -> Record:
    """CSL JSON by content negotiation (https://citation.doi.org/docs.html)."""
    service = SERVICES["doi"]
    address = f"{base('doi')}/{urllib.parse.quote(doi, safe='/')}"
    answer = client.get(service.title, address, _CSL, pause=service.pause)
    return crossref.record(answer.json(service.title), service.title, doi)


def _nearby(doi: str) -> str:
    """What was likely meant: publishers' addresses go on after the DOI."""
    for tail in (".pdf", "/pdf", "/full", "/abstract", "/epdf", "/meta", "/html", ".full", ".abstract", ")", "/"):
        if doi.lower().endswith(tail):
            return f"did you mean `{doi[: -len(tail)]}`?"
    return "compare it with the work's own page: a sign is wrong or missing"
