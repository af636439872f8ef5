from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from briefwright import ast, pandoc
from briefwright.cite.references import CslItems, to_csl_items
from briefwright.cite.styles import find_style
from briefwright.diagnostics import Code, Warned
from briefwright.load.bibliography import FileBibliography, load_bibliography

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def library(tmp_path: Path) -> Any:
    def make(text: str) -> FileBibliography:
        (tmp_path / "x.bib").write_text(text, encoding="utf-8")
        return load_bibliography(tmp_path, ["x.bib"]).value

    return make


def one(library: Any, text: str, lang: str = "en-GB") -> Warned[CslItems]:
    """What becomes of the entry k."""
    return to_csl_items(library(text), ("k",), lang)


def item(library: Any, text: str, lang: str = "en-GB") -> Mapping[str, Any]:
    result = one(library, text, lang)
    assert result.findings == ()
    (found,) = result.value.items
    assert found["id"] == "k"
    return found


def test_ids_are_the_keys_in_the_order_asked_for(library: Any) -> None:
    keys = ("z", "smith 2000", "a#b%c", "мосяков2021", "o'neil", "<x>")
    entries = [f"@book{{{key}, title = {{T}}, crossref = {{p}}}}\n" for key in sorted(keys)]
    bibliography = library("".join(entries) + "@book{p}")
    result = to_csl_items(bibliography, (*keys, "unknown", "z"))
    assert tuple(found["id"] for found in result.value.items) == keys
    assert result.findings == ()


def test_no_keys_cost_no_pandoc(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "bibliography_to_csl", None)
    assert to_csl_items(library(""), ()).value == CslItems((), {})


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("date = {2018~}", {"circa": True, "date-parts": [[2018]]}),
        ("date = {2018?}", {"date-parts": [[2018]]}),
        ("date = {2018\\%}", {"circa": True, "date-parts": [[2018]]}),
        ("date = {2018%}", {"circa": True, "date-parts": [[2018]]}),
        ("date = {2011/2013}", {"date-parts": [[2011], [2013]]}),
        ("date = {2015-11-29}", {"date-parts": [[2015, 11, 29]]}),
        ("year = {c. 1990}", {"circa": True, "date-parts": [[1990]]}),
        ("year = {[1990]}", {"date-parts": [[1990]]}),
        ("year = {1990--1991}", {"date-parts": [[1990], [1991]]}),
        ("year = {{\\noopsort{1990a}}1991}", {"date-parts": [[1991]]}),
        ("year = {2001}, month = {29 November}", {"date-parts": [[2001, 11, 29]]}),
        ("year = {198x}", {"literal": "198x"}),
        ("year = {1987--date}", {"literal": "1987–date"}),
        ("date = {Spring 2001}", {"literal": "Spring 2001"}),
        ("year = {n.d.}", None),
        ("date = {}", None),
    ],
)
def test_dates(library: Any, entry: str, expected: object) -> None:
    assert item(library, f"@book{{k, title = {{T}}, {entry}}}").get("issued") == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("@misc{k, title = {T}}", "document"),
        ("@misc{k, title = {T}, url = {http://x.org}}", "webpage"),
        ("@conference{k, title = {T}}", "paper-conference"),
        ("@webpage{k, title = {T}}", "webpage"),
        ("@whatever{k, title = {T}}", "document"),
        ("@article{k, title = {T}, entrysubtype = {newspaper}}", "article-newspaper"),
    ],
)
def test_every_item_has_a_type(library: Any, entry: str, expected: str) -> None:
    assert item(library, entry)["type"] == expected


RUSSIAN = "@book{k, author = {Мосяков, Д. В.}, title = {%s}, langid = {russian}, %s}"


