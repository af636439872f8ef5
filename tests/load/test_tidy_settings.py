"""`[tool.briefwright.tidy]`."""

from __future__ import annotations

from typing import Any

import pytest

from briefwright.diagnostics import Location
from briefwright.load.tidy_settings import read_tidy_settings
from briefwright.model import TidySettings

AT = Location("pyproject.toml", 3)


def test_settings_are_read() -> None:
    table = {"select": "default", "ignore": ["braces"], "indent": 2, "trailing-comma": False, "fields": ["title"]}
    read = read_tidy_settings(table, AT)
    wanted = TidySettings(("default",), ("braces",), indent="2", trailing_comma="no", fields=("title",))
    assert read.value == wanted
    assert read.findings == ()


@pytest.mark.parametrize(
    ("table", "said", "hint"),
    [
        ("x", "`tidy` is not a table", "write `[tool.briefwright.tidy]`"),
        ({"indnt": 2}, "`tidy` has no setting `indnt`", "did you mean `indent`?"),
        ({"indent": 99}, "`indent` is `99`; it can be file, tab, 0,", ""),
        ({"order": "keys"}, "`order` is `keys`; it can be key, author, year, type", "did you mean `key`?"),
        ({"select": [1]}, "`select` must be a list of texts", "write `select ="),
    ],
)
def test_what_is_wrong_is_told_and_left_at_its_default(table: Any, said: str, hint: str) -> None:
    read = read_tidy_settings(table, AT)
    assert read.value == TidySettings()
    (finding,) = read.findings
    assert finding.message.startswith(said)
    assert finding.hint.startswith(hint)
    assert finding.location == AT
