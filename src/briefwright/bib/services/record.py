"""What a service says of a work, in the same words whichever service it was."""

from __future__ import annotations

import datetime
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefwright import tex

LANGUAGES: Mapping[str, str] = {
    "en": "english", "fr": "french", "de": "german", "es": "spanish", "it": "italian", "pt": "portuguese",
    "nl": "dutch", "ru": "russian", "uk": "ukrainian", "pl": "polish", "cs": "czech", "sk": "slovak", "sl": "slovenian",
    "hr": "croatian", "sr": "serbian", "bg": "bulgarian", "ro": "romanian", "hu": "hungarian", "fi": "finnish",
    "sv": "swedish", "da": "danish", "nb": "norwegian", "no": "norwegian", "nn": "nynorsk", "is": "icelandic",
    "et": "estonian", "lv": "latvian", "lt": "lithuanian", "el": "greek", "tr": "turkish", "he": "hebrew",
    "ar": "arabic", "fa": "persian", "hi": "hindi", "th": "thai", "lo": "lao", "km": "khmer", "vi": "vietnamese",
    "id": "indonesian", "ms": "malay", "zh": "chinese", "ja": "japanese", "ko": "korean", "ca": "catalan",
    "la": "latin", "mn": "mongolian",
}  # fmt: skip
"""By ISO 639-1 code: biblatex's and babel's names, and the English name where these have none."""
_THREE: Mapping[str, str] = {
    "eng": "en", "fre": "fr", "fra": "fr", "ger": "de", "deu": "de", "spa": "es", "ita": "it", "por": "pt",
    "dut": "nl", "nld": "nl", "rus": "ru", "ukr": "uk", "pol": "pl", "cze": "cs", "ces": "cs", "slo": "sk",
    "slk": "sk", "slv": "sl", "hrv": "hr", "srp": "sr", "bul": "bg", "rum": "ro", "ron": "ro", "hun": "hu",
    "fin": "fi", "swe": "sv", "dan": "da", "nor": "no", "nob": "nb", "nno": "nn", "ice": "is", "isl": "is",
    "est": "et", "lav": "lv", "lit": "lt", "gre": "el", "ell": "el", "tur": "tr", "heb": "he", "ara": "ar",
    "per": "fa", "fas": "fa", "hin": "hi", "tha": "th", "lao": "lo", "khm": "km", "vie": "vi", "ind": "id",
    "may": "ms", "msa": "ms", "chi": "zh", "zho": "zh", "jpn": "ja", "kor": "ko", "cat": "ca", "lat": "la",
    "mon": "mn",
}  # fmt: skip
"""ISO 639-2's codes, as libraries and PubMed use them."""
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad")
_TAG = re.compile(r"</?(?:[A-Za-z][\w-]*:)?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
_BREAKS = re.compile(r"(?i)<(?:br|/?p|/?jats:p|/?title)\b[^<>]*>")
_PARTICLES = frozenset("van von der den de da di du la le del della dos das bin ibn al el ter ten zu zum zur".split())
_MOST_TEXT = 2000
"""Characters of a value; a longer one is no field of a reference."""


@dataclass(frozen=True, slots=True)
class Person:
    """An author, editor or translator. All texts are plain, not TeX."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    """Jr., III."""
    whole: str = ""
    """The name of a body, or one whose parts nobody tells; then the others are empty."""
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What has been said of a work since: that it is retracted, corrected, or may not be relied on."""

    kind: str
    """`retraction`, `withdrawal`, `removal`, `correction`, `expression of concern` and the like."""
    doi: str = ""
    """Of the notice."""
    date: str = ""

    @property
    def grave(self) -> bool:
        """Whether the work is not to be cited any more."""
        return any(word in self.kind for word in ("retract", "withdraw", "removal", "concern"))


@dataclass(frozen=True, slots=True)
class Record:
    """A work as a service describes it."""

    type: str
    """biblatex's."""
    fields: Mapping[str, str]
    """biblatex's names; plain text, not TeX."""
    service: str
    """The name for people."""
    people: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    """By the field: author, editor, translator."""
    notices: tuple[Notice, ...] = ()
    tells_notices: bool = False
    """Whether this service would have told a retraction: where not, silence says nothing."""
    published_as: str = ""
    """The DOI under which a preprint was published since."""

    @property
    def title(self) -> str:
        """Its title, empty where there is none."""
        return self.fields.get("title", "")


def clean(value: object) -> str:
    """Any value as one line of plain text in Unicode's form NFC, without control characters; empty for no text.

    Braces that do not balance become parentheses: BibTeX could not hold them. A backtick becomes the quotation mark
    that TeX would make of it.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return ""
    text = "".join(_kept(value[: 4 * _MOST_TEXT]))
    text = " ".join(unicodedata.normalize("NFC", text).split()).replace("`", "‘")[:_MOST_TEXT].rstrip()
    return text if tex.is_balanced(text) else text.replace("{", "(").replace("}", ")")


def without_markup(value: object) -> str:
    """Text of a title that may hold HTML, JATS or MathML, and character references once or twice escaped."""
    if not isinstance(value, str):
        return ""
    text = value[: 4 * _MOST_TEXT]
    for _ in range(2):
        text = html.unescape(text)
        if "<" in text:
            text = _TAG.sub("", _BREAKS.sub(" ", text))
    return clean(text)


def language_of(value: object) -> str:
    """The `langid` of a language tag or code; the tag itself where it has no name here; empty for none."""
    text = clean(value).lower().replace("_", "-")
    primary = text.split("-")[0]
    primary = _THREE.get(primary, primary)
    if primary in ("und", "mul", "zxx", "mis"):
        return ""
    if primary in LANGUAGES:
        return LANGUAGES[primary]
    if text in LANGUAGES.values():
        return text
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else ""


def date_from_parts(value: object) -> str:
    """A date of CSL's `date-parts`, of whatever length, in EDTF; empty where there is none that is sound."""
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers: list[int] = []
    for part in first[:3]:
        try:
            numbers.append(int(part))
        except (TypeError, ValueError, OverflowError):
            break
    return edtf(*numbers)


def edtf(year: int = 0, month: int = 0, day: int = 0) -> str:
    """A date in EDTF as far as it is sound; empty without a year."""
    if not 1 <= year <= 9999:
        return ""
    if not 1 <= month <= 12:
        return f"{year:04}"
    try:
        return datetime.date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        return f"{year:04}-{month:02}"


def date_from_text(value: object) -> str:
    """A date as people and programs write it: ISO 8601, "2020 Mar 5", "March 5, 2020", "2020"."""
    text = clean(value)
    iso = re.match(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?!\d)", text)
    if iso and (iso[2] or not re.search(r"[A-Za-z]{3}", text)):
        return edtf(int(iso[1]), int(iso[2] or 0), int(iso[3] or 0))
    year = re.search(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)", text)
    if year is None:
        return ""
    month = next((_MONTHS.index(m[0].lower()) + 1 for m in re.finditer(rf"(?i){'|'.join(_MONTHS)}", text)), 0)
    day = re.search(r"(?<!\d)([0-3]?\d)(?!\d)", text.replace(year[0], "", 1))
    return edtf(int(year[0]), month, int(day[1]) if day and month else 0)


def page_range(value: object) -> str:
    """Pages with biblatex's dashes: "12-5" of PubMed becomes "12--15"."""
    text = re.sub(r"\s*[-\u2010-\u2015\u2212]+\s*", "-", clean(value)).removeprefix("p. ").removeprefix("pp. ")
    found = re.fullmatch(r"([A-Za-z]*)(\d+)-(?:\1)?(\d+)", text)
    if found and len(found[3]) < len(found[2]):  # an abbreviated second page
        text = f"{found[1]}{found[2]}-{found[1]}{found[2][: -len(found[3])]}{found[3]}"
    first, _, last = text.partition("-")
    if first == last or not last:
        return first
    return text


def person_from_text(value: object) -> Person | None:
    """A name in one piece: "Doe, Jane", "Jane van der Berg"; None for what is no name."""
    text = re.sub(r"(?i)^by\s+", "", without_markup(value)).strip(" ,;")
    if not text or re.match(r"(?i)https?://|www\.|@", text) or len(text) > 200:
        return None
    if "," in text:
        family, _, given = (part.strip() for part in text.partition(","))
        return Person(family, given) if family and given else Person(whole=text)
    words = text.split()
    if len(words) == 1 or len(words) > 6:
        return Person(whole=text)
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES and words[at - 1].islower():
        at -= 1
    return Person(" ".join(words[at:]), " ".join(words[:at]))


def listed(value: object) -> list[Any]:
    """A value as a list: services give one thing as itself and several as a list."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def first_text(value: object) -> str:
    """The first text of a list or the text itself, cleaned."""
    return next((text for item in listed(value) if (text := clean(item))), "")


def given(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The fields that have a value, the first of a name."""
    found: dict[str, str] = {}
    for name, value in fields:
        if value:
            found.setdefault(name, value)
    return found


def _kept(text: str) -> Iterator[str]:
    for sign in text:
        if sign.isspace():
            yield " "
        elif sign not in _BIDI and unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn"):
            yield sign
