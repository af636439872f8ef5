"""Which fields an entry has, and in what order."""

from __future__ import annotations

import re

from briefwright.bib.tidy.entry import Entry, Field, entry_names
from briefwright.bib.tidy.rule import Effect, Rule
from briefwright.bib.tidy.style import Style

ORDER = tuple(
    """
    crossref xdata author editor translator title subtitle titleaddon shorttitle titleoriginal titletranslated
    titletransliterated booktitle booksubtitle maintitle journal journaltitle shortjournal eventtitle venue edition
    series number volume volumes issue part chapter pages pagetotal eid publisher organization institution school
    address location date year month day urldate type howpublished entrysubtype version note annotation isbn issn doi
    eprint eprinttype eprintclass archiveprefix primaryclass pmid pmcid url archiveurl archivedate langid language
    """.split()
)
"""As entries are printed: who, what, in what, when, and where to find it."""
LAST = ("keywords", "abstract", "file", "groups")
_EMPTY = re.compile(r"\{\s*\}\Z|\"\s*\"\Z").match
_READ = frozenset({"date", "year", "origdate", "eventdate", "urldate", "maintitle"})
"""pandoc reads an empty date as the year 0, and an empty main title as the title."""
_INHERITING = ("crossref", "xdata", "xref")


def empty_fields(entry: Entry, _: Style) -> Entry:
    """Fields with nothing in them go; not where one keeps a parent's value out, or is read as something."""
    fields = entry.fields
    if not any(_EMPTY(field.value) for field in fields) or entry.named(*_INHERITING):
        return entry
    names = list(entry_names(fields))
    # of two fields of one name the first counts, empty or not
    stays = {*_READ, *(name for name in names if names.count(name) > 1)}
    pairs = zip(fields, names, strict=True)
    kept = tuple(field for field, name in pairs if not _EMPTY(field.value) or name in stays)
    return entry._replace(fields=kept) if kept and len(kept) < len(fields) else entry


def duplicate_fields(entry: Entry, _: Style) -> Entry:
    """A field that is there a second time with the same value goes; one with another value stays, and is reported."""
    if len(set(entry_names(entry.fields))) == len(entry.fields):
        return entry
    first: dict[str, Field] = {}
    kept: list[Field] = []
    for field in entry.fields:
        name = field.name.lower()
        if name not in first or not _same(first[name], field):
            kept.append(field)
        first.setdefault(name, field)
    return entry._replace(fields=tuple(kept)) if len(kept) < len(entry.fields) else entry


def field_order(entry: Entry, style: Style) -> Entry:
    """Fields in the order of the settings, or of `ORDER`; others between those and `LAST`, as they come."""
    wanted = style.settings.fields or ORDER
    ranks = {name: rank for rank, name in enumerate(wanted)} | {
        name: len(wanted) + 1 + rank for rank, name in enumerate(LAST) if name not in wanted
    }
    ordered = sorted(entry.fields, key=lambda field: ranks.get(field.name.lower(), len(wanted)))
    if all(new is old for new, old in zip(ordered, entry.fields, strict=True)):
        return entry
    # the gaps keep their places: lines stay lines
    fields = (new._replace(gap=old.gap) for new, old in zip(ordered, entry.fields, strict=True))
    return entry._replace(fields=tuple(fields))


def _same(one: Field, other: Field) -> bool:
    if one.joined or other.joined or one.is_text != other.is_text:
        return one.value == other.value
    return one.inner.split() == other.inner.split()


RULES: tuple[Rule, ...] = (
    Rule("duplicate-fields", "a field given twice with one value stays once", duplicate_fields, effect=Effect.DROP),
    Rule("empty-fields", "fields with nothing in them go", empty_fields, effect=Effect.DROP),
)
ORDER_RULES: tuple[Rule, ...] = (
    Rule("field-order", "fields in the order of the setting `fields`", field_order, on=False),
)
