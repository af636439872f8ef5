"""One quotation in one saved text, as it is shown to somebody who has just typed it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefwright.model import Quotation, Reference
from briefwright.snapshot.folder import Snapshot
from briefwright.snapshot.locating import where
from briefwright.snapshot.quotations import find_quotation

_FOOTNOTE = re.compile(r"\[\^[^\]]*\]|\$\^\{?\d+\}?\$|<sup>[^<]*</sup>")


@dataclass(frozen=True, slots=True)
class Passage:
    """Where quoted words are in a snapshot."""

    words: str
    """As the snapshot has them, white space single and without Markdown; as they were given where words are left out,
    or where a line's end breaks a word, since the snapshot alone does not tell whether a hyphen belongs to it."""
    locator: str
    """ "para. 2" or "p. 434"; empty where it cannot be settled."""
    doubt: str
    """Why there is no locator, in words."""
    line: int
    """1-based, in the snapshot."""
    times: int
    """How often the words are in the snapshot."""


def find_passage(snapshot: Snapshot, words: str, reference: Reference | None = None) -> Passage | None:
    """Where words are in a snapshot; None where they are not.

    reference: the source's entry, whose pages say on which page the text begins.
    """
    spans = find_quotation(snapshot.folded, Quotation(words))
    if not spans:
        return None
    places = snapshot.places(reference)
    located = {where([span], places) for span in spans}
    locator, doubt = located.pop(), ""
    if located:
        locator, doubt = "", f"the words are there {len(spans)} times"
    elif not locator:
        counted = places.pages if places.pages.doubt and not places.paragraphs.labels else places.paragraphs
        doubt = counted.doubt or "the words are not in a paragraph of the text itself"
    first = spans[0]
    found = _as_quoted(snapshot.text[first.start : first.end], words)
    return Passage(found, locator, doubt, snapshot.text.count("\n", 0, first.start) + 1, len(spans))


def _as_quoted(text: str, given: str) -> str:
    if re.search(r"\w[-\u2010\u00ad]\s*\n", text) or re.search(r"…|\.\.\.|\[", given):
        return " ".join(given.split())
    return " ".join(re.sub(r"[*_\\]", "", _FOOTNOTE.sub("", text)).split())
