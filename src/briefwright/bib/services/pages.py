"""A page on the web, by what it says of itself.

In this order: the tags that Google Scholar asks publishers for (citation_*), schema.org's JSON-LD
(https://schema.org/Article), Dublin Core, Open Graph (https://ogp.me), and what trafilatura finds in the rest.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefwright.bib.services.client import PAGE, Client, ServiceError
from briefwright.bib.services.json_ld import NEWS, article, kinds, named, named_people
from briefwright.bib.services.record import (
    Person,
    Record,
    clean,
    date_from_text,
    given,
    language_of,
    listed,
    page_range,
    person_from_text,
    without_markup,
)
from briefwright.check.identifiers import bare_doi
from briefwright.diagnostics import Code

_MOST_SECONDS = 60
_GENRES = {
    "opinionnewsarticle": "Opinion", "analysisnewsarticle": "Analysis", "reviewnewsarticle": "Review",
    "blogposting": "Blog post", "liveblogposting": "Live blog",
}  # fmt: skip
_NEWSPAPER = re.compile(
    r"(?i)\b(?:post|times|news|daily|herald|gazette|tribune|guardian|press|courier|chronicle|mail|telegraph|observer|"
    r"reuters|bbc|globe|independent|examiner|sun|zeitung|nachrichten|presse|monde|figaro|journal|país|corriere|тасс|"
    r"tass|tacc|риа|газета|известия|новости|правда|коммерсант\w*|ведомости|интерфакс)\b"
)
"""What is in the names of newspapers and agencies."""
_TRACKING = re.compile(r"(?i)^(?:utm_\w+|fbclid|gclid|yclid|dclid|mc_cid|mc_eid|igshid|_openstat|cmpid|ocid)$")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself."""

    meta: Mapping[str, tuple[str, ...]]
    """By name in lower case, in order."""
    about: Mapping[str, Any]
    """The JSON-LD of the article; empty where there is none."""
    title: str
    lang: str
    canonical: str
    rest: Mapping[str, str]
    read: str = ""
    """The day on which it was read."""

    def first(self, *names: str) -> str:
        """The first meta tag of these names that has a value."""
        return next(
            (text for name in names for value in self.meta.get(name, ()) if (text := without_markup(value))), ""
        )


def by_address(address: str, client: Client) -> tuple[Record, str]:
    """A page by its address, and the DOI that it names, if any. Raises ServiceError."""
    host = urllib.parse.urlsplit(address).hostname or address
    answer = client.get(host, address, PAGE)
    page = read(_as_text(answer.data, answer.charset), host, answer.address)
    page = dataclasses.replace(page, read=day_read(answer.age))
    doi = bare_doi(page.first("citation_doi", "dc.identifier.doi", "prism.doi", "bepress_citation_doi"))
    doi = doi or bare_doi(page.first("dc.identifier"))
    return _record(page, host, _shown_address(page.canonical, answer.address or address)), doi


def read(data: bytes | str, host: str, address: str) -> Page:
    """What a page says of itself. data: text where the server names its encoding. host: for messages.

    Raises ServiceError.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.txt" if isinstance(data, str) else "page.html")
        path.write_bytes(data.encode("utf-8", "replace") if isinstance(data, str) else data)
        told = _in_process(path, address)
    if told.get("error"):
        said = f"the page cannot be read: {told['error']}"
        raise ServiceError(Code.SERVICE_ANSWER_UNREADABLE, host, said, "type the entry by hand")
    return page_of(told)


def page_of(told: Mapping[str, Any]) -> Page:
    """A page from what `page_child` read of it."""
    meta: dict[str, tuple[str, ...]] = {}
    for name, content in told["meta"]:
        meta[name] = (*meta.get(name, ()), content)
    canonical = str(told["links"].get("canonical", ""))
    return Page(meta, article(told["json_ld"]), clean(told["title"]), told["lang"], canonical, told["rest"])


def _as_text(data: bytes, charset: str) -> bytes | str:
    """A page in the encoding that its server names, which counts before the page's own word (HTML, 13.2.3.2)."""
    if not charset:
        return data
    try:
        return data.decode(charset, "replace")
    except LookupError:
        return data


