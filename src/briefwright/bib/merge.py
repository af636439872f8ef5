"""Two entries made one: every field of both stays, and nothing that names the one that goes leads nowhere.

Where both say something else, the fuller value stays, and the other is kept in a field of its own, `x-merged-FIELD`,
which no style prints. The old key goes into biblatex's field `ids`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefwright.bib.compared import UNIONS, Difference, Kind, compare, members
from briefwright.bib.entry_edit import with_fields
from briefwright.bib.layout import EntryLayout, layout_of
from briefwright.check.entries import bare
from briefwright.check.timeliness import date_of
from briefwright.model import Reference

ASIDE = "x-merged-"
"""Stands before the name of a field that holds the value which did not stay."""
_VAGUE = frozenset({"misc", "online", "electronic", "www", "unpublished"})
_DATE_PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, and where its parts stand in its text."""

    reference: Reference
    layout: EntryLayout

    @property
    def text(self) -> str:
        """Its own text."""
        return self.layout.text[: self.layout.end]

    def raw(self, name: str) -> str:
        """A field's value as it is written, braces and all."""
        span = self.layout.named(name)
        return self.layout.value(span) if span else f"{{{self.reference.fields[name]}}}"

    def inner(self, name: str) -> str:
        """A field's value without its braces; @strings in it put in place."""
        span = self.layout.named(name)
        if span and len(span.pieces) == 1 and span.pieces[0].opening:
            return self.layout.inner(span.pieces[0])
        return self.reference.fields[name]


@dataclass(frozen=True, slots=True)
class Merged:
    """What comes of two entries."""

    entry: Entry
    """The merged one, without `ids`."""
    gone: str
    """The key that goes."""
    ids: tuple[str, ...]
    """The keys under which it is to be found too."""
    asides: tuple[tuple[str, str], ...]
    """(field, the field that holds the value which did not stay)."""
    moved: Mapping[tuple[str, str], str]
    """As in `guard.Meant`."""
    rewritten: frozenset[tuple[str, str]]
    dropped: frozenset[tuple[str, str]]
    """Fields whose value the other entry has."""

    @property
    def text(self) -> str:
        """The merged entry's text, with `ids`."""
        return with_ids(self.entry, self.ids).text


@dataclass(slots=True)
class _Merger:
    keep: Entry
    go: Entry
    add: dict[str, str] = field(default_factory=dict)
    exchange: dict[str, str] = field(default_factory=dict)
    drop: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    """The fields afterwards, @strings put in place."""
    asides: list[tuple[str, str]] = field(default_factory=list)
    moved: dict[tuple[str, str], str] = field(default_factory=dict)
    rewritten: set[tuple[str, str]] = field(default_factory=set)
    dropped: set[tuple[str, str]] = field(default_factory=set)

    def take(self, difference: Difference) -> None:
        name, own = difference.name, difference.own
        kept, gone = self.keep.reference, self.go.reference
        if difference.kind is Kind.MISSING and self.values.get(own, "").strip():
            self.put_aside(name)  # a value that did not stay has come to stand there
        elif difference.kind is Kind.MISSING:
            self._put(own, self.go.raw(name), gone.fields[name])
            self.moved[gone.key, name] = own
            if own in kept.fields:
                self.dropped.add((kept.key, own))  # it was empty
        elif difference.kind is Kind.SAME:
            self.dropped.add((gone.key, name))
        elif difference.kind is Kind.UNION:
            mine = members(self.keep.inner(own), own)
            known = {member.casefold() for member in mine}
            mine += [member for member in members(self.go.inner(name), name) if member.casefold() not in known]
            value = UNIONS[name].join(mine)
            self._put(own, f"{{{value}}}", value)
            self.rewritten.add((kept.key, own))
            self.dropped.add((gone.key, name))
        elif difference.kind is Kind.FULLER:
            self._put(own, self.go.raw(name), gone.fields[name])
            self.rewritten.add((kept.key, own))
            self.moved[gone.key, name] = own
        elif _fuller(gone.fields[name], kept.fields.get(own, "")):
            aside = self._aside(own)
            self._put(aside, self.keep.raw(own), kept.fields[own])
            self.moved[kept.key, own] = aside
            self._put(own, self.go.raw(name), gone.fields[name])
            self.moved[gone.key, name] = own
            self.asides.append((own, aside))
        else:
            self.put_aside(name)

    def put_aside(self, name: str) -> None:
        aside = self._aside(name)
        self._put(aside, self.go.raw(name), self.go.reference.fields[name])
        self.moved[self.go.reference.key, name] = aside
        self.asides.append((name, aside))

    def take_date(self, differences: list[Difference]) -> None:
        """The date of publication, of whatever fields."""
        kept, gone = self.keep.reference, self.go.reference
        kinds = {one.kind for one in differences}
        simple = {one.name for one in differences} == {"date"} and "date" in kept.fields
        if simple or kinds <= {Kind.SAME} or kinds == {Kind.MISSING}:
            for one in differences:
                self.take(one)
        elif kinds == {Kind.FULLER} and "date" in gone.fields:  # the other has but `year`
            self._put("date", self.go.raw("date"), gone.fields["date"])
            self._cover(kept, gone)
        elif kinds == {Kind.FULLER} and "date" in kept.fields:
            date = date_of(gone)
            text = date.text if date else kept.fields["date"]
            self._put("date", f"{{{text}}}", text)
            self.rewritten.add((kept.key, "date"))
            self.dropped.update((gone.key, one.name) for one in differences)
        else:
            for one in differences:
                if one.name in kept.fields and kept.fields[one.name] == gone.fields[one.name]:
                    self.dropped.add((gone.key, one.name))
                elif kinds == {Kind.FULLER} and one.name not in kept.fields:
                    self._put(one.name, self.go.raw(one.name), gone.fields[one.name])
                else:
                    self.put_aside(one.name)

    def _cover(self, kept: Reference, gone: Reference) -> None:
        """`year`, `month` and `day` say no more than the `date` that is taken in."""
        for name in _DATE_PARTS:
            if name in kept.fields:
                self.drop.add(name)
                self.values.pop(name, None)
                self.dropped.add((kept.key, name))
            if name in gone.fields:
                self.dropped.add((gone.key, name))

    def _put(self, name: str, raw: str, value: str) -> None:
        (self.exchange if self.keep.layout.named(name) else self.add)[name] = raw
        self.values[name] = value

    def _aside(self, name: str) -> str:
        """The name of a field that holds another value of `name`."""
        stem = name if name.startswith(ASIDE) else f"{ASIDE}{name}"
        number, found = 1, stem
        while found in self.values:
            number += 1
            found = f"{stem}-{number}"
        return found


