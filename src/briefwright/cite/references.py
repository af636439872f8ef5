"""Cited entries of the bibliography as CSL JSON items, with what pandoc's reader leaves behind put back.

pandoc reads the cited entries in one call. What it drops or mends badly is taken from the .bib fields: a
transliterated and a translated title, genre and medium, dates that are no dates, entry types without a CSL
type. What CSL has no place for (the language of a work, its EDN, an archived copy) becomes short sentences
that go after the entry in the list.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefwright import pandoc, tex
from briefwright.cite.locales import Terms, same_language, terms
from briefwright.diagnostics import Code, Finding, Warned, error, in_order, warning
from briefwright.load.bib_write import READ, portable_key
from briefwright.model import Bibliography, Reference

Item = dict[str, Any]

TRANSLITERATED = ("titletransliterated", "transliteratedtitle", "titletranslit")
TRANSLATED = ("titletranslated", "translatedtitle", "usere")
"""Where a translated title may stand; `usere` is biblatex-chicago's."""
ORIGINAL = ("titleoriginal", "originaltitle", "origtitle")
ACCESSED = ("urldate", "accessed", "lastaccessed", "lastchecked", "visited")
ARCHIVE_ADDRESS = ("archiveurl", "archive-url", "urlarchive")
ARCHIVE_DATE = ("archivedate", "archive-date", "urlarchivedate")

_COMMAND = re.compile(r"\\([A-Za-z]{2,})(?![A-Za-z])")
_PROBE = "probe-of-command-"
_ISO = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?\Z")
_UNDATED = re.compile(r"(?i)\[?(?:n\.?\s?d\.?|s\.?\s?a\.?|nodate|o\.?\s?J\.?|б\.?\s?г\.?)\]?\Z")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff\u2c00-\ud7ff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class CslItems:
    """What the citation processor is given, and what it has no place for."""

    items: tuple[Mapping[str, Any], ...]
    """CSL JSON, in the order of the keys asked for; each id is its key."""
    addenda: Mapping[str, tuple[str, ...]]
    """By key: sentences with their full stops that go after the reference in the list."""


def to_csl_items(bibliography: Bibliography, keys: Sequence[str], lang: str = "en") -> Warned[CslItems]:
    """CSL items of entries.

    keys: as cited; unknown and broken ones are left out. lang: the brief's BCP 47 language. Findings: what is
    wrong in these entries, commands of TeX that were not understood, and entries that pandoc cannot read.
    """
    references = {key: found for key in dict.fromkeys(keys) if (found := bibliography.get(key)) is not None}
    read, findings = read_all(bibliography, references, lang)
    words = terms(lang).value
    items: list[Item] = []
    addenda: dict[str, tuple[str, ...]] = {}
    for key, reference in references.items():
        item = read.get(portable_key(key))
        if item is None:
            continue
        item = {name: value for name, value in item.items() if value not in ("", [], {})} | {"id": key}
        for enrich in _ENRICHMENTS:
            enrich(item, reference, lang)
        items.append(item)
        addenda[key] = tuple(_addenda(item, reference, words, lang))
    findings += bibliography.problems(tuple(references))
    return Warned(CslItems(tuple(items), addenda), in_order(findings))


def read_all(
    bibliography: Bibliography, references: Mapping[str, Reference], lang: str
) -> tuple[dict[str, Item], list[Finding]]:
    """The items that pandoc reads, by id. Where one entry makes it fail, the others are read without it."""
    if not references:
        return {}, []
    text = bibliography.excerpt(tuple(references), lang)
    commands = sorted(set(_COMMAND.findall(text)))
    # a command that pandoc knows keeps its argument; one that it does not know takes it along
    probes = "\n".join(f"@misc{{{_PROBE}{name}, title = {{{{x\\{name}{{kept}}}}}}}}" for name in commands)
    try:
        read = {str(item["id"]): item for item in pandoc.bibliography_to_csl(f"{text}\n{probes}")[0]}
    except pandoc.PandocError as failure:
        return _read_halves(bibliography, references, lang, failure)
    lost = [name for name in commands if "kept" not in str(read.get(f"{_PROBE}{name}", {}).get("title", ""))]
    if not lost:
        return read, []
    known = re.sub(rf"\\(?:{'|'.join(lost)})(?![A-Za-z])\s*", "", text)
    again = {str(item["id"]): item for item in pandoc.bibliography_to_csl(known)[0]}
    return again, [finding for reference in references.values() for finding in _lost(reference, lost)]


