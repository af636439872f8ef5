"""The client against a server that fails in every way that servers do."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import pytest

from briefwright.bib.services import base
from briefwright.bib.services import client as module
from briefwright.bib.services.client import ATTEMPTS, JSON, PAGE, Client, ServiceError, Settings, settings_from
from briefwright.bib.services.doi import by_doi
from briefwright.diagnostics import Code
from tests.bib.services.server import Server

WORK = "crossref/works/10.1000/rivers.2024.3"


def ask(client: Client, server: Server, path: str = WORK) -> bytes:
    return client.get("Crossref", f"{server.address}/{path}", JSON).data


def asked_for(client: Client, fault: str) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        client.get("Crossref", f"{base('crossref')}/works/fault-{fault}", JSON).json("Crossref")
    return caught.value


@pytest.mark.parametrize(
    ("fault", "code", "said", "requests"),
    [
        ("404", Code.NO_SUCH_WORK, "it answers 404 Not Found", 1),
        ("403", Code.SERVICE_FAILED, "it answers 403 Forbidden", 1),
        ("500", Code.SERVICE_FAILED, "it answers 500 Internal Server Error", ATTEMPTS),
        ("503", Code.SERVICE_BUSY, "it answers 503 Service Unavailable", ATTEMPTS),
        ("429", Code.SERVICE_BUSY, "it answers 429 Too Many Requests, and asks to wait 60 minutes", 1),
        ("429-date", Code.SERVICE_BUSY, "it answers 429 Too Many Requests, and asks to wait", 1),
        ("429-at-once", Code.SERVICE_BUSY, "it answers 429 Too Many Requests", ATTEMPTS),
        ("slow", Code.SERVICE_UNREACHABLE, "it did not answer in 0.3 seconds", ATTEMPTS),
        ("short", Code.SERVICE_UNREACHABLE, "the connection broke off", ATTEMPTS),
        ("html", Code.SERVICE_ANSWER_UNREADABLE, "its answer is of another kind (text/html)", 1),
        ("huge", Code.SERVICE_ANSWER_UNREADABLE, "its answer is larger than 10 MB", 1),
        ("broken", Code.SERVICE_ANSWER_UNREADABLE, "no JSON can be read in it", 1),
        ("deep", Code.SERVICE_ANSWER_UNREADABLE, "no JSON can be read in it", 1),
        ("empty", Code.SERVICE_ANSWER_UNREADABLE, "no JSON can be read in it", 1),
        ("binary", Code.SERVICE_ANSWER_UNREADABLE, "no JSON can be read in it", 1),
        ("to-file", Code.SERVICE_REDIRECT, "it leads to `file:/etc/hostname`, which is not http or https", 1),
        ("to-ftp", Code.SERVICE_REDIRECT, "which is not http or https", 1),
        ("to-itself", Code.SERVICE_REDIRECT, "it leads on and on, more than 10 times", module.REDIRECTS + 1),
        ("to-nowhere", Code.SERVICE_REDIRECT, "it leads to what is no address", 1),
    ],
)
def test_each_fault_is_told(
    fault: str, code: Code, said: str, requests: int, server: Server, client: Client
) -> None:  # fmt: skip
    problem = asked_for(client, fault)
    assert (problem.code, problem.unknown) == (code, code is Code.NO_SUCH_WORK)
    assert said in problem.said
    assert problem.hint or code is Code.NO_SUCH_WORK
    assert len(server.asked) == requests
    told = problem.finding("DOI `10.1000/x`")
    assert told.message.startswith("Crossref, asked for DOI `10.1000/x`: it") or "connection" in told.message


def test_nobody_is_there(client: Client) -> None:
    with pytest.raises(ServiceError, match="it cannot be reached") as caught:
        client.get("Crossref", "http://127.0.0.1:1/works/x", JSON)
    assert caught.value.code is Code.SERVICE_UNREACHABLE
    assert "--offline" in caught.value.hint


@pytest.mark.parametrize("faults", [["500", "ok"], ["429-at-once", "503", "ok"], ["slow", "ok"], ["short", "ok"]])
def test_a_fault_that_passes_is_waited_for(faults: list[str], server: Server, client: Client) -> None:
    server.faults["crossref"] = list(faults)
    assert b"River Press" in ask(client, server)
    assert len(server.asked) == len(faults)


def test_retry_after_is_kept_to(server: Server, tmp_path: Path) -> None:
    server.faults["crossref"] = ["429-in-1", "ok"]
    began = time.monotonic()
    with Client(Settings(patience=5, cache=tmp_path / "other")) as client:
        assert ask(client, server)
    assert 1 <= time.monotonic() - began < 4


def test_redirections_are_followed_with_the_same_question(server: Server, client: Client) -> None:
    record, _ = by_doi("10.7000/x.1", client)
    assert record.title == "Of Another Agency"
    (_, _, headers) = server.asked[-1]
    assert server.asked[-1][1] == "/doi/agency"
    assert headers["accept"].startswith("application/vnd.citationstyles.csl+json")


def test_the_agent_says_who_asks(server: Server, client: Client) -> None:
    ask(client, server)
    agent = server.asked[0][2]["user-agent"]
    assert agent.startswith("briefwright/")
    assert agent.endswith("(mailto:me@example.org)")


def test_answers_are_kept_and_used_offline(server: Server, client: Client) -> None:
    first = ask(client, server)
    assert ask(client, server) == first
    assert len(server.asked) == 1
    with Client(dataclasses.replace(client.settings, fresh=-1)) as again:
        assert ask(again, server) == first
    assert len(server.asked) == 2
    with Client(dataclasses.replace(client.settings, offline=True, fresh=-1)) as offline:
        assert ask(offline, server) == first
        with pytest.raises(ServiceError, match="no answer of it is kept") as caught:
            ask(offline, server, "crossref/works/10.1000/retracted")
    assert caught.value.code is Code.NOT_IN_CACHE
    assert len(server.asked) == 2


@pytest.mark.parametrize("spoil", [b"", b"\n", b"{}\nx", b'{"request": 1, "size": 1}\n'])
def test_a_spoilt_cache_is_asked_anew(spoil: bytes, server: Server, client: Client) -> None:
    first = ask(client, server)
    assert client.settings.cache
    (file,) = client.settings.cache.iterdir()
    file.write_bytes(spoil)
    assert ask(client, server) == first
    file.write_bytes(file.read_bytes()[:-5])
    assert ask(client, server) == first
    assert len(server.asked) == 3


def test_faults_are_not_kept(server: Server, client: Client) -> None:
    asked_for(client, "html")
    asked_for(client, "404")
    assert client.settings.cache
    assert not client.settings.cache.exists()
    assert server.asked


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with Client(Settings(patience=0.3, cache=tmp_path / "file" / "cache")) as client:
        assert ask(client, server) == ask(client, server)
    assert len(server.asked) == 2


def test_settings_of_the_machine_count_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("MAIL", "CACHE", "PATIENCE"):
        monkeypatch.delenv(f"BRIEFWRIGHT_{name}", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert settings_from("a@b.org") == Settings("a@b.org", cache=tmp_path / "briefwright" / "services")
    monkeypatch.setenv("BRIEFWRIGHT_MAIL", "c@d.org")
    monkeypatch.setenv("BRIEFWRIGHT_CACHE", str(tmp_path / "x"))
    monkeypatch.setenv("BRIEFWRIGHT_PATIENCE", "5")
    assert settings_from("a@b.org", offline=True) == Settings("c@d.org", True, patience=5, cache=tmp_path / "x")
    monkeypatch.setenv("BRIEFWRIGHT_MAIL", "evil\r\nX-Header: 1")
    monkeypatch.setenv("BRIEFWRIGHT_PATIENCE", "soon")
    assert settings_from("").mail == ""
    assert settings_from("").patience == module.PATIENCE


def test_addresses_of_services_can_be_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFWRIGHT_SERVICES", raising=False)
    assert base("crossref") == "https://api.crossref.org"
    monkeypatch.setenv("BRIEFWRIGHT_SERVICES", "http://127.0.0.1:9/")
    monkeypatch.setenv("BRIEFWRIGHT_SERVICE_ARXIV", "http://127.0.0.1:8")
    assert (base("crossref"), base("arxiv")) == ("http://127.0.0.1:9/crossref", "http://127.0.0.1:8")


def test_pages_are_no_json(server: Server, client: Client) -> None:
    with pytest.raises(ServiceError, match="another kind") as caught:
        client.get("a site", f"{server.address}/pages/report.pdf", PAGE)
    assert "PDF" in caught.value.hint
