"""Quotations in the saved texts of their sources: whether they are there, and where.

A snapshot is a text file named after its source's key. What scanning, saving and typing change in a text is
forgiven: white space, hyphens and dashes, quotation marks, letter case, and Markdown's emphasis.
"""

from __future__ import annotations

import bisect
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from briefwright.diagnostics import Code, Location, Warned, warning
from briefwright.load.files import reason
from briefwright.model import Project, Reference

ENVIRONMENT = "BRIEFWRIGHT_SNAPSHOTS"
"""A variable that names the folder of snapshots, for people who keep them outside the project."""
ENDINGS = (".txt", ".md")
SHORTEST_PARAGRAPH = 40
"""Characters; shorter ones are headings, captions and page furniture."""
WIDEST_WRAPPED = 100
"""Characters; longer lines are not the work of a program that breaks lines."""

_MARKS = frozenset("\"'`´‘’‚‛“”„‟«»‹›′″*_\\")
_DASHES = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
_LONG_DASHES = frozenset("\u2014\u2015")
_END_OF_SENTENCE = re.compile(r"[.!?…:;][\"'’”»)\]\d*_^]*$")
_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_LINE = re.compile(r"[^\n]+")
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]|\$\^\{?\d+\}?\$|<sup>[^<]*</sup>")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The saved text of a source."""

    key: str
    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Where quoted words are in a snapshot."""

    words: str
    """As the snapshot has them, white space single and without Markdown; as they were given where a line's end
    breaks a word, since the snapshot alone does not tell whether a hyphen belongs to it."""
    locator: str
    """ "para. 2" or "p. 434"; empty where it cannot be settled."""
    doubt: str
    """Why there is no locator, in words."""
    line: int
    """1-based, in the snapshot."""
    times: int
    """How often the words are in the snapshot."""


def snapshot_folder(project: Project) -> Path | None:
    """The folder of a project's snapshots: the environment variable's, else the project's setting; None without."""
    named = os.environ.get(ENVIRONMENT) or project.config.snapshots
    return (project.root / named) if named else None


def find_snapshot(folder: Path, key: str) -> Warned[Snapshot | None]:
    """The snapshot of a source; None where the folder has none, or one that cannot be read (a finding says why)."""
    for ending in ENDINGS:
        path = folder / f"{key}{ending}"
        if "/" in key or "\\" in key or not path.is_file():
            continue
        try:
            data = path.read_bytes()
        except OSError as problem:
            message = f"the saved text `{path.name}` cannot be read: {reason(problem)}"
            return Warned(None, (warning(Code.UNREADABLE_FILE, message, Location(str(path))),))
        # form feeds, which no brief may hold, are page breaks here
        text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        return Warned(Snapshot(key, path, text))
    return Warned(None)


def find_passage(snapshot: Snapshot, words: str, reference: Reference | None = None) -> Passage | None:
    """Where words are in a snapshot; None where they are not.

    reference: the source's entry, whose pages say on which page the text begins.
    """
    text, places = _folded(snapshot.text)
    wanted, _ = _folded(words)
    wanted = wanted.strip()
    starts = _occurrences(text, wanted) if wanted else []
    if not starts:
        return None
    first, last = places[starts[0]], places[starts[0] + len(wanted) - 1]
    found = _as_quoted(snapshot.text[first : last + 1], words)
    line = snapshot.text.count("\n", 0, first) + 1
    located = [_locate(snapshot.text, places[start], reference) for start in starts]
    locator, doubt = located[0]
    if any(other != located[0] for other in located):
        locator, doubt = "", f"the words are there {len(starts)} times"
    return Passage(found, locator, doubt, line, len(starts))


def _as_quoted(text: str, given: str) -> str:
    if re.search(r"\w[-\u2010\u00ad]\s*\n", text):
        return " ".join(given.split())
    return " ".join(re.sub(r"[*_\\]", "", _FOOTNOTE.sub("", text)).split())


