from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefwright.bib.services.client import Client, Settings
from tests.bib.services.server import Server, running


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """The services, on this machine."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1720000000")  # 3 July 2024
    monkeypatch.delenv("BRIEFWRIGHT_ARCHIVE_KEYS", raising=False)
    with running() as state:
        monkeypatch.setenv("BRIEFWRIGHT_SERVICES", state.address)
        monkeypatch.setenv("BRIEFWRIGHT_CACHE", str(tmp_path / "cache"))
        monkeypatch.setenv("BRIEFWRIGHT_PATIENCE", "0.3")
        yield state


@pytest.fixture
def client(server: Server, tmp_path: Path) -> Iterator[Client]:
    """A client with little patience."""
    assert server.address
    with Client(Settings("me@example.org", patience=0.3, cache=tmp_path / "cache")) as made:
        yield made
