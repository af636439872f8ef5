"""Open Library's books API (https://openlibrary.org/dev/docs/api/books): books by their ISBN."""

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
    person_from_text,
    without_markup,
)
from briefwright.diagnostics import Code


def by_isbn(isbn: str, client: Client) -> Record:
    """A book by its ISBN, without hyphens. Raises ServiceError."""
    title = SERVICES["openlibrary"].title
    book = _ask(isbn, "details", client)
    details = book.get("details") if isinstance(book, Mapping) else None
    if not isinstance(details, Mapping):
        raise _none(title, isbn) if not book else _unreadable(title)
    people = tuple(_people(details.get("authors")))
    if not people:  # known to the work, and not to the edition
        data = _ask(isbn, "data", client)
        people = tuple(_people(data.get("authors"))) if isinstance(data, Mapping) else ()
    fields = given(_fields(details, isbn))
    return Record("book", fields, title, {"author": people} if people else {})


def _ask(isbn: str, view: str, client: Client) -> Any:
    service = SERVICES["openlibrary"]
    query = urllib.parse.urlencode({"bibkeys": f"ISBN:{isbn}", "format": "json", "jscmd": view})
    answer = client.get(service.title, f"{base('openlibrary')}/api/books?{query}", JSON, pause=service.pause)
    content = answer.json(service.title)
    if not isinstance(content, Mapping):
        raise _unreadable(service.title)
    return content.get(f"ISBN:{isbn}")


def _fields(details: Mapping[str, Any], isbn: str) -> Iterator[tuple[str, str]]:
    yield "title", without_markup(details.get("title")).rstrip(" /:")
    yield "subtitle", without_markup(details.get("subtitle"))
    yield "date", date_from_text(details.get("publish_date"))
    yield "edition", _edition(clean(details.get("edition_name")))
    yield "series", first_text(details.get("series"))
    yield "publisher", _name(details.get("publishers"))
    yield "location", _name(details.get("publish_places")).strip("[] ")
    yield "isbn", isbn
    languages = [item for item in listed(details.get("languages")) if isinstance(item, Mapping)]
    keys = {clean(item.get("key")).rpartition("/")[2] for item in languages}
    yield "langid", language_of(keys.pop()) if len(keys) == 1 else ""


def _edition(text: str) -> str:
    """ "2nd ed." as biblatex has it: 2."""
    number = text.split(" ")[0].rstrip("stndrh.")
    return number if number.isdigit() else text


def _name(value: Any) -> str:
    """The first of a list of texts, or of objects with a name."""
    texts = (item.get("name") if isinstance(item, Mapping) else item for item in listed(value))
    return next((text for item in texts if (text := without_markup(item))), "")


def _people(value: Any) -> Iterator[Person]:
    for one in listed(value)[:100]:
        name = one.get("name") if isinstance(one, Mapping) else one
        if person := person_from_text(name):
            yield person


def _none(title: str, isbn: str) -> ServiceError:
    hint = f"look for it in a library's catalogue; is {isbn} what the book's back says?"
    return ServiceError(Code.NO_SUCH_WORK, title, "it knows no book of this ISBN", hint, 404)


def _unreadable(title: str) -> ServiceError:
    return ServiceError(Code.SERVICE_ANSWER_UNREADABLE, title, "its answer describes no book", "try again later")