def _occurrences(text: str, wanted: str) -> list[int]:
    """Where a text begins and ends at the edges of words."""
    pattern = rf"(?<!\w){re.escape(wanted)}(?!\w)"
    return [found.start() for found in re.finditer(pattern, text)]


def _folded(text: str) -> tuple[str, list[int]]:
    """A text with what is forgiven taken out, and the place in the text of each of its characters.

    A hyphen within a word goes, with a line's end after it, so that a word broken there is whole again; a dash
    between words is a space.
    """
    skipped = {place for found in _FOOTNOTE.finditer(text) for place in range(*found.span())}
    kept = [place for place, sign in enumerate(text) if place not in skipped and sign not in _MARKS]
    signs: list[str] = []
    places: list[int] = []
    index = 0
    while index < len(kept):
        end = index
        while end < len(kept) and (text[kept[end]] in _DASHES or text[kept[end]].isspace()):
            end += 1
        if end > index:
            if _parts_words("".join(text[place] for place in kept[index:end])) and signs:
                signs.append(" ")
                places.append(kept[index])
            index = end
            continue
        for part in unicodedata.normalize("NFKC", text[kept[index]]).casefold():
            signs.append(part)
            places.append(kept[index])
        index += 1
    return "".join(signs), places


def _parts_words(between: str) -> bool:
    """Whether white space and dashes part two words, rather than being a hyphen within one."""
    dashes = "".join(sign for sign in between if sign in _DASHES)
    return not dashes or between[0].isspace() or len(dashes) > 1 or dashes in _LONG_DASHES


def _locate(text: str, place: int, reference: Reference | None) -> tuple[str, str]:
    """The locator of a place in a text; empty, with the reason, where it cannot be settled."""
    first, last = _pages(reference)
    breaks = text.count("\f")
    if breaks:
        page = text.count("\f", 0, place)
        if first and last - first not in (breaks, breaks - 1):
            return "", f"the text has {breaks + 1} pages, and the entry says {first}–{last}"
        return f"p. {(first or 1) + page}", ""
    if first:
        return "", "the source has pages, and its saved text does not show where they begin"
    starts = [start for start, end in _paragraphs(text) if end]
    number = bisect.bisect_right(starts, place)
    inside = any(start <= place < end for start, end in _paragraphs(text))
    return (f"para. {number}", "") if inside else ("", "the words are not in a paragraph of the text itself")


def _pages(reference: Reference | None) -> tuple[int, int]:
    found = re.match(r"\D*(\d+)\D+(\d+)\s*$", reference.fields.get("pages", "")) if reference else None
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs of the text itself begin and end: those of some length that end as sentences do.

    A line is a paragraph unless it stops in mid-sentence; lines of a page's width between empty lines are one.
    """
    found: list[tuple[int, int]] = []
    for block in _BLOCK.finditer(text):
        lines = [(block.start() + line.start(), block.start() + line.end()) for line in _LINE.finditer(block[0])]
        joined = [_goes_on(text[start:end].rstrip()) for start, end in lines[:-1]]
        narrow = any(joined) and all(end - start <= WIDEST_WRAPPED for start, end in lines)
        begin = lines[0][0]
        for (_, end), goes_on in zip(lines, [*joined, False], strict=True):
            if (goes_on or narrow) and end != lines[-1][1]:
                continue
            found.append((begin, end))
            begin = end + 1
    return [(start, end) for start, end in found if _is_paragraph(text[start:end].strip())]


def _goes_on(line: str) -> bool:
    """Whether a line stops in mid-sentence; short ones are headings."""
    return line[-1:] in _DASHES or (len(line) >= SHORTEST_PARAGRAPH and not _END_OF_SENTENCE.search(line))


def _is_paragraph(text: str) -> bool:
    return len(text) >= SHORTEST_PARAGRAPH and not text.startswith("#") and bool(_END_OF_SENTENCE.search(text))
