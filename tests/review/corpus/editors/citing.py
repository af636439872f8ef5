"""Edits of live citations, as Zotero's plug-in and Word's own commands make them: fields written through python-docx.

What Zotero writes: github.com/zotero/zotero-word-for-windows-integration and the plug-in's field codes as documents
have them; Word's CITATION field: ECMA-376 part 1, 17.16.5.10.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import hands
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from drive import edit

ZOTERO = " ADDIN ZOTERO_ITEM CSL_CITATION "
SCHEMA = "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
NEW_SOURCE = {
    "id": 4711,
    "type": "article-journal",
    "title": "Boats in winter",
    "container-title": "Northern Waters",
    "author": [{"family": "Moe", "given": "Kari"}],
    "issued": {"date-parts": [["2023", 5]]},
    "volume": "3",
    "page": "5-19",
    "DOI": "10.1000/nw.2023.5",
    "language": "en",
}


@dataclass
class Field:
    """A field that stands open in a paragraph: its runs, from that of its beginning to that of its end."""

    runs: list[Any]

    @property
    def code(self) -> str:
        return "".join(text.text or "" for run in self.runs for text in run.iter(qn("w:instrText")))

    @code.setter
    def code(self, words: str) -> None:
        first, *rest = [text for run in self.runs for text in run.iter(qn("w:instrText"))]
        first.text = words
        for text in rest:
            text.text = ""

    @property
    def data(self) -> Any:
        return json.loads(self.code.split("CSL_CITATION", 1)[1])

    @data.setter
    def data(self, value: Any) -> None:
        self.code = f"{ZOTERO}{json.dumps(value, ensure_ascii=False)} "

    @property
    def text(self) -> str:
        return "".join(text.text or "" for run in self.runs for text in run.iter(qn("w:t")))

    @text.setter
    def text(self, words: str) -> None:
        first, *rest = [text for run in self.runs for text in run.iter(qn("w:t"))]
        first.text = words
        for text in rest:
            text.text = ""

    def say(self, words: str, data: Any) -> None:
        """Give it other data, and the text that goes with them."""
        data["properties"]["formattedCitation"] = data["properties"]["plainCitation"] = words
        self.data = data
        self.text = words


def fields(document: Any) -> Iterator[Field]:
    """Every field that begins and ends within a paragraph, in order."""
    for place in hands.paragraphs(document):
        runs: list[Any] = []
        for run in place.iter(qn("w:r")):
            kinds = [mark.get(qn("w:fldCharType")) for mark in run.iter(qn("w:fldChar"))]
            if "begin" in kinds:
                runs = []
            runs.append(run)
            if "end" in kinds:
                yield Field(runs)


def field(document: Any, text: str) -> Field:
    """The citation that reads so."""
    for one in fields(document):
        if text in one.text.replace("\u00a0", " ") and ("ZOTERO_ITEM" in one.code or "CITATION" in one.code):
            return one
    raise LookupError(f"no citation reads {text!r}")


def zotero_field(text: str, items: list[dict[str, Any]], note: int = 0) -> list[Any]:
    """The runs of a citation that the plug-in has put in."""
    data = {
        "citationID": "a1b2c3d4",
        "properties": {"formattedCitation": text, "plainCitation": text, "noteIndex": note},
        "citationItems": items,
        "schema": SCHEMA,
    }
    return [
        _run("w:fldChar", kind="begin"),
        _run("w:instrText", f"{ZOTERO}{json.dumps(data, ensure_ascii=False)} "),
        _run("w:fldChar", kind="separate"),
        _run("w:t", text),
        _run("w:fldChar", kind="end"),
    ]


def put_before_stop(document: Any, words: str, elements: list[Any]) -> None:
    """Put a space and elements in front of the full stop that ends some words."""
    stop = hands.select(hands.paragraph(document, words), words)[-1]
    place = next(stop.iterancestors(qn("w:p")))
    stop = hands.select(place, words[-1])[-1] if words.endswith(".") and hands.text_of(place) == words else stop
    hands.replace_text(stop, stop.find(qn("w:t")).text.removesuffix("."))
    end = _run("w:t", ".")
    for element in [_run("w:t", " "), *elements, end][::-1]:
        stop.addnext(element)


def _run(tag: str, text: str = "", kind: str = "") -> Any:
    run = OxmlElement("w:r")
    child = OxmlElement(tag)
    if kind:
        child.set(qn("w:fldCharType"), kind)
    else:
        child.text = text
        child.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(child)
    return run


# Zotero


@edit
def zotero_removed(document: Any) -> None:
    one = field(document, "(Dahl, 2022, para. 9)")
    for run in one.runs:
        hands.cut(run)
    hands.replace(document, "has hinted .", "has hinted.")


@edit
def zotero_added(document: Any) -> None:
    known = field(document, "(2019, p. 90)").data["citationItems"][0]
    item = {name: known[name] for name in ("id", "uris", "itemData")} | {"locator": "12", "label": "page"}
    put_before_stop(document, "The council meets in June.", zotero_field("(Hansen, 2019, p. 12)", [item]))


@edit
def zotero_added_new_source(document: Any) -> None:
    uri = "http://zotero.org/users/1234567/items/ABCD2345"
    item = {"id": 4711, "uris": [uri], "itemData": NEW_SOURCE, "locator": "7", "label": "page"}
    put_before_stop(document, "The council meets in June.", zotero_field("(Moe, 2023, p. 7)", [item]))


@edit
def zotero_locator_changed(document: Any) -> None:
    one = field(document, "(Dahl, 2022, para. 9)")
    data = one.data
    data["citationItems"][0]["locator"] = "11"
    one.say("(Dahl, 2022, para. 11)", data)


@edit
def zotero_locator_of_fact_changed(document: Any) -> None:
    one = field(document, "(Dahl, 2022, para. 2)")
    data = one.data
    data["citationItems"][0]["locator"] = "3"
    one.say("(Dahl, 2022, para. 3)", data)


@edit
def zotero_of_fact_removed(document: Any) -> None:
    for run in field(document, "(Hansen, 2019, p. 88)").runs:
        hands.cut(run)
    hands.replace(document, "the mail boat .", "the mail boat.")


@edit
def zotero_prefix_changed(document: Any) -> None:
    one = field(document, "see Berge & Olsen")
    data = one.data
    data["citationItems"][0]["prefix"] = "see also"
    one.say(one.text.replace("see ", "see also "), data)


@edit
def zotero_source_added_to_citation(document: Any) -> None:
    one = field(document, "(Holm Port Authority, 2023, p. 3)")
    data = one.data
    known = field(document, "(Dahl, 2022, para. 9)").data["citationItems"][0]
    data["citationItems"].append({name: known[name] for name in ("id", "uris", "itemData")} | {"locator": "4"})
    data["citationItems"][-1]["label"] = "paragraph"
    one.say("(Dahl, 2022, para. 4; Holm Port Authority, 2023, p. 3)", data)


@edit
def zotero_source_removed_from_citation(document: Any) -> None:
    one = field(document, "see Berge & Olsen")
    data = one.data
    del data["citationItems"][1]
    one.say("(see Berge & Olsen, 2021, pp. 103–105)", data)


@edit
def zotero_source_exchanged(document: Any) -> None:
    one = field(document, "(Dahl, 2022, para. 9)")
    data = one.data
    known = field(document, "(Holm Port Authority, 2023, p. 3)").data["citationItems"][0]
    data["citationItems"] = [{name: known[name] for name in ("id", "uris", "itemData")} | {"locator": "8"}]
    data["citationItems"][0]["label"] = "page"
    one.say("(Holm Port Authority, 2023, p. 8)", data)


@edit
def zotero_refreshed(document: Any) -> None:
    """Another style is chosen, and Zotero writes every citation and the list of references anew."""
    number = 0
    for one in fields(document):
        if "ZOTERO_ITEM" in one.code:
            number += 1
            data = one.data
            data["citationID"] = f"new{number}"
            one.say(f"[{number}]", data)
    places = [place for place in hands.paragraphs(document) if _style(place) == "Bibliography"]
    for number, place in enumerate(places, start=1):
        texts = list(place.iter(qn("w:t")))
        texts[0].text = f"{number}. {texts[0].text}"


@edit
def zotero_refreshed_one(document: Any) -> None:
    """One citation is renewed, and its code is cut into pieces, as Word does with long ones."""
    one = field(document, "(Dahl, 2022, para. 9)")
    one.say("(S. Dahl, 2022, para. 9)", one.data)
    code = next(text for run in one.runs for text in run.iter(qn("w:instrText")))
    run, words = code.getparent(), code.text
    for start in range(200, len(words), 200):
        piece = copy.deepcopy(run)
        piece.find(qn("w:instrText")).text = words[start : start + 200]
        one.runs[one.runs.index(run) + start // 200 - 1].addnext(piece)
        one.runs.insert(one.runs.index(run) + start // 200, piece)
    code.text = words[:200]


@edit
def zotero_text_typed_over(document: Any) -> None:
    """Somebody types into a citation; its data stay, and Zotero will ask at the next renewal which is right."""
    one = field(document, "(Holm Port Authority, 2023, p. 3)")
    one.text = "(Holm Port Authority, 2023, p. 66)"


@edit
def zotero_removed_with_changes_tracked(document: Any) -> None:
    for number, run in enumerate(field(document, "(Dahl, 2022, para. 9)").runs):
        for tag, other in (("w:instrText", "w:delInstrText"), ("w:t", "w:delText")):
            for text in run.iter(qn(tag)):
                text.tag = qn(other)
        wrapper = OxmlElement("w:del")
        for name, value in (("id", str(9300 + number)), ("author", "Ann Reader"), ("date", "2024-05-02T09:30:00Z")):
            wrapper.set(qn(f"w:{name}"), value)
        run.addprevious(wrapper)
        wrapper.append(run)


@edit
def zotero_moved_within_paragraph(document: Any) -> None:
    """The citation is cut, and pasted in front of the full stop of another sentence."""
    one = field(document, "(Holm Port Authority, 2023, p. 3)")
    for run in one.runs:
        hands.cut(run)
    hands.replace(document, "second year ,", "second year,")
    put_before_stop(document, " until 2025.", one.runs)


# In notes


@edit
def note_locator_changed(document: Any) -> None:
    one = field(document, "70")
    data = one.data
    data["citationItems"][0]["locator"] = "72"
    one.say(one.text.replace("70", "72"), data)


@edit
def note_citation_removed(document: Any) -> None:
    place = hands.paragraph(document, "left early")
    mark = [run for run in place.iter(qn("w:r")) if run.find(qn("w:footnoteReference")) is not None][1]
    hands.cut(mark)


# Word's own


@edit
def word_citation_added(document: Any) -> None:
    known = field(document, "(Holm Port Authority, 2023, p. 3)").runs[0].getparent().getparent()
    control = copy.deepcopy(known)
    for number in control.iter(qn("w:id")):
        number.set(qn("w:val"), "987654")
    one = Field(list(control.iter(qn("w:r"))))
    one.code = one.code.replace("\\p 3", "\\p 21")
    one.text = "(Holm Port Authority, 2023, p. 21)"
    put_before_stop(document, "Vik lacks shore power.", [control])


@edit
def word_citation_removed(document: Any) -> None:
    control = field(document, "(Dahl, 2022, para. 9)").runs[0].getparent().getparent()
    hands.cut(control)
    hands.replace(document, "has hinted .", "has hinted.")


@edit
def word_page_changed(document: Any) -> None:
    one = field(document, "(Holm Port Authority, 2023, p. 3)")
    one.code = one.code.replace(r"\p 3", r"\p 5")
    one.text = "(Holm Port Authority, 2023, p. 5)"


# Plain


@edit
def plain_locator_changed(document: Any) -> None:
    hands.replace(document, "2023, p. 3", "2023, p. 6", "Money is short.")


def _style(place: Any) -> str:
    style = place.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val")))
