"""Pages of the web by what they say of themselves."""

from __future__ import annotations

import dataclasses
import json
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.bib.keys import DEFAULT, make_key
from briefwright.bib.new_entry import entry_text
from briefwright.bib.services import pages
from briefwright.bib.services.client import Client, ServiceError
from briefwright.bib.services.json_ld import article
from briefwright.bib.services.page_child import read_page
from briefwright.bib.services.pages import Page, by_address, day_read, page_of, read
from briefwright.bib.services.record import Person, Record
from briefwright.bib.services.wanted import Wanted, ask
from briefwright.diagnostics import Code
from tests.bib.services.server import Server


def record_of(html: str, address: str = "https://www.site.example.org/a") -> Record:
    with tempfile.NamedTemporaryFile(suffix=".txt") as file:
        file.write(html.encode())
        file.flush()
        page = page_of(read_page(Path(file.name), address))  # not in a process of its own, for speed
    return pages._record(page, "www.site.example.org", pages._shown_address(page.canonical, address))


def test_a_newspaper_page_is_a_whole_article(server: Server, client: Client) -> None:
    record, doi = by_address(f"{server.address}/pages/national/dam-opened?utm_source=x", client)
    address = f"{server.address}/national/dam-opened"  # the page's own canonical address
    assert doi == ""
    assert entry_text(make_key(DEFAULT, record, ()), record) == (
        "@article{dara2024minister,\n"
        "  author       = {Dara, Chan},\n"
        "  title        = {Minister opens the dam at {Stung} \\& says ‘50\\%’ is paid},\n"
        "  journaltitle = {The River Post},\n"
        "  date         = {2024-06-07},\n"
        "  section      = {National},\n"
        "  entrysubtype = {newspaper},\n"
        f"  url          = {{{address}}},\n"
        "  urldate      = {2024-07-03},\n"
        "  langid       = {english},\n"
        "}\n"
    )


def test_a_page_in_another_script(server: Server, client: Client) -> None:
    record, _ = by_address(f"{server.address}/pages/blog", client)
    assert record.type == "online"
    assert record.people["author"] == (Person("Щукин", "Пётр"),)
    assert record.fields["langid"] == "russian"
    assert record.fields["date"] == "2022-05-06"
    assert make_key(DEFAULT, record, ()) == "shchukin2022plotiny"


def test_a_page_that_names_a_doi_is_asked_for_by_it(server: Server, client: Client) -> None:
    what = Wanted("url", f"{server.address}/pages/scholarly", "x")
    server.faults["crossref"] = ["404"]
    server.faults["datacite"] = ["404"]
    server.faults["doi"] = ["403"]
    record, failed = ask(what, client)
    assert record.fields["journaltitle"] == "Journal of Rivers"
    assert record.people["author"] == (Person("Lim", "Sophea"),)
    assert [problem.code for problem in failed] == [Code.SERVICE_FAILED]
    server.faults.clear()
    record, failed = ask(what, client)
    assert (record.service, failed) == ("Crossref", ())


def test_a_page_that_says_nothing_has_no_title(server: Server, client: Client) -> None:
    assert by_address(f"{server.address}/pages/bare", client)[0].title == ""


@pytest.mark.parametrize(
    ("path", "code"), [("none", Code.NO_SUCH_WORK), ("report.pdf", Code.SERVICE_ANSWER_UNREADABLE)]
)
def test_what_is_no_page(path: str, code: Code, server: Server, client: Client) -> None:
    with pytest.raises(ServiceError) as caught:
        by_address(f"{server.address}/pages/{path}", client)
    assert caught.value.code is code


def ld(**about: object) -> str:
    script = json.dumps({"@context": "https://schema.org", **about})
    return (
        f'<html lang="en"><head><script type="application/ld+json">{script}</script></head><body><p>x</p></body></html>'
    )


@pytest.mark.parametrize(
    ("author", "people"),
    [
        ("Jane Doe", (Person("Doe", "Jane"),)),
        ({"@type": "Person", "name": "By Jane van der Doe"}, (Person("van der Doe", "Jane"),)),
        ([{"name": "A. One"}, {"name": "B. Two"}], (Person("One", "A."), Person("Two", "B."))),
        ({"@type": "Organization", "name": "News Agency"}, (Person(whole="News Agency"),)),
        ({"@type": "Organization", "name": "The Post"}, ()),
        ("Jane Doe and John Roe", (Person("Doe", "Jane"), Person("Roe", "John"))),
        ("Jane Doe, John Roe & Ann Poe", (Person("Doe", "Jane"), Person("Roe", "John"), Person("Poe", "Ann"))),
        ("Doe, Jane; Roe, John", (Person("Doe", "Jane"), Person("Roe", "John"))),
        ("Sandy Anders", (Person("Anders", "Sandy"),)),
        ("https://www.example.org/jane", ()),
        ([None, 5, {"name": ["Jane Doe"]}, [], {"name": "A. One"}], (Person("One", "A."),)),
    ],
)
def test_authors_of_json_ld(author: object, people: tuple[Person, ...]) -> None:
    html = ld(**{"@type": "NewsArticle", "headline": "H", "author": author, "publisher": {"name": "The Post"}})
    assert record_of(html).people.get("author", ()) == people


