"""The forms of single values: what they stand in, page ranges, months, DOIs."""

from __future__ import annotations

import re
from collections.abc import Callable

from briefwright.bib.tidy.entry import Entry, Field, entry_names
from briefwright.bib.tidy.rule import Effect, Rule
from briefwright.bib.tidy.style import NUMBERS, Style
from briefwright.check.identifiers import bare_doi
from briefwright.load.bib_write import MONTHS
from briefwright.tex import verbatim

_PAGES = frozenset({"pages"})
_RANGE = re.compile(
    r"([A-Za-z]{0,2})(\d+)\s*(?:-|\u2013|---)\s*([A-Za-z]{0,2})(\d+)|([ivxlc]+)\s*(?:-|\u2013)\s*([ivxlc]+)"
)
_NAMED_MONTHS = {
    name.lower(): number
    for number, names in enumerate(
        """January Jan|February Feb|March Mar|April Apr|May|June Jun|July Jul|August Aug|September Sept Sep|October Oct|
        November Nov|December Dec""".split("|"),
        1,
    )
    for name in names.split()
}
_NUMBER = re.compile(r"0|[1-9]\d*")
_BALANCED_QUOTE = re.compile(r"(?<!\\)[{}]|\"")


def change_fields(entry: Entry, names: frozenset[str] | None, change: Callable[[Field], Field]) -> Entry:
    """An entry with some fields changed. names: which, in small letters; None for all."""
    fields = entry.fields
    if names is None:
        made = tuple(map(change, fields))
    elif names.isdisjoint(entry_names(fields)):
        return entry
    else:
        made = tuple([change(field) if field.name.lower() in names else field for field in fields])
    return entry if made == fields else entry._replace(fields=made)


def page_dashes(entry: Entry, _: Style) -> Entry:
    """Ranges of pages with two hyphens, which TeX prints as a dash and every reader of .bib knows."""
    return change_fields(entry, _PAGES, _dashed)


def _dashed(field: Field) -> Field:
    if not field.is_text or "--" in field.inner.replace("---", ""):
        return field
    parts = re.split(r"(\s*[,;+]\s*)", field.inner.strip())
    return field.with_inner("".join(map(_dashed_range, parts))) if _has_range(parts) else field


def _has_range(parts: list[str]) -> bool:
    return any(_dashed_range(part) != part for part in parts)


def _dashed_range(part: str) -> str:
    found = _RANGE.fullmatch(part)
    if found is None:
        return part
    if found[5]:
        return f"{found[5]}--{found[6]}"
    first, last = f"{found[1]}{found[2]}", f"{found[3]}{found[4]}"
    return f"{first}--{last}" if found[1] == found[3] or not found[3] else part


def braces(entry: Entry, style: Style) -> Entry:
    """Values in braces rather than quotation marks, or the other way round."""
    if style.values == "quotes" == style.settings.values:
        opening, change = "{", _in_quotes
    elif style.values == "braces":
        opening, change = '"', _in_braces
    else:
        return entry
    if opening not in "".join([field.value[0] for field in entry.fields]):
        return entry
    return change_fields(entry, None, lambda field: field if field.joined else change(field))


def _in_braces(field: Field) -> Field:
    return field._replace(value=f"{{{field.inner}}}") if field.value[0] == '"' else field


def _in_quotes(field: Field) -> Field:
    return field._replace(value=f'"{field.inner}"') if field.value[0] == "{" and _quotable(field.inner) else field


def _quotable(text: str) -> bool:
    """Whether no quotation mark stands outside braces: it would end the value."""
    depth = 0
    for mark in _BALANCED_QUOTE.finditer(text):
        if mark[0] == '"' and depth == 0:
            return False
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
    return not text.endswith("\\")


def numbers(entry: Entry, style: Style) -> Entry:
    """Years, volumes and the like without braces, or with them."""
    if not style.numbers:
        return entry
    if style.numbers == "bare":
        return change_fields(entry, NUMBERS, _bare_number)
    return change_fields(entry, NUMBERS, _quoted_number if style.values == "quotes" else _number_in_braces)


def _bare_number(field: Field) -> Field:
    return field._replace(value=field.inner) if field.is_text and _NUMBER.fullmatch(field.inner) else field


def _number_in_braces(field: Field) -> Field:
    return field if field.joined or not _NUMBER.fullmatch(field.value) else field._replace(value=f"{{{field.value}}}")


def _quoted_number(field: Field) -> Field:
    return field if field.joined or not _NUMBER.fullmatch(field.value) else field._replace(value=f'"{field.value}"')


def months(entry: Entry, style: Style) -> Entry:
    """Months by the names that BibTeX defines, or by number; "4 July" and other languages stay."""

    def change(field: Field) -> Field:
        number = 0 if field.joined else _month_number(field.inner)
        wanted = MONTHS[number - 1] if style.settings.months == "names" else str(number)
        if not number or wanted in style.strings or field.value == wanted:
            return field
        if wanted.isdigit() and field.inner == wanted:
            return field
        return field._replace(value=wanted if wanted.isalpha() else f"{{{wanted}}}")

    return change_fields(entry, frozenset({"month"}), change)


def _month_number(text: str) -> int:
    bare = text.strip().removesuffix(".").lower()
    if re.fullmatch(r"0?[1-9]|1[0-2]", bare):
        return int(bare)
    return _NAMED_MONTHS.get(bare, 0)


def dois(entry: Entry, _: Style) -> Entry:
    """DOIs without the address of a resolver or "doi:" before them."""
    return change_fields(entry, frozenset({"doi"}), _bare)


def _bare(field: Field) -> Field:
    found = bare_doi(verbatim(field.inner.strip())) if field.is_text else ""
    return field.with_inner(found) if found and found != field.inner else field


VALUE_RULES: tuple[Rule, ...] = (
    Rule("page-dashes", "ranges of pages with two hyphens: 12--30", page_dashes, effect=Effect.FORM),
    Rule("dois", "DOIs without an address or `doi:` before them", dois, on=False, effect=Effect.DATA),
    Rule("months", "months as `jan` to `dec`, or as numbers", months, on=False, effect=Effect.DATA),
)
DELIMITER_RULES: tuple[Rule, ...] = (
    Rule("braces", "values in braces, where most of the file's are", braces),
    Rule("numbers", "years, volumes and other numbers with or without braces, as most of the file's", numbers),
)