@pytest.mark.parametrize(
    ("title", "fields", "lang", "expected"),
    [
        (
            "Istoriya Kambodzhi",
            "titletranslated = {History of Cambodia}",
            "en",
            'Istoriya Kambodzhi <span class="nocase">[History of Cambodia]</span>',
        ),
        ("Istoriya Kambodzhi", "usere = {[History]}", "fr", 'Istoriya Kambodzhi <span class="nocase">[History]</span>'),
        ("Istoriya Kambodzhi", "titletranslated = {History}", "ru", "Istoriya Kambodzhi"),
        (
            "История Камбоджи",
            "titletransliterated = {Istoriya Kambodzhi}, titletranslated = {History}",
            "en",
            '<span class="nocase">Istoriya Kambodzhi</span> <span class="nocase">[History]</span>',
        ),
        ("История Камбоджи", "titletransliterated = {Istoriya}, titletranslated = {History}", "ru", "История Камбоджи"),
        ("История Камбоджи", "titletransliterated = {Istoriya}", "uk", "История Камбоджи"),
        ("Title [History]", "titletranslated = {History}", "en", "Title [History]"),
        ("Title", "titleaddon = {2nd ed. & more}", "en", 'Title <span class="nocase">[2nd ed. &amp; more]</span>'),
        ("Title", "titletranslated = {\\emph{Il} 100\\%}", "en", 'Title <span class="nocase">[<i>Il</i> 100%]</span>'),
    ],
)
def test_titles(library: Any, title: str, fields: str, lang: str, expected: str) -> None:
    assert item(library, RUSSIAN % (title, fields), lang)["title"] == expected


def test_the_original_title_follows_the_entry(library: Any) -> None:
    # CSL's original-title would print as "originally published as", which is said of translations
    result = one(library, "@book{k, title = {Cooperation}, titleoriginal = {Сотрудничество}}", "en-GB")
    assert "original-title" not in result.value.items[0]
    assert result.value.addenda["k"] == ("Сотрудничество.",)
    result = one(library, RUSSIAN % ("История", "titletransliterated = {Istoriya}"), "en-GB")
    assert "История." in result.value.addenda["k"]


@pytest.mark.parametrize(
    ("entry", "lang", "expected"),
    [
        ("title = {La politique étrangère du Cambodge}", "fr", "La politique étrangère du Cambodge"),
        ("title = {История Камбоджи. XX век}", "en", "История Камбоджи. XX век"),
        ("title = {Die Politik der Roten Khmer}, language = {German}", "en", "Die Politik der Roten Khmer"),
        ("title = {The Foreign Policy of {Cambodia}}", "en", "The foreign policy of Cambodia"),
    ],
)
def test_capitals_of_titles_in_other_languages_stay(library: Any, entry: str, lang: str, expected: str) -> None:
    assert item(library, f"@book{{k, {entry}}}", lang)["title"] == expected


def test_extra_fields_go_where_csl_has_room(library: Any) -> None:
    found = item(
        library,
        "@article{k, title = {T}, genre = {Op-ed}, medium = {Radio}, accessed = {2024-03-05}, "
        "doi = {https://doi.org/10.1/x}, howpublished = {Available at \\url{http://example.org/a_b%20c}}}",
    )
    assert found["genre"] == "Op-ed"
    assert found["medium"] == "Radio"
    assert found["accessed"] == {"date-parts": [[2024, 3, 5]]}
    assert found["DOI"] == "10.1/x"
    assert found["URL"] == "http://example.org/a_b%20c"
    assert "publisher" not in found


def test_a_description_in_place_of_a_title_needs_no_genre(library: Any) -> None:
    assert "genre" not in item(library, "@article{k, title = {[{Op-ed} on {Cambodia}]}, genre = {Op-ed}}")


@pytest.mark.parametrize(
    ("fields", "lang", "expected"),
    [
        ("langid = {russian}", "en", ("(In Russian).",)),
        ("langid = {russian}", "ru", ()),
        ("langid = {russian}", "fr", ("(En russe).",)),
        ("language = {Khmer}", "en", ("(In Khmer).",)),
        ("langid = {klingonese}", "en", ()),
        ("eprint = {UNZFTH}, eprinttype = {edn}", "en", ("EDN: UNZFTH.",)),
        ("edn = {UNZFTH}, langid = {russian}", "en", ("(In Russian).", "EDN: UNZFTH.")),
        ("eprint = {1234.5678}, eprinttype = {arxiv}", "en", ()),
        (
            "archiveurl = {https://web.archive.org/web/2014/x_y}, archivedate = {2014-09-23}",
            "en-GB",
            ("Archived at https://web.archive.org/web/2014/x_y, 23 September 2014.",),
        ),
        ("archiveurl = {https://x.org/a}", "ru", ("Архивная копия: https://x.org/a.",)),
        ("archiveurl = {https://x.org/a}, archivedate = {autumn}", "en", ("Archived at https://x.org/a, autumn.",)),
    ],
)
def test_addenda(library: Any, fields: str, lang: str, expected: tuple[str, ...]) -> None:
    result = one(library, f"@book{{k, title = {{T}}, {fields}}}", lang)
    assert result.value.addenda == {"k": expected}


