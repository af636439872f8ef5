"""Write one entry so that pandoc's reader takes it whole.

pandoc 3.9 refuses a whole file for one key with a ``#`` in it, cuts a value at an unescaped ``%``, glues the
words around a blank line together, knows months only by number or three letters and takes a name that begins
with a TeX accent for a particle. Each is put right here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from briefwright import tex
from briefwright.model import Reference

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Names of months that BibTeX and biblatex define; the position gives the number."""

_PORTABLE = re.compile(r"[\w][\w.:+/@'*;()!?=&\[\]-]*\Z")
READ = frozenset(
    """
    addendum address afterword annotator archiveprefix author bookauthor booksubtitle booktitle booktitleaddon
    chapter commentator date day doi edition editor editora editoratype editorb editorbtype editorc editorctype
    editortype eid entrysubtype eprint eprintclass eprinttype eventdate eventtitle foreword holder howpublished
    hyphenation institution introduction isan isbn ismn isrn issn issue issuesubtitle issuetitle iswc journal
    journalsubtitle journaltitle langid language library location mainsubtitle maintitle maintitleaddon month note
    number options organization origdate origlanguage origlocation origpublisher origtitle pages pagetotal part
    pmcid pmid primaryclass publisher pubstate school series shortjournal shorttitle subtitle title translator type
    url urldate venue version volume volumes year
    """.split()
)
"""The fields that become part of a reference. Not titleaddon, which pandoc glues to the title, nor abstracts."""

_VERBATIM = frozenset({"url", "doi", "eprint", "file", "pdf", "verba", "verbb", "verbc", "archiveurl"})
"""Read as they stand by biblatex and by pandoc."""
_TYPES = {"conference": "inproceedings", "webpage": "online", "newspaper": "article", "techreport": "report"}
_MONTH = re.compile(r"(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*")
_TITLES = frozenset(
    {"title", "subtitle", "booktitle", "booksubtitle", "maintitle", "mainsubtitle", "journaltitle", "journal"}
    | {"issuetitle", "eventtitle", "origtitle", "shorttitle"}
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff\u2c00-\ud7ff\uf900-\ufaff]")
_NAMES = frozenset(
    {"author", "editor", "editora", "editorb", "editorc", "translator", "bookauthor", "holder", "commentator"}
    | {"introduction", "foreword", "afterword", "annotator", "shortauthor", "shorteditor"}
)
_COMBINING = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
_ACCENT = re.compile(
    r"\\(?:(['`^\"~=.])\s*|([uvHcdkr])(?:\s+|(?=\{)))"  # the accent
    r"(?:\{\s*(\\?[^\W\d_])\s*\}|(\\[ij](?![A-Za-z])|[^\W\d_]))"  # its letter
)
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
}  # fmt: skip
_LETTER = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\s+(?!and\b)|\{{\}})?")
_LONE_LETTER = re.compile(r"\{([^\W\d_])\}")
_BRACE = re.compile(r"(?<!\\)[{}]")


def portable_key(key: str) -> str:
    """The key as it stands in an excerpt: itself where pandoc can carry it, else a stand-in, the same each time."""
    return key if _PORTABLE.match(key) else "key-" + key.encode("utf-8").hex()


def month_number(text: str) -> int:
    """The month that a text names, 0 where it names none: "sept", "29 nov"."""
    named = _MONTH.search(text)
    return MONTHS.index(named[1].lower()) + 1 if named else 0


def entry_text(reference: Reference, parents: Mapping[str, str], lang: str = "en") -> str:
    """An entry as .bib text.

    parents: from each name in crossref or xdata that is to be kept to its key. lang: the language of a title
    where the entry names none.
    """
    lines = [f"@{_TYPES.get(reference.type, reference.type)}{{{portable_key(reference.key)},"]
    for name in ("crossref", "xdata"):
        keys = [parents[part.strip()] for part in reference.fields.get(name, "").split(",") if part.strip() in parents]
        if keys:
            lines.append(f"  {name} = {{{','.join(portable_key(key) for key in keys)}}},")
    fields = {name: value for name, value in reference.fields.items() if name in READ}
    if "date" in fields:
        fields["date"] = re.sub(r"\\?%", "~", fields["date"])  # EDTF's "approximate and uncertain"
    fields |= _plain_date(fields) | _address(fields) | _kept_capitals(fields, lang)
    lines += [f"  {name} = {{{_safe(name, value)}}}," for name, value in fields.items() if value]
    return "\n".join([*lines, "}\n"])


