from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from briefwright.diagnostics import Code, in_order
from briefwright.load.bibliography import FileBibliography, load_bibliography
from briefwright.pandoc import bibliography_to_csl
from tests.load.cases import accept, parametrize, shown

ROOT = Path(__file__).resolve().parents[2]


def loaded(text: str | bytes) -> FileBibliography:
    """The bibliography of a file with this text."""
    with tempfile.TemporaryDirectory() as folder:
        data = text.encode() if isinstance(text, str) else text
        Path(folder, "x.bib").write_bytes(data)
        return load_bibliography(Path(folder), ["x.bib"]).value


def outcome(text: str) -> str:
    """The entries that load, with their fields, and all findings."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "x.bib").write_text(text, encoding="utf-8")
        result = load_bibliography(Path(folder), ["x.bib"])
    lines = []
    for key in result.value:
        entry = result.value.get(key)
        if entry is None:
            lines.append(f"{key}: broken\n")
        else:
            fields = "; ".join(f"{name} = {value}" for name, value in entry.fields.items())
            lines.append(f"{key}: {entry.type}: {fields}".rstrip(" :") + "\n")
    return "".join(lines) + shown(in_order([*result.findings, *result.value.problems()]))


accept("bibliography.txt", outcome)


@parametrize("bibliography.txt")
def test_bib_files(given: str, expected: str) -> None:
    assert outcome(given) == expected


def test_missing_file_is_a_finding_with_the_near_name(tmp_path: Path) -> None:
    (tmp_path / "bibliography.bib").write_text("@book{a, title={One}}")
    result = load_bibliography(tmp_path, ["bibliograhpy.bib"])
    assert result.failed
    assert [finding.code for finding in result.findings] == [Code.BIB_MISSING]
    assert "bibliography.bib" in result.findings[0].hint
    assert result.value.keys() == ()
    assert result.value.get("a") is None


def test_folder_in_place_of_a_file_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "x.bib").mkdir()
    assert [finding.code for finding in load_bibliography(tmp_path, ["x.bib"]).findings] == [Code.UNREADABLE_FILE]


def test_first_file_wins_and_both_places_are_named(tmp_path: Path) -> None:
    (tmp_path / "one.bib").write_text("@book{a, title={One}}")
    (tmp_path / "two.bib").write_text("\n@book{a, title={Two}}\n@book{b, title={B}}")
    result = load_bibliography(tmp_path, ["one.bib", "two.bib"])
    entry = result.value.get("a")
    assert entry is not None
    assert entry.fields["title"] == "One"
    assert result.value.keys() == ("a", "b")
    (finding,) = result.findings
    assert str(finding.location) == "two.bib:2:1"
    assert "one.bib:1" in finding.message
    assert [str(place) for place in result.value.duplicates["a"]] == ["one.bib:1:1", "two.bib:2:1"]


def test_strings_of_one_file_serve_another(tmp_path: Path) -> None:
    (tmp_path / "strings.bib").write_text('@string{j = "Journal"}')
    (tmp_path / "main.bib").write_text("@article{a, journal = j}")
    entry = load_bibliography(tmp_path, ["main.bib", "strings.bib"]).value.get("a")
    assert entry is not None
    assert entry.fields == {"journal": "Journal"}


SOUND = "@book{a, title = {Café Ковалёв}}\n\n@book{b, title = {Two}}\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf" + SOUND.encode(), id="byte order mark"),
        pytest.param(SOUND.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(SOUND.replace("\n", "\r").encode(), id="CR alone"),
    ],
)
def test_line_ends_and_marks_are_no_findings(data: bytes) -> None:
    bibliography = loaded(data)
    assert bibliography.problems() == ()
    entry, second = bibliography.get("a"), bibliography.get("b")
    assert entry is not None
    assert entry.fields == {"title": "Café Ковалёв"}
    assert second is not None
    assert (second.location.line, second.location.text) == (3, "@book{b, title = {Two}}")


def test_cp1252_is_read_and_reported(tmp_path: Path) -> None:
    text = "@book{u, title = {Ковалёв}}\n@book{a, title = {Café “x”}}\n"
    lines = text.encode().split(b"\n")
    lines[1] = text.split("\n")[1].encode("cp1252")
    (tmp_path / "x.bib").write_bytes(b"\n".join(lines))
    result = load_bibliography(tmp_path, ["x.bib"])
    (finding,) = result.findings
    assert (finding.code, finding.location and finding.location.line) == (Code.BIB_ENCODING, 2)
    assert finding.location is not None
    assert finding.location.text == "@book{a, title = {Café “x”}}"
    titles = [entry.fields["title"] for key in ("u", "a") if (entry := result.value.get(key))]
    assert titles == ["Ковалёв", "Café “x”"]


def test_a_bad_byte_far_into_a_file_is_found_on_its_line(tmp_path: Path) -> None:
    filler = "% é\n" * 400_000  # over one piece of the decoder, characters across its border
    (tmp_path / "x.bib").write_bytes(b"x" + filler.encode() + b"@book{a, title = {\xe9}}\n")
    (finding,) = load_bibliography(tmp_path, ["x.bib"]).findings
    assert finding.location is not None
    assert finding.location.line == 400_001


def test_utf16_is_read_and_reported(tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_bytes(SOUND.encode("utf-16"))
    result = load_bibliography(tmp_path, ["x.bib"])
    assert [finding.code for finding in result.findings] == [Code.BIB_ENCODING]
    assert result.value.keys() == ("a", "b")


def test_problems_of_some_keys_are_theirs_and_their_parents() -> None:
    bibliography = loaded(
        "@book{a, publisher = gone1, crossref = {p}}\n@book{p, publisher = gone2}\n@book{z, publisher = gone3}"
    )
    assert [finding.subject for finding in bibliography.problems(["a"])] == ["a", "p"]
    assert len(bibliography.problems()) == 3


def test_excerpt_holds_what_pandoc_needs() -> None:
    bibliography = loaded(
        '@string{j = "Journal"}\n'
        "@article{a, journal = j # { A}, title = {100% of $1.5 billion}, year = {ca. 1990},\n"
        "  author = {{\\'E}mile Zola}, abstract = {Not wanted}}\n"
        "@inbook{child, crossref = {WHOLE}, title = {Part}, month = {29 nov.}, year = 2001}\n"
        "@book{whole, title = {The Whole}, editor = {Smith, A}}\n"
        "@misc{a#b%c, title = {Odd}, howpublished = {\\url{http://example.org/a_b%20c}}}\n"
        "@misc{unused, title = {Unused}}\n"
    )
    excerpt = bibliography.excerpt(("a", "child", "a#b%c"))
    assert "Not wanted" not in excerpt
    assert "Unused" not in excerpt
    items = {item["id"]: item for item in bibliography_to_csl(excerpt)[0]}
    assert items["a"]["container-title"] == "Journal A"
    assert items["a"]["title"] == "100% of $1.5 billion"
    assert items["a"]["issued"] == {"circa": True, "date-parts": [[1990]]}
    assert items["a"]["author"] == [{"family": "Zola", "given": "Émile"}]
    assert items["child"]["container-title"] == "The whole"
    assert items["child"]["issued"] == {"date-parts": [[2001, 11, 29]]}
    odd = next(item for key, item in items.items() if key not in ("a", "child", "whole"))
    assert odd["URL"] == "http://example.org/a_b%20c"


@pytest.mark.parametrize("field", ["crossref", "xdata"])
def test_parents_in_a_circle_end(field: str) -> None:
    """pandoc 3.9 follows them until its heap is full."""
    bibliography = loaded(
        f"@book{{a, {field} = {{b}}, title = {{A}}}}\n@book{{b, {field} = {{c}}}}\n@book{{c, {field}={{a}}}}"
    )
    items = bibliography_to_csl(bibliography.excerpt(("a", "b", "c")))[0]
    assert {item["id"] for item in items} >= {"a"}


def test_strings_in_a_circle_end() -> None:
    entry = loaded("@string{a = b}\n@string{b = a # a}\n@book{k, title = a}").get("k")
    assert entry is not None


NEIGHBOURS = "@book{before, title = {Before}, year = 1999}\n", "\n@book{after, title = {After}, year = 2001}\n"
BROKEN = st.sampled_from(
    r"""
    @book{x, title = {A}
    @book{x, title = {A
    @book{x, title = "A}
    @book{x title = {A}}
    @book{x, title}
    @book{x, = {A}}
    @book{, title={A}}
    @book{
    @book(
    @{}
    @
    @string{a =
    @string{}
    @string
    @comment{ @book{y, title={Y}}
    @preamble{"x
    @book{x, a = {A} # }
    @book{x, a = b c}
    @book{x, t = {A}} }
    @book{x, t = {<LF>@y (z) w}}
    @@@book{x,}
    @book{x,,,}
    @book{{x}, t = {A}}
    }
    {
    \\
    "
    #
    )
    """.replace("<LF>", "\n").split("\n    ")
)


@hypothesis.given(st.lists(BROKEN, min_size=1, max_size=4), st.sampled_from(["", "\n", " ", "text ", "% "]))
@hypothesis.settings(max_examples=150, deadline=None)
def test_broken_blocks_never_take_their_neighbours(blocks: list[str], between: str) -> None:
    """The block after may be lost only to an @comment that is open at its beginning, as in biber."""
    bibliography = loaded(NEIGHBOURS[0] + between.join(blocks) + NEIGHBOURS[1])
    before, after = bibliography.get("before"), bibliography.get("after")
    assert before is not None
    assert before.fields == {"title": "Before", "year": "1999"}
    assert after is not None
    assert after.fields == {"title": "After", "year": "2001"}
    bibliography.problems()


HOSTILE = st.text(alphabet='@{}()",=#\\%\n \tabBé\ud7ff0', max_size=60)


@hypothesis.given(HOSTILE)
@hypothesis.settings(max_examples=300, deadline=None)
def test_any_text_loads(text: str) -> None:
    bibliography = loaded(text)
    for key in bibliography:
        bibliography.get(key)
    for finding in bibliography.problems():
        assert finding.location is not None
        assert finding.location.text in text.replace("\r", "\n").split("\n")


@hypothesis.given(
    st.binary(max_size=80) | st.binary(max_size=40).map(lambda data: b"@book{a, title = {" + data + b"}}")
)
@hypothesis.settings(max_examples=200, deadline=None)
def test_any_bytes_load(data: bytes) -> None:
    bibliography = loaded(data)
    bibliography.problems()
    bibliography.excerpt(bibliography.keys())


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        pytest.param("@book{a, title = {x\n" + "@Test (x) y\n" * 100_000, 1, id="nothing but annotations"),
        pytest.param("".join(f"@book{{a{n}, title = {{x}}}} " for n in range(50_000)), 50_000, id="on one line"),
        pytest.param("".join(f"@book{{a{n}, title = {{x\n" for n in range(50_000)), 50_000, id="never closed"),
        pytest.param("@comment{x\n" * 100_000, 0, id="comments never closed"),
        pytest.param("@book{" + "a@" * 500_000, 1, id="a key of signs"),
    ],
)
def test_odd_files_are_read_in_time_that_grows_with_them(text: str, entries: int) -> None:
    # time that grew with their square would take hours
    assert len(loaded(text)) == entries


def large_library(entries: int) -> str:
    """About 500 bytes an entry, the same every time."""
    chance = random.Random(7)  # noqa: S311  # a fixture, not a secret
    words = "cambodia asean trade policy debt Мосяков история é energy foreign relations".split()
    return "\n".join(
        f"@article{{key{number},\n  author = {{Name{number % 977}, First and {{Group}} {number % 31}}},\n"
        f"  title = {{{' '.join(chance.choices(words, k=9))} {{ASEAN}}}},\n"
        f"  journaltitle = {{Journal {number % 211}}},\n"
        f"  year = {1950 + number % 70}, volume = {{{number % 90}}}, number = {number % 12},\n"
        f"  abstract = {{{' '.join(chance.choices(words, k=36))}}},\n}}\n"
        for number in range(entries)
    )


MEASURE = """
import resource, sys
from pathlib import Path
from briefwright.load.bibliography import load_bibliography
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
result = load_bibliography(Path(sys.argv[1]), ["large.bib"])
keys = result.value.keys()
cited = keys[:: len(keys) // 90]
excerpt = result.value.excerpt(cited)
assert len(keys) == 50_000 and not result.findings and excerpt.count("@article") == len(cited)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def test_a_library_of_50000_entries_takes_little_memory(tmp_path: Path) -> None:
    """60 MB when it was written; for its time see bench/."""
    (tmp_path / "large.bib").write_text(large_library(50_000), encoding="utf-8")
    command = [sys.executable, "-c", MEASURE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "src")})
    assert float(done.stdout) < 120


def test_the_sample_bibliography_is_sound() -> None:
    result = load_bibliography(ROOT, ["bibliography.bib"])
    assert in_order([*result.findings, *result.value.problems()]) == ()
    assert len(result.value) >= 45
