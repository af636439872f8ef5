"""SVG from a project: drawings alone, without scripts, entities or addresses that lead out of the file."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_DOCTYPE = re.compile(rb"<!DOCTYPE\s+svg[^>\[]*>")
"""What SVG 1.1 files begin with (https://www.w3.org/TR/SVG11/struct.html#NewDocument); it declares nothing."""
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", re.IGNORECASE)
_ACTIVE = frozenset("script foreignobject iframe embed object audio video handler".split())
_ANIMATIONS = frozenset("set animate animatemotion animatetransform".split())
_ADDRESSES = frozenset("href src".split())
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg)[;,])")
_CSS_OUT = re.compile(r"url\(\s*[\"']?\s*(?!#|data:image/(?:png|jpeg)[;,])|@import|image-set|\bsrc\(", re.IGNORECASE)
"""Addresses in a style that do not stay in the file."""


_BEYOND_END = re.compile(r"[zZ][\s,]*[^\s,AaCcHhLlMmQqSsTtVvZz]")
"""In a path, what follows its end and is no command: WeasyPrint 70 would go round in a circle."""


def plain_svg(data: bytes) -> bytes:
    """The drawing without its document type.

    Raises ValueError, with the rest of a sentence that begins with the picture's name.
    """
    data = _DOCTYPE.sub(b"", data, count=1)
    if _DECLARATION.search(data):
        raise ValueError("holds entities or a style sheet of its own")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  # without a document type there are no entities
    except (ElementTree.ParseError, ValueError, LookupError) as problem:
        raise ValueError(f"cannot be read as SVG: {problem}") from problem
    if _local(root.tag) != "svg":
        raise ValueError("is no SVG")
    for element in root.iter():
        _check(element)
    return data


def _check(element: ElementTree.Element) -> None:
    name = _local(element.tag)
    attributes = {_local(key): value for key, value in element.attrib.items()}
    if name in _ACTIVE or any(key.startswith("on") for key in attributes):
        raise ValueError("holds scripts, or what is no drawing")
    if name in _ANIMATIONS and _local(attributes.get("attributename", "").rpartition(":")[2]) in _ADDRESSES:
        raise ValueError("holds an animation that sets an address")
    if any(key in _ADDRESSES and not _INSIDE.match(value) for key, value in attributes.items()) and name != "a":
        raise ValueError("takes in other files")
    if name == "a" and not re.match(r"https?://|#", attributes.get("href", "#").strip()):
        raise ValueError("holds a link that not every reader can open")
    if _BEYOND_END.search(attributes.get("d", "")):
        raise ValueError("holds a path that goes on after its end")
    styles = [*attributes.values(), element.text or ""] if name == "style" else list(attributes.values())
    if any(_CSS_OUT.search(text) for text in styles) or (name == "style" and "\\" in (element.text or "")):
        raise ValueError("takes in other files")


def _local(tag: object) -> str:
    """A name without its namespace, in lower case."""
    return str(tag).rpartition("}")[2].lower()
