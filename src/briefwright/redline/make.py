"""An edition against an earlier one: the new document, with what was taken out and put in marked in it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, Warned, error, warning
from briefwright.redline.differ import Differ
from briefwright.redline.edition import Edition, open_edition
from briefwright.redline.marks import Counts, Marks, highest_id
from briefwright.word.ooxml import Element, parse, serialise
from briefwright.word.package import EARLIEST, write_package
from briefwright.word.reading import saved_by

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class File:
    """A DOCX to compare."""

    data: bytes
    path: str
    """For findings."""


@dataclass(frozen=True, slots=True)
class Redline:
    """A document with tracked changes."""

    data: bytes
    counts: Counts


def redline(old: File, new: File, *, author: str, timestamp: int | None = None) -> Warned[Redline]:
    """The new document, with tracked changes against the old one.

    Accepting all of them gives the new text, rejecting all the old. Looks, headers and page settings are the new
    document's, and not compared. Changes that either has tracked already are carried out first.

    author: who is said to have made the changes. timestamp: when, in seconds since 1970; None for the moment at which
    the new document was last saved, as it says itself. The same input gives the same bytes.

    Raises BriefwrightError (D001, D003) where a file cannot be read. Findings: what of the old document could not be
    shown (D020).
    """
    try:
        before, after = open_edition(old.data, old.path, comments=False), _kept(new)
        moment = _moment(after, timestamp)
        date = "" if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"
        marks = Marks(author, date, highest_id(_roots(after)))
        differ = Differ(before, after, marks)
        differ.run()
    except RecursionError as problem:
        message = "the files cannot be compared: their parts stand inside one another too deeply"
        raise BriefwrightError(error(Code.DOCX_UNREADABLE, message, Location(new.path))) from problem
    _put_back(after)
    seconds = EARLIEST if moment is None else int(moment.timestamp())
    data = write_package(after.package, seconds)
    return Warned(Redline(data, marks.counts), tuple(_findings(differ.lost.what, old.path)))


def _kept(new: File) -> Edition:
    return open_edition(new.data, new.path, comments=True)


def _moment(edition: Edition, timestamp: int | None) -> datetime.datetime | None:
    """When the changes are said to have been made; None where nothing says so."""
    if timestamp is not None:
        return datetime.datetime.fromtimestamp(max(timestamp, 0), datetime.UTC)
    found = _MOMENT.match(saved_by(edition.package)[1])
    try:
        return datetime.datetime.fromisoformat(f"{found.group()}+00:00") if found else None
    except ValueError:
        return None


def _roots(edition: Edition) -> list[Element]:
    """Every part that can hold ids of bookmarks, comments and changes."""
    found = [edition.root, *edition.notes.values()]
    for name in edition.package.parts:
        if re.fullmatch(r"word/(header|footer|comments)\d*\.xml", name):
            try:
                found.append(parse(edition.package.parts[name]))
            except ValueError:  # Word will say so, or has not noticed
                continue
    return found


def _put_back(edition: Edition) -> None:
    """Write the parts that were changed into the package."""
    package = edition.package
    package.parts[edition.main] = serialise(edition.root)
    for kind, root in edition.notes.items():
        package.parts[edition.parts[kind]] = serialise(root)
    if edition.numbering is not None:
        package.parts[edition.numbering_part] = serialise(edition.numbering)


def _findings(lost: list[str], path: str) -> list[Finding]:
    return [
        warning(Code.REDLINE_LEAVES_OUT, f"what was deleted held {what}, which the redline cannot show", Location(path))
        for what in dict.fromkeys(lost)
    ]
