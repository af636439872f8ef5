"""What stands between entries, in what order they come, and in what encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from briefwright.bib.text import BibText, Change
from briefwright.bib.tidy.entry import Entry, entry_of
from briefwright.bib.tidy.rule import Rule
from briefwright.bib.tidy.style import Style
from briefwright.load.bib_scan import Place


def blank_lines(_: str, last: bool, style: Style) -> str:
    """As many lines between two entries as most of the file has, and one line end after the last."""
    return "\n" if last else "\n" * (1 + style.blank_lines)


class _Block(NamedTuple):
    """An entry with the comment lines right above it."""

    start: int
    end: int
    entry: Entry
    key: str


def entry_order(file: BibText, style: Style) -> bytes:
    """Entries in the order of the setting `order`, with the comments right above them.

    What stands between entries and is no comment of one of them, such as a headline, a @string or a @comment, is
    not crossed. An entry that others name as their parent comes after them, as BibTeX asks (btxdoc, section 2.1).
    """
    return file.edited(change for stretch in _stretches(file) for change in _ordered(file, stretch, style))


def _stretches(file: BibText) -> Iterator[list[_Block]]:
    """Runs of entries with nothing but white space, and comments of their own, between them."""
    run: list[_Block] = []
    for place in file.index.entries:
        end = run[-1].end if run else 0
        block = _block(file, place, end)
        if run and (block is None or file.data[end : block.start].strip()):
            yield run
            run = []
        if block is not None:
            run.append(block)
    yield run


def _block(file: BibText, place: Place, after: int) -> _Block | None:
    """An entry that has its lines for itself; None where that is not so, or not sure.

    after: where the entry before ends; 0 where there is none, or something else stands between.
    """
    entry = entry_of(file.block(place), place.key) if place.key else None
    start = _with_comment(file.data, place.start, after)
    if entry is None or start is None:
        return None
    end = place.start + len(entry.text.encode("utf-8"))
    line_end = file.data.find(b"\n", end)
    return (
        None if file.data[end : line_end if line_end >= 0 else None].strip() else _Block(start, end, entry, place.key)
    )


def _with_comment(data: bytes, start: int, after: int) -> int | None:
    """Where the lines with % right above an entry begin; None where a line above may belong to something else."""
    line = data.rfind(b"\n", after, start) + 1
    if (line <= after and after) or data[line:start].strip():
        return None
    first = start
    while line > after:
        before = data.rfind(b"\n", after, line - 1) + 1 or after
        text = data[before : line - 1].strip()
        if not text.startswith(b"%"):
            return None if text else first
        first = line = before
    return first


def _ordered(file: BibText, run: Sequence[_Block], style: Style) -> Iterator[Change]:
    levels = _levels(run)
    first: dict[str, int] = {}
    for number, block in enumerate(run):
        first.setdefault(block.key.lower(), number)
    # of two entries with one key the first counts, so they stay in their order and together
    keys = [_sort_key(run[first[block.key.lower()]], style) for block in run]
    order = sorted(range(len(run)), key=lambda at: (levels[run[at].key.lower()], *keys[at], first[run[at].key.lower()]))
    for place, number in zip(run, order, strict=True):
        moved = run[number]
        if moved is not place:
            yield Change(place.start, place.end, file.data[moved.start : moved.end].decode("utf-8", "replace"))


def _levels(run: Sequence[_Block]) -> Mapping[str, int]:
    """How many generations of children each entry has: a parent comes after them."""
    parents: dict[str, list[str]] = {block.key.lower(): [] for block in run}
    for block in run:
        named = block.entry.named("crossref")
        if named and named.inner.strip().lower() in parents:
            parents[block.key.lower()].append(named.inner.strip().lower())
    levels = dict.fromkeys(parents, 0)
    for _ in range(10):  # circles end here
        changed = False
        for child, its in parents.items():
            for parent in its:
                if parent != child and levels[parent] <= levels[child] < 10:
                    levels[parent] = levels[child] + 1
                    changed = True
        if not changed:
            break
    return levels


def _sort_key(block: _Block, style: Style) -> tuple[str, ...]:
    key = block.key.casefold()
    wanted = style.settings.order
    if wanted == "type":
        return (block.entry.type.lower(), key)
    if wanted == "key":
        return (key,)
    names = block.entry.named("author", "editor", "organization", "title", "key")
    year = block.entry.named("date", "year")
    author = re.sub(r"\\[A-Za-z]+|[^\w\s,]", "", names.inner).casefold() if names else ""
    when = year.inner.strip() if year else ""
    return (when, author, key) if wanted == "year" else (author, when, key)


def encoding(file: BibText, _: Style) -> bytes:
    """UTF-8 with line feeds, without byte order mark."""
    return file.data


RULES: tuple[Rule, ...] = (
    Rule("blank-lines", "between entries as many as most of the file has", gap=blank_lines),
    Rule("entry-order", "entries in the order of the setting `order`", file=entry_order, on=False),
)
ENCODING_RULES: tuple[Rule, ...] = (
    Rule("encoding", "UTF-8 with line feeds, without byte order mark", file=encoding, on=False),
)