def _read_halves(
    bibliography: Bibliography, references: Mapping[str, Reference], lang: str, failure: pandoc.PandocError
) -> tuple[dict[str, Item], list[Finding]]:
    keys = list(references)
    if len(keys) == 1:
        reference = references[keys[0]]
        message = f"the entry `{keys[0]}` cannot be turned into a reference"
        reason = str(failure).split("\n")[0].rpartition("conversion: ")[2]
        return {}, [error(Code.BIB_UNREADABLE_FIELD, message, reference.location, hint=reason, subject=keys[0])]
    middle = len(keys) // 2
    read: dict[str, Item] = {}
    findings: list[Finding] = []
    for half in (keys[:middle], keys[middle:]):
        part, found = read_all(bibliography, {key: references[key] for key in half}, lang)
        read |= part
        findings += found
    return read, findings


def _lost(reference: Reference, commands: Iterable[str]) -> list[Finding]:
    """Findings for the commands in an entry's shown fields that pandoc does not know."""
    wanted = set(commands)
    found: dict[str, str] = {}
    for field, value in reference.fields.items():
        for name in _COMMAND.findall(value):
            if name in wanted and field in READ:
                found.setdefault(name, field)
    return [
        warning(
            Code.BIB_UNREADABLE_FIELD,
            f"the TeX command `\\{name}` in `{field}` of `{reference.key}` is not known and is left out",
            reference.location,
            hint="write the character itself, in Unicode",
            subject=reference.key,
        )
        for name, field in found.items()
    ]


def _set_type(item: Item, _reference: Reference, _lang: str) -> None:
    if not item.get("type"):
        item["type"] = "webpage" if item.get("URL") and not item.get("publisher") else "document"


def _set_dates(item: Item, reference: Reference, _lang: str) -> None:
    """A date that is no date is printed as it stands; "n.d." is the style's own affair."""
    for name in ("issued", "accessed", "original-date", "event-date"):
        if name in item and not item[name].get("date-parts") and not item[name].get("literal"):
            del item[name]
    text = _plain(reference.fields.get("date") or reference.fields.get("year") or "").replace("--", "–")
    if "issued" not in item and text and not _UNDATED.match(text):
        item["issued"] = _date(text) or {"literal": text}
    if "issued" in item and re.search(r"\d[~%]", reference.fields.get("date", "")):
        item["issued"]["circa"] = True
    if "accessed" not in item and (accessed := _date(_first(reference, ACCESSED))):
        item["accessed"] = accessed


def _set_genre(item: Item, reference: Reference, _lang: str) -> None:
    title = _plain(str(item.get("title", "")))
    if title.startswith("[") and title.endswith("]"):
        return  # a description stands for the title: "[Op-ed on ...] [Op-ed]" would say it twice
    for name in ("genre", "medium"):
        if name in reference.fields and not item.get(name):
            item[name] = markup(reference.fields[name])


def _set_titles(item: Item, reference: Reference, lang: str) -> None:
    """The title in a script that the reader has, and in brackets what it means.

    A work in the brief's own language, or one whose title is in its script already, keeps its title alone.
    """
    fields = reference.fields
    own = same_language(str(item.get("language", "")) or lang, lang)
    transliterated, translated = _first(reference, TRANSLITERATED), _first(reference, TRANSLATED)
    if transliterated and not own and _foreign_script(str(item.get("title", ""))) and not _cyrillic_or_other(lang):
        item["title"] = f'<span class="nocase">{markup(transliterated)}</span>'
        item.pop("title-short", None)
    brackets = [_bare_brackets(fields["titleaddon"])] if fields.get("titleaddon") else []
    if translated and not own:
        brackets.insert(0, _bare_brackets(translated))
    shown = item.get("title", "")
    for text in brackets:
        if text and text.casefold() not in _plain(shown).casefold():
            shown = f'{shown} <span class="nocase">[{markup(text)}]</span>'.strip()
    if shown != item.get("title", ""):
        item.setdefault("title-short", item.get("title", ""))
        item["title"] = shown


