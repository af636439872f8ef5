"""What a person's hands do in Word, done to a document that python-docx has open: typing, deleting, formatting.

Nothing here knows Briefwright: paragraphs are found by their words, and runs are treated as Word treats them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Look = str
"""Of a run: "" for plain text, "i", "b" or an address that it links to."""


def replace(document: Any, old: str, new: str, within: str = "") -> None:
    """Select some words and type others over them; without new words, press Delete.

    The new words take on the looks of the first selected letter, as in Word.
    within: words that the paragraph has, where old comes in several.
    """
    place = paragraph(document, within or old)
    letters = _letters(place)
    start = words_of(letters).index(old)
    _overtype(letters[start : start + len(old)], new)


def type_after(document: Any, words: str, new: str, within: str = "") -> None:
    """Put the cursor behind some words and type."""
    place = paragraph(document, within or words)
    letters = _letters(place)
    text, at = letters[words_of(letters).index(words) + len(words) - 1]
    _set(text, text.text[: at + 1] + new + text.text[at + 1 :])


def type_before(document: Any, words: str, new: str, within: str = "") -> None:
    """Put the cursor in front of some words and type; the letters take on the looks of those behind."""
    place = paragraph(document, within or words)
    letters = _letters(place)
    text, at = letters[words_of(letters).index(words)]
    _set(text, text.text[:at] + new + text.text[at:])


def replace_everywhere(document: Any, old: str, new: str) -> int:
    """Find and replace over the whole document, notes included; return how often."""
    count = 0
    for place in list(paragraphs(document)):
        while True:
            letters = _letters(place)
            words = words_of(letters)
            start = words.find(old)
            if start < 0:
                break
            _overtype(letters[start : start + len(old)], new)
            count += 1
            if old in new:
                raise ValueError("would never end")
    return count


def paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph's element: of the text, of cells, and of footnotes."""
    yield from document.element.body.iter(qn("w:p"))
    notes = footnotes(document)
    if notes is not None:
        yield from notes.iter(qn("w:p"))


def paragraph(document: Any, words: str) -> Any:
    """The first paragraph that has the words."""
    for place in paragraphs(document):
        if words in text_of(place):
            return place
    raise LookupError(f"no paragraph has {words!r}")


def text_of(place: Any) -> str:
    """What is read in a paragraph, without deleted text."""
    return words_of(_letters(place))


def words_of(letters: Sequence[tuple[Any, int]]) -> str:
    """What letters say; a non-breaking space looks like any other to who searches."""
    return "".join(text.text[at] for text, at in letters).replace("\u00a0", " ")


def footnotes(document: Any) -> Any | None:
    """The root of the part of footnotes, parsed once and written back by `save`."""
    if not hasattr(document, "_footnotes_root"):
        from docx.oxml import parse_xml

        parts = [rel.target_part for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.FOOTNOTES]
        document._footnotes_part = parts[0] if parts else None
        document._footnotes_root = parse_xml(parts[0].blob) if parts else None
    return document._footnotes_root


