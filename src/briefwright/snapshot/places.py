"""Pages, paragraphs and notes of a saved text: where each begins, as far as that can be told.

What a person has written down (`places_file`) counts first, then what the text shows: form feeds between pages,
paragraphs of sentences, notes by their numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefwright.model import Reference
from briefwright.snapshot.folding import DASHES

SHORTEST_PARAGRAPH = 40
"""Characters; shorter ones are headings, captions and page furniture."""
REST = "# The rest of the page"
"""The line below which the text of a web page holds what is outside its body."""
WIDEST_WRAPPED = 100
"""Characters; longer lines are not the work of a program that breaks lines."""
MOST_PAGES = 20_000
"""That are told apart in a text."""
BOUND_TYPES = frozenset(("article", "inbook", "incollection", "inproceedings"))
"""Entry types whose field `pages` says on which pages the whole text is."""

_END_OF_SENTENCE = re.compile(r"[.!?…:;][\"'’”»)\]\d*_^]*(?:\[\^\w+\]|<sup>\d+</sup>)*$")
_REST = re.compile(rf"(?m)^{re.escape(REST)}$")
_LINE = re.compile(r"[^\n\f]+")
_END_OF_BLOCK = re.compile(r"\n(?=[^\S\n\f]*+\n)|\f")
_ITEM = re.compile(r"[-*•+|#]\s|\||#")
_NOTE = re.compile(
    r"(?m)^[ \t]*(?:\[\^(?P<typed>\w+)\]:|(?:<sup>&</sup>lt;sup>|<sup>)(?P<raised>\d{1,4})(?:</sup>|(?=\s)))\s*(?=\S)"
)
_PAGES = re.compile(r"\D*(\d+)\s*[-\u2010-\u2015]+\s*(\d+)\s*$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """Stretches of a text with their labels, in reading order: pages, paragraphs or notes."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    doubt: str = ""
    """Why nothing can be said of them, in words; empty where they are known."""

    def around(self, start: int, end: int) -> tuple[str, ...]:
        """The labels of those that a stretch of the text is in; empty where one of its ends is outside them."""
        first, last = self._at(start), self._at(max(start, end - 1))
        return self.labels[first : last + 1] if first >= 0 and last >= 0 else ()

    def _at(self, place: int) -> int:
        index = bisect_right(self.starts, place) - 1
        return index if index >= 0 and place < self.ends[index] else -1


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a places file says, found in the text."""

    pages: Numbered | None = None
    page_labels: tuple[str, ...] = ()
    """One for each stretch between form feeds."""
    paragraphs: Numbered | None = None
    notes: Numbered | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are in a saved text."""

    pages: Numbered = field(default_factory=Numbered)
    paragraphs: Numbered = field(default_factory=Numbered)
    notes: Numbered = field(default_factory=Numbered)

    def of(self, label: str) -> Numbered | None:
        """Those that a kind of locator counts; None for kinds that are not told apart here."""
        return {"page": self.pages, "paragraph": self.paragraphs, "note": self.notes}.get(label)


def find_places(text: str, reference: Reference | None, corrections: Corrections) -> Places:
    """The pages, paragraphs and notes of a text.

    reference: the source's entry, whose pages say on which page the text begins.
    """
    pages = corrections.pages or _pages(text, reference, corrections.page_labels)
    notes = corrections.notes if corrections.notes is not None else find_notes(text)
    if corrections.paragraphs is not None:
        return Places(pages, corrections.paragraphs, notes)
    if pages.labels or pages.doubt:
        doubt = "the source is divided into pages, and its paragraphs are not numbered in its saved text"
        return Places(pages, Numbered(doubt=doubt), notes)
    found = [span for span in find_paragraphs(text) if not notes.around(*span)]
    return Places(Numbered(doubt="the saved text is not divided into pages"), numbered(found), notes)


def numbered(spans: Sequence[tuple[int, int]]) -> Numbered:
    """Stretches numbered from 1."""
    labels = tuple(str(number) for number in range(1, len(spans) + 1))
    return Numbered(tuple(start for start, _ in spans), tuple(end for _, end in spans), labels)


def page_range(reference: Reference | None) -> tuple[int, int]:
    """The first and last page in an entry's field `pages`; zeros where it does not say."""
    found = _PAGES.match(reference.fields.get("pages", "")) if reference else None
    if not found:
        return 0, 0
    first, last = found[1], found[2]
    if len(last) < len(first):  # 427-38
        last = first[: len(first) - len(last)] + last
    return (int(first), int(last)) if int(first) <= int(last) else (0, 0)


