"""What a reader makes of a file: records in biblatex's words, and what could not be used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from briefwright import tex
from briefwright.bib.new_entry import ORDER, escaped, name_text, value_text
from briefwright.bib.services.record import LANGUAGES, Person, Record, without_markup
from briefwright.diagnostics import Code, Finding, Location, warning

_LONGEST = 1_000_000
"""Characters of a value: an abstract is long, a megabyte is no field."""
_SHORT = 1500
_PUBLISHING = ("organization", "institution", "howpublished")
_TAGS = (
    (re.compile(r"<i>(.*?)</i>|<em>(.*?)</em>"), r"\\emph{\1\2}"),
    (re.compile(r"<b>(.*?)</b>|<strong>(.*?)</strong>"), r"\\textbf{\1\2}"),
    (re.compile(r"<sup>(.*?)</sup>"), r"\\textsuperscript{\1}"),
    (re.compile(r"<sub>(.*?)</sub>"), r"\\textsubscript{\1}"),
    (re.compile(r"<sc>(.*?)</sc>"), r"\\textsc{\1}"),
    (re.compile(r"<span style=\"font-variant:\s*small-caps;?\">(.*?)</span>"), r"\\textsc{\1}"),
)
"""The markup of CSL's rich text (CSL 1.0.2, appendix II), which other formats borrow."""
_KEPT = re.compile(r"<span class=\"nocase\">(.*?)</span>")
_SPANS = re.compile(r"<(?:i|em|b|strong|sup|sub|sc|span[^<>]*)>|</(?:i|em|b|strong|sup|sub|sc|span)>")


@dataclass(frozen=True, slots=True)
class Found:
    """One reference in a file."""

    record: Record
    key: str = ""
    """The key that the file gives it; empty for none."""
    line: int = 0
    """Where it begins; 0 where the format has no lines."""
    shown: str = ""
    """How it is named to people where it has no title: "record 3"."""


@dataclass(frozen=True, slots=True)
class Read:
    """What is in a file."""

    format: str
    """The name for people: "RIS"."""
    found: tuple[Found, ...] = ()
    bib: bytes = b""
    """The file itself, where it is BibTeX or biblatex."""
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Fields:
    """The fields of a record while it is read: nothing that is given gets lost."""

    values: dict[str, str] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)

    def put(self, name: str, value: object) -> None:
        """A field; where it is given already, the other value goes into a field of its own."""
        text = one_line(value)
        if not text:
            return
        number, free = 1, name
        while free in self.values and self.values[free] != text:
            number += 1
            free = f"{name}-{number}"
        self.values[free] = text

    def join(self, name: str, values: Iterable[object], sign: str = ", ") -> None:
        """A field that is a list."""
        texts = [text for value in values if (text := one_line(value))]
        if texts:
            there = [self.values[name]] if name in self.values else []
            self.values[name] = sign.join(dict.fromkeys([*there, *texts]))

    def own(self, name: str, value: object) -> None:
        """A field as `bib export` keeps it; what other programs were told instead goes."""
        text = one_line(value)
        if not text:
            return
        self.values[name] = text
        if name in _PUBLISHING and self.values.get("publisher") == text:
            del self.values["publisher"]

    def person(self, role: str, person: Person | None) -> None:
        """An author or the like."""
        if person is not None and (person.family or person.whole):
            self.people.setdefault(role, []).append(person)

    def record(self, type_: str, service: str) -> Record:
        """The record of these fields."""
        return Record(type_, self.values, service, {role: tuple(people) for role, people in self.people.items()})


def one_line(value: object) -> str:
    """Any value as one line of text in Unicode's form NFC, without control characters; empty for no text.

    Unlike `services.record.clean` it cuts nothing that a person would write.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return ""
    kept = "".join(
        " " if sign.isspace() else sign
        for sign in value[:_LONGEST]
        if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn")
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


def entry_of(key: str, record: Record, *, lang: str, names: frozenset[str]) -> str:
    """The text of a record's entry: all that it says, whatever its length."""
    english = _is_english(record, lang)
    values = {role: " and ".join(map(name_text, people)) for role, people in record.people.items() if people}
    for name, text in record.fields.items():
        if value := _value(name, text, english=english, names=names):
            values[name] = value
    ranks = {name: rank for rank, name in enumerate(ORDER)}
    ordered = sorted(values.items(), key=lambda item: (ranks.get(item[0], len(ranks)), item[0]))
    width = max(map(len, values), default=0)
    lines = [f"  {name:<{width}} = {{{value}}}," for name, value in ordered]
    return "\n".join([f"@{record.type}{{{key},", *lines, "}"]) + "\n"


