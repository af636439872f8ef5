"""The real services, asked once each; skipped without a network."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from briefwright.bib.services.client import Client, Settings
from briefwright.bib.services.wanted import Wanted, ask, wanted


def reachable(host: str) -> bool:
    try:
        socket.create_connection((host, 443), timeout=2).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "host", "title"),
    [
        ("10.1038/171737a0", "api.crossref.org", "Molecular Structure of Nucleic Acids"),
        ("10.5281/zenodo.3233486", "api.datacite.org", ""),
        ("978-0-306-40615-7", "openlibrary.org", ""),
        (
            "arXiv:hep-th/9711200",
            "export.arxiv.org",
            "The Large N Limit of Superconformal Field Theories and Supergravity",
        ),
        ("pmid:13054692", "eutils.ncbi.nlm.nih.gov", "MOLECULAR structure of nucleic acids"),
    ],
)
def test_the_real_services(text: str, host: str, title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not reachable(host):
        pytest.skip(f"no network: {host} cannot be reached")
    monkeypatch.delenv("BRIEFWRIGHT_SERVICES", raising=False)
    what = wanted(text)
    assert isinstance(what, Wanted)
    with Client(Settings(cache=tmp_path)) as client:
        record, _ = ask(what, client)
    assert record.title.lower().startswith(title.lower())
    assert record.fields.get("date")
