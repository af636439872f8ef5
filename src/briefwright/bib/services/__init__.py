"""The services that know of works, one module each; rendering uses none of them.

`SERVICES` is the table of their addresses. BRIEFWRIGHT_SERVICES in the environment puts another one in the place of
all of them (a mirror, or a server for tests), BRIEFWRIGHT_SERVICE_NAME in the place of one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """Where a service is asked."""

    title: str
    """Its name for people."""
    address: str
    """Without a slash at its end."""
    pause: float = 0.0
    """Seconds between requests that it asks for."""


SERVICES: Mapping[str, Service] = {
    "crossref": Service("Crossref", "https://api.crossref.org", 0.1),
    "datacite": Service("DataCite", "https://api.datacite.org", 0.1),
    "doi": Service("doi.org", "https://doi.org"),
    "openlibrary": Service("Open Library", "https://openlibrary.org", 0.4),
    "arxiv": Service("arXiv", "https://export.arxiv.org", 3.0),
    "pubmed": Service("PubMed", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils", 0.4),
    "wayback": Service("the Wayback Machine", "https://web.archive.org", 1.0),
    "availability": Service("the Wayback Machine", "https://archive.org", 0.4),
}
"""By name. Pauses are what arXiv's terms of use and NCBI's usage policies ask for, and courtesy elsewhere."""


def base(name: str) -> str:
    """The address of a service: the environment's, else its own."""
    one = os.environ.get(f"BRIEFWRIGHT_SERVICE_{name.upper()}", "")
    everyone = os.environ.get("BRIEFWRIGHT_SERVICES", "")
    return (one or (f"{everyone.rstrip('/')}/{name}" if everyone else SERVICES[name].address)).rstrip("/")
