"""Fields of entries that name other entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.bib.repoint import naming_fields
from briefwright.bib.text import BibText
from briefwright.diagnostics import BriefwrightError, Code

BIB = """\
% key stands in a comment
@book{key, title = {key}, ids = {old-key, key2}, note = {crossref = {key}}}
@incollection{a, crossref = {key}, keywords = {key}}
@inbook{b, CrossRef = "Key", xdata = { key2,key , k}}
@book(c, xref = key, related = {key,a}, entryset = {a , key},)
@misc{d, origin = {key}, title = {On key}}
@misc{e, origin = {{key}}, note = "xref"}
@misc{f, origin = {The key ministry}, related = {keys, keyboard, my key}}
@misc{g, related = {a} # {,key}}
"""

WANTED = (
    BIB.replace("crossref = {key}, keywords", "crossref = {NEW}, keywords")
    .replace('"Key"', '"NEW"').replace("key2,key , k", "key2,NEW , k").replace("xref = key", "xref = {NEW}")
    .replace("{key,a}", "{NEW,a}").replace("{a , key}", "{a , NEW}").replace("origin = {key}", "origin = {NEW}")
    .replace("origin = {{key}}", "origin = {{NEW}}").replace("{,key}", "{,NEW}")
)  # fmt: skip


def bib(text: str) -> BibText:
    return BibText(Path("/p/x.bib"), "x.bib", text.encode())


def test_each_field_that_names_an_entry() -> None:
    file = bib(BIB)
    found = naming_fields(file, {"key": "NEW"}, frozenset(["key", "a", "b"]))
    assert file.edited(found.changes).decode() == WANTED
    assert found.fields == {
        ("a", "crossref"), ("b", "crossref"), ("b", "xdata"), ("c", "xref"), ("c", "related"), ("c", "entryset"),
        ("d", "origin"), ("e", "origin"), ("g", "related"),
    }  # fmt: skip


def test_capitals_of_another_entrys_key_are_that_entrys() -> None:
    file = bib("@book{key,}\n@book{Key,}\n@inbook{b, crossref = {Key}, xref = {KEY}}\n")
    changed = file.edited(naming_fields(file, {"key": "N"}, frozenset(["key", "Key", "b"])).changes).decode()
    assert "crossref = {Key}, xref = {N}" in changed


def test_several_keys_at_once() -> None:
    file = bib("@book{x, related = {a,b,c}}")
    assert b"{b,c,c}" in file.edited(naming_fields(file, {"a": "b", "b": "c"}).changes)


def test_a_broken_entry_that_may_name_the_key_is_refused() -> None:
    file = bib("@book{a, crossref = {key}, title = {never closed\n\n@book{key, title = {T}}\n")
    with pytest.raises(BriefwrightError) as failure:
        naming_fields(file, {"key": "N"})
    (finding,) = failure.value.findings
    assert finding.code is Code.KEY_NOT_CHANGED
    assert finding.location is not None
    assert finding.location.line == 1
    assert naming_fields(file, {"other": "N"}).changes == ()


def test_no_keys_and_keys_that_are_not_ascii() -> None:
    file = bib("@book{a, xref = {\u00c9t\u00e9}, crossref = {KEY}}")
    assert naming_fields(file, {}).changes == ()
    assert b"xref = {N}, crossref = {KEY}" in file.edited(naming_fields(file, {"\u00e9t\u00e9": "N"}).changes)
    assert b"crossref = {N}" in file.edited(naming_fields(file, {"key": "N"}).changes)
