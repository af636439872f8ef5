"""Fonts: only those of packages are seen, as static instances, the same whatever the machine has."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from briefwright.write import fonts
from briefwright.write.fonts import (
    FALLBACK,
    font_folder,
    fontconfig_file,
    instance_files,
    instances,
    missing_families,
    module_name,
    only_packaged_fonts,
    stack,
)
from briefwright.write.webfonts import font_faces


def test_families_are_found_by_their_name() -> None:
    assert module_name("Source Serif 4") == "fontpkg_source_serif_4"
    assert all(font_folder(family) for family in FALLBACK)
    assert font_folder("No Such Family") is None
    assert missing_families({"body": ("Source Serif 4", "No Such Family"), "mono": ("No Such Family",)}) == (
        "No Such Family",
    )


def test_a_stack_ends_in_a_generic_family() -> None:
    families = {"body": ("Source Serif 4",), "heading": ("Source Sans 3",), "mono": ("Source Code Pro",)}
    assert stack(families, "body", system=True).startswith('"Source Serif 4", "Georgia"')
    assert stack(families, "mono", system=False).endswith("monospace")
    assert stack(families, "body", system=False, suffix=" Caption").startswith('"Source Serif 4 Caption", "Source')


def test_instances_are_static_and_of_the_weight_that_they_say() -> None:
    folder = font_folder("Source Serif 4")
    assert folder
    made = dict(instances(folder / "SourceSerif4[opsz,wght].ttf", "Source Serif 4"))
    assert sorted(made) == [
        f"SourceSerif4-{weight}{suffix}.ttf" for weight in (400, 600, 700) for suffix in (" Caption", "")
    ]
    for name, data in made.items():
        font = TTFont(io.BytesIO(data))
        assert "fvar" not in font
        assert str(font["OS/2"].usWeightClass) in name
        assert ("Caption" in font["name"].getDebugName(1)) == ("Caption" in name)


def test_instances_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_cache_folder", lambda: tmp_path)
    first = {file: file.stat().st_mtime_ns for file in instance_files("Noto Sans Khmer")}
    again = {file: file.stat().st_mtime_ns for file in instance_files("Noto Sans Khmer")}
    assert first == again
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("new-")] == []


def test_the_fontconfig_file_names_our_folders_only() -> None:
    file = fontconfig_file(FALLBACK)
    folders = [Path(str(element.text)) for element in etree.parse(file).getroot().iter("dir")]
    assert len(folders) == len(FALLBACK)
    assert all(list(folder.glob("*.ttf")) for folder in folders)


def test_the_environment_is_as_it_was_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/elsewhere")
    monkeypatch.delenv("FONTCONFIG_PATH", raising=False)
    with only_packaged_fonts(FALLBACK):
        assert os.environ["FONTCONFIG_FILE"] == str(fontconfig_file(FALLBACK))
    assert os.environ["FONTCONFIG_FILE"] == "/elsewhere"
    assert "FONTCONFIG_PATH" not in os.environ


def test_a_page_carries_the_rare_letters_that_it_uses() -> None:
    families = {"body": ("Source Serif 4", "Noto Sans Khmer")}
    assert font_faces(families, "Latin, Кириллица, Ελληνικά – “quoted” → ½") == ""
    rules = font_faces(families, "ព្រះរាជាណាចក្រកម្ពុជា")
    assert rules.count("@font-face") == 2
    assert 'font-family: "Noto Sans Khmer"' in rules
    assert "U+1796" in rules
    assert len(rules) < 60_000
    assert rules == font_faces(families, "ព្រះរាជាណាចក្រកម្ពុជា")