def day_read(age: float = 0.0) -> str:
    """The day on which an address was read, some seconds ago: SOURCE_DATE_EPOCH's, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    return (datetime.datetime.now() - datetime.timedelta(seconds=age)).date().isoformat()


def _in_process(path: Path, address: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "briefwright.bib.services.page_child", str(path), address]
    folders = os.pathsep.join(folder for folder in sys.path if folder)
    environment = {**os.environ, "PYTHONPATH": folders, "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(command, capture_output=True, timeout=_MOST_SECONDS, check=False, env=environment)
        told = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"error": f"it was not read in {_MOST_SECONDS} seconds"}
    except ValueError:
        return {"error": "reading it failed, or took too much time or memory"}
    return told if isinstance(told, dict) else {"error": "reading it failed"}


# --- the record --------------------------------------------------------------------------------------------------


def _record(page: Page, host: str, address: str) -> Record:
    site = _site(page, host)
    type_ = _type(page, site)
    people = tuple(_authors(page, site))
    return Record(type_, given(_fields(page, site, address, type_)), host, {"author": people} if people else {})


def _type(page: Page, site: str) -> str:
    if page.first("citation_title") and page.first("citation_journal_title"):
        return "article"
    if page.first("citation_technical_report_institution"):
        return "report"
    if page.first("citation_dissertation_institution"):
        return "thesis"
    return "article" if _is_news(page, site) else "online"


def _is_news(page: Page, site: str) -> bool:
    """Whether a page is of a newspaper: it says so, or is an article with a section on a site with such a name."""
    types = kinds(page.about)
    if types & NEWS:
        return True
    if types & {"blogposting", "webpage", "scholarlyarticle", "report", "techarticle"}:
        return False
    article_ = "article" in types or page.first("og:type") == "article"
    return article_ and bool(_section(page)) and _NEWSPAPER.search(site) is not None


def _fields(page: Page, site: str, address: str, type_: str) -> Iterator[tuple[str, str]]:
    about = page.about
    scholarly = type_ == "article" and bool(page.first("citation_journal_title"))
    yield "title", page.first("citation_title")
    yield "title", without_markup(about.get("headline")) or without_markup(about.get("name"))
    yield "title", page.first("dc.title", "dcterms.title", "og:title", "twitter:title")
    yield "title", _without_site(page.title or clean(page.rest.get("title")), site)
    if scholarly:
        yield "journaltitle", page.first("citation_journal_title")
        yield "volume", page.first("citation_volume")
        yield "number", page.first("citation_issue")
        first, last = page.first("citation_firstpage"), page.first("citation_lastpage")
        yield "pages", page_range("-".join(filter(None, (first, last)))).replace("-", "--")
        yield "issn", page.first("citation_issn")
    elif type_ == "article":
        yield "journaltitle", site
        yield "entrysubtype", "newspaper"
    elif type_ in ("report", "thesis"):
        institutions = ("citation_technical_report_institution", "citation_dissertation_institution")
        yield "institution", page.first(*institutions)
        yield "number", page.first("citation_technical_report_number")
        yield "type", "phdthesis" if type_ == "thesis" else ""
    else:
        yield "organization", site
    yield "date", _date(page)
    yield "section", "" if scholarly else _section(page)
    yield "genre", next((_GENRES[kind] for kind in sorted(kinds(about)) if kind in _GENRES), "")
    yield "url", address
    yield "urldate", page.read
    language = about.get("inLanguage")
    language = language.get("alternateName") or language.get("name") if isinstance(language, Mapping) else language
    told = (page.first("citation_language", "dc.language", "dcterms.language"), first_of(language), page.lang)
    yield "langid", next((tag for text in told if (tag := language_of(text))), "")
    yield "langid", language_of(page.first("og:locale")) or language_of(page.rest.get("language"))


def first_of(value: Any) -> str:
    """The first text of a value that may be a list."""
    return next((text for one in listed(value) if (text := clean(one))), "")


def _date(page: Page) -> str:
    tagged = page.first("citation_publication_date", "citation_date", "citation_online_date")
    told = (
        tagged,
        clean(page.about.get("datePublished")) or clean(page.about.get("dateCreated")),
        page.first("dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created"),
        page.first("article:published_time", "og:published_time", "datepublished", "pubdate", "date"),
        clean(page.rest.get("date")),
    )
    return next((date for text in told if (date := date_from_text(text))), "")


def _section(page: Page) -> str:
    sections = (first_of(page.about.get("articleSection")), page.first("article:section"))
    return next((without_markup(text) for text in sections if text), "")


def _site(page: Page, host: str) -> str:
    told = (
        named(page.about.get("publisher")),
        page.first("og:site_name", "application-name", "citation_publisher", "dc.publisher"),
        _end_of_title(page),
        clean(page.rest.get("sitename")),  # the host, where there is nothing else
    )
    return next((text for text in told if text), "") or host.removeprefix("www.")


def _end_of_title(page: Page) -> str:
    """The site's name at the end of a window's title, where the article's own title is known to be before it."""
    for own in (page.first("og:title"), clean(page.rest.get("headline")), clean(page.rest.get("title"))):
        if own and (found := re.fullmatch(r"\s+[|–—\-·]\s+(.{2,80})", page.title.removeprefix(own))):
            return found[1]
    return ""


def _authors(page: Page, site: str) -> Iterator[Person]:
    tagged = page.meta.get("citation_author", ()) or page.meta.get("citation_authors", ())
    if tagged:
        parts = (part for text in tagged for part in (text.split(";") if ";" in text else [text]))
        yield from filter(None, map(person_from_text, parts))
        return
    named = list(named_people(page.about.get("author"), site))
    if not named:
        metas = (page.meta.get(name, ()) for name in ("dc.creator", "dcterms.creator", "author", "article:author"))
        first = next((texts for texts in metas if any(map(clean, texts))), ())
        named = list(named_people(list(first), site)) or list(named_people(clean(page.rest.get("author")), site))
    yield from dict.fromkeys(named)


def _without_site(title: str, site: str) -> str:
    """A window's title without the name of the site at its end: "Dams open - The Paper"."""
    found = re.fullmatch(r"(.+?)\s+[|–—\-·:]\s+(.+)", title)
    return found[1] if found and found[2].casefold() in (site.casefold(), f"the {site}".casefold()) else title


def _shown_address(canonical: str, address: str) -> str:
    """The address for the entry: the page's own word where it is of the same host, without what tracks readers."""
    here = urllib.parse.urlsplit(address)
    try:
        there = urllib.parse.urlsplit(urllib.parse.urljoin(address, canonical)) if canonical else here
    except ValueError:
        there = here
    same = there.hostname == here.hostname and there.scheme in ("http", "https") and there.path.strip("/")
    parts = there if same else here
    query = "&".join(one for one in parts.query.split("&") if one and not _TRACKING.match(one.partition("=")[0]))
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
