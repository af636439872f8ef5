"""A fact's evidence, followed into the saved texts of its sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from briefwright.check.snapshots import Snapshots
from briefwright.load.files import shown_path
from briefwright.model import Evidence, Project, Quotation
from briefwright.snapshot.folder import Snapshot
from briefwright.snapshot.locating import compare, where
from briefwright.snapshot.quotations import Span, find_quotation, near_miss

AROUND = 160
"""Characters of a saved text that are shown before and after quoted words."""
_EDGE = re.compile(r"\n\s*\n|\f")


@dataclass(frozen=True, slots=True)
class Found:
    """Quoted words in a saved text, or what comes nearest to them."""

    exact: bool
    """False: the words are not there, and this is what comes nearest."""
    path: str
    """Of the saved text, as findings show it."""
    line: int
    """1-based, of the first of the words."""
    before: str
    """What stands before the words in their paragraph, white space single, cut to AROUND characters."""
    words: str
    """As the saved text has them."""
    after: str
    place: str
    """Where that is in the source: "p. 434"; empty where it cannot be told."""
    answer: str
    """What the saved text says of the locator given: agrees, differs, open; empty where none is given."""
    why: str
    """Why it is open."""
    times: int
    """How often the words are there."""


class Tracer:
    """Looks evidence up, each saved text read once."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def snapshots(self) -> Snapshots:
        """The saved texts of the project."""
        return Snapshots(self._project)

    def has(self, key: str) -> bool:
        """Whether there is a saved text of a source."""
        return self.snapshots.has(key)

    def find(self, evidence: Evidence) -> Found | None:
        """A piece of evidence in its source's saved text.

        None where there is no saved text, none that can be read, no quotation, or nothing like it in the text.
        """
        snapshot = self.snapshots.of(evidence.source).value if evidence.quote else None
        if snapshot is None or evidence.quote is None:
            return None
        spans = find_quotation(snapshot.folded, evidence.quote) or find_quotation(
            snapshot.folded, Quotation(evidence.quote.exact)
        )
        places = snapshot.places(self._project.bibliography.get(evidence.source))
        if not spans:
            near = near_miss(snapshot.text, snapshot.folded, evidence.quote.exact)
            return self._found(snapshot, near.span, place=where([near.span], places)) if near else None
        verdict = compare(evidence.locator, spans, places) if evidence.locator else None
        return self._found(
            snapshot,
            spans[0],
            place=verdict.found if verdict else where(spans, places),
            answer=verdict.answer.value if verdict else "",
            why=verdict.why if verdict else "",
            times=len(spans),
        )

    def _found(
        self, snapshot: Snapshot, span: Span, *, place: str, answer: str = "", why: str = "", times: int = 0
    ) -> Found:
        text = snapshot.text
        before, after = _EDGE.split(text[: span.start])[-1], _EDGE.split(text[span.end :], maxsplit=1)[0]
        return Found(
            exact=times > 0,
            path=shown_path(snapshot.path, self._project.root),
            line=text.count("\n", 0, span.start) + 1,
            before=_cut(before, from_end=True),
            words=_single(text[span.start : span.end]),
            after=_cut(after, from_end=False),
            place=place,
            answer=answer,
            why=why,
            times=times,
        )


def _single(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, *, from_end: bool) -> str:
    """The end or the beginning of a text, whole words, with an ellipsis where it is cut; its outer space is kept."""
    near = text[-10 * AROUND :] if from_end else text[: 10 * AROUND]
    single = re.sub(r"\s+", " ", near)
    if len(single) <= AROUND:
        return single.lstrip() if from_end else single.rstrip()
    if from_end:
        return "… " + single[-AROUND:].partition(" ")[2]
    return single[:AROUND].rpartition(" ")[0] + " …"
