"""The Internet Archive's Wayback Machine: a page saved now, or the copy that there is.

Saving is asked for as its Save Page Now 2 describes (https://archive.org/details/spn-2-public-api-page-docs-2023-01-22):
with keys of an account in BRIEFWRIGHT_ARCHIVE_KEYS ("access:secret"), else without, which it allows to few.
"""

from __future__ import annotations

import os
import re
import time
import urllib.parse
from collections.abc import Mapping
from typing import Any, NamedTuple

from briefwright.bib.services import SERVICES, base
from briefwright.bib.services.client import JSON, PAGE, PATIENCE, Client, ServiceError
from briefwright.bib.services.record import clean, edtf
from briefwright.diagnostics import Code

_STAMP = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(.+)")
_ANY = (*PAGE, *JSON, "application/pdf", "text/plain", "application/octet-stream", "image/png", "image/jpeg")
_POLLS = 20


class Copy(NamedTuple):
    """An archived copy of a page."""

    address: str
    date: str
    """In EDTF."""


def save(address: str, client: Client) -> Copy:
    """Have a page saved. Raises ServiceError."""
    keys = os.environ.get("BRIEFWRIGHT_ARCHIVE_KEYS", "")
    return _with_account(address, keys, client) if re.fullmatch(r"[\w-]+:[\w-]+", keys) else _without(address, client)


def latest(address: str, client: Client) -> Copy | None:
    """The latest copy of a page that there is. Raises ServiceError."""
    service = SERVICES["availability"]
    query = urllib.parse.urlencode({"url": address})
    answer = client.get(service.title, f"{base('availability')}/wayback/available?{query}", JSON, pause=service.pause)
    content = answer.json(service.title)
    snapshots = content.get("archived_snapshots") if isinstance(content, Mapping) else None
    if not isinstance(snapshots, Mapping):
        raise _unreadable("it does not say whether there is a copy")
    closest = snapshots.get("closest")
    if not isinstance(closest, Mapping) or str(closest.get("status", "")) not in ("200", ""):
        return None
    return _copy(clean(closest.get("timestamp")), address)


def _without(address: str, client: Client) -> Copy:
    service = SERVICES["wayback"]
    answer = client.get(service.title, f"{base('wayback')}/save/{address}", _ANY, pause=service.pause)
    for place in (answer.headers.get("content-location", ""), answer.address, answer.headers.get("memento", "")):
        if found := _STAMP.search(place):
            return _copy(found[1], address)
    raise _unreadable("it does not say where the copy is")


def _with_account(address: str, keys: str, client: Client) -> Copy:
    service = SERVICES["wayback"]
    headers = {"Authorization": f"LOW {keys}"}
    form = {"url": address, "skip_first_archive": "1"}
    where = f"{base('wayback')}/save"
    job = _told(client.get(service.title, where, JSON, headers=headers, post=form).json(service.title)).get("job_id")
    if not isinstance(job, str) or not re.fullmatch(r"[\w-]+", job):
        raise _unreadable("it took no job")
    for _ in range(_POLLS):
        asked = client.get(service.title, f"{where}/status", JSON, headers=headers, post={"job_id": job})
        state = _told(asked.json(service.title))
        if state.get("status") == "success":
            return _copy(clean(state.get("timestamp")), address)
        if state.get("status") != "pending":
            raise _unreadable(clean(state.get("message")) or "it could not save the page")
        time.sleep(6 * min(1.0, client.settings.patience / PATIENCE))
    raise _unreadable("it is still at it")


def _told(content: Any) -> Mapping[str, Any]:
    if not isinstance(content, Mapping):
        raise _unreadable("its answer cannot be read")
    return content


def _copy(stamp: str, address: str) -> Copy:
    if not re.fullmatch(r"\d{14}", stamp):
        raise _unreadable("it does not say when the copy was made")
    date = edtf(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8]))
    return Copy(f"https://web.archive.org/web/{stamp}/{address}", date)


def _unreadable(said: str) -> ServiceError:
    title = SERVICES["wayback"].title
    return ServiceError(Code.NOT_ARCHIVED, title, said, "save the page at https://web.archive.org/save by hand")