@pytest.mark.parametrize(
    ("kind", "type_", "genre"),
    [
        ("OpinionNewsArticle", "article", "Opinion"),
        ("NewsArticle", "article", ""),
        ("BlogPosting", "online", "Blog post"),
        ("WebPage", "online", ""),
        ("https://schema.org/NewsArticle", "article", ""),
    ],
)
def test_kinds_of_pages(kind: str, type_: str, genre: str) -> None:
    record = record_of(ld(**{"@type": kind, "headline": "H", "publisher": {"name": "P"}}))
    assert (record.type, record.fields.get("genre", "")) == (type_, genre)
    assert record.fields["journaltitle" if type_ == "article" else "organization"] == "P"


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta property="og:title" content="Og"><title>T - Site</title>', "title", "Og"),
        ("<title>A title | site.example.org</title>", "title", "A title"),
        ('<title>T</title><meta name="DC.date" content="2020-05">', "date", "2020-05"),
        ('<title>T</title><meta name="pubdate" content="2020-05-06T23:00:00-05:00">', "date", "2020-05-06"),
        ('<title>T</title><meta property="og:locale" content="fr_FR">', "langid", "french"),
        ('<title>T</title><meta name="application-name" content="App">', "organization", "App"),
        ('<title>T</title><link rel="canonical" href="https://www.site.example.org/b?x=1&fbclid=2#c">', "url",
         "https://www.site.example.org/b?x=1"),
        ('<title>T</title><link rel="canonical" href="https://elsewhere.example.org/">', "url",
         "https://www.site.example.org/a"),
        ('<title>T</title><script type="application/ld+json">{broken</script>', "title", "T"),
    ],
)  # fmt: skip
def test_other_tags(head: str, field: str, value: str) -> None:
    assert record_of(f"<html><head>{head}</head><body><p>Some text.</p></body></html>").fields.get(field) == value


def test_objects_that_point_to_each_other() -> None:
    graph = [
        {"@type": "WebPage", "@id": "#page", "name": "A long name of a page", "datePublished": "2023", "url": "x"},
        {"@type": "Article", "headline": "H", "author": {"@id": "#jane"}, "publisher": {"@id": "#us"},
         "articleSection": ["Business", "National"]},
        {"@type": "Organization", "@id": "#us", "name": "The River Post"},
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
    ]  # fmt: skip
    record = record_of(ld(**{"@graph": graph}))
    assert record.people["author"] == (Person("Doe", "Jane"),)
    assert (record.type, record.fields["journaltitle"], record.fields["section"]) == (
        "article",
        "The River Post",
        "Business",
    )


def test_a_site_named_only_in_the_windows_title() -> None:
    html = (
        '<html lang="fr"><head><meta charset="utf-8"><title>Déclaration | Ministère des eaux</title></head>'
        "<body><h1>Déclaration</h1><p>Publié le 12 mars 2021. Texte de la déclaration.</p></body></html>"
    )
    fields = record_of(html).fields
    assert (fields["title"], fields["organization"]) == ("Déclaration", "Ministère des eaux")


def test_a_report() -> None:
    tags = {"title": "Water", "technical_report_institution": "WHO", "date": "2020/07/05"}
    head = "".join(f'<meta name="citation_{name}" content="{text}">' for name, text in tags.items())
    record = record_of(f"<html><head>{head}</head><body><p>x</p></body></html>")
    assert (record.type, record.fields["institution"], record.fields["date"]) == ("report", "WHO", "2020-07-05")


def test_the_day_of_an_answer_that_was_kept(server: Server, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    address = f"{server.address}/pages/blog"
    now = by_address(address, client)[0].fields["urldate"]
    assert now == day_read()
    assert client.settings.cache
    (file,) = client.settings.cache.iterdir()
    head, _, data = file.read_bytes().partition(b"\n")
    old = json.loads(head) | {"time": time.time() - 40 * 86_400}
    file.write_bytes(json.dumps(old).encode() + b"\n" + data)
    with Client(dataclasses.replace(client.settings, offline=True)) as offline:
        assert by_address(address, offline)[0].fields["urldate"] == day_read(40 * 86_400) < now


def test_the_servers_encoding_counts_before_the_pages(server: Server, client: Client) -> None:
    record, _ = by_address(f"{server.address}/pages/cp1251", client)
    assert record.title == "Плотины"


def test_broken_pages_are_told() -> None:
    for data in (b"", b"\x00\x01\x02", b"   "):
        with pytest.raises(ServiceError, match="the page cannot be read"):
            read(data, "site", "https://example.org/")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from("@type headline name author publisher datePublished inLanguage articleSection".split()),
        JSON_VALUES,
    ),
    st.dictionaries(
        st.sampled_from("og:title dc.creator citation_author article:section".split()), st.text(max_size=20)
    ),
)
def test_no_page_is_a_fault_of_ours(about: dict[str, object], meta: dict[str, str]) -> None:
    scripts = [json.dumps({"@type": "NewsArticle", **about})]
    page = Page({name: (text,) for name, text in meta.items()}, article(scripts), "T", "", "http://[", {})
    record = pages._record(page, "site", pages._shown_address(page.canonical, "https://site/a"))
    assert record.title
    assert entry_text("key", record).count("\n@") == 0
