"""Citations of Word's own: CITATION and BIBLIOGRAPHY fields in controls of their kind.

ECMA-376 part 1, 17.16.5.8 (BIBLIOGRAPHY), 17.16.5.10 (CITATION), 17.5.2.3 and 17.5.2.5 (their controls). A locator is
Word's page; where it is none, its label and number stand in the suffix, as Word knows nothing but pages.
"""

from __future__ import annotations

import functools
import hashlib
import locale
import unicodedata
from collections.abc import Sequence

from briefwright import ast
from briefwright.ast import Node
from briefwright.cite.locators import suffix_for
from briefwright.cite.resolve import REFERENCES
from briefwright.document import Document
from briefwright.model import Locator
from briefwright.word.citations.fields import END_FIELD, Occurrence, begin_field, openxml
from briefwright.word.citations.sources import STORE_ID, sources_of
from briefwright.word.languages import with_region
from briefwright.word.manifest_part import add_data_part
from briefwright.word.package import Package
from briefwright.word.story import CitedItem

ENGLISH = 1033
"""The number that Word gives to English as in the United States."""

_NOT_IN_PYTHON = {"km_kh": 0x0453}
"""Python's table calls Khmer by the code of its country."""


class WordCitations:
    """Wraps citations in Word's own fields."""

    keeps_links = False

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._ids: set[int] = set()

    def around(self, occurrence: Occurrence, inlines: list[Node]) -> list[Node]:
        """The runs of a field around what is seen of a citation, in the text within a control.

        In notes there is no control: LibreOffice 7.4 mixes those up with controls of the text that are open where
        the note is referred to. Word renews the fields all the same.
        """
        begin, end = begin_field(self.code(occurrence.items)), END_FIELD
        inlines = ast.rewrite(inlines, _breakable)
        if not occurrence.note:
            begin = control(self._id(occurrence), "citation") + begin
            end += END_CONTROL
        return [openxml(begin), *inlines, openxml(end)]

    def code(self, items: Sequence[CitedItem]) -> str:
        """The code of a citation: the first source, then each further one after a switch of its own."""
        parts: list[str] = []
        for index, item in enumerate(items):
            parts.append(f"\\m {_argument(item.key)}" if index else f"CITATION {_argument(item.key)}")
            parts += self._switches(item)
            if not index:
                parts.append(f"\\l {language_number(self._lang)}")
        return " ".join(parts)

    def _switches(self, item: CitedItem) -> list[str]:
        where = "" if item.label in ("", "page") else _in_words(item, self._lang)
        suffix = f"{f', {where}' if where else ''}{item.suffix}"
        switches = [
            ("f", f"{item.prefix} " if item.prefix else ""),
            ("p", item.locator if item.label == "page" else ""),
            ("s", suffix),
        ]
        found = [f"\\{name} {_argument(text)}" for name, text in switches if text]
        return [*found, *(["\\n"] if item.suppress_author else [])]

    def _id(self, occurrence: Occurrence) -> int:
        keys = " ".join(item.key for item in occurrence.items)
        number = _number(f"{occurrence.number}\n{keys}")
        while number in self._ids:
            number = number % 0x7FFFFFFF + 1
        self._ids.add(number)
        return number


def _breakable(node: Node) -> Node | None:
    """Plain spaces for those that do not break: after one LibreOffice 7.4 loses what goes to the next line."""
    if node["t"] != "Str" or not ("\u00a0" in node["c"] or "\u202f" in node["c"]):
        return None
    return ast.string(node["c"].replace("\u00a0", " ").replace("\u202f", " "))


def wrap_list(blocks: Sequence[Node], lang: str) -> list[Node]:
    """A copy of blocks whose list of references is a field in a control."""
    begin = openxml(begin_field(f"BIBLIOGRAPHY \\l {language_number(lang)}"))

    def change(node: Node) -> Node | None:
        if node["t"] != "Div" or ast.identifier_of(node) != REFERENCES:
            return None
        paragraphs = [block for block in ast.walk(node["c"][1]) if block["t"] in ("Para", "Plain")]
        if not paragraphs:
            return None
        paragraphs[0]["c"].insert(0, begin)  # in place: `rewrite` has made these
        paragraphs[-1]["c"].append(openxml(END_FIELD))
        opening = ast.raw("openxml", _GALLERY + control(_number("references"), "bibliography"), block=True)
        return ast.div([opening, *node["c"][1], ast.raw("openxml", END_CONTROL * 2, block=True)], node["c"][0])

    return ast.rewrite(list(blocks), change)  # type: ignore[no-any-return]  # a list comes back for a list


def add_sources(package: Package, document: Document) -> None:
    """Store the cited references as Word's sources, from which it makes citations and the list."""
    add_data_part(package, sources_of(document), STORE_ID)


def control(number: int, kind: str) -> str:
    """The OOXML that opens a content control. kind: citation or bibliography."""
    return f'<w:sdt><w:sdtPr><w:id w:val="{number}"/><w:{kind}/></w:sdtPr><w:sdtContent>'


END_CONTROL = "</w:sdtContent></w:sdt>"


@functools.cache
def language_number(lang: str) -> int:
    """The number that Windows has for a BCP 47 language (MS-LCID); English where it has none."""
    wanted = with_region(lang).replace("-", "_").lower()
    known = {name.lower(): number for number, name in locale.windows_locale.items()} | _NOT_IN_PYTHON
    primary = wanted.split("_")[0]
    near = sorted((number, name) for name, number in known.items() if name.split("_")[0] == primary)
    return known.get(wanted) or (near[0][0] if near else ENGLISH)


_GALLERY = (
    f'<w:sdt><w:sdtPr><w:id w:val="{int.from_bytes(hashlib.sha256(b"gallery").digest()[:4], "big") & 0x7FFFFFFF}"/>'
    '<w:docPartObj><w:docPartGallery w:val="Bibliographies"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
    "<w:sdtContent>"
)
"""What Word puts around a list from its gallery; without it LibreOffice 7.4 prints the field's code."""


def _in_words(item: CitedItem, lang: str) -> str:
    return suffix_for(Locator(item.label, item.locator, item.locator), lang).strip("{}")


def _argument(text: str) -> str:
    """An argument of a switch: in quotation marks unless it is one plain word (ECMA-376 part 1, 17.16.2)."""
    if text and all(unicodedata.category(character)[0] in "LMN" or character in "-–_.:+/" for character in text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(f"citation {text}".encode()).digest()[:4], "big") & 0x7FFFFFFF or 1