def _value(name: str, text: str, *, english: bool, names: frozenset[str]) -> str:
    if name == "file":  # read as it stands
        return (text if tex.is_balanced(text) else text.replace("{", "(").replace("}", ")")).replace("\\", "/")
    kept = [plain for words in _KEPT.findall(text) if (plain := without_tags(words).strip())]
    text = _KEPT.sub(r"\1", text)
    if len(text) <= _SHORT:
        value = value_text(name, text, english=english, names=names)
    else:
        text = text if tex.is_balanced(text) else text.replace("{", "(").replace("}", ")")
        value = escaped(text.replace("`", "‘"))
    for words in kept:
        value = _with_capitals(value, escaped(words))
    if "<" not in value:
        return value
    for _ in range(3):  # markup inside markup
        for tag, command in _TAGS:
            value = tag.sub(command, value)
    return value


def _with_capitals(value: str, words: str) -> str:
    """A value with braces around some words of it, in place of those around each."""
    each = r"\s+".join(rf"\{{?{re.escape(word)}\}}?" for word in words.split())
    return re.sub(rf"(?<![\w\\]){each}(?!\w)", lambda _: f"{{{words}}}", value)


def without_tags(text: str) -> str:
    """A text without the markup of CSL's rich text."""
    return _SPANS.sub("", text)


def _is_english(record: Record, lang: str) -> bool:
    told = record.fields.get("langid", "")
    if told:
        return told in ("english", "american", "british", "en")
    return lang.lower().startswith("en") and bool(re.search(r"[A-Za-z]", record.title))


def language(value: object) -> str:
    """`langid` for a language that a file names in whatever way; the text itself where nobody knows it."""
    from briefwright.bib.services.record import language_of

    text = one_line(value)
    return language_of(text) or (text.lower() if text.lower() in LANGUAGES.values() else text)


def person_of(text: object, *, natural: bool = False) -> Person | None:
    """A name as a file gives it: "Family, Given, Suffix".

    natural: whether a name without a comma is a person's, "Given Family"; else it is a body's.
    """
    name = without_markup(one_line(text)).strip(" ;")
    if not name:
        return None
    if "," in name:
        parts = [part.strip() for part in name.split(",")]
        if name.endswith(","):  # EndNote's way to write a body's name
            return Person(whole=name.rstrip(", "))
        if len(parts) == 2:
            return Person(*parts) if parts[0] else Person(whole=parts[1])
        if len(parts) == 3 and re.fullmatch(r"(?i)(?:jr|sr)\.?|[ivx]+", parts[2]):
            return Person(parts[0], parts[1], parts[2])
        return Person(whole=name)
    if natural and " " in name:
        given, _, family = name.rpartition(" ")
        return Person(family, given)
    return Person(whole=name)


def isbn_or_issn(fields: Fields, value: object) -> None:
    """A standard number, whichever it is."""
    for part in re.split(r"[;\s]+(?=[\dXx(])", one_line(value)):
        text = re.sub(r"\s*\((?:print|online|electronic|linking)[^()]*\)", "", part, flags=re.IGNORECASE).strip(" ;,")
        digits = re.sub(r"[^\dXx]", "", text)
        name = "issn" if len(digits) == 8 else "isbn" if len(digits) in (10, 13) else ""
        if name and text:
            fields.join(name, [text])
        elif text:
            fields.put("x-number", text)


def unusable(shown: str, line: int, said: str, hint: str = "") -> Finding:
    """A finding for a record that cannot be used."""
    return warning(Code.RECORD_UNUSABLE, said, Location(shown, line), hint=hint)


def told(records: Iterable[Found], shown: str) -> Iterator[Found | Finding]:
    """Records that say something; for the others what is missing."""
    for one in records:
        fields: Mapping[str, str] = one.record.fields
        if one.record.people or any(name in fields for name in ("title", "booktitle", "url", "doi", "isbn")):
            yield one
        else:
            yield unusable(shown, one.line, f"{one.shown or 'a record'} has neither title nor author")
