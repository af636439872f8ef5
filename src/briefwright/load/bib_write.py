"""Write one entry so that pandoc's reader takes it whole.

pandoc 3.9 refuses a whole file for one key with a ``#`` in it, cuts a value at an unescaped ``%``, glues the
words around a blank line together and knows months only by number or three letters. Each is put right here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefwright.model import Reference

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Names of months that BibTeX and biblatex define; the position gives the number."""

_PORTABLE = re.compile(r"[\w][\w.:+/@'*;()!?=&\[\]-]*\Z")
_LEFT_OUT = frozenset(
    {"abstract", "annotation", "annote", "file", "keywords", "crossref", "xdata", "xref", "titleaddon"}
)
_VERBATIM = frozenset({"url", "doi", "eprint", "file", "pdf", "verba", "verbb", "verbc", "archiveurl"})
"""Read as they stand by biblatex and by pandoc."""
_TYPES = {"conference": "inproceedings", "webpage": "online", "newspaper": "article", "techreport": "report"}
_MONTH = re.compile(r"(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*")
_BRACE = re.compile(r"(?<!\\)[{}]")


def portable_key(key: str) -> str:
    """The key as it stands in an excerpt: itself where pandoc can carry it, else a stand-in, the same each time."""
    return key if _PORTABLE.match(key) else "key-" + key.encode("utf-8").hex()


def entry_text(reference: Reference, parents: Mapping[str, str]) -> str:
    """An entry as .bib text. parents: from each name in crossref or xdata that is to be kept to its key."""
    lines = [f"@{_TYPES.get(reference.type, reference.type)}{{{portable_key(reference.key)},"]
    for name in ("crossref", "xdata"):
        keys = [parents[part.strip()] for part in reference.fields.get(name, "").split(",") if part.strip() in parents]
        if keys:
            lines.append(f"  {name} = {{{','.join(portable_key(key) for key in keys)}}},")
    fields = {name: value for name, value in reference.fields.items() if name not in _LEFT_OUT}
    fields.update(_plain_date(fields))
    lines += [f"  {name} = {{{_safe(name, value)}}}," for name, value in fields.items() if value]
    return "\n".join([*lines, "}\n"])


def _plain_date(fields: Mapping[str, str]) -> dict[str, str]:
    """Year and month as pandoc reads them: "29 nov" and "November" become numbers, "ca. 2000" becomes 2000~."""
    found: dict[str, str] = {}
    month = fields.get("month", "")
    named = _MONTH.search(month)
    if named:
        found["month"] = str(MONTHS.index(named[1].lower()) + 1)
        day = re.search(r"\b([0-3]?\d)\b", month)
        if day and not fields.get("day"):
            found["day"] = day[1]
    if "date" not in fields and fields.get("year"):
        date = _edtf_year(fields["year"])
        if date != fields["year"]:
            found |= {"date": date, "year": "", "month": "", "day": ""}
    return found


def _edtf_year(text: str) -> str:
    """A year as people write it, in EDTF: "c. 1990", "[1990?]" and "1990--1991" have an equivalent."""
    bare = re.sub(r"[\[\]{}]", "", text).strip()
    span = re.fullmatch(r"(\d{4})\s*(?:--?|–|/)\s*(\d{4})", bare)
    if span:
        return f"{span[1]}/{span[2]}"
    about = re.fullmatch(r"(?:c|ca|circa)\.?\s*(\d{4})|(\d{4})~", bare, re.IGNORECASE)
    if about:
        return f"{about[1] or about[2]}~"
    doubtful = re.fullmatch(r"(\d{4})\s*\?", bare)
    return f"{doubtful[1]}?" if doubtful else bare if re.fullmatch(r"\d{4}", bare) else text


def _safe(name: str, value: str) -> str:
    """A value without what breaks pandoc's reader: lone braces, comment signs, currency read as formulas."""
    depth = 0
    for brace in _BRACE.finditer(value):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            break
    if depth:
        value = _BRACE.sub("", value)
    if name in _VERBATIM:
        return re.sub(r"\\([%_#&~])(?:\{\})?", r"\1", value)
    value = re.sub(r"(?<!\\)%", r"\\%", value)
    return _without_false_maths(value)


def _without_false_maths(value: str) -> str:
    signs = [match.start() for match in re.finditer(r"(?<!\\)\$", value)]
    if not signs:
        return value
    money = any(re.match(r"\$\d[\d.,]*(?:\s|\Z|[A-Za-z]{2})", value[at:]) for at in signs)
    return re.sub(r"(?<!\\)\$", r"\\$", value) if money or len(signs) % 2 else value
