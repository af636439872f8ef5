"""The text of a new entry from what a service says: whatever it says, the entry re-reads to exactly that.

Values come from anywhere. They are cleaned to one line of plain text (`services.record.clean`), signs that mean
something to TeX are escaped, and words whose capitals styles would lose are put in braces.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from briefwright.bib.services.record import Person, Record, clean

VERBATIM = frozenset({"url", "doi", "eprint", "archiveurl"})
"""Read as they stand by biblatex and by pandoc."""
TITLES = ("title", "subtitle", "booktitle")
"""The fields whose capitals styles change; as the checker's rule unprotected-capitals has them."""
ORDER = (
    "author", "editor", "translator", "title", "subtitle", "shorttitle", "titletranslated", "titletransliterated",
    "booktitle", "journaltitle", "series", "organization", "institution", "publisher", "location", "type", "edition",
    "version", "date", "volume", "number", "pages", "eid", "section", "genre", "entrysubtype", "isbn", "issn", "doi",
    "eprint", "eprinttype", "eprintclass", "url", "urldate", "archiveurl", "archivedate", "langid", "addendum",
    "orcid-numbers",
)  # fmt: skip
"""The order of fields in an entry; others follow by name."""
_DATA = frozenset({"date", "urldate", "archivedate", "isbn", "issn", "entrysubtype", "eprinttype", "langid", "type"})
"""Fields in which nothing needs an escape but for hostile values; dashes stay as they are."""

_DATES = frozenset({"date", "urldate", "archivedate", "eventdate", "origdate"})

_Value = TypeVar("_Value")

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_ESCAPED = re.compile(r"[\\{}~^&%$#_]|--+|''+|@(?=\s*[A-Za-z])")
_EDTF = re.compile(r"[\dX/.?~-]+", re.ASCII)
"""A date of biblatex's (manual, 2.3.8), whose signs for "about" and "perhaps" stand as they are."""
_NOT_IN_ADDRESS = re.compile(r"[\s{}\\<>\"^|]")
_NOT_IN_DOI = re.compile(r"[\s{}\\]")  # 10.1002/(SICI)1097-4628<1::AID>3.0.CO;2-# is one
_SHOUTED = re.compile(r"(?:[A-Z]\.){2,}|\w*[A-Z]\w*[A-Z]\w*")
_WORD = re.compile(r"(?:[A-Z]\.){2,}|\w+")
_ENGLISH = ("", "english", "american", "british")


def entry_text(key: str, record: Record, *, lang: str = "en", names: Collection[str] = ()) -> str:
    """A new entry's text, with a line feed at its end.

    key: its citation key. lang: what a work is taken to be in that does not say it. names: words that are known to
    be names, and keep their capitals.
    """
    english = _is_english(record, lang)
    values = dict(values_of(record, english=english, names=names))
    width = max(map(len, values), default=0)
    lines = [f"  {name:<{width}} = {{{value}}}," for name, value in in_order(values)]
    return "\n".join([f"@{record.type}{{{key},", *lines, "}"]) + "\n"


