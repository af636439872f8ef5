"""Dates in the Extended Date/Time Format, levels 0 and 1 (https://www.loc.gov/standards/datetime/).

Supported: ``2015``, ``2015-11``, ``2015-11-29``, each with ``~`` (approximate), ``?`` (uncertain) or ``%``
(both), and intervals ``2011/2013``, open as ``2011/..``.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class DatePoint:
    """A year, a month of a year, or a day."""

    year: int
    month: int = 0
    """0 where not given."""
    day: int = 0
    """0 where not given."""
    approximate: bool = False
    uncertain: bool = False

    @property
    def first(self) -> datetime.date:
        """The first day that it covers."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last day that it covers."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or an interval, with the text it was read from."""

    text: str
    start: DatePoint | None
    """None where the interval is open at its start."""
    end: DatePoint | None
    """None where the interval is open at its end; the start itself for a single date."""

    @property
    def is_interval(self) -> bool:
        """Whether it was written with a slash."""
        return "/" in self.text

    @property
    def first(self) -> datetime.date:
        """The first day that it covers; the earliest date there is where it is open."""
        return self.start.first if self.start else datetime.date.min

    @property
    def last(self) -> datetime.date:
        """The last day that it covers; the latest date there is where it is open."""
        return self.end.last if self.end else datetime.date.max

    def __str__(self) -> str:
        return self.text


def parse_edtf(text: str) -> Edtf:
    """Read a date.

    Raises ValueError, with a sentence for the user, where the text is not in the supported part of EDTF or
    names a day that does not exist.
    """
    text = text.strip()
    if "/" not in text:
        point = _parse_point(text)
        return Edtf(text, point, point)
    start_text, _, end_text = text.partition("/")
    start = None if start_text in ("", "..") else _parse_point(start_text)
    end = None if end_text in ("", "..") else _parse_point(end_text)
    if start is None and end is None:
        raise ValueError(f"`{text}` names no date")
    if start and end and start.first > end.last:
        raise ValueError(f"`{text}` ends before it begins")
    return Edtf(text, start, end)


def _parse_point(text: str) -> DatePoint:
    match = _POINT.match(text)
    if not match:
        raise ValueError(f"`{text}` is not a date like 2015, 2015-11, 2015-11-29, 2015~ or 2011/2013")
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if (match[2] and not 1 <= month <= 12) or year < 1:
        raise ValueError(f"`{text}` is not a month of the calendar")
    if match[3] and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(f"`{text}` is not a day of the calendar")
    mark = match[4]
    return DatePoint(year, month, day, approximate=mark in ("~", "%"), uncertain=mark in ("?", "%"))