def _address(fields: Mapping[str, str]) -> dict[str, str]:
    """The web address that BibTeX, which has no field for it, leaves in `howpublished`."""
    found = re.search(r"https?://[^\s{}]+", fields.get("howpublished", ""))
    if not found or fields.get("url"):
        return {}
    rest = re.sub(r"\\url\s*\{[^}]*\}|https?://[^\s{}]+|\\href", "", fields["howpublished"]).strip(" ,.;:{}")
    return {"url": found[0], "howpublished": rest if rest.casefold() not in ("", "available at", "online") else ""}


def _kept_capitals(fields: Mapping[str, str], lang: str) -> dict[str, str]:
    """Titles in braces of their own where they are not in English and the entry does not say so."""
    if any(fields.get(name) for name in ("langid", "hyphenation")):
        return {}
    named = fields.get("language", "").strip().lower()
    foreign = named not in ("", "en", "english", "eng") or not lang.lower().startswith("en")
    return {
        name: f"{{{value}}}"
        for name, value in fields.items()
        if name in _TITLES and (foreign or len(_OTHER_SCRIPT.findall(value)) > len(_LATIN.findall(value)))
    }


def _plain_date(fields: Mapping[str, str]) -> dict[str, str]:
    """Year and month as pandoc reads them: "29 nov" and "November" become numbers, "ca. 2000" becomes 2000~."""
    found: dict[str, str] = {}
    month = fields.get("month", "")
    if number := month_number(month):
        found["month"] = str(number)
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
    # {\noopsort{1990a}}1990 sorts by what is not shown
    bare = re.sub(r"[\[\]{}]", "", re.sub(r"\\[A-Za-z]+\s*(?:\{[^{}]*\})?", "", text)).strip()
    span = re.fullmatch(r"(\d{4})\s*(?:--?|–|/)\s*(\d{4})", bare)
    if span:
        return f"{span[1]}/{span[2]}"
    about = re.fullmatch(r"(?:c|ca|circa)\.?\s*(\d{4})|(\d{4})~", bare, re.IGNORECASE)
    if about:
        return f"{about[1] or about[2]}~"
    doubtful = re.fullmatch(r"(\d{4})\s*\?", bare)
    return f"{doubtful[1]}?" if doubtful else bare


def _safe(name: str, value: str) -> str:
    """A value without what breaks pandoc's reader: lone braces, comment signs, currency read as formulas."""
    value = re.sub(r"\\noopsort\s*\{[^{}]*\}", "", value)  # for BibTeX's sorting, not for readers
    depth = 0
    for brace in _BRACE.finditer(value):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            break
    if depth:
        value = _BRACE.sub("", value)
    if (len(value) - len(value.rstrip("\\"))) % 2:
        value += " "  # a last backslash would take the closing brace with it
    if name in _NAMES:
        return _unicode_letters(value)
    if name in _VERBATIM:
        return tex.verbatim(value)
    value = re.sub(r"(?<!\\)%", r"\\%", value)
    return tex.without_false_maths(value)


def _unicode_letters(value: str) -> str:
    """Names with their accents in Unicode: pandoc takes `{\\'E}mile` for a particle such as "de"."""
    if "\\" not in value:
        return value

    def accented(match: re.Match[str]) -> str:
        letter = (match[3] or match[4]).removeprefix("\\")
        return unicodedata.normalize("NFC", letter + _COMBINING[match[1] or match[2]])

    return _LONE_LETTER.sub(r"\1", _LETTER.sub(lambda match: _LETTERS[match[1]], _ACCENT.sub(accented, value)))
