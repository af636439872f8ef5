"""What an entry must have: by type, for newspapers, for pages on the web, for sources that facts rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from briefwright.check.entries import bare, field_location, first, folded, has_day, verbatim, with_inherited
from briefwright.check.rule import Context, Rule
from briefwright.cite.references import ACCESSED, ARCHIVE_ADDRESS
from briefwright.diagnostics import Code, Finding, Severity, warning
from briefwright.model import Reference, Status

Need = tuple[str, ...]
"""Fields one of which is enough."""

_AUTHOR: Need = ("author",)
_TITLE: Need = ("title",)
_DATE: Need = ("date", "year", "pubstate")
_JOURNAL: Need = ("journaltitle", "journal", "shortjournal")
_BOOK: Need = ("booktitle", "maintitle")
_MAKER: Need = ("author", "editor")
_BODY: Need = ("author", "editor", "organization", "institution", "publisher", "journaltitle")
_HOUSE: Need = ("institution", "school", "organization", "publisher")
_SEEN: Need = (*_DATE, *ACCESSED)
_ADDRESS: Need = ("url", "doi", "eprint", *ARCHIVE_ADDRESS)

REQUIRED: Mapping[str, tuple[Need, ...]] = {
    "article": (_AUTHOR, _TITLE, _JOURNAL, _DATE),
    **dict.fromkeys(("book", "mvbook", "booklet"), (_MAKER, _TITLE, _DATE)),
    **dict.fromkeys(("collection", "mvcollection"), (("editor",), _TITLE, _DATE)),
    **dict.fromkeys(("proceedings", "mvproceedings", "periodical", "reference", "mvreference"), (_TITLE, _DATE)),
    **dict.fromkeys(("bookinbook", "suppbook"), (_AUTHOR, _TITLE, _BOOK, _DATE)),
    # in BibTeX, unlike biblatex, `title` is the book's and `chapter` says which part is meant
    "inbook": (_AUTHOR, _TITLE, (*_BOOK, "chapter"), _DATE),
    **dict.fromkeys(("incollection", "inproceedings", "conference"), (_AUTHOR, _TITLE, _BOOK, _DATE)),
    "inreference": (_TITLE, _BOOK, _DATE),
    "manual": (_BODY, _TITLE, _DATE),
    "misc": (_TITLE, _SEEN),
    **dict.fromkeys(("dataset", "software"), (_BODY, _TITLE, (*_SEEN, "version"))),
    **dict.fromkeys(("online", "electronic", "www", "webpage"), (_BODY, _TITLE, _SEEN, _ADDRESS)),
    "patent": (("author", "holder"), _TITLE, ("number",), _DATE),
    **dict.fromkeys(("report", "techreport"), (_BODY, _TITLE, _HOUSE, _DATE)),
    "thesis": (_AUTHOR, _TITLE, ("type",), _HOUSE, _DATE),
    **dict.fromkeys(("phdthesis", "mastersthesis"), (_AUTHOR, _TITLE, _HOUSE, _DATE)),
    "unpublished": (_AUTHOR, _TITLE, (*_DATE, "eventdate")),
}
"""By type: biblatex's mandatory fields (its manual, section 2.1), less what sound references go without: the author
of an unsigned press article or dictionary entry, the editor of a periodical, a report's type."""

_LABELS: Mapping[Need, str] = {
    _DATE: "date",
    _SEEN: "date or urldate",
    (*_SEEN, "version"): "date, version or urldate",
    (*_DATE, "eventdate"): "date",
    _JOURNAL: "journaltitle",
    _BOOK: "booktitle",
    (*_BOOK, "chapter"): "booktitle",
    _MAKER: "author or editor",
    _BODY: "author, editor or organization",
    _HOUSE: "institution",
    _ADDRESS: "url, doi or eprint",
    ("author", "holder"): "author or holder",
}
_PRESS = frozenset({"newspaper", "magazine"})
_NEWS = re.compile(r"(?i)\bnews(?:paper)?\b|\bpress article\b")
_STABLE = re.compile(
    r"(?i)(?:urn|doi|hdl|ark|info):|https?://(?:(?:dx\.)?doi\.org|hdl\.handle\.net|perma\.cc|web\.archive\.org)/"
)
_SAID = re.compile(r"(?i)\b(?:accessed|retrieved|visited|last checked|consulted)\b")


def incomplete_reference(context: Context) -> Iterable[Finding]:
    """Entries without a field that their type needs, parents' fields counted."""
    for reference in context.references.values():
        needs = REQUIRED.get(reference.type, ())
        if not any(not _has(reference.fields, need) for need in needs):
            continue
        fields = with_inherited(reference, context.project)
        missing = [_label(need) for need in needs if fields and not _has(fields, need) and not _spared(reference, need)]
        if missing:
            message = f"the entry `{reference.key}` (@{reference.type}) has no {_listed(missing)}"
            hint = "add what is missing; an unsigned press article says `entrysubtype = {newspaper}`"
            hint = hint if "author" in missing and reference.type == "article" else "add what is missing to the entry"
            yield _found(Code.INCOMPLETE_REFERENCE, reference, message, hint=hint)