def merge(keep: Entry, go: Entry) -> Merged | None:
    """Two entries as one, which has the key of the first; None where its text could not be read again."""
    merger = _Merger(keep, go)
    merger.values.update(keep.reference.fields)
    differences = [one for one in compare(keep.reference, go.reference) if one.name != "ids"]
    dates = [one for one in differences if one.name in ("date", *_DATE_PARTS)]
    for one in differences:
        if one not in dates:
            merger.take(one)
    if dates:
        merger.take_date(dates)
    type_ = _type(keep, go, merger)
    text = with_fields(keep.layout, add=merger.add, exchange=merger.exchange, drop=merger.drop, type_=type_)
    layout = layout_of(text, keep.reference.key)
    if layout is None:
        return None
    reference = dataclasses.replace(
        keep.reference, fields=dict(merger.values), raw=text, type=type_ or keep.reference.type
    )
    return Merged(
        Entry(reference, layout),
        go.reference.key,
        (go.reference.key, *members(go.reference.fields.get("ids", ""), "ids")),
        tuple(merger.asides),
        merger.moved,
        frozenset(merger.rewritten),
        frozenset(merger.dropped | {(go.reference.key, "ids")}),
    )


def with_ids(entry: Entry, ids: tuple[str, ...]) -> Entry:
    """An entry that is found under other keys too (biblatex's field `ids`)."""
    there = members(entry.reference.fields.get("ids", ""), "ids")
    value = ", ".join(dict.fromkeys((*there, *ids)))
    raw = {"ids": f"{{{value}}}"}
    text = with_fields(entry.layout, exchange=raw) if there else with_fields(entry.layout, add=raw)
    layout = layout_of(text, entry.reference.key)
    if layout is None:
        return entry
    return Entry(
        dataclasses.replace(entry.reference, fields={**entry.reference.fields, "ids": value}, raw=text), layout
    )


def _type(keep: Entry, go: Entry, merger: _Merger) -> str:
    """Another type for the entry where its own says less; the type that does not stay is kept in a field."""
    mine, theirs = keep.reference.type, go.reference.type
    if mine == theirs:
        return ""
    taken = theirs if mine in _VAGUE and theirs not in _VAGUE else ""
    aside = merger._aside("entrytype")
    merger._put(aside, f"{{{mine if taken else theirs}}}", mine if taken else theirs)
    return taken


def _fuller(value: str, other: str) -> bool:
    """Whether a value says more than another: the longer one is taken to."""
    return len(bare(value)) > len(bare(other))
