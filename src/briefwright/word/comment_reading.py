"""Comments of a DOCX that may come from anywhere, as threads, and which of them are ours.

Word keeps who answers whom in word/commentsExtended.xml ([MS-DOCX] 2.5.38, commentEx): each comment is known by the
w14:paraId of its last paragraph. LibreOffice 7.4 keeps which comments are resolved, and forgets which are answers;
other programs write no such part. Answers are then told by their place: they stand on the very words of their
comment, after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from briefwright.word.ooxml import WORD_2010, WORD_2012, Element, parse, w
from briefwright.word.package import MAIN_DOCUMENT, OFFICE, Package
from briefwright.word.story import Comment, Reply

AUTHOR = "Briefwright"
"""Who our comments are by."""
EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"

_ON = ("1", "true", "on")
_TEXTS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_MARKS = {w("commentRangeStart"): 0, w("commentRangeEnd"): 1, w("commentReference"): 2}
_LIBREOFFICE = "000000"
"""What LibreOffice's paraIds end in: it counts them in the first byte."""


def read_comments(package: Package) -> tuple[Comment, ...]:
    """The comments of a document in the order of their part, answers within the comment that they answer.

    An answer to an answer counts for the comment at the top, as Word shows it. A part that says who answers whom
    and cannot be read is passed over. Raises ValueError where the part of comments is not XML.
    """
    main = next(iter(package.related("", MAIN_DOCUMENT)), "word/document.xml")
    raw = list(_raw(package, main))
    if not raw:
        return ()
    entries = _entries(package, main)
    parents = _parents(raw, entries)
    if not parents and _forgets(raw, entries):
        parents = _parents_by_place(raw, _places(package, main, {comment.id for comment in raw}))
    return tuple(_threads(raw, parents, entries))


def is_ours(comment: Comment) -> bool:
    """Whether a comment is one that rendering put in, its words as they were written."""
    text, parted, mark = comment.text.rpartition("·")
    return comment.author == AUTHOR and bool(parted) and mark.strip() == fingerprint(text)


def fingerprint(text: str) -> str:
    """What ends a comment of ours: a digest of the words before it, white space single."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class _Raw:
    id: str
    author: str
    date: str
    text: str
    paragraphs: tuple[str, ...]
    """The w14:paraId of each."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What commentsExtended says of a paragraph."""

    parent: str
    done: bool


@dataclass(slots=True)
class _Place:
    """Where a comment's marks stand: characters and paragraphs before each, -1 where there is none."""

    marks: list[int] = field(default_factory=lambda: [-1, -1, -1])

    @property
    def words(self) -> tuple[int, int]:
        """Start and end; twice the same for a comment on no words."""
        start, end, reference = self.marks
        end = end if end >= 0 else reference
        return (start if start >= 0 else end, end)


def _raw(package: Package, main: str) -> Iterator[_Raw]:
    for name in package.related(main, f"{OFFICE}/comments"):
        for item in parse(package.parts[name]).iter(w("comment")):
            paragraphs = list(item.iter(w("p")))
            yield _Raw(
                item.get(w("id"), ""),
                item.get(w("author"), ""),
                item.get(w("date"), ""),
                "\n".join(_text(paragraph) for paragraph in paragraphs).strip(),
                tuple(filter(None, (one.get(f"{{{WORD_2010}}}paraId", "").upper() for one in paragraphs))),
            )


def _text(paragraph: Element) -> str:
    pieces: list[str] = []
    for item in paragraph.iter(w("t"), *map(w, _TEXTS)):
        if item.tag == w("t"):
            pieces.append(item.text or "")
        elif item.getparent().tag == w("r"):
            pieces.append(_TEXTS[item.tag.rpartition("}")[2]])
    return "".join(pieces)


def _entries(package: Package, main: str) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for name in package.related(main, EXTENDED):
        try:
            root = parse(package.parts[name])
        except ValueError:
            continue
        for item in root.iter(f"{{{WORD_2012}}}commentEx"):
            values = {key: item.get(f"{{{WORD_2012}}}{key}", "") for key in ("paraId", "paraIdParent", "done")}
            found[values["paraId"].upper()] = _Entry(values["paraIdParent"].upper(), values["done"].lower() in _ON)
    return found


def _parents(raw: list[_Raw], entries: Mapping[str, _Entry]) -> dict[int, int]:
    """From a comment's number to that of the comment it answers."""
    owners = {paragraph: number for number, comment in enumerate(raw) for paragraph in comment.paragraphs}
    found: dict[int, int] = {}
    for number, comment in enumerate(raw):
        for paragraph in comment.paragraphs:
            entry = entries.get(paragraph)
            if entry and owners.get(entry.parent, number) != number:
                found[number] = owners[entry.parent]
    return found


def _forgets(raw: list[_Raw], entries: Mapping[str, _Entry]) -> bool:
    """Whether the program that saved the file does not write down who answers whom."""
    known = [paragraph for comment in raw for paragraph in comment.paragraphs if paragraph in entries]
    unknown = any(not entries.keys() & set(comment.paragraphs) for comment in raw)
    return unknown or all(paragraph.endswith(_LIBREOFFICE) for paragraph in known)


def _places(package: Package, main: str, ids: set[str]) -> dict[str, _Place]:
    """Where comments stand, by their ids."""
    places: dict[str, _Place] = {}
    try:
        root = parse(package.parts[main])
    except (KeyError, ValueError):
        return places
    position = 0
    for item in root.iter(w("t"), w("p"), *_MARKS):
        if item.tag in _MARKS:
            number = item.get(w("id"), "")
            if number in ids:
                places.setdefault(number, _Place()).marks[_MARKS[item.tag]] = position
        else:
            position += len(item.text or "") if item.tag == w("t") else 1
    return places


def _parents_by_place(raw: list[_Raw], places: Mapping[str, _Place]) -> dict[int, int]:
    """Answers told by their place: people's comments on the words of another, or on none right after them.

    Of several comments of ours on the same words, an answer is to the last before it.
    """
    found: dict[int, int] = {}
    tops: dict[int, tuple[int, tuple[int, int]]] = {}
    for number, comment in enumerate(raw):
        place = places.get(comment.id)
        if place is None:
            continue
        start, end = place.words
        top = tops.get(end)
        if top and comment.author != AUTHOR and (start, end) in (top[1], (end, end)):
            found[number] = top[0]
        else:
            tops[end] = (number, (start, end))
    return found


def _threads(raw: list[_Raw], parents: Mapping[int, int], entries: Mapping[str, _Entry]) -> Iterator[Comment]:
    replies: dict[int, list[Reply]] = {}
    tops = _tops(len(raw), parents)
    for number, comment in enumerate(raw):
        if tops[number] != number:
            replies.setdefault(tops[number], []).append(Reply(comment.author, comment.date, comment.text))
    for number, comment in enumerate(raw):
        if tops[number] == number:
            done = any(entries[one].done for one in comment.paragraphs if one in entries)
            yield Comment(comment.id, comment.author, comment.date, comment.text, done, tuple(replies.get(number, ())))


def _tops(count: int, parents: Mapping[int, int]) -> dict[int, int]:
    """From each comment to the one at the top of its thread; of those that answer in a circle one is the top."""
    tops: dict[int, int] = {}
    for number in range(count):
        path: dict[int, None] = {}
        at = number
        while at not in tops and at not in path and at in parents:
            path[at] = None
            at = parents[at]
        top = tops.setdefault(at, at)
        tops |= dict.fromkeys(path, top)
    return tops