def save(document: Any, path: Any, author: str = "Ann Reader") -> None:
    """Save as that person."""
    from lxml import etree

    if getattr(document, "_footnotes_root", None) is not None:
        part = document._footnotes_part
        if hasattr(part, "_element"):
            part._element = document._footnotes_root
        else:
            part._blob = etree.tostring(
                document._footnotes_root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
    document.core_properties.last_modified_by = author
    document.save(path)


def select(place: Any, words: str) -> list[Any]:
    """The runs that are exactly the words, runs being split where they hold more."""
    letters = _letters(place)
    start = words_of(letters).index(words)
    chosen = letters[start : start + len(words)]
    runs: list[Any] = []
    for text in dict.fromkeys(text for text, _ in chosen):
        own = [at for other, at in chosen if other is text]
        runs.append(_cut(text, min(own), max(own) + 1))
    return runs


def look(run: Any, name: str, on: bool = True) -> None:
    """Make a run italic ("i") or bold ("b"), or take that away."""
    properties = run.get_or_add_rPr()
    for tag in (f"w:{name}", f"w:{name}Cs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    if on:
        setattr(run_of(run), "italic" if name == "i" else "bold", True)


def run_of(element: Any) -> Any:
    """python-docx's own run for an element."""
    from docx.text.run import Run

    return Run(element, None)  # type: ignore[arg-type]


def cut(element: Any) -> Any:
    """Take an element out of the document; whatever lay around it stays."""
    element.getparent().remove(element)
    return element


def new_paragraph(document: Any, like: Any, parts: Sequence[tuple[str, Look]]) -> Any:
    """Press Enter at the end of a paragraph and type; return the new paragraph, which stands behind it."""
    made = OxmlElement("w:p")
    if like.pPr is not None:
        made.append(copy.deepcopy(like.pPr))
    for words, looks in parts:
        made.append(_run(document, words, looks))
    like.addnext(made)
    return made


def split(place: Any, words: str) -> Any:
    """Press Enter in front of some words; return the second paragraph."""
    first = select(place, words)[0]
    made = OxmlElement("w:p")
    if place.pPr is not None:
        made.append(copy.deepcopy(place.pPr))
    top = first
    while top.getparent() is not place:
        top = top.getparent()
    for element in [top, *top.itersiblings()]:
        if element.tag != qn("w:bookmarkEnd") or _starts(made, element):
            made.append(element)
    place.addnext(made)
    return made


def join(place: Any) -> None:
    """Press Delete at the end of a paragraph: the next one's content comes into it."""
    following = place.getnext()
    while following.tag != qn("w:p"):
        following = following.getnext()
    place.append(_run(None, " ", ""))
    for element in list(following):
        if element.tag != qn("w:pPr"):
            place.append(element)
    cut(following)


def sentence(document: Any, words: str) -> list[Any]:
    """All elements of a paragraph from the top-level one that has the words' beginning to that of their end."""
    place = paragraph(document, words)
    runs = select(place, words)
    tops = []
    for run in (runs[0], runs[-1]):
        top = run
        while top.getparent() is not place:
            top = top.getparent()
        tops.append(top)
    children = list(place)
    return children[children.index(tops[0]) : children.index(tops[1]) + 1]


def row(document: Any, first: str) -> Any:
    """The row of a table whose first cell says that."""
    return next(row for table in document.tables for row in table.rows if row.cells[0].text == first)._tr


def new_row(like: Any, words: Sequence[str]) -> Any:
    """Put a row below another and fill its cells; return it."""
    made = copy.deepcopy(like)
    for mark in list(made.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        cut(mark)
    for control in list(made.iter(qn("w:sdt"))):
        for child in list(control.find(qn("w:sdtContent"))):
            control.addprevious(child)
        cut(control)
    for cell, word in zip(made.iter(qn("w:tc")), words, strict=True):
        first, *rest = cell.iter(qn("w:r"))
        replace_text(first, word)
        for run in rest:
            cut(run)
        for style in list(first.iter(qn("w:i"), qn("w:iCs"))):
            cut(style)
    like.addnext(made)
    return made


def replace_text(run: Any, words: str) -> None:
    """Give a run another text."""
    _set(run.find(qn("w:t")), words)


def _starts(made: Any, end: Any) -> bool:
    ids = {start.get(qn("w:id")) for start in made.iter(qn("w:bookmarkStart"))}
    return end.get(qn("w:id")) in ids


def _run(document: Any, words: str, looks: Look) -> Any:
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    run.append(text)
    _set(text, words)
    if looks in ("i", "b"):
        look(run, looks)
    if looks.startswith("http"):
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), document.part.relate_to(looks, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(run)
        return link
    return run


def _letters(place: Any) -> list[tuple[Any, int]]:
    letters = []
    for text in place.iter(qn("w:t")):
        if next(text.iterancestors(qn("w:p"))) is place and not any(text.iterancestors(qn("w:del"), qn("w:moveFrom"))):
            letters += [(text, at) for at in range(len(text.text or ""))]
    return letters


def _overtype(letters: Sequence[tuple[Any, int]], new: str) -> None:
    first = letters[0]
    for text in dict.fromkeys(text for text, _ in letters):
        gone = {at for other, at in letters if other is text}
        words = "".join(
            (new if text is first[0] and at == first[1] else "") + ("" if at in gone else letter)
            for at, letter in enumerate(text.text)
        )
        _set(text, words)


def _set(text: Any, words: str) -> None:
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _cut(text: Any, start: int, end: int) -> Any:
    run = text.getparent()
    words = text.text
    for piece, where in ((words[:start], "before"), (words[end:], "after")):
        if piece:
            other = copy.deepcopy(run)
            _set(other.find(qn("w:t")), piece)
            (run.addprevious if where == "before" else run.addnext)(other)
    _set(text, words[start:end])
    return run