def _pages(text: str, reference: Reference | None, labels: tuple[str, ...]) -> Numbered:
    first, last = page_range(reference)
    if text.count("\f") > MOST_PAGES:
        return Numbered(doubt=f"its saved text has more than {MOST_PAGES} pages")
    breaks = [found.start() for found in re.finditer("\f", text)]
    if not breaks:
        # a doubt only where there must be pages: a web page has none
        doubt = "the source has pages, and its saved text does not show where they begin" if first else ""
        return Numbered(doubt=doubt)
    starts = [0, *(place + 1 for place in breaks)]
    ends = [*starts[1:], len(text)]
    texts = [text[start:end].rstrip("\f") for start, end in zip(starts, ends, strict=True)]
    if not texts[-1].strip():  # a form feed at the end of the last page
        starts, ends, texts = starts[:-1], ends[:-1], texts[:-1]
    if labels and len(labels) == len(starts):
        return Numbered(tuple(starts), tuple(ends), labels)
    number = _first_page(texts, first, last)
    if number is None:
        return Numbered(doubt=f"its saved text has {len(texts)} pages, and its entry says {first}–{last}")
    return Numbered(tuple(starts), tuple(ends), tuple(str(number + index) for index in range(len(starts))))


def _first_page(texts: Sequence[str], first: int, last: int) -> int | None:
    """The number of a text's first page: its entry's, else the one printed, else 1; None where they disagree."""
    if first and last - first + 1 == len(texts):
        return first
    return _printed(texts) or (None if first else 1)


def _printed(texts: Sequence[str]) -> int | None:
    """The number of the first page by the numbers that stand alone at the head or foot of most pages."""
    votes: Counter[int] = Counter()
    for index, text in enumerate(texts):
        lines = [line.strip(f" \t{DASHES}|") for line in text.split("\n") if line.strip()]
        seen = {int(line) for line in (*lines[:2], *lines[-2:]) if re.fullmatch(r"[1-9]\d{0,3}", line)}
        votes.update(number - index for number in seen)
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] >= max(3, len(texts) / 2) and best[0][0] > 0 else None


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does; bylines, dates and captions seldom do."""
    return bool(_END_OF_SENTENCE.search(text))


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs of the text itself begin and end: those of some length that end as sentences do.

    A line is a paragraph unless it stops in mid-sentence; lines of a page's width between empty lines are one.
    Headings, items of lists and rows of tables are none, nor is what stands below the line REST.
    """
    rest = _REST.search(text)
    text = text[: rest.start()] if rest else text
    found: list[tuple[int, int]] = []
    for lines in _blocks(text):
        joined = [_goes_on(text[start:end].rstrip()) for start, end in lines[:-1]]
        narrow = any(joined) and all(end - start <= WIDEST_WRAPPED for start, end in lines)
        begin = lines[0][0]
        for (_, end), goes_on in zip(lines, [*joined, False], strict=True):
            if (goes_on or narrow) and end != lines[-1][1]:
                continue
            found.append((begin, end))
            begin = end + 1
    return [(start, end) for start, end in found if _is_paragraph(text[start:end].strip())]


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Lines that follow one another without an empty one or a new page between them."""
    block: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        empty = line[0].isspace()
        apart = not block or block[-1][1] + 1 != line.start() or text[line.start() - 1] != "\n"
        if block and (empty or apart):
            yield block
            block = []
        if not empty:
            block.append(line.span())
    if block:
        yield block


def _goes_on(line: str) -> bool:
    """Whether a line stops in mid-sentence; short ones are headings."""
    return line[-1:] in DASHES or (len(line) >= SHORTEST_PARAGRAPH and not _END_OF_SENTENCE.search(line))


def _is_paragraph(text: str) -> bool:
    return len(text) >= SHORTEST_PARAGRAPH and not _ITEM.match(text) and bool(_END_OF_SENTENCE.search(text))


def find_notes(text: str) -> Numbered:
    """The notes of a text that begin with their number, raised or as Markdown has it; each ends with its block."""
    starts, ends, labels = [], [], []
    end = -1
    for note in _NOTE.finditer(text):
        if end < note.end():  # else it is in the block of the note before
            found = _END_OF_BLOCK.search(text, note.end())
            end = found.start() if found else len(text)
        starts.append(note.start())
        ends.append(end)
        labels.append(note["typed"] or note["raised"])
    return Numbered(tuple(starts), tuple(ends), tuple(labels))
