"""Keys in fact files, however YAML writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefwright.bib.repoint.edits import EditedFile, Keys
from briefwright.bib.repoint.facts import repointed_facts
from briefwright.diagnostics import BriefwrightError, Code
from briefwright.load.files import TextFile, decode
from briefwright.load.yaml_reader import read_yaml

TEXT = """\
# K owes nothing to anybody
topic: K
facts:
  - id: one  # K
    statement: K says so.
    tags: [K]
    evidence:
      - source:   K   # the key K
        locator: p. K
        via: 'K'
        origin: "K"
      - {source: K, locator: K, origin: Kx, note: K}
      - source: |-
          K
        via: Kx
      - source: !!str K
  - {id: two, statement: "K", evidence: [{source: K, via: "\\u004b"}, {"source": K}]}
"""


def opened(text: str | bytes) -> EditedFile:
    data = text if isinstance(text, bytes) else text.encode()
    read = decode(data, "facts/f.yaml").value
    assert read is not None
    return EditedFile(Path("/p/facts/f.yaml"), data, read)


def after(text: str, keys: Keys) -> str:
    change = repointed_facts(opened(text), keys)
    return change.after.decode() if change else text


def read(text: str) -> Any:
    return read_yaml(TextFile.of("", text)).value


def test_evidence_changes_and_nothing_else() -> None:
    wanted = (
        TEXT.replace("source:   K ", "source:   N ").replace("'K'", "'N'").replace('origin: "K"', 'origin: "N"')
        .replace("{source: K", "{source: N").replace("          K\n", "          N\n").replace("!!str K", "N")
        .replace('"\\u004b"', '"N"').replace('"source": K', '"source": N')
    )  # fmt: skip
    assert after(TEXT.replace("      - source: !!str K\n", ""), {"K": "N"}) == wanted.replace("      - source: N\n", "")


def test_several_keys_at_once_and_none() -> None:
    text = "facts:\n- id: a\n  evidence:\n  - source: x\n    via: y\n"
    assert after(text, {"x": "y", "y": "x"}) == "facts:\n- id: a\n  evidence:\n  - source: y\n    via: x\n"
    assert repointed_facts(opened(text), {"z": "q"}) is None


def test_line_ends_and_mark_stay() -> None:
    text = "\ufefffacts:\r\n- id: a\r\n  evidence: [{source: x}]\r\n# x\r\n".encode()
    change = repointed_facts(opened(text), {"x": "longer"})
    assert change is not None
    assert change.after == text.replace(b"source: x", b"source: longer")


@pytest.mark.parametrize("new", ["2020", "no", "a: b", "null", "x#y", "@a", "*a", "ключ", "a'b", "1:30"])
@pytest.mark.parametrize("form", ["{}", "'{}'", '"{}"'])
def test_a_new_key_is_quoted_where_yaml_would_read_it_otherwise(new: str, form: str) -> None:
    text = f"facts:\n- evidence:\n  - source: {form.format('k')}\n  - {{source: {form.format('k')}, via: m}}\n"
    found = read(after(text, {"k": new}))["facts"][0]["evidence"]
    assert found == [{"source": new}, {"source": new, "via": "m"}]


def test_an_anchor_that_only_evidence_shares_is_followed() -> None:
    text = """\
facts:
- evidence:
  - &e {source: k, locator: p. 1}
  - *e
- evidence: [{source: &k k}, {source: *k}]
"""
    assert after(text, {"k": "n"}) == text.replace("source: k", "source: n").replace("&k k", "&k n")


def test_an_anchor_that_something_else_shares_is_refused() -> None:
    text = "facts:\n- tags: [&k key]\n  evidence:\n  - source: *k\n"
    with pytest.raises(BriefwrightError, match="would change something else too") as failure:
        after(text, {"key": "n"})
    assert failure.value.findings[0].code is Code.KEY_NOT_CHANGED


def test_broken_yaml_is_refused() -> None:
    with pytest.raises(BriefwrightError, match="a key may stand here, and the file is not YAML"):
        after("facts:\n- evidence: [{source: key\n", {"key": "n"})


SCALARS = st.sampled_from(["k", "kk", "k2", "other", "x k", "k:", "'k'"])


@given(st.lists(st.fixed_dictionaries({"source": SCALARS, "via": SCALARS, "note": SCALARS}), min_size=1, max_size=4))
@pytest.mark.parametrize("flow", [True, False])
def test_whatever_a_program_writes(flow: bool, evidence: list[dict[str, str]]) -> None:
    data = {"facts": [{"id": "k", "evidence": evidence}]}
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True)
    wanted = [{**one, **{name: "new: 1" for name in ("source", "via") if one[name] == "k"}} for one in evidence]
    assert read(after(text, {"k": "new: 1"}))["facts"] == [{"id": "k", "evidence": wanted}]