def _set_doi(item: Item, _reference: Reference, _lang: str) -> None:
    if "DOI" in item:
        item["DOI"] = re.sub(r"(?i)^\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", str(item["DOI"]))


def _set_language(item: Item, reference: Reference, _lang: str) -> None:
    """pandoc leaves out languages that it does not know, and hands their names on."""
    if re.fullmatch(r"[a-z]{2,3}(-\w+)*", str(item.get("language", "")), re.ASCII):
        return
    item.pop("language", None)
    named = _first(reference, ("langid", "hyphenation", "language")).strip().lower()
    tag = _language_tag(named)
    if tag:
        item["language"] = tag


_ENRICHMENTS: tuple[Callable[[Item, Reference, str], None], ...] = (
    _set_language,
    _set_type,
    _set_dates,
    _set_genre,
    _set_titles,
    _set_doi,
)


def _addenda(item: Item, reference: Reference, words: Terms, lang: str) -> Iterable[str]:
    language = str(item.get("language", ""))
    if language and not same_language(language, lang) and (phrase := words.in_language(language)):
        yield f"({phrase})."
    fields = reference.fields
    own_title = fields.get("title", "") if _first(reference, TRANSLITERATED) else ""
    original = _first(reference, ORIGINAL) or own_title
    if original and _plain(original) not in str(item.get("title", "")):
        # not CSL's original-title, which styles print as "originally published as"
        yield f"{_plain(original).rstrip('.')}."
    eprint_type = (fields.get("eprinttype") or fields.get("archiveprefix") or "").strip().lower()
    edn = fields.get("edn") or (fields.get("eprint", "") if eprint_type == "edn" else "")
    if edn:
        yield f"EDN: {_plain(edn)}."
    address = tex.verbatim(_first(reference, ARCHIVE_ADDRESS)).strip()
    if address:
        date = _date_text(_first(reference, ARCHIVE_DATE), lang)
        yield words.archived(address) + (f", {date.rstrip('.')}." if date else ".")


def _date_text(text: str, lang: str) -> str:
    """An ISO date in the words of a language; other texts as they stand."""
    import datetime

    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    parts = _ISO.match(text.strip())
    if parts is None or not parts[3]:
        return _plain(text)
    try:
        locale = Locale.parse(lang.replace("-", "_"))
        return format_date(datetime.date(int(parts[1]), int(parts[2]), int(parts[3])), format="long", locale=locale)
    except (UnknownLocaleError, ValueError):
        return _plain(text)


def _language_tag(name: str) -> str:
    """The BCP 47 tag of a language's English name or of a tag; empty for others."""
    from babel import Locale

    if not name:
        return ""
    names = Locale("en").languages
    if name in names:
        return name
    return next((str(tag) for tag, english in names.items() if str(english).lower() == name), "")


def _date(text: str) -> Item | None:
    parts = _ISO.match(text.strip())
    return {"date-parts": [[int(part) for part in parts.groups() if part]]} if parts else None


def _first(reference: Reference, names: Sequence[str]) -> str:
    return next((reference.fields[name] for name in names if reference.fields.get(name)), "")


def _foreign_script(text: str) -> bool:
    return len(_OTHER_SCRIPT.findall(text)) > len(_LATIN.findall(text))


def _cyrillic_or_other(lang: str) -> bool:
    """Whether a language is written in another script than Latin, as the name that it gives itself shows."""
    from briefwright.cite.locales import language_name

    return _foreign_script(language_name(lang, lang))


def _bare_brackets(text: str) -> str:
    return re.sub(r"^\s*\[(.*)\]\s*$", r"\1", text, flags=re.DOTALL).strip()


def _plain(text: str) -> str:
    """Without TeX and without the markup of CSL JSON."""
    return re.sub(r"<[^>]+>", "", tex.plain(text))


def markup(text: str) -> str:
    """The text of a field for CSL JSON, whose strings are a small HTML."""
    plain = _plain(re.sub(r"\\emph\s*\{([^{}]*)\}", "\ue0f1\\1\ue0f2", text).replace("---", "—").replace("--", "–"))
    return html.escape(plain, quote=False).replace("\ue0f1", "<i>").replace("\ue0f2", "</i>")
