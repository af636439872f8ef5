from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.bib.services.wanted import Wanted, wanted
from briefwright.diagnostics import Code, Finding


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("10.1000/xyz.123", "doi", "10.1000/xyz.123"),
        ("doi:10.1000/xyz", "doi", "10.1000/xyz"),
        ("DOI: 10.1000/xyz.", "doi", "10.1000/xyz"),
        ("https://doi.org/10.1000/xyz%2Fa", "doi", "10.1000/xyz/a"),
        ("http://dx.doi.org/10.1000/xyz?x=1", "doi", "10.1000/xyz"),
        ("doi.org/10.1000/(SICI)1097<1:A>2.0.CO;2-B", "doi", "10.1000/(SICI)1097<1:A>2.0.CO;2-B"),
        (" <https://doi.org/10.1000/xyz> ", "doi", "10.1000/xyz"),
        ("978-3-16-148410-0", "isbn", "9783161484100"),
        ("ISBN 0-306-40615-2", "isbn", "0306406152"),
        ("isbn:080442957x", "isbn", "080442957X"),
        ("ISBN-13: 978 3 16 148410 0", "isbn", "9783161484100"),
        ("2101.00001", "arxiv", "2101.00001"),
        ("arXiv:2101.00001v3", "arxiv", "2101.00001v3"),
        ("math.GT/0309136", "arxiv", "math.GT/0309136"),
        ("hep-th/9901001v2", "arxiv", "hep-th/9901001v2"),
        ("https://arxiv.org/pdf/2101.00001v1.pdf", "arxiv", "2101.00001v1"),
        ("https://doi.org/10.48550/arXiv.2101.00001", "arxiv", "2101.00001"),
        ("pmid:31452104", "pmid", "31452104"),
        ("PMID 31452104", "pmid", "31452104"),
        ("https://pubmed.ncbi.nlm.nih.gov/31452104/", "pmid", "31452104"),
        ("https://www.example.org/a/b?c=d", "url", "https://www.example.org/a/b?c=d"),
    ],
)
def test_what_is_meant(text: str, kind: str, number: str) -> None:
    found = wanted(text)
    assert isinstance(found, Wanted)
    assert (found.kind, found.id, found.given) == (kind, number, text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("978-3-16-148410-1", "a digit is wrong or missing"),
        ("www.example.org/a", "did you mean `https://www.example.org/a`?"),
        ("12345", "did you mean `pmid:12345`?"),
        ("refs.bib", "`briefwright bib import refs.bib`"),
        ("ftp://example.org/a", "give a DOI"),
        ("some words", "give a DOI"),
        ("", "give a DOI"),
        ("10.1000/", "give a DOI"),
    ],
)
def test_what_is_not_understood(text: str, hint: str) -> None:
    found = wanted(text)
    assert isinstance(found, Finding)
    assert found.code is Code.IDENTIFIER_UNKNOWN
    assert hint in found.hint


@given(st.text(max_size=80))
def test_any_text_is_one_or_the_other(text: str) -> None:
    found = wanted(text)
    if isinstance(found, Wanted):
        assert "\n" not in found.id
        assert found.id.strip()