def values_of(record: Record, *, english: bool, names: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """The fields of an entry as they are written between their braces."""
    for role, people in record.people.items():
        if people:
            yield role, " and ".join(map(name_text, people))
    orcids = [f"{name_text(one)}/{one.orcid}" for one in record.people.get("author", ()) if _is_orcid(one.orcid)]
    if orcids:
        yield "orcid-numbers", "; ".join(orcids)  # the Web of Science's name for it
    for name, text in record.fields.items():
        if value := value_text(name, text, english=english, names=names):
            yield name, value


def value_text(name: str, text: str, *, english: bool = False, names: Collection[str] = ()) -> str:
    """A field's plain text as it is written between its braces; empty where nothing is left of it."""
    text = clean(text)
    if name in VERBATIM:
        return _verbatim(text, _NOT_IN_DOI if name == "doi" else _NOT_IN_ADDRESS)
    if name in _DATES and _EDTF.fullmatch(text):
        return text
    if name == "pages":
        return escaped(text.replace("--", "-")).replace("-", "--")
    if english and name in TITLES:
        return _protected(text, names)
    return escaped(text, keep_dashes=name in _DATA)


def name_text(person: Person) -> str:
    """A person as BibTeX writes names: `Family, Given`, `Family, Jr., Given`, or `{A whole name}`."""
    if not person.family and person.whole == "others" and not person.given:
        return "others"  # BibTeX's "et al.", which other programs take for a name
    if not person.family:
        return f"{{{escaped(clean(person.whole))}}}"
    parts = (person.family, person.suffix, person.given) if person.suffix else (person.family, person.given)
    return ", ".join(_name_part(part) for part in parts if clean(part))


def escaped(text: str, *, keep_dashes: bool = False) -> str:
    """Plain text as TeX reads it back: `tex.plain` and pandoc give the text again."""

    def one(found: re.Match[str]) -> str:
        sign = found[0]
        if sign[0] == "@":
            return "{@}"  # a reader of .bib files may take `@word(` for a new entry
        if sign[0] in "-'":
            return sign if keep_dashes and sign[0] == "-" else "{}".join(sign)  # no ligatures
        return _ESCAPES[sign]

    return _ESCAPED.sub(one, text)


def in_order(values: Mapping[str, _Value]) -> list[tuple[str, _Value]]:
    """Fields in the order of an entry."""
    ranks = {name: rank for rank, name in enumerate(ORDER)}
    return sorted(values.items(), key=lambda item: (ranks.get(item[0], len(ranks)), item[0]))


def is_title_case(title: str) -> bool:
    """Whether most of a title's longer words have a capital, so that a capital says nothing of a word."""
    words: list[str] = re.findall(r"[^\W\d_]{4,}", title)[1:]
    capital = sum(word[0].isupper() for word in words)
    return 2 * capital > len(words)


def _is_orcid(text: str) -> bool:
    return re.fullmatch(r"(?:\d{4}-){3}\d{3}[\dX]", text, re.ASCII) is not None


def _is_english(record: Record, lang: str) -> bool:
    told = record.fields.get("langid", "")
    if told:
        return told in _ENGLISH or told == "en"
    return lang.lower().startswith("en") and bool(re.search(r"[A-Za-z]", record.title))


def _protected(title: str, names: Collection[str]) -> str:
    """A title with braces around the words whose capitals a sentence-case style must keep.

    Words of several capitals, names that are known, and, where the title is not in capitals throughout, each word
    inside that has one.
    """
    shouted = [word for word in re.findall(r"[A-Za-z]{2,}", title) if word.isupper()]
    if 2 * len(shouted) > len(re.findall(r"[A-Za-z]{2,}", title)):
        return escaped(title)  # all in capitals: to be typed anew
    every = not is_title_case(title)
    parts: list[str] = []
    position = 0
    for found in _WORD.finditer(title):
        parts.append(escaped(title[position : found.start()]))
        word, position = found[0], found.end()
        before = title[: found.start()].rstrip(" \"'“‘([")
        inside = bool(before) and before[-1] not in ":.?!–—"
        keep = _SHOUTED.fullmatch(word) or word in names or (every and inside and word[0].isupper() and word != "I")
        parts.append(f"{{{escaped(word)}}}" if keep else escaped(word))
    return "".join([*parts, escaped(title[position:])])


def _name_part(text: str) -> str:
    text = clean(text)  # an equals sign is biblatex's way to name the parts: family=Berg
    apart = "," in text or "=" in text or re.search(r"(?i)(?:^|\s)and(?:\s|$)", text)
    return f"{{{escaped(text)}}}" if apart else escaped(text)


def _verbatim(text: str, wrong: re.Pattern[str]) -> str:
    """An address or number as it stands; what would end the field or begin an entry is percent-encoded."""
    text = wrong.sub(lambda found: urllib.parse.quote(found[0]), text)
    return re.sub(r"@(?=[A-Za-z][\w.+:-]*\()", "%40", text)


def known_names(titles: Sequence[str]) -> frozenset[str]:
    """Words that titles of a library protect one by one, and none has in small letters."""
    protected: set[str] = set()
    small: set[str] = set()
    for title in titles:
        protected.update(re.findall(r"\{([A-Z]\w*[a-z]\w*)\}", title))
        small.update(re.findall(r"\b[a-z]\w*", re.sub(r"\{[^{}]*\}", "", title)))
    return frozenset(word for word in protected if word.lower() not in small)
