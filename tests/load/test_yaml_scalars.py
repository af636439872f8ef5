"""Where texts stand in a YAML file, and how another is written in their place."""

from __future__ import annotations

import pytest

from briefwright.load.files import TextFile
from briefwright.load.yaml_reader import read_yaml
from briefwright.load.yaml_scalars import EACH, find_scalars

TEXT = """\
a:
  - {b: one, c: [x, "two"]}
  - b: &name 'three'  # not here: b
    c:
      - *name
      - |-
        four
b: no
"""


def test_texts_at_a_path() -> None:
    assert [one.value for one in find_scalars(TEXT, [("a", EACH, "b")])] == ["one", "three"]
    found = find_scalars(TEXT, [("a", EACH, "c", EACH), ("a", EACH, "b"), ("nothing", "here"), ("a", "b")])
    assert [TEXT[one.start : one.end].strip() for one in found] == [
        "one", "x", '"two"', "'three'", "|-\n        four"
    ]  # fmt: skip


@pytest.mark.parametrize("new", ["plain", "a, b", "it's", 'a "b"', "yes: no", "#x", "x\\y", "кл\u00fcч"])
def test_another_text_reads_back(new: str) -> None:
    for one in find_scalars(TEXT, [("a", EACH, "b"), ("a", EACH, "c", EACH)])[:4]:
        changed = TEXT[: one.start] + one.written(new) + TEXT[one.end :]
        assert [text.value for text in find_scalars(changed, [("a", EACH, "b"), ("a", EACH, "c", EACH)])].count(
            new
        ) == 1
        assert not read_yaml(TextFile.of("", changed)).failed


def test_no_yaml() -> None:
    with pytest.raises(ValueError, match="expected"):
        find_scalars("a: [", [("a",)])
