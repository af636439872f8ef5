"""A table of contents as a field, its entries already there."""

from __future__ import annotations

from briefwright.word.ooxml import Element, element, style_of, toggle, w

LEVELS = 2
_CODE = f' TOC \\o "1-{LEVELS}" \\n \\h \\z \\u '
"""\\n: no page numbers. They are known to Word alone, and a field that must first be updated opens with a question."""


def contents_before(place: Element, root: Element, title: str) -> None:
    """Put a table of contents before a paragraph, with a link to each heading that has a bookmark.

    To be done before content controls: the entries' text is read from the headings' runs.
    """
    made = (_entry(paragraph) for paragraph in root.iter(w("p")) if style_of(paragraph) in _STYLES)
    entries: list[Element] = [entry for entry in made if entry is not None]
    if not entries:
        return
    begin = (
        element("r", element("fldChar", fldCharType="begin")),
        element("r", element("instrText", text=_CODE)),
        element("r", element("fldChar", fldCharType="separate")),
    )
    for position, run in enumerate(begin, start=1):
        entries[0].insert(position, run)
    entries[-1].append(element("r", element("fldChar", fldCharType="end")))
    heading = element("p", element("pPr", toggle("pStyle", "TOCHeading")), element("r", element("t", text=title)))
    for paragraph in (heading, *entries):
        place.addprevious(paragraph)


_STYLES = {f"Heading{level}": f"TOC{level}" for level in range(1, LEVELS + 1)}


def _entry(heading: Element) -> Element | None:
    start = next(heading.iter(w("bookmarkStart")), None)
    text = " ".join("".join(item.text or "" for item in heading.iter(w("t"))).split())
    if not text:
        return None
    run = element("r", element("t", text=text))
    body = run if start is None else element("hyperlink", run, anchor=start.get(w("name")), history="1")
    return element("p", element("pPr", toggle("pStyle", _STYLES[style_of(heading)])), body)
