"""What an author may write in Markdown's `{name=value}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from briefwright.names import LANGUAGE_TAG

_LENGTH = re.compile(r"\d*\.?\d+ ?(?:%|px|pt|mm|cm|in|em)?")
_ANY = re.compile(r".*", re.DOTALL)

ATTRIBUTES: Mapping[str, re.Pattern[str]] = {
    "width": _LENGTH,
    "height": _LENGTH,
    "lang": LANGUAGE_TAG,
    "dir": re.compile("ltr|rtl|auto"),
    "title": _ANY,
    "custom-style": _ANY,
    "startFrom": re.compile(r"\d+"),
}
"""Name -> what it may be. All others would stand in the HTML as written, `onclick` and `srcset` too, or pass for what
stands in the tree between two stages."""


def sorted_out(attr: list[Any]) -> tuple[list[Any], list[tuple[str, str]]]:
    """An Attr with those pairs alone that an author may write, and the others."""
    identifier, classes, pairs = attr
    refused = [(name, value) for name, value in pairs if not (name in ATTRIBUTES and ATTRIBUTES[name].fullmatch(value))]
    return [identifier, classes, [pair for pair in pairs if tuple(pair) not in refused]], refused