def test_unknown_tex_commands_are_named_and_their_words_kept(library: Any) -> None:
    result = one(library, "@book{k, title = {\\textcyrillic{Привет} \\emph{x} \\foo}, abstract = {\\bar}}")
    assert [(finding.code, finding.subject) for finding in result.findings] == [(Code.BIB_UNREADABLE_FIELD, "k")] * 2
    assert {finding.message.split("`")[1] for finding in result.findings} == {"\\foo", "\\textcyrillic"}
    assert result.value.items[0]["title"] == "Привет <i>x</i>"


def test_what_is_wrong_in_a_cited_entry_is_told(library: Any) -> None:
    result = to_csl_items(library("@book{k, publisher = nobody}\n@book{other, publisher = gone}"), ("k",))
    assert [finding.message for finding in result.findings] == ["no @string is named `nobody`"]


def test_one_entry_that_pandoc_refuses_costs_no_other(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No entry is known that pandoc refuses, so the refusal is made up."""
    real = pandoc.bibliography_to_csl
    reason = 'Pandoc died with exitcode "64" during conversion: Error at (line 1, column 11):'

    def refusing(text: str) -> Any:
        if "POISON" in text:
            raise pandoc.PandocError(reason)
        return real(text)

    monkeypatch.setattr(pandoc, "bibliography_to_csl", refusing)
    bibliography = library("".join(f"@book{{k{n}, title = {{{'POISON' if n == 2 else 'T'}}}}}\n" for n in range(5)))
    result = to_csl_items(bibliography, bibliography.keys())
    assert [found["id"] for found in result.value.items] == ["k0", "k1", "k3", "k4"]
    (finding,) = result.findings
    assert (finding.code, finding.subject) == (Code.BIB_UNREADABLE_FIELD, "k2")
    assert finding.hint == "Error at (line 1, column 11):"


HOSTILE = ["a \\{ b", "a \\} b", "$", "$x^2$ and $1.5 billion", "100%", "a_b^c # & ~", "\\", "C:\\{x}", "``q''"]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", ["title", "author", "publisher", "note"])
def test_hostile_values_come_through(library: Any, field: str, value: str) -> None:
    result = one(library, f"@book{{k, year = 2001, {field} = {{{value}}}}}")
    assert [found["id"] for found in result.value.items] == ["k"]
    assert result.value.items[0]["issued"] == {"date-parts": [[2001]]}


@pytest.mark.parametrize("style", ["apa", "chicago-notes-bibliography", "ieee"])
def test_the_sample_is_rendered_without_a_warning(style: str) -> None:
    bibliography = load_bibliography(ROOT, ["bibliography.bib"]).value
    result = to_csl_items(bibliography, bibliography.keys(), "en-GB")
    assert result.findings == ()
    assert len(result.value.items) == len(bibliography)
    cited = [{"citationId": key, "citationPrefix": [], "citationSuffix": [], "citationMode": {"t": "NormalCitation"},
              "citationNoteNum": 0, "citationHash": 0} for key in bibliography]  # fmt: skip
    paragraph = ast.para([{"t": "Cite", "c": [cited, [ast.string("?")]]}])
    blocks, log = pandoc.process_citations([paragraph], result.value.items, csl=find_style(style).path, lang="en-GB")
    assert [line.message for line in log if line.verbosity in ("WARNING", "ERROR")] == []
    text = ast.text_of(blocks)
    assert "Cooperation between Cambodia and Russia" in text or "Cooperation Between Cambodia and Russia" in text
