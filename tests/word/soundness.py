"""What Microsoft's validator lets pass and Word does not: ids, tags, bookmarks and fields of a DOCX."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from lxml import etree

from briefwright.word.ooxml import w

MAX_TAG = 64
"""Characters of a content control's tag or title that Word takes."""
_TEXT_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|comments|header\d+|footer\d+)\.xml")


def text_parts(data: bytes) -> dict[str, Any]:
    """The roots of a DOCX's parts that hold text, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if _TEXT_PARTS.match(name)}


def assert_sound(data: bytes) -> None:
    """Unique numbers and names, tags of a length that Word takes, bookmarks and fields that begin and end."""
    roots = list(text_parts(data).values())
    starts = [item for root in roots for item in root.iter(w("bookmarkStart"))]
    numbers = [item.get(w("id")) for item in starts]
    names = [item.get(w("name")) for item in starts]
    assert len(set(numbers)) == len(numbers)
    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_][\w-]{0,39}", name) for name in names)
    properties = [item for root in roots for item in root.iter(w("sdtPr"))]
    controls = [int(found.get(w("val"))) for item in properties if (found := item.find(w("id"))) is not None]
    assert len(set(controls)) == len(controls) == len(properties)
    assert all(0 < number < 2**31 for number in controls)
    for name in ("tag", "alias"):
        texts = [found.get(w("val")) for item in properties if (found := item.find(w(name))) is not None]
        assert all(0 < len(text) <= MAX_TAG for text in texts)
    for root in roots:
        assert_balanced(root)


def assert_balanced(root: Any) -> None:
    """Bookmarks and fields that begin, end, in this part, and a field in the control that it began in."""
    opened: set[str] = set()
    fields: list[list[Any]] = []
    for item in root.iter():
        if item.tag == w("bookmarkStart"):
            opened.add(item.get(w("id")))
        elif item.tag == w("bookmarkEnd"):
            opened.remove(item.get(w("id")))
        elif item.tag == w("fldChar"):
            control = next(item.iterancestors(w("sdt")), None)
            kind = item.get(w("fldCharType"))
            if kind == "begin":
                fields.append([control, "begin"])
            elif kind == "separate":
                assert fields[-1][1] == "begin"
                fields[-1][1] = "separate"
            elif kind == "end":
                assert fields.pop()[0] is control
    assert not opened
    assert not fields
