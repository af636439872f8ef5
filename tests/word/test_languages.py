from __future__ import annotations

import pytest

from briefwright.word.languages import languages, with_region


@pytest.mark.parametrize(
    ("lang", "tag"),
    [("en", "en-US"), ("en-GB", "en-GB"), ("ru", "ru-RU"), ("km", "km-KH"), ("fr", "fr-FR"), ("zh-Hant", "zh-Hant-TW"),
     ("xx", "xx")],
)  # fmt: skip
def test_a_language_gets_its_likeliest_region(lang: str, tag: str) -> None:
    assert with_region(lang) == tag


@pytest.mark.parametrize(
    ("lang", "text", "tags"),
    [
        ("en-GB", "English", ("en-GB", "zh-CN", "ar-SA")),
        ("en-GB", "with ខ្មែរ", ("en-GB", "zh-CN", "km-KH")),
        ("km", "ខ្មែរ", ("en-US", "zh-CN", "km-KH")),
        ("ja", "日本", ("ja-JP", "ja-JP", "ar-SA")),
        ("ru", "по-русски", ("ru-RU", "zh-CN", "ar-SA")),
    ],
)
def test_each_kind_of_script_has_its_language(lang: str, text: str, tags: tuple[str, str, str]) -> None:
    assert languages(lang, text) == tags