def newspaper_without_day(context: Context) -> Iterable[Finding]:
    """Newspaper articles whose date is a year or a month."""
    papers = {
        folded(first(reference, _JOURNAL)[1])
        for reference in context.references.values()
        if _subtype(reference) == "newspaper"
    } - {""}
    for reference in context.references.values():
        name, date = first(reference, ("date", "year"))
        if name and _is_news(reference, papers) and not has_day(reference):
            message = f"the newspaper article `{reference.key}` is dated `{bare(date)}`, without its day"
            hint = "write the day as `date = {YYYY-MM-DD}`"
            yield _found(Code.NEWSPAPER_WITHOUT_DAY, reference, message, name, hint=hint)


def access_date_missing(context: Context) -> Iterable[Finding]:
    """Entries with an address that can change, and no day on which it was read."""
    for reference in context.references.values():
        url = reference.fields.get("url", "")
        if not url or first(reference, ("doi", *ACCESSED))[0] or _STABLE.match(verbatim(url)):
            continue
        if any(_SAID.search(reference.fields.get(name, "")) for name in ("note", "addendum", "howpublished")):
            continue
        message = f"the entry `{reference.key}` has an address, and does not say when it was read"
        yield _found(Code.ACCESS_DATE_MISSING, reference, message, "url", hint="add `urldate = {YYYY-MM-DD}`")


def no_snapshot(context: Context) -> Iterable[Finding]:
    """Sources of facts of which nothing is kept, in a project that keeps snapshots."""
    if not context.snapshots.there_are_any:
        return
    resting: dict[str, int] = {}
    for fact in context.facts.values():
        if fact.status is not Status.WITHDRAWN:
            for key in dict.fromkeys(evidence.source for evidence in fact.evidence):
                resting[key] = resting.get(key, 0) + 1
    for key, number in resting.items():
        reference = context.project.bibliography.get(key)
        kept = context.snapshots.of(key) if reference else None
        if reference and kept and kept.value is None and not kept.findings:
            facts = "a fact rests" if number == 1 else f"{number} facts rest"
            message = f"no snapshot is kept of `{key}`, on which {facts}"
            hint = f"keep a copy with `briefwright snapshot {key} FILE`"
            yield _found(Code.NO_SNAPSHOT, reference, message, hint=hint)


def _found(code: Code, reference: Reference, message: str, field: str = "", *, hint: str) -> Finding:
    at = field_location(reference, field) if field else reference.location
    return warning(code, message, at, hint=hint, subject=reference.key)


def _has(fields: Mapping[str, str], need: Need) -> bool:
    return any(fields.get(name) for name in need)


def _spared(reference: Reference, need: Need) -> bool:
    """Whether an entry can do without: for what it is, or for what says the same elsewhere."""
    fields = reference.fields
    if need in (_AUTHOR, _BODY):
        return _subtype(reference) in _PRESS or bool(_NEWS.search(fields.get("genre", "")))
    if need == _HOUSE:  # a report by the institution itself: author = {{World Bank}}
        return fields.get("author", "").startswith("{") and reference.type in ("report", "techreport")
    return need == _ADDRESS and "http" in fields.get("howpublished", "")


def _label(need: Need) -> str:
    return _LABELS.get(need, need[0])


def _listed(parts: list[str]) -> str:
    return " and no ".join((", no ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def _subtype(reference: Reference) -> str:
    return bare(reference.fields.get("entrysubtype", "")).lower()


def _is_news(reference: Reference, papers: Iterable[str]) -> bool:
    subtype = _subtype(reference)
    if subtype:
        return subtype == "newspaper"
    if reference.type == "newspaper" or _NEWS.search(reference.fields.get("genre", "")):
        return True
    fields = reference.fields
    name = folded(first(reference, _JOURNAL)[1]) if reference.type == "article" else ""
    return name in papers and not fields.get("volume") and not fields.get("doi")


RULES: tuple[Rule, ...] = (
    Rule(
        Code.INCOMPLETE_REFERENCE,
        Severity.WARNING,
        "an entry of the bibliography without a field that its type needs",
        incomplete_reference,
    ),
    Rule(
        Code.NEWSPAPER_WITHOUT_DAY,
        Severity.WARNING,
        "a newspaper article whose date is only a year or a month",
        newspaper_without_day,
    ),
    Rule(
        Code.ACCESS_DATE_MISSING,
        Severity.INFO,
        "a web address without the day on which it was read",
        access_date_missing,
    ),
    Rule(Code.NO_SNAPSHOT, Severity.INFO, "a source of facts of which no copy is kept", no_snapshot),
)
