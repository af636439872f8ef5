"""Entries of the bibliography as the rules read them: fields without TeX, and where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from briefwright import tex
from briefwright.diagnostics import Location
from briefwright.model import Project, Reference

_COMMAND = re.compile(r"\\(?:[A-Za-z]+\s*|.)")
_DAY = re.compile(r"\d{4}[-/]\d\d?[-/]\d\d?|\b\d\d?\.?\s+[^\W\d_]+\.?,?\s+\d{4}|[^\W\d_]\.?\s+\d\d?,?\s+\d{4}")
"""A day in a date as biblatex reads it, and as people write it."""
_WORD = re.compile(r"\w+")
_PARTICLES = re.compile(r"(?:[a-z]\S*\s+)+(?=[^\Wa-z])")
PARENTS = ("crossref", "xdata", "xref")
"""Fields that name the entries that an entry has fields of."""
_AND = re.compile(r"\sand\s")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def first(reference: Reference, names: Iterable[str]) -> tuple[str, str]:
    """The first of some fields that is given, with its value; both empty where none is."""
    return next(((name, reference.fields[name]) for name in names if reference.fields.get(name)), ("", ""))


def bare(value: str) -> str:
    """A field's text without braces and commands."""
    return tex.plain(value) if "\\" in value else value.replace("{", "").replace("}", "").strip()


def verbatim(value: str) -> str:
    """An address or a number as biblatex reads it, without the braces around the whole."""
    value = (tex.verbatim(value) if "\\" in value else value).strip()
    while value.startswith("{") and value.endswith("}") and "}" not in value[1:-1]:
        value = value[1:-1].strip()
    return value


class _NoAccents(dict[int, int | None]):
    """For str.translate: takes combining characters away; each is looked up once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_NO_ACCENTS = _NoAccents()


def folded(value: str) -> str:
    """Letters and digits alone, without case and accents, words parted by a space: to compare, not to show."""
    if not value.isascii():
        value = unicodedata.normalize("NFKD", value).translate(_NO_ACCENTS)
    if "\\" in value:
        value = _COMMAND.sub("", value)
    value = value.replace("{", "").replace("}", "").casefold()
    return " ".join(_WORD.findall(value))


def field_location(reference: Reference, name: str) -> Location:
    """The line of a field in its file; that of the entry where it cannot be told."""
    found = re.search(rf"(?im)(?:^|,)[ \t]*({re.escape(name)})\s*=", reference.raw)
    where = reference.location
    if not found:
        return where
    at = found.start(1)
    line = where.line + reference.raw.count("\n", 0, at)
    if line == where.line:
        return Location(where.path, line, where.column + at, where.text)
    start = reference.raw.rfind("\n", 0, at) + 1
    end = reference.raw.find("\n", at)
    text = reference.raw[start : end if end >= 0 else len(reference.raw)]
    return Location(where.path, line, at - start + 1, text)


def year_of(reference: Reference) -> str:
    """The year of publication, empty where there is none."""
    found = _YEAR.search(reference.fields.get("date") or reference.fields.get("year", ""))
    return found[0] if found else ""


def has_day(reference: Reference) -> bool:
    """Whether the date of publication names a day."""
    fields = reference.fields
    if _DAY.search(fields.get("date", "")) or _DAY.search(fields.get("year", "")):
        return True
    month = fields.get("month", "")
    return bool(month and (fields.get("day") or re.search(r"[A-Za-z]\D*\d|\d\D*[A-Za-z]", month)))


def family_of_first(reference: Reference) -> str:
    """The family name of the first author, else editor, folded; empty where there is none."""
    names = reference.fields.get("author") or reference.fields.get("editor", "")
    if not names:
        return ""
    name = _AND.split(names, maxsplit=1)[0].strip()
    if name.startswith("{") and name.endswith("}"):
        return folded(name)
    family = name.partition(",")[0] if "," in name else name.rpartition(" ")[2]
    particles = _PARTICLES.match(family)  # "van der Berg, Jan" is "Jan van der Berg"
    return folded(family[particles.end() :] if particles else family)


def with_inherited(reference: Reference, project: Project) -> Mapping[str, str] | None:
    """The fields of an entry with what it has of its parents (`crossref`, `xdata`), None where one is missing.

    A parent's title is its child's `booktitle` (biblatex, appendix B).
    """
    return _inherited(reference, project, frozenset())


def parents_of(reference: Reference) -> tuple[str, ...]:
    """The keys that an entry names as its parents, as they are written."""
    return named_in(reference, PARENTS)


def named_in(reference: Reference, fields: Sequence[str]) -> tuple[str, ...]:
    """The keys that some fields of an entry name, commas between, as they are written."""
    values = [reference.fields[name] for name in fields if name in reference.fields]
    return tuple(key.strip() for value in values for key in value.split(",") if key.strip())


def with_named(
    keys: Iterable[str],
    known: Collection[str],
    get: Callable[[str], Reference | None],
    fields: Sequence[str] = PARENTS,
) -> set[str]:
    """Keys with those of the entries that their entries name in some fields, and so on.

    known: the keys that there are; another may be named in other letter case, as BibTeX lets parents be. get: the
    entry of a key, None where it is broken or not there.
    """
    by_fold: dict[str, str] = {}
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        reference = get(key) if key in known else None
        for name in named_in(reference, fields) if reference else ():
            if name not in known:
                by_fold = by_fold or {one.casefold(): one for one in known}
            other = name if name in known else by_fold.get(name.casefold(), "")
            waiting += [other] if other else []
    return found


def _inherited(reference: Reference, project: Project, seen: frozenset[str]) -> Mapping[str, str] | None:
    found: dict[str, str] = {}
    for key in parents_of(reference):
        parent = project.bibliography.get(key)
        if parent is None or key in seen:
            return None
        inherited = _inherited(parent, project, seen | {key})
        if inherited is None:
            return None
        found |= inherited
        if parent.type != "xdata" and "title" in found:
            found["booktitle"] = found.get("booktitle") or found["title"]
    return {**found, **reference.fields} if found else reference.fields
