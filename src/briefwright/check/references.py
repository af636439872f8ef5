"""Keys and references: what is used by nothing, given twice, or bears a number or an address that cannot be right."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from briefwright.check import completeness, identifiers, same_work, titles
from briefwright.check.entries import (
    bare,
    field_location,
    verbatim,
    with_named,
)
from briefwright.check.rule import Context, Rule
from briefwright.cite.references import ARCHIVE_ADDRESS
from briefwright.diagnostics import Code, Edit, Finding, Location, Severity, warning
from briefwright.model import Fact, Reference, Status

MOST_UNUSED = 10
"""How many unused entries or facts are named one by one: where there are more, the library is stock for several
briefs, and one finding for each file tells their number."""

_Item = TypeVar("_Item", Fact, Reference)
_WORDS = re.compile(r"[\w:.#$%&+?<>~/-]+")


def unused_reference(context: Context) -> Iterable[Finding]:
    """Entries that no brief cites and no fact rests on, where the whole project is looked at."""
    if not context.whole or not (context.project.briefs or context.project.facts):
        return ()
    used = _mentioned(context)
    for one in context.reviewed:
        if one.document:
            used |= {reference.key for reference in one.document.references}
            used |= set(_VIA.findall(one.brief.source))
    for fact in context.project.facts.values():
        used |= {key for evidence in fact.evidence for key in (evidence.source, evidence.via)}
    kept = with_named(used, context.references, context.references.get)
    unused = [one for key, one in context.references.items() if key not in kept and one.type not in ("xdata", "set")]
    return _unused(unused, Code.UNUSED_REFERENCE, _lonely_reference, "references")


def unused_fact(context: Context) -> Iterable[Finding]:
    """Facts that stand in no brief, where the whole project is looked at."""
    if not context.whole or not context.project.briefs:
        return ()
    used = _mentioned(context)
    for one in context.reviewed:
        used |= {fact.id for fact in one.document.facts} if one.document else set()
    for fact in context.project.facts.values():
        used |= {name.partition(".")[0] for name in fact.derived.inputs.values()} if fact.derived else set()
    gone = (Status.SUPERSEDED, Status.WITHDRAWN)
    unused = [fact for fact in context.project.facts.values() if fact.id not in used and fact.status not in gone]
    return _unused(unused, Code.UNUSED_FACT, _lonely_fact, "facts")


def malformed_doi(context: Context) -> Iterable[Finding]:
    """DOIs that are none, or that stand in an address."""
    for reference in context.references.values():
        raw = reference.fields.get("doi", "")
        text = verbatim(raw) if raw else ""
        if text and (said := identifiers.doi_problem(text)):
            doi = identifiers.bare_doi(text)
            hint = f"write `doi = {{{doi}}}`" if doi else "copy it from the work's own page: `10.1000/xyz123`"
            found = _malformed(Code.MALFORMED_DOI, reference, "doi", f"DOI {said}", hint=hint)
            yield _with_fix(found, raw, doi)


def malformed_isbn(context: Context) -> Iterable[Finding]:
    """ISBNs of a wrong length or with a wrong check digit."""
    hint = "compare it with the book: a digit is wrong, missing, or two have changed places"
    for reference, name, said in _wrong(context, ("isbn",), identifiers.isbn_problem):
        yield _malformed(Code.MALFORMED_ISBN, reference, name, f"ISBN {said}", hint=hint)


def malformed_issn(context: Context) -> Iterable[Finding]:
    """ISSNs of a wrong length or with a wrong check digit."""
    hint = "compare it with the journal: a digit is wrong, missing, or two have changed places"
    for reference, name, said in _wrong(context, ("issn", "eissn"), identifiers.issn_problem):
        yield _malformed(Code.MALFORMED_ISSN, reference, name, f"ISSN {said}", hint=hint)


def malformed_orcid(context: Context) -> Iterable[Finding]:
    """ORCID iDs of a wrong form or with a wrong check digit, in any field whose name holds "orcid"."""
    hint = "an ORCID iD looks like `0000-0002-1825-0097`: copy it from the person's page"
    for reference in context.references.values():
        for name, value in reference.fields.items():
            if "orcid" in name and value.strip() and (said := identifiers.orcid_problem(bare(value))):
                yield _malformed(Code.MALFORMED_ORCID, reference, name, f"ORCID iD {said}", hint=hint)


def malformed_address(context: Context) -> Iterable[Finding]:
    """Web addresses that no browser opens as they stand."""
    names = ("url", *ARCHIVE_ADDRESS)
    for reference in context.references.values():
        for name in names:
            value = verbatim(reference.fields[name]) if name in reference.fields else ""
            if value and (said := identifiers.address_problem(value)):
                yield _malformed(Code.MALFORMED_ADDRESS, reference, name, f"address {said}", hint=_address_hint(value))


# --- unused ------------------------------------------------------------------------------------------------------


def _mentioned(context: Context) -> set[str]:
    """The words of briefs that could not be made: what they use is not known, but it stands in their text."""
    return {word for one in context.reviewed if not one.document for word in _words(one.brief.source or one.brief.body)}


_VIA = re.compile(r"""\bvia\s*=\s*["']([^"']+)["']""")
"""The original that a brief itself names in `cite(..., via="...")`: only the work that was read is cited."""


def _words(text: str) -> Iterator[str]:
    for found in _WORDS.finditer(text):
        yield found[0]
        yield found[0].rstrip(":.#$%&-+?<>~/")


def _unused(
    items: Sequence[_Item], code: Code, say: Callable[[_Item], tuple[str, str, str]], plural: str
) -> Iterator[Finding]:
    by_path: dict[str, list[_Item]] = {}
    for item in items:
        by_path.setdefault(item.location.path, []).append(item)
    for path, found in by_path.items():
        if len(items) > MOST_UNUSED:
            number = f"{len(found):,} {plural} are" if len(found) > 1 else f"one of the {plural} is"
            message = f"{number} used nowhere, `{_name(found[0])}` first"
            hint = f"where the file is stock for more than these briefs, ignore {code} in it (`per-file-ignores`)"
            yield warning(code, message, Location(path), hint=hint)
            continue
        for item in found:
            message, hint, subject = say(item)
            yield warning(code, message, item.location, hint=hint, subject=subject)


def _name(item: Fact | Reference) -> str:
    return item.id if isinstance(item, Fact) else item.key


def _lonely_reference(reference: Reference) -> tuple[str, str, str]:
    message = f"no brief cites `{reference.key}`, and no fact rests on it"
    return message, "use it, or take it out", reference.key


def _lonely_fact(fact: Fact) -> tuple[str, str, str]:
    return f"no brief uses the fact `{fact.id}`", "use it, or mark it as superseded or withdrawn", fact.id


# --- malformed ---------------------------------------------------------------------------------------------------


def _wrong(
    context: Context, names: Sequence[str], problem: Callable[[str], str]
) -> Iterator[tuple[Reference, str, str]]:
    """Entry, field and what is wrong in it."""
    for reference in context.references.values():
        for name in names:
            value = reference.fields.get(name, "")
            if value.strip() and (said := problem(bare(value))):
                yield reference, name, said


def _malformed(code: Code, reference: Reference, field: str, said: str, *, hint: str) -> Finding:
    message = f"the {said} (in `{reference.key}`)"
    return warning(code, message, field_location(reference, field), hint=hint, subject=reference.key)


def _with_fix(finding: Finding, before: str, after: str) -> Finding:
    where = finding.location
    if not after or where is None or where.text.count(before) != 1:
        return finding
    return dataclasses.replace(finding, fix=Edit(where.path, where.line, before, after))


def _address_hint(value: str) -> str:
    if re.match(r"(?i)(?:www\.|[\w-]+(?:\.[\w-]+)+(?:[:/]|\Z))", value) and not re.search(r"\s", value):
        return f"write `https://{value}`, if that opens the page"
    return "copy it anew from the browser, whole and without TeX"


RULES: tuple[Rule, ...] = (
    Rule(
        Code.UNUSED_REFERENCE,
        Severity.INFO,
        "an entry of the bibliography that no brief cites and no fact rests on",
        unused_reference,
    ),
    Rule(Code.UNUSED_FACT, Severity.INFO, "a fact that stands in no brief", unused_fact),
    Rule(Code.MALFORMED_DOI, Severity.WARNING, "a DOI that is none, or stands in an address", malformed_doi),
    Rule(Code.MALFORMED_ISBN, Severity.WARNING, "an ISBN with a wrong length or check digit", malformed_isbn),
    Rule(Code.MALFORMED_ISSN, Severity.WARNING, "an ISSN with a wrong length or check digit", malformed_issn),
    Rule(Code.MALFORMED_ORCID, Severity.WARNING, "an ORCID iD with a wrong form or check digit", malformed_orcid),
    Rule(Code.MALFORMED_ADDRESS, Severity.WARNING, "a web address that no browser opens", malformed_address),
    *same_work.RULES,
    *completeness.RULES,
    *titles.RULES,
)
