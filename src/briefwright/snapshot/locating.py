"""The locator that is given for quoted words, against the places where they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from briefwright.locators import parse_locator
from briefwright.model import Locator
from briefwright.snapshot.places import Numbered, Places
from briefwright.snapshot.quotations import Span

_ABBREVIATIONS = {"page": ("p.", "pp."), "paragraph": ("para.", "paras."), "note": ("note", "notes")}
_RANGE = re.compile(r"(?P<first>\w+?)\s*(?:[-\u2010-\u2015]\s*(?P<last>\w+)|(?<=[\d\s])(?P<following>ff?\.?))?$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


class Answer(Enum):
    """What a saved text says of a locator."""

    AGREES = "agrees"
    DIFFERS = "differs"
    OPEN = "open"
    """The saved text cannot settle it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer, and what it rests on."""

    answer: Answer
    found: str = ""
    """Where the words are: "para. 2", "p. 431 and p. 434"; empty where that is not known."""
    why: str = ""
    """Why it is open, in words."""


def compare(locator: Locator, spans: Sequence[Span], places: Places) -> Verdict:
    """Whether quoted words are where a locator says.

    Several places: one of them is enough. A passage that runs over a page's end is on both pages. A kind of place
    that is not told apart in saved texts (a chapter, a figure) is open, and so is one whose numbering is not known.
    """
    numbering = places.of(locator.label)
    if numbering is None:
        named = f"a {locator.label}" if locator.label else f"“{locator.text}”"
        return Verdict(Answer.OPEN, where(spans, places), f"{named} cannot be told in a saved text")
    if not numbering.labels:
        return Verdict(Answer.OPEN, where(spans, places), numbering.doubt or f"no {locator.label} is numbered in it")
    ranges = _ranges(locator.value)
    if not ranges:
        return Verdict(Answer.OPEN, where(spans, places), f"“{locator.value}” is no number of a {locator.label}")
    around = [numbering.around(span.start, span.end) for span in spans]
    if any(_is_within(label, ranges, numbering) for labels in around for label in labels):
        return Verdict(Answer.AGREES, where(spans, places))
    if not all(around):
        why = f"the words are in no {locator.label} that is numbered"
        if locator.label == "paragraph":
            why += ": they are outside the body, as in a headline, a caption or an item of a list"
        return Verdict(Answer.OPEN, where(spans, places), why)
    return Verdict(Answer.DIFFERS, _joined(locator.label, [labels[0] for labels in around]))


def where(spans: Sequence[Span], places: Places) -> str:
    """The places of some words as locators: notes, pages or paragraphs, whichever are known; empty where none is."""
    for label in ("page", "paragraph", "note"):
        numbering = places.of(label)
        around = [numbering.around(span.start, span.end) for span in spans] if numbering else []
        if around and all(around):
            return _joined(label, [labels[0] for labels in around])
    return ""


def _joined(label: str, labels: Sequence[str]) -> str:
    one, many = _ABBREVIATIONS[label]
    distinct = list(dict.fromkeys(labels))
    if len(distinct) == 1:
        return f"{one} {distinct[0]}"
    shown = distinct[:5]
    return f"{many} {', '.join(shown[:-1])} and {shown[-1]}" + (" among others" if len(distinct) > 5 else "")


def _ranges(value: str) -> list[tuple[str, str]]:
    """The first and last of each range in a locator's value: "3", "434-437", "3, 7", "12f"; "" is no bound."""
    found: list[tuple[str, str]] = []
    for part in re.split(r"\s*(?:[,;&]|\band\b|\bet\b|\bи\b)\s*", value):
        cleaned = part.strip(" .[]()")
        match = _RANGE.match(cleaned)
        if not match and (inner := parse_locator(cleaned)).label and inner.label != "page":
            continue  # "434, note 24"
        if not match or _number(match["first"]) is None:
            return []
        first, last = match["first"], match["last"] or match["first"]
        if match["following"]:
            last = "" if "ff" in match["following"] else str((_number(first) or 0) + 1)
        elif first.isdigit() and last.isdigit() and len(last) < len(first):  # 427-38
            last = first[: len(first) - len(last)] + last
        found.append((first, last))
    return found


def _is_within(label: str, ranges: Sequence[tuple[str, str]], numbering: Numbered) -> bool:
    return any(_is_between(label, first, last, numbering.labels) for first, last in ranges)


def _is_between(label: str, first: str, last: str, labels: Sequence[str]) -> bool:
    if label.lower() in (first.lower(), last.lower()):
        return True
    if first in labels and (last in labels or not last):
        end = labels.index(last) if last else len(labels)
        return labels.index(first) <= labels.index(label) <= end
    numbers = [_number(text) for text in (first, label, last or label)]
    same_kind = label.isdigit() == first.isdigit()
    return same_kind and None not in numbers and numbers[0] <= numbers[1] <= numbers[2]  # type: ignore[operator]


def _number(text: str) -> int | None:
    """The value of "434", "434a" or "xiv"; None for what is no number."""
    digits = re.fullmatch(r"(\d{1,9})[a-z]?", text.lower())
    if digits:
        return int(digits[1])
    if not re.fullmatch(r"[ivxlcdm]{1,15}", text.lower()):
        return None
    values = [_ROMAN[sign] for sign in text.lower()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def bounds_of(value: str) -> tuple[int, int]:
    """The smallest and greatest number in a locator's value, zeros where it holds something else."""
    ranges = _ranges(value)
    if not ranges or not all(first.isdigit() and (last.isdigit() or not last) for first, last in ranges):
        return 0, 0
    return min(int(first) for first, _ in ranges), max(int(last or first) for first, last in ranges)
