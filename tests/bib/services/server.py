"""A real HTTP server on this machine that answers as the services do.

Each service has its own path (/crossref/..., as BRIEFWRIGHT_SERVICES makes it), web pages are under /pages/. Faults
are chosen by the DOI that is asked for (10.1000/fault-429 and so on), or for a service by `Server.faults`.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.bib.services import answers

JSON, ATOM, XML, HTML = (
    "application/json",
    "application/atom+xml; charset=utf-8",
    "text/xml; charset=UTF-8",
    "text/html",
)
CROSSREF = {
    work["message"]["DOI"]: work for work in (answers.ARTICLE, answers.RETRACTED, answers.PREPRINT, answers.CHAPTER)
}
PAGES = {
    "/pages/national/dam-opened": answers.NEWS,
    "/pages/blog": answers.BLOG,
    "/pages/scholarly": answers.SCHOLARLY,
    "/pages/bare": answers.BARE,
}


@dataclass
class Server:
    """The running server, and what it was asked."""

    address: str
    asked: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    """(method, path, headers in lower case) of each request, in order."""
    faults: dict[str, list[str]] = field(default_factory=dict)
    """By service: the faults of its next answers; the last one stays, `ok` is none."""

    def paths(self, service: str) -> list[str]:
        """The paths that a service was asked for."""
        return [path for _, path, _ in self.asked if path.startswith(f"/{service}/")]


class _Handler(BaseHTTPRequestHandler):
    server_version = "Services"
    state: Server

    def do_GET(self) -> None:  # the names that http.server calls
        self._answer("GET")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self._answer("POST")

    def log_message(self, *arguments: object) -> None:
        """Nothing is printed."""

    def _answer(self, method: str) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.state.asked.append((method, self.path, headers))
        path = urllib.parse.unquote(self.path.partition("?")[0])
        service = path.split("/")[1]
        waiting = self.state.faults.get(service, [])
        named = path.rpartition("fault-")[2] if "fault-" in path else ""
        fault = waiting.pop(0) if len(waiting) > 1 else waiting[0] if waiting else named
        if fault and fault != "ok":
            FAULTS[fault](self)
            return
        query = dict(urllib.parse.parse_qsl(self.path.partition("?")[2]))
        ROUTES.get(service, _pages)(self, path, query)

    def send(self, body: str | bytes, kind: str = JSON, status: int = 200, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def send_json(self, content: object, status: int = 200) -> None:
        self.send(json.dumps(content), JSON, status)

    def to(self, address: str) -> None:
        self.send("", HTML, 302, Location=address)


# --- the services ------------------------------------------------------------------------------------------------


def _crossref(handler: _Handler, path: str, query: Mapping[str, str]) -> None:
    if query:
        items = [work["message"] for work in CROSSREF.values()]
        handler.send_json({"status": "ok", "message-type": "work-list", "message": {"items": items}})
        return
    doi = path.removeprefix("/crossref/works/").lower()
    if doi in CROSSREF:
        handler.send_json(CROSSREF[doi])
    else:
        handler.send("Resource not found.", "text/plain", 404)


def _datacite(handler: _Handler, path: str, _query: Mapping[str, str]) -> None:
    if path.endswith("/10.5000/gauge.1"):
        handler.send(json.dumps(answers.DATASET), "application/json; charset=utf-8")
    else:
        handler.send_json(
            {"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}, 404
        )


def _doi(handler: _Handler, path: str, _query: Mapping[str, str]) -> None:
    """doi.org sends on to the agency's own server."""
    if path == "/doi/agency":
        handler.send(json.dumps(answers.CSL), "application/vnd.citationstyles.csl+json")
    elif path.endswith("/10.7000/x.1"):
        handler.to("/doi/agency")
    else:
        handler.send("<html>DOI not found</html>", HTML, 404)


def _openlibrary(handler: _Handler, _path: str, query: Mapping[str, str]) -> None:
    found = answers.BOOK.get(query["bibkeys"])
    handler.send_json({query["bibkeys"]: found} if found else {})


def _arxiv(handler: _Handler, _path: str, query: Mapping[str, str]) -> None:
    known = query["id_list"].startswith(("2101.00001", "math.GT/0309136"))
    handler.send(answers.ATOM if known else answers.EMPTY_ATOM, ATOM)


