"""Passages of briefs as sentences: which words are the author's own, what is quoted, attributed, cited, judged.

English only: a passage in another language has no sentences here, so that rules on wording stay silent about it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from briefwright.check.passages import CITE_MARK, FACT_MARK, FOREIGN_MARK, FactUse, Passage
from briefwright.check.rule import Context, Reviewed
from briefwright.document import AnchorKind, Document

QUOTE_MARK = "\ufffb"
"""Stands in `Sentence.own` for each quotation."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage."""

    passage: Passage
    own: str
    """The author's own words: each fact is one FACT_MARK, each quotation one QUOTE_MARK; citations are left out."""
    marked: str
    """The same with a CITE_MARK for each citation and note."""
    facts: tuple[FactUse, ...]
    cites: tuple[tuple[str, str], ...]
    """The author's citations in it: keys and locators as text."""

    @property
    def cited(self) -> bool:
        """Whether the author cites something in it, or adds a note."""
        return CITE_MARK in self.marked

    @property
    def sourced(self) -> bool:
        """Whether it has a citation, a note or a fact."""
        return self.cited or bool(self.facts)

    @property
    def is_question(self) -> bool:
        """Whether it asks."""
        return self.own.rstrip(f"{QUOTE_MARK} )").endswith("?")


def english_passages(one: Reviewed, context: Context) -> Iterator[Passage]:
    """The paragraphs and list items of a brief that are in English, block quotations left out."""
    if one.document is None:
        return
    for passage in context.passages.get(one.brief.name, ()):
        prose = passage.kind in (AnchorKind.PARAGRAPH, AnchorKind.ITEM) and not passage.quoted
        if prose and _is_english(passage, one.document):
            yield passage


def english_sentences(one: Reviewed, context: Context) -> Iterator[Sentence]:
    """The sentences of a brief's English paragraphs and list items."""
    for passage in english_passages(one, context):
        yield from sentences_of(passage)


@functools.lru_cache(maxsize=4096)
def sentences_of(passage: Passage) -> tuple[Sentence, ...]:
    """A passage's sentences in order; semicolons and colons end none."""
    text = without_quotations(passage.marked)
    facts, cites = iter(passage.facts), iter(passage.cited_at)
    found: list[Sentence] = []
    for part in _split(text, passage.facts):
        used = tuple(islice(facts, part.count(FACT_MARK)))
        cited = list(islice(cites, part.count(CITE_MARK)))
        own = " ".join(part.replace(CITE_MARK, "").split())
        found.append(Sentence(passage, own, part, used, tuple(item for items in cited for item in items)))
    return tuple(found)


def whole_sentences(text: str, facts: Sequence[FactUse]) -> Iterator[str]:
    """The sentences of a passage's `marked` text, their quotations left in."""
    quotations = iter([(found[0], _mask(found)) for found in _QUOTATIONS.finditer(text)])
    for part in _split(without_quotations(text), facts):
        whole, rest = "", part
        while QUOTE_MARK in rest:
            before, _, after = rest.partition(QUOTE_MARK)
            quotation, mask = next(quotations)
            whole, rest = f"{whole}{before}{quotation}", after[len(mask) - 1 :]
        yield whole + rest


def _is_english(passage: Passage, document: Document) -> bool:
    return (passage.lang or document.lang).split("-")[0].lower() == "en"


# --- quotations ---------------------------------------------------------------------------------------------------

_QUOTATIONS = re.compile(
    r"""“[^“”]{1,2000}(?:“[^“”]*”[^“”]*)*”                 # double, with one more level inside
      | «[^«»]{1,2000}»
      | "[^"]{1,2000}"
      | (?<![\w’])‘(?=\S)[^‘]{1,2000}?[^\s‘]’(?!\w)            # single; an apostrophe has a letter after it
        (?:[^‘’“”.!?;:]{0,80}(?<!s)’(?!\w))?                # a plural's apostrophe ended it too early
    """,
    re.VERBOSE,
)


def without_quotations(text: str) -> str:
    """A text with a QUOTE_MARK for each quotation; a quoted sentence's stop stays."""
    return _QUOTATIONS.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    inside = found[0][1:-1].rstrip()
    marks = "".join(sign for sign in inside if sign in (FACT_MARK, CITE_MARK))
    return QUOTE_MARK + marks + (inside[-1] if inside[-1:] in ".!?" else "")


# --- where sentences end ------------------------------------------------------------------------------------------

_SIGNS = FACT_MARK + CITE_MARK + FOREIGN_MARK + QUOTE_MARK
_STOP = re.compile(
    rf"[.!?…][)\]’”{QUOTE_MARK}]*(?:\s?{CITE_MARK})*(?=\s+[(\[‘“]*(?:[A-Z0-9ÀÁÂÄÅÆÇÈÉÊÍÎÓÔÖØÚÜŠŽ]|[{_SIGNS}])|\s*$)"
)
_ABBREVIATION = re.compile(
    r"""(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Amb|Sen|Rep|Gov|Hon|Rev|St|Sr|Jr|Mt|No|Nos|Art|Arts|Fig
        |Vol|vs|v|ca|c|cf|eg|ie|e\.g|i\.e|al|pp?|paras?|n|ch|chap|sect?|approx|est|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct
        |Nov|Dec|Inc|Ltd|Co|Corp|U\.S|U\.K|U\.N|[A-Z](?:\.[A-Z])*)$""",
    re.VERBOSE,
)


def _split(text: str, facts: Sequence[FactUse]) -> Iterator[str]:
    start, ends = 0, sorted({*_stops(text), *_ends_of_facts(text, facts)})
    for end in ends:
        if text[start:end].strip():
            yield text[start:end].strip()
        start = end
    if text[start:].strip():
        yield text[start:].strip()


def _stops(text: str) -> Iterator[int]:
    for found in _STOP.finditer(text):
        if (
            found[0][0] != "."
            or not _ABBREVIATION.search(text[max(0, found.start() - 10) : found.start()])
            or not text[found.end() :].strip()
        ):
            yield found.end()


def _ends_of_facts(text: str, facts: Sequence[FactUse]) -> Iterator[int]:
    """Behind facts that bring their own full stop."""
    uses = iter(facts)
    for place, sign in enumerate(text):
        if sign == FACT_MARK:
            use = next(uses, None)
            if use and use.text[-1:] in (".", "!", "?") and text[place + 1 : place + 2] in ("", " "):
                yield place + 1
