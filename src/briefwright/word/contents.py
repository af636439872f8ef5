"""A table of contents, and lists of tables and figures, as fields, their entries already there."""

from __future__ import annotations

from collections.abc import Sequence

from briefwright.cite.captions import Caption
from briefwright.word.captions import SEQUENCES
from briefwright.word.ooxml import Element, element, style_of, toggle, w

LEVELS = 2
LENGTH = 18
"""Entries from which the list names headings of the first level alone, as in the PDF."""


def contents_before(place: Element, root: Element, title: str) -> None:
    """Put a table of contents before a paragraph, with a link to each heading that has a bookmark.

    To be done before content controls: the entries' text is read from the headings' runs. No page numbers (\\n):
    they are known to Word alone, and a field that must first be updated opens with a question.
    """
    levels = LEVELS if len(_headings(root, LEVELS)) < LENGTH else 1
    entries = [_entry(heading, level) for level, heading in _headings(root, levels)]
    if not entries:
        return
    _put(place, title, entries, f' TOC \\o "1-{levels}" \\n \\h \\z \\u ')


def list_before(place: Element, captions: Sequence[Caption], title: str) -> None:
    """Put a list of tables or figures before a paragraph, with a link to each caption; none where there is none."""
    if captions:
        entries = [_linked(caption.text, caption.label, "TableofFigures") for caption in captions]
        _put(place, title, entries, f' TOC \\n \\h \\z \\c "{SEQUENCES[captions[0].kind]}" ')


def _put(place: Element, title: str, entries: Sequence[Element], code: str) -> None:
    begin = (
        element("r", element("fldChar", fldCharType="begin")),
        element("r", element("instrText", text=code)),
        element("r", element("fldChar", fldCharType="separate")),
    )
    for position, run in enumerate(begin, start=1):
        entries[0].insert(position, run)
    entries[-1].append(element("r", element("fldChar", fldCharType="end")))
    heading = element("p", element("pPr", toggle("pStyle", "TOCHeading")), element("r", element("t", text=title)))
    for paragraph in (heading, *entries):
        place.addprevious(paragraph)


def _headings(root: Element, levels: int) -> list[tuple[int, Element]]:
    styles = {f"Heading{level}": level for level in range(1, levels + 1)}
    found = ((styles.get(style_of(paragraph), 0), paragraph) for paragraph in root.iter(w("p")))
    return [(level, item) for level, item in found if level and next(item.iter(w("t")), None) is not None]


def _entry(heading: Element, level: int) -> Element:
    start = next(heading.iter(w("bookmarkStart")), None)
    text = " ".join("".join(item.text or "" for item in heading.iter(w("t"))).split())
    return _linked(text, "" if start is None else start.get(w("name")), f"TOC{level}")


def _linked(text: str, name: str, style: str) -> Element:
    """A line of a list that leads to a bookmark."""
    run = element("r", element("t", text=text))
    body = element("hyperlink", run, anchor=name, history="1") if name else run
    return element("p", element("pPr", toggle("pStyle", style)), body)
