"""Fetching, from a real server on this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from briefwright.snapshot import fetch as module
from briefwright.snapshot.fetch import FetchError, fetch, is_address


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:  # the name that http.server calls
        kind = self.path.strip("/")
        if kind.startswith("to"):
            target = {"to-file": "file:///etc/hostname", "to-ftp": "ftp://127.0.0.1/x", "to-page": "/page"}
            self.send_response(302)
            self.send_header("Location", target.get(kind, f"/{kind}"))
            self.end_headers()
            return
        if kind == "slow":
            time.sleep(1)
            return
        self.send_response(404 if kind == "none" else 200)
        self.send_header("Content-Type", "text/html; charset=windows-1251")
        body = "Россия".encode("cp1251")
        if kind == "short":
            self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(body * (100_000 if kind == "large" else 1))

    def log_message(self, *arguments: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def test_a_page_with_its_type(server: str) -> None:
    got = fetch(f"{server}/to-page")
    assert got.data.decode(got.charset) == "Россия"
    assert (got.media_type, got.charset, got.address) == ("text/html", "windows-1251", f"{server}/page")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("none", "the server answers 404"),
        ("to-file", "not allowed"),
        ("to-ftp", "only addresses that begin with"),
        ("to-itself", "answers 302"),
        ("short", "the connection broke off"),
    ],
)
def test_what_cannot_be_had(server: str, path: str, why: str) -> None:
    with pytest.raises(FetchError, match=why):
        fetch(f"{server}/{path}")


def test_bounds(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 100_000)
    with pytest.raises(FetchError, match="it is larger than"):
        fetch(f"{server}/large")
    monkeypatch.setattr(module, "TIMEOUT", 0.1)
    with pytest.raises(FetchError, match="takes too long"):
        fetch(f"{server}/slow")


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://e.org/x", "http://", "http://[", "data:,x", "//e.org"]
)
def test_http_only(address: str) -> None:
    with pytest.raises(FetchError):
        fetch(address)


def test_nobody_answers() -> None:
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch("http://127.0.0.1:9/")


def test_an_address_is_no_file() -> None:
    assert is_address("https://e.org")
    assert is_address("file:///x")
    assert not is_address("folder/file.pdf")
