"""What deleted text needs from the old document: its pictures, links, notes, styles and lists, brought to the new."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from briefwright.redline.edition import Edition
from briefwright.word.ooxml import (
    COMPATIBILITY,
    DRAWING_WORD,
    RELATIONSHIPS,
    WORD,
    XML_SPACE,
    Element,
    element,
    parse,
    w,
)
from briefwright.word.package import CONTENT_TYPES, TYPES_NAMESPACE, relationships_of, target_of

_LINKS = ("http://", "https://", "mailto:")
_STYLES = tuple(map(w, ("pStyle", "rStyle", "tblStyle")))
_IDS = f"{{{RELATIONSHIPS}}}"

_RANKS = {
    w(name): rank
    for rank, name in enumerate(
        (
            "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
            "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl "
            "cs em lang eastAsianLayout specVanish oMath rPrChange"
        ).split()
    )
}
"""The order that CT_RPr demands of its children (ECMA-376 part 1, 17.3.2.28)."""


class CannotBringError(Exception):
    """A thing of the old document that the new one cannot hold: the text says what it is."""


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Bringer:
    """Makes copies of the old document's elements that stand in the new one."""

    old: Edition
    new: Edition
    bring_note: Callable[[str, str], str]
    """Copies a note, by kind and id, and gives the id that it has now."""
    next_id: Callable[[], str]
    live: bool = field(init=False)
    """Whether citations of the new document are fields. Where they are text, deleted ones come as text too.

    That they are text all through matters to LibreOffice 7.4: in a note with a field, it puts tracked changes two
    characters from where they are.
    """
    lists: dict[str, str] = field(default_factory=dict)
    """From the number of a list in the old document to that in the new; filled from paragraphs that both have."""
    _styles: dict[str, str] | None = None
    _relations: dict[tuple[bool, str], Mapping[str, _Relation]] = field(default_factory=dict)
    _brought: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        codes = (
            code.text or "" for root in (self.new.root, *self.new.notes.values()) for code in root.iter(w("instrText"))
        )
        self.live = any(code.split()[:1] in (["ADDIN"], ["CITATION"]) for code in codes)

    def copy(self, item: Element, part: str) -> Element:
        """A copy of an element, its styles, pictures and notes being the new document's.

        part: "document", "footnote" or "endnote". Raises CannotBringError for a thing that cannot come along.
        """
        made = deepcopy(item)
        made.tail = None
        self._strip(made)
        self._mend(made)
        self._restyle(made)
        for inner in made.iter():
            if inner.tag in (w("footnoteReference"), w("endnoteReference")):
                kind = str(inner.tag).removeprefix(w("")).removesuffix("Reference")
                inner.set(w("id"), self.bring_note(kind, inner.get(w("id"), "")))
            elif inner.tag == f"{{{DRAWING_WORD}}}docPr":
                inner.set("id", self.next_id())
            for name, value in list(inner.attrib.items()):
                if str(name).startswith(_IDS):
                    inner.set(name, self._relation(value, part))
        return made

    def shell(self, item: Element, part: str) -> Element | None:
        """A link, without what is in it; None where it cannot lead anywhere any more."""
        made = element("shell")
        made.tag = item.tag
        for name, value in item.attrib.items():
            if str(name).startswith(f"{{{WORD}}}"):
                made.set(name, value)
            elif name == f"{_IDS}id":
                try:
                    made.set(name, self._relation(value, part))
                except CannotBringError:
                    return None
        return made

    def bytes_of(self, edition: Edition, part: str) -> Callable[[str], bytes]:
        """What gives the bytes, or the address, that a relationship's id leads to."""
        relations = self._relations_of(edition, part)

        def find(number: str) -> bytes:
            found = relations.get(number)
            if found is None or found.external:
                return found.target.encode() if found else b""
            return edition.package.parts.get(found.target, b"")

        return find

    # --- looks ---------------------------------------------------------------------------------------------------

    def _strip(self, made: Element) -> None:
        """Take off what only the old document declares: newer namespaces, other forms of the same, revision ids."""
        for choice in list(made.iter(f"{{{COMPATIBILITY}}}AlternateContent")):
            fallback = choice.find(f"{{{COMPATIBILITY}}}Fallback")
            parent = choice.getparent()
            if parent is None or fallback is None:
                raise CannotBringError("a drawing")
            place = parent.index(choice)
            parent[place : place + 1] = list(fallback)
        for item in list(made.iter()):
            if not str(item.tag).startswith((f"{{{WORD}}}", f"{{{DRAWING_WORD}}}")):
                continue
            for name in list(item.attrib):
                own = str(name).startswith((f"{{{WORD}}}", _IDS)) or "}" not in str(name) or name == XML_SPACE
                if not own or "}rsid" in str(name):
                    del item.attrib[name]
            for child in list(item):
                if not str(child.tag).startswith("{http://schemas.openxmlformats.org/") and "urn:" not in str(
                    child.tag
                ):
                    item.remove(child)

    @staticmethod
    def _mend(made: Element) -> None:
        """Put right what LibreOffice 7.4 writes against the schema: the order of looks, one twice, `true` in rows."""
        for looks in made.iter(w("rPr")):
            looks[:] = sorted({child.tag: child for child in looks}.values(), key=lambda one: _RANKS.get(one.tag, -1))
        for properties in made.iter(w("trPr")):
            for child in properties:
                if child.get(w("val")) == "true":
                    del child.attrib[w("val")]

    def _restyle(self, made: Element) -> None:
        if self._styles is None:
            self._styles = dict(_same_styles(self.old, self.new))
        for item in list(made.iter(*_STYLES)):
            name = self._styles.get(item.get(w("val"), ""))
            if name is None:
                item.getparent().remove(item)
            else:
                item.set(w("val"), name)
        for item in list(made.iter(w("numPr"))):
            self._renumber(item)

    def _renumber(self, item: Element) -> None:
        number = item.find(w("numId"))
        found = "" if number is None else self._list(number.get(w("val"), ""))
        if found:
            number.set(w("val"), found)
        else:
            item.getparent().remove(item)

    def _list(self, number: str) -> str:
        """The number of a list in the new document; the list is copied where it has none like it."""
        if number not in self.lists:
            self.lists[number] = _copied_list(self.old.numbering, self.new.numbering, number)
        return self.lists[number]

    # --- what relationships lead to ------------------------------------------------------------------------------

    def _relation(self, number: str, part: str) -> str:
        known = self._brought.get((part, number))
        if known is not None:
            return known
        relation = self._relations_of(self.old, part).get(number)
        if relation is None:
            raise CannotBringError("a thing that the file does not hold")
        if relation.external:
            if not relation.kind.endswith("/hyperlink") or not relation.target.lower().startswith(_LINKS):
                raise CannotBringError(f"what lies outside the file, at {relation.target}")
            target = relation.target
        elif relation.kind.endswith("/image"):
            target = self._picture(relation.target)
        else:
            raise CannotBringError(f"an embedded {posixpath.basename(relation.kind)}")
        source = self.new.part_of(part)
        made = self.new.package.relate(source, relation.kind, target, external=relation.external)
        self._brought[part, number] = made
        return made

    def _relations_of(self, edition: Edition, part: str) -> Mapping[str, _Relation]:
        key = edition is self.old, part
        if key not in self._relations:
            self._relations[key] = _relations(edition, edition.part_of(part))
        return self._relations[key]

    def _picture(self, name: str) -> str:
        """Copy a picture's part; the address that relationships give for it."""
        data = self.old.package.parts.get(name)
        if data is None:
            raise CannotBringError("a picture that the file does not hold")
        ending = posixpath.splitext(name)[1].lower()
        target = f"word/media/old-{hashlib.sha256(data).hexdigest()[:16]}{ending}"
        if target not in self.new.package.parts:
            self.new.package.add(target, data, _content_type(self.old, name))
        return f"/{target}"


