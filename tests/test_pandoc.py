"""The door to pandoc: what goes through, and what does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefwright import ast, pandoc
from briefwright.cite.styles import find_style

ITEM = {"id": "k", "type": "book", "title": "T", "author": [{"family": "F"}], "issued": {"date-parts": [[2020]]}}


def test_there_is_a_pandoc() -> None:
    assert pandoc.version()[0].isdigit()


def test_briefs_are_read_in_their_dialect() -> None:
    text = "$1.5 billion, or in US$ \\textbf{x} \\(y\\) (@) z\n\n---\na: b\n---\n\n# H\n\n<div>\n\nd\n\n</div>\n\n==m=="
    blocks, log = pandoc.read_markdown(text)
    kinds = {node["t"] for node in ast.walk(blocks)}
    assert "Math" not in kinds
    assert "$1.5 billion, or in US$ \\textbf{x} (y) (@) z" in ast.text_of(blocks)
    assert next(block for block in blocks if block["t"] == "Header")["c"][1][0] in ("", "h")
    assert [block["c"][1] for block in blocks if block["t"] == "RawBlock"] == ["<div>\n\nd\n\n</div>"]
    assert "mark" in {name for node in ast.walk(blocks) for name in ast.classes_of(node)}
    assert log == ()


def test_citations_are_processed_and_what_is_unknown_is_told() -> None:
    blocks, _ = pandoc.read_markdown("A [@k, p. 3]. B [@nope].")
    done, log = pandoc.process_citations(blocks, [ITEM], csl=find_style("apa").path, lang="en-GB")
    assert "A (F, 2020, p. 3)" in ast.text_of(done).replace("\xa0", " ")
    warned = [line for line in log if line.verbosity == "WARNING"]
    assert [line.type for line in warned] == ["CiteprocWarning"]
    assert "nope" in warned[0].message


def test_what_pandoc_cannot_do_is_an_error_of_ours(tmp_path: Path) -> None:
    broken = tmp_path / "x.csl"
    broken.write_text("no style", encoding="utf-8")
    with pytest.raises(pandoc.PandocError):
        pandoc.process_citations([], [], csl=broken, lang="en")


def test_what_takes_pandoc_too_long_is_ended() -> None:
    # in a young process: what this one has used of its own time is added to the limit
    program = """
import resource
from briefwright import pandoc
pandoc.TIME_LIMIT = 1
before = resource.getrlimit(resource.RLIMIT_CPU)
try:
    pandoc.read_markdown("[" * 40 + "x" + "]" * 40)
except pandoc.PandocError as problem:
    print(problem, resource.getrlimit(resource.RLIMIT_CPU) == before)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "was not done after 1 seconds" in done.stdout, done.stderr
    assert done.stdout.endswith("True\n")


def test_files_outside_stay_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    blocks = [ast.para([{"t": "Image", "c": [ast.attributes(), [], [str(secret), ""]]}])]
    reference = tmp_path / "r.docx"
    reference.write_bytes(pandoc.default_reference_docx())
    done = pandoc.to_docx(blocks, {}, reference=reference)
    assert b"secret" not in done.output
    assert [line.type for line in done.log if line.verbosity == "WARNING"] == ["CouldNotFetchResource"]


def test_a_word_file_comes_back(tmp_path: Path) -> None:
    reference = tmp_path / "r.docx"
    reference.write_bytes(pandoc.default_reference_docx())
    done = pandoc.to_docx([ast.para(ast.words("some words"))], {}, reference=reference)
    assert done.output[:2] == b"PK"
    assert ast.text_of(pandoc.from_docx(done.output)) == "some words"


def test_html_is_utf_8_and_nothing_around_it() -> None:
    done = pandoc.to_html([ast.para(ast.words("Привет & <b>"))], lang="ru")
    assert done.output.decode("utf-8") == "<p>Привет &amp; &lt;b&gt;</p>\n"


def test_a_bibliography_becomes_csl() -> None:
    items, log = pandoc.bibliography_to_csl("@book{k, author = {F, G}, title = {T}, date = {2020}}")
    assert [(item["id"], item["type"]) for item in items] == [("k", "book")]
    assert log == ()