def _pubmed(handler: _Handler, _path: str, query: Mapping[str, str]) -> None:
    handler.send(answers.PUBMED if query["id"] == "123" else answers.EMPTY_PUBMED, XML)


def _wayback(handler: _Handler, path: str, _query: Mapping[str, str]) -> None:
    if path == "/wayback/save":
        handler.send_json({"url": "x", "job_id": "spn2-1"})
    elif path == "/wayback/save/status":
        handler.send_json({"status": "success", "timestamp": "20240708091011", "original_url": "x"})
    elif path.startswith("/wayback/save/"):
        handler.to(f"/wayback/web/20240607080910/{path.removeprefix('/wayback/save/')}")
    else:
        handler.send("<html>saved</html>", HTML)


def _availability(handler: _Handler, _path: str, query: Mapping[str, str]) -> None:
    copy = {"status": "200", "available": True, "timestamp": "20200102030405", "url": "http://web.archive.org/..."}
    there = {"closest": copy} if "gone" in query["url"] else {}
    handler.send_json({"url": query["url"], "archived_snapshots": there})


def _pages(handler: _Handler, path: str, _query: Mapping[str, str]) -> None:
    if path in PAGES:
        handler.send(PAGES[path], "text/html; charset=utf-8")
    elif path == "/pages/cp1251":
        page = '<html><head><meta charset="utf-8"><title>Плотины</title></head><body><p>Текст.</p></body></html>'
        handler.send(page.encode("cp1251"), "text/html; charset=windows-1251")
    elif path == "/pages/report.pdf":
        handler.send(b"%PDF-1.7", "application/pdf")
    else:
        handler.send("<html>gone</html>", HTML, 410 if "gone" in path else 404)


ROUTES: Mapping[str, Callable[[_Handler, str, Mapping[str, str]], None]] = {
    "crossref": _crossref, "datacite": _datacite, "doi": _doi, "openlibrary": _openlibrary, "arxiv": _arxiv,
    "pubmed": _pubmed, "wayback": _wayback, "availability": _availability, "pages": _pages,
}  # fmt: skip


# --- faults ------------------------------------------------------------------------------------------------------


def _slow(_handler: _Handler) -> None:
    time.sleep(0.6)


def _huge(handler: _Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    try:
        for _ in range(400):
            handler.wfile.write(b" " * 65_536)
    except OSError:
        pass  # the client has seen enough


def _short(handler: _Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"message":')
    handler.close_connection = True


def _status(status: int, **headers: str) -> Callable[[_Handler], None]:
    return lambda handler: handler.send("<html>no</html>", HTML, status, **headers)


def _body(body: str | bytes, kind: str = JSON) -> Callable[[_Handler], None]:
    return lambda handler: handler.send(body, kind)


FAULTS: Mapping[str, Callable[[_Handler], Any]] = {
    "404": _status(404),
    "403": _status(403),
    "500": _status(500),
    "503": _status(503),
    "429": _status(429, Retry_After="3600"),
    "429-at-once": _status(429, Retry_After="0"),
    "429-in-1": _status(429, Retry_After="1"),
    "429-date": _status(429, Retry_After="Fri, 01 Jan 2100 00:00:00 GMT"),
    "slow": _slow,
    "huge": _huge,
    "short": _short,
    "html": _body("<html>Please log in</html>", HTML),
    "broken": _body('{"message": {'),
    "deep": _body("[" * 100_000),
    "list": _body("[1, 2]"),
    "nothing": _body('{"message": null, "data": null}'),
    "empty": _body(""),
    "binary": _body(b"\x00\xff\xfe\x01"),
    "to-file": lambda handler: handler.to("file:///etc/hostname"),
    "to-ftp": lambda handler: handler.to("ftp://127.0.0.1/x"),
    "to-itself": lambda handler: handler.to(handler.path),
    "to-other-host": lambda handler: handler.to(f"http://localhost:{handler.server.server_address[1]}/elsewhere"),
    "to-nowhere": lambda handler: handler.to("http://x:port/"),
}
"""What can go wrong, by name."""


@contextmanager
def running() -> Iterator[Server]:
    """A server for as long as the context lasts."""
    handler = type("Handler", (_Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        handler.state = state = Server(f"http://127.0.0.1:{http.server_address[1]}")  # type: ignore[attr-defined]
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield state
        http.shutdown()
        thread.join()
