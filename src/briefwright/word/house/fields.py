"""Fields of a text (ECMA-376 part 1, 17.16): found, given another result, or left as their result alone."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from briefwright.word.ooxml import Element, element, w

_DEPTH = 20
"""Fields around a run that count it as theirs: nobody nests more, and a file made to be slow might."""
_MARK, _CODE, _SIMPLE = w("fldChar"), w("instrText"), w("fldSimple")


@dataclass(slots=True)
class Field:
    """A field, of runs or one w:fldSimple."""

    code: str = ""
    simple: Element | None = None
    marks: list[Element] = field(default_factory=list)
    """The runs that are no result: begin, code, separate, end."""
    result: list[Element] = field(default_factory=list)
    """The runs that show its result, with those of fields within."""
    separated: bool = False

    @property
    def name(self) -> str:
        """Its type: PAGE, TITLE, ..."""
        words = self.code.split()
        return words[0].upper() if words else ""

    @property
    def argument(self) -> str:
        """What follows its type, without quotation marks."""
        rest = self.code.strip()[len(self.name) :].strip()
        if rest.startswith('"'):
            return rest[1:].partition('"')[0]
        return rest.split()[0] if rest and not rest.startswith("\\") else ""

    def show(self, text: str) -> None:
        """Give it another result, in the looks that its first run has."""
        runs = list(self.simple.iter(w("r"))) if self.simple is not None else self.result
        if runs:
            set_text(runs[0], text)
            for run in runs[1:]:
                run.getparent().remove(run)
            return
        made = set_text(element("r"), text)
        if self.simple is not None:
            self.simple.append(made)
            return
        made[:0] = map(deepcopy, self.marks[0].findall(w("rPr")))
        if not self.separated:
            self.marks[-1].addprevious(element("r", element("fldChar", fldCharType="separate")))
        self.marks[-1].addprevious(made)

    def unlink(self) -> None:
        """Leave its result as text."""
        if self.simple is not None:
            for child in [child for child in self.simple if child.tag != w("fldData")]:
                self.simple.addprevious(child)
            self.simple.getparent().remove(self.simple)
        for mark in self.marks:
            if mark.getparent() is not None:
                mark.getparent().remove(mark)


def set_text(run: Element, text: str) -> Element:
    """Leave a run its looks and give it one text."""
    for child in list(run):
        if child.tag != w("rPr"):
            run.remove(child)
    run.append(element("t", text=text))
    return run


def fields_of(root: Element) -> list[Field]:
    """The fields of a part, outer ones before those within; one that does not end is left out."""
    found: list[Field] = []
    done: set[int] = set()
    opened: list[Field] = []
    for item in root.iter(_SIMPLE, w("r")):
        if item.tag == _SIMPLE:
            found.append(Field(item.get(w("instr"), ""), item))
            done.add(id(found[-1]))
            continue
        mark = item.find(_MARK)
        kind = "" if mark is None else mark.get(w("fldCharType"), "")
        if kind == "begin":
            opened.append(Field())
            found.append(opened[-1])
        elif not opened:
            continue
        _take(opened, item, kind)
        if kind == "end":
            done.add(id(opened.pop()))
    return [one for one in found if id(one) in done]


def _take(opened: list[Field], run: Element, kind: str) -> None:
    """Put a run into all the fields that are open around it."""
    inner = opened[-1]
    if kind or not inner.separated:
        inner.marks.append(run)
        inner.code += "".join(part.text or "" for part in run.findall(_CODE))
        inner.separated = inner.separated or kind == "separate"
    else:
        inner.result.append(run)
    for outer in opened[-_DEPTH:-1]:
        (outer.result if outer.separated else outer.marks).append(run)
