"""Fetching a source from its address: http and https only, bounded in time and size."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from email.message import Message

from briefwright import __version__
from briefwright.snapshot.extract import MAX_BYTES

TIMEOUT = 20.0
"""Seconds to wait for the server's next word."""
LONGEST = 120.0
"""Seconds for everything."""
_PIECE = 65_536


class FetchError(Exception):
    """An address gives nothing that can be kept; the text says why, without a full stop."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave."""

    data: bytes
    media_type: str
    """Of the answer, lower-case, without parameters."""
    charset: str
    """Of the answer; empty where it names none."""
    address: str
    """Where the answer came from in the end."""


class _HttpOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirections to http and https alone (urllib would follow ftp too)."""

    def redirect_request(  # noqa: PLR0913, RUF100  # urllib's signature
        self, req: urllib.request.Request, fp: object, code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        _require_http(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]  # a response


def is_address(text: str) -> bool:
    """Whether a text is meant as an address, of whatever scheme, rather than as a file's name."""
    return "://" in text


def fetch(address: str) -> Fetched:
    """What is at an address. Raises FetchError."""
    _require_http(address)
    headers = {"User-Agent": f"briefwright/{__version__}", "Accept": "text/html,application/pdf,*/*;q=0.8"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310  # the scheme is checked above
    # no handlers but these: urllib's own also open files and ftp
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _HttpOnly(),
    ):
        opener.add_handler(handler)
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            data = _bounded(answer)
            kind: Message = answer.headers
            return Fetched(data, kind.get_content_type().lower(), kind.get_content_charset() or "", answer.url)
    except urllib.error.HTTPError as problem:
        with problem:
            raise FetchError(f"the server answers {problem.code} {problem.reason}") from problem
    except TimeoutError as problem:
        raise FetchError("the server takes too long") from problem
    except urllib.error.URLError as problem:
        why = "the server takes too long" if isinstance(problem.reason, TimeoutError) else str(problem.reason)
        raise FetchError(f"the server cannot be reached: {why}") from problem
    except (OSError, ValueError, http.client.HTTPException) as problem:
        raise FetchError(f"the connection broke off: {problem}") from problem


def _require_http(address: str) -> None:
    try:
        parts = urllib.parse.urlsplit(address)
        host = parts.hostname
    except ValueError as problem:
        raise FetchError("this is no address") from problem
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise FetchError("only addresses that begin with http:// or https:// are fetched")


def _bounded(answer: object) -> bytes:
    """All that a server sends, within MAX_BYTES and LONGEST."""
    stop = time.monotonic() + LONGEST
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(_PIECE):  # type: ignore[attr-defined]  # an HTTPResponse
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise FetchError(f"it is larger than {MAX_BYTES // 1_000_000} MB")
        if time.monotonic() > stop:
            raise FetchError(f"it was not there after {LONGEST:.0f} seconds")
    told = answer.headers.get("Content-Length", "")  # type: ignore[attr-defined]  # the same
    if told.isascii() and told.isdigit() and size < int(told):
        raise FetchError("the connection broke off")
    return b"".join(parts)
