from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given as arbitrary
from hypothesis import strategies as st

from briefwright.diagnostics import in_order
from briefwright.load.briefs import load_briefs, read_brief
from briefwright.load.files import TextFile, decode
from tests.load.cases import accept, parametrize, shown


def outcome(text: str) -> str:
    """What of the front matter is not the default, and the findings, of a brief."""
    file = decode(text.encode(), "briefs/x.md")
    assert file.value is not None
    brief = read_brief(file.value, "x")
    fields = ""
    if brief.value:
        meta = brief.value.meta
        named = {name: getattr(meta, name) for name in meta.__dataclass_fields__}
        fields = "".join(f"{name} = {value}\n" for name, value in named.items() if value)
    return fields + shown(in_order([*file.findings, *brief.findings]))


accept("briefs.txt", outcome)


@parametrize("briefs.txt")
def test_briefs(given: str, expected: str) -> None:
    assert outcome(given) == expected


def test_lines_of_the_body_are_those_of_the_file() -> None:
    text = "---\ntitle: A\nlang: en\n---\n\nFirst.\nSecond.\n"
    brief = read_brief(TextFile.of("briefs/x.md", text), "x").value
    assert brief is not None
    assert brief.body.split("\n")[5:7] == text.split("\n")[5:7] == ["First.", "Second."]
    assert brief.body.strip() == "First.\nSecond."
    assert brief.meta_lines == {"title": 2, "lang": 3}
    assert brief.source == text


def test_windows_line_ends_and_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "briefs"
    folder.mkdir()
    (folder / "a.md").write_bytes(b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nText.\r\n")
    loaded = load_briefs(tmp_path, "briefs")
    assert loaded.findings == ()
    assert loaded.value["a"].body == "\n\n\nText.\n"


@pytest.mark.parametrize(
    "name", ["a b", "Долг", 'l\'été "2024"', "a.b", "2024/debt", "债务", "50% off", "-x", "{{ x }}", "a#b"]
)
def test_names_are_free(tmp_path: Path, name: str) -> None:
    path = tmp_path / "briefs" / f"{name}.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: A\n---\nText.\n", encoding="utf-8")
    loaded = load_briefs(tmp_path, "briefs")
    assert list(loaded.value) == [name]
    assert loaded.value[name].location.path == f"briefs/{name}.md"


def test_two_files_of_one_name(tmp_path: Path) -> None:
    folder = tmp_path / "briefs"
    folder.mkdir()
    for form in ("NFC", "NFD"):
        path = folder / (unicodedata.normalize(form, "été") + ".md")  # type: ignore[arg-type]
        path.write_text("---\ntitle: A\n---\nText.\n", encoding="utf-8")
    loaded = load_briefs(tmp_path, "briefs")
    assert list(loaded.value) == ["été"]
    assert [finding.code.value for finding in loaded.findings] == ["B004"]


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    folder = tmp_path / "briefs"
    folder.mkdir()
    (folder / "line\nbreak.md").write_text("---\ntitle: A\n---\nText.\n", encoding="utf-8")
    loaded = load_briefs(tmp_path, "briefs")
    assert not loaded.value
    assert [finding.code.value for finding in loaded.findings] == ["P002"]


@arbitrary(st.text(alphabet=st.characters(exclude_categories=[])))
def test_no_text_raises(text: str) -> None:
    for whole in (text, f"---\n{text}", f"---\ntitle: A\n{text}\n---\n{text}", f"---\ntitle: {text}\n---\n"):
        result = read_brief(TextFile.of("briefs/x.md", whole), "x")
        assert result.value is not None or result.findings
