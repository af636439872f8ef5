"""Numbers and addresses: what is sound, and what is said of what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.check import identifiers


@pytest.mark.parametrize(
    "text",
    [
        "10.22363/2313-0660-2024-24-3-427-438",
        "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
        "10.1000.10/123456",
        "10.1016/j.jfineco.2005.05.001",
    ],
)
def test_sound_dois(text: str) -> None:
    assert identifiers.doi_problem(text) == ""


@pytest.mark.parametrize(
    ("text", "said", "bare"),
    [
        ("https://doi.org/10.1000/a.1", "holds more than the DOI", "10.1000/a.1"),
        ("http://dx.doi.org/10.1000/a.1", "holds more than the DOI", "10.1000/a.1"),
        ("doi.org/10.1000/a.1", "holds more than the DOI", "10.1000/a.1"),
        ("DOI:10.1000/a.1", "holds more than the DOI", "10.1000/a.1"),
        ("doi: 10.1000/a.1", "has a space inside, and holds more than the DOI", "10.1000/a.1"),
        ("10.1000/a.1.", "ends in `.`, which is not part of the DOI", "10.1000/a.1"),
        ("10.1000/a 1", "has a space inside", ""),
        ("10.1000", "is no DOI: one begins with `10.` and a number, and has a slash after it", ""),
        ("11.1000/a", "is no DOI: one begins with `10.` and a number, and has a slash after it", ""),
        ("https://example.org/a", "is no DOI: one begins with `10.` and a number, and has a slash after it", ""),
    ],
)
def test_malformed_dois(text: str, said: str, bare: str) -> None:
    assert (identifiers.doi_problem(text), identifiers.bare_doi(text)) == (said, bare)


@pytest.mark.parametrize(
    "text",
    [
        "978-0-8133-4363-1",
        "9780813343631",
        "978 0 8133 4363 1",
        "978–0–8133–4363–1",
        "0-8044-2957-X",
        "080442957x",
        "ISBN-13: 978-0-8133-4363-1 (pbk.)",
        "ISBN9780813343631",
        "9780813343631, 0-8044-2957-X",
        "978-0-8133-4363-1 0-8044-2957-X",
        "9780813343631 (print); 080442957X (online)",
        "9780813343631 hardcover",
    ],
)
def test_sound_isbns(text: str) -> None:
    assert identifiers.isbn_problem(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("978-0-8133-4363-0", "has a wrong check digit: 9780813343630"),
        ("978-0-8133-4336-1", "has a wrong check digit: 9780813343361"),
        ("0-8044-2957-1", "has a wrong check digit: 0804429571"),
        ("978081334363", "has 12 digits; an ISBN has 10 or 13"),
        ("1234567890128", "has 13 digits and begins with neither 978 nor 979"),
        ("2313-0660", "holds an ISSN, 2313-0660"),
        ("9780813343631, 978081334363", "has 12 digits; an ISBN has 10 or 13"),
        ("97801x4363", "is not made of digits: 97801x4363"),
        ("unknown", "holds no number"),
    ],
)
def test_malformed_isbns(text: str, said: str) -> None:
    assert identifiers.isbn_problem(text) == said


@pytest.mark.parametrize(
    "text", ["2313-0660", "23130660", "0021-9118, 1752-0401", "ISSN 0378-5955 (print)", "2434-561X"]
)
def test_sound_issns(text: str) -> None:
    assert identifiers.issn_problem(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2313-0661", "has a wrong check digit: 2313-0661"),
        ("2313-066", "has 7 digits; an ISSN has 8"),
        ("0021-9118, 1752-0402", "has a wrong check digit: 1752-0402"),
        ("online", "holds no number"),
    ],
)
def test_malformed_issns(text: str, said: str) -> None:
    assert identifiers.issn_problem(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0000-0002-1825-0097", ""),
        ("https://orcid.org/0000-0002-1694-233X", ""),
        ('1="0000-0002-1825-0097"; 2="0000-0001-5109-3700"', ""),
        ("Pich, Khun/0000-0002-1825-0097", ""),
        ("0000-0002-1825-0079", "has a wrong check digit: 0000-0002-1825-0079"),
        ("0000-0002-1825-009", "is not four groups of four digits: 0000-0002-1825-009"),
        ("0000000218250097", "is not four groups of four digits: 0000000218250097"),
        ("0000-0002-1825-0097 0000-0001-5109-3701", "has a wrong check digit: 0000-0001-5109-3701"),
        ("Pich", "holds no ORCID iD"),
    ],
)
def test_orcids(text: str, said: str) -> None:
    assert identifiers.orcid_problem(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.org/a_b/c%20d?x=1&y=2#z",
        "https://web.archive.org/web/2014/http://www.cambodia.org/facts/?page=1991+Paris",
        "https://ru.wikipedia.org/wiki/Камбоджа",
        "http://пример.рф/",
        "https://example.org:8080/x",
        "https://[2001:db8::1]/x",
        "http://intranet/page",
        "HTTPS://EXAMPLE.ORG/",
        "https://en.wikipedia.org/wiki/Apple_Inc.",
        "ftp://example.org/file",
        "urn:nbn:de:101:1-2019072802401757702913",
        "doi:10.1000/x",
        "https://example.org/~name/a(b)c;d",
    ],
)
def test_sound_addresses(text: str) -> None:
    assert identifiers.address_problem(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("www.example.org", "does not say `https://` or `http://`"),
        ("example.org:8080/x", "does not say `https://` or `http://`"),
        ("//example.org", "does not say `https://` or `http://`"),
        ("https//example.org", "does not say `https://` or `http://`"),
        ("https://example.org/a b", "has a space inside"),
        ("https://example.org/a{_}b", "holds braces or a command of TeX"),
        ("\\url{https://example.org}", "holds braces or a command of TeX"),
        ("https://example.org/\\textasciitilde", "holds braces or a command of TeX"),
        ("<https://example.org>", "holds `<`, which no address can"),
        ("https://example.org/long-na...", "is cut short"),
        ("https://example.org/long-na…", "is cut short"),
        ("htp://example.org", "begins with `htp:`, which nothing opens"),
        ("http:/", "has not two slashes after its scheme"),
        ("https:/example.org", "has not two slashes after its scheme"),
        ("https:example.org", "has not two slashes after its scheme"),
        ("https://", "names no site"),
        ("https://www.", "names no site"),
        ("https://www/", "names no site"),
        ("https://example..org/", "names no site"),
        ("http://https://example.org", "has its scheme twice"),
    ],
)
def test_malformed_addresses(text: str, said: str) -> None:
    assert identifiers.address_problem(text) == said


@given(st.text("0123456789Xx-–,; ()aISBN/.:=\"'10.doi{}\\http", max_size=60) | st.text(max_size=60))
def test_any_text_is_judged(text: str) -> None:
    for problem in (
        identifiers.doi_problem,
        identifiers.isbn_problem,
        identifiers.issn_problem,
        identifiers.orcid_problem,
        identifiers.address_problem,
    ):
        assert isinstance(problem(text), str)
    assert identifiers.doi_problem(identifiers.bare_doi(text) or "10.1000/x") == ""


@given(st.from_regex(r"978[0-9]{9}", fullmatch=True), st.integers(3, 11), st.integers(1, 9))
def test_one_wrong_digit_of_an_isbn_is_found(digits: str, place: int, more: int) -> None:
    sound = next(f"{digits}{last}" for last in range(10) if not identifiers.isbn_problem(f"{digits}{last}"))
    wrong = f"{sound[:place]}{(int(sound[place]) + more) % 10}{sound[place + 1 :]}"
    assert identifiers.isbn_problem(wrong) == f"has a wrong check digit: {wrong}"