def _relations(edition: Edition, part: str) -> dict[str, _Relation]:
    path = relationships_of(part)
    if not part or path not in edition.package.parts:
        return {}
    found: dict[str, _Relation] = {}
    for item in parse(edition.package.parts[path]):
        external = item.get("TargetMode") == "External"
        target = item.get("Target", "")
        whole = target if external else target_of(path, target)
        found[item.get("Id", "")] = _Relation(item.get("Type", ""), whole, external)
    return found


def _content_type(edition: Edition, name: str) -> str:
    types = parse(edition.package.parts[CONTENT_TYPES])
    for item in types:
        if item.get("PartName") == f"/{name}":
            return str(item.get("ContentType", ""))
    ending = posixpath.splitext(name)[1].lstrip(".").lower()
    for item in types.iter(f"{{{TYPES_NAMESPACE}}}Default"):
        if item.get("Extension", "").lower() == ending:
            return str(item.get("ContentType", ""))
    raise CannotBringError("a picture of an unknown kind")


def _same_styles(old: Edition, new: Edition) -> Iterator[tuple[str, str]]:
    """From the id of a style in the old document to that of the same in the new: of the same id, else name."""
    theirs = {name: number for number, name in _styles_of(new)}
    ids = set(theirs.values())
    for number, name in _styles_of(old):
        found = number if number in ids else theirs.get(name)
        if found is not None:
            yield number, found


def _styles_of(edition: Edition) -> Iterator[tuple[str, str]]:
    for style in () if edition.styles is None else edition.styles.findall(w("style")):
        name = style.find(w("name"))
        yield style.get(w("styleId"), ""), "" if name is None else name.get(w("val"), "").lower()


def _copied_list(old: Element | None, new: Element | None, number: str) -> str:
    """Copy a list's definition; the number that it has in the new document, empty where it cannot be."""
    if old is None or new is None:
        return ""
    lists = {item.get(w("numId")): item for item in old.findall(w("num"))}
    kinds = {item.get(w("abstractNumId")): item for item in old.findall(w("abstractNum"))}
    used = lists.get(number)
    link = None if used is None else used.find(w("abstractNumId"))
    kind = None if link is None else kinds.get(link.get(w("val")))
    if used is None or kind is None:
        return ""
    made_kind, made = deepcopy(kind), deepcopy(used)
    for extra in (
        *made_kind.findall(w("nsid")),
        *made_kind.findall(w("styleLink")),
        *made_kind.findall(w("numStyleLink")),
    ):
        made_kind.remove(extra)
    identity = _free(new, "abstractNum", "abstractNumId")
    made_kind.set(w("abstractNumId"), identity)
    made.find(w("abstractNumId")).set(w("val"), identity)
    made.set(w("numId"), _free(new, "num", "numId"))
    last = new.findall(w("abstractNum"))
    new.insert(new.index(last[-1]) + 1 if last else 0, made_kind)
    lists_there = new.findall(w("num"))
    new.insert(new.index(lists_there[-1]) + 1 if lists_there else len(new), made)
    return str(made.get(w("numId")))


def _free(root: Element, tag: str, name: str) -> str:
    taken = [item.get(w(name), "") for item in root.findall(w(tag))]
    return str(max((int(text) for text in taken if text.isascii() and text.isdigit()), default=0) + 1)
