"""What somebody wants to add: a DOI, an ISBN, an arXiv number, a PubMed id or an address, told apart by its form."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass

from briefwright.bib.services import arxiv, doi, openlibrary, pages, pubmed
from briefwright.bib.services.client import Client, ServiceError
from briefwright.bib.services.record import Record
from briefwright.check.identifiers import isbn_problem
from briefwright.diagnostics import Code, Finding, error

_DOI = re.compile(
    r"(?i)(?:https?://(?:[\w.-]+\.)?doi\.org/|doi\.org/|doi\s*[:=]\s*|doi\s+)?(10\.\d{4,9}(?:\.\d+)*/\S+)"
)
_ARXIV = re.compile(
    r"(?i)(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv\s*:\s*)?"
    r"(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)(?:\.pdf)?"
)
_PMID = re.compile(
    r"(?i)(?:pmid\s*[:=]?\s*|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)(\d{1,9})/?"
)
_ISBN = re.compile(r"(?i)(?:isbn(?:-?1[03])?\s*[:=]?\s*)?((?:97[89][-\s]?)?(?:\d[-\s]?){9}[\dx])")
KINDS: Mapping[str, str] = {
    "doi": "DOI", "isbn": "ISBN", "arxiv": "arXiv number", "pmid": "PubMed id", "url": "address",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to ask for."""

    kind: str
    """One of KINDS."""
    id: str
    """In its plain form: no `doi:`, no hyphens."""
    given: str
    """As it was typed."""

    @property
    def shown(self) -> str:
        """For messages: "DOI `10.1000/x`"."""
        return f"{KINDS[self.kind]} `{self.id}`"


def wanted(text: str) -> Wanted | Finding:
    """What a text asks for, or what is wrong with it (N008)."""
    bare = text.strip().strip("<>").strip()
    if found := _PMID.fullmatch(bare):
        return Wanted("pmid", found[1].lstrip("0") or "0", text)
    if found := _ARXIV.fullmatch(bare):
        return Wanted("arxiv", found[1], text)
    if found := _DOI.fullmatch(bare):
        number = urllib.parse.unquote(found[1]) if "://" in bare else found[1]
        number = number.partition("?")[0] if "://" in bare else number
        number = "".join(sign for sign in number if sign.isprintable() and not sign.isspace())
        arxiv_doi = re.fullmatch(r"(?i)10\.48550/arxiv\.(\S+)", number)
        return Wanted("arxiv", arxiv_doi[1], text) if arxiv_doi else Wanted("doi", number.rstrip(".,;"), text)
    if found := _ISBN.fullmatch(bare):
        number = re.sub(r"[-\s]", "", found[1]).upper()
        if said := isbn_problem(number):
            return _unknown(text, f"the ISBN {said}", "compare it with the book: a digit is wrong or missing")
        return Wanted("isbn", number, text)
    if re.match(r"(?i)https?://[^\s/]+\.?[^\s]*$", bare):
        return Wanted("url", bare, text)
    return _unknown(text, *_guess(bare))


def _guess(text: str) -> tuple[str, str]:
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*", text):
        return "this is no address yet", f"did you mean `https://{text}`?"
    if re.fullmatch(r"\d{1,8}", text):
        return "a number alone says too little", f"did you mean `pmid:{text}`?"
    if re.fullmatch(r"[\d-]{9,20}[\dXx]?", text):
        return "this is no ISBN: one has 10 or 13 digits", "compare it with the book"
    if text.lower().endswith((".bib", ".ris", ".docx", ".xml", ".nbib", ".json")):
        return "this is a file", f"`briefwright bib import {text}` takes references from files"
    forms = "a DOI, an ISBN, arxiv:2101.00001, pmid:123, or an address that begins with https://"
    return "what this is cannot be told", f"give {forms}"


def _unknown(text: str, said: str, hint: str) -> Finding:
    return error(Code.IDENTIFIER_UNKNOWN, f"`{text[:100]}`: {said}", hint=hint)


def ask(what: Wanted, client: Client) -> tuple[Record, tuple[ServiceError, ...]]:
    """The work that is wanted, and what services had to say that were asked before the one that knew it.

    Raises ServiceError.
    """
    if what.kind == "doi":
        return doi.by_doi(what.id, client)
    if what.kind == "isbn":
        return openlibrary.by_isbn(what.id, client), ()
    if what.kind == "arxiv":
        return arxiv.by_id(what.id, client), ()
    if what.kind == "pmid":
        return pubmed.by_pmid(what.id, client), ()
    record, found = pages.by_address(what.id, client)
    if not found:
        return record, ()
    try:
        return doi.by_doi(found, client)
    except ServiceError as problem:  # the page itself says enough
        return record, (problem,)
