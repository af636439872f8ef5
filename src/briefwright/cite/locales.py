"""The words that citing needs, by language: CSL locale terms, and phrases that CSL has no terms for.

The locale files are those of the Citation Style Language project, inside the package citeproc-py
(https://docs.citationstyles.org/en/stable/specification.html#terms).
"""

from __future__ import annotations

import functools
import importlib.util
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefwright import safe_xml
from briefwright.diagnostics import Code, Finding, Warned, did_you_mean, warning

FALLBACK = "en-US"
_CSL = "{http://purl.org/net/xbiblio/csl}"

HEADINGS: Mapping[str, tuple[str, str]] = {
    "en": ("References", "Bibliography"),
    "ru": ("Список литературы", "Библиография"),
    "fr": ("Références", "Bibliographie"),
    "de": ("Literaturverzeichnis", "Bibliographie"),
    "es": ("Referencias", "Bibliografía"),
    "pt": ("Referências", "Bibliografia"),
    "it": ("Riferimenti bibliografici", "Bibliografia"),
    "nl": ("Referenties", "Bibliografie"),
    "pl": ("Literatura", "Bibliografia"),
    "uk": ("Список літератури", "Бібліографія"),
    "km": ("ឯកសារយោង", "គន្ថនិទ្ទេស"),
}
"""By primary language: the heading of a list of works cited, and of a bibliography under notes."""

CITED_IN: Mapping[str, tuple[str, str]] = {
    "en": ("cited in", "as cited in"),
    "ru": ("цит. по:", "цит. по:"),
    "fr": ("cité dans", "cité dans"),
    "de": ("zitiert nach", "zitiert nach"),
    "es": ("citado en", "como se citó en"),
    "pt": ("citado em", "como citado em"),
    "it": ("citato in", "citato in"),
    "nl": ("geciteerd in", "zoals geciteerd in"),
    "pl": ("cyt. za:", "cyt. za:"),
    "uk": ("цит. за:", "цит. за:"),
    "km": ("ដកស្រង់ក្នុង", "ដកស្រង់ក្នុង"),
}
"""By primary language: what joins a source to the one it was read in, and the form of author-date styles."""

ARCHIVED: Mapping[str, str] = {
    "en": "Archived at {address}",
    "ru": "Архивная копия: {address}",
    "fr": "Archivé à l’adresse {address}",
    "de": "Archiviert unter {address}",
    "es": "Archivado en {address}",
    "pt": "Arquivado em {address}",
    "it": "Archiviato in {address}",
    "nl": "Gearchiveerd op {address}",
    "pl": "Zarchiwizowano: {address}",
    "uk": "Архівна копія: {address}",
    "km": "រក្សាទុកនៅ {address}",
}

_IN_LANGUAGE: Mapping[str, str] = {
    "en": "In {name}",
    "ru": "На {name} языке",
    "fr": "En {name}",
    "de": "Auf {name}",
    "es": "En {name}",
    "pt": "Em {name}",
    "it": "In {name}",
    "nl": "In het {name}",
    "pl": "W języku {name}",
    "uk": "{name} мовою",
    "km": "ជាភាសា{name}",
}

_INFLECTED: Mapping[str, tuple[str, str]] = {"ru": ("ий", "ом"), "pl": ("i", "im"), "uk": ("а", "ою")}
"""Ending of a language's name as Babel has it, and as the phrase wants it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of one language."""

    lang: str
    """The CSL locale that they come from: "ru-RU"."""
    by_name: Mapping[tuple[str, str, bool], str]
    """From (name, form, plural) to text; forms are "long", "short", "symbol", "verb", "verb-short"."""
    phrase_lang: str = ""
    """The primary language of the phrases; English where ours has none."""

    def term(self, name: str, form: str = "long", *, plural: bool = False) -> str:
        """A term's text, by the fallbacks of CSL: symbol, short, long; verb-short, verb. Empty where unknown."""
        for candidate in _FORMS.get(form, (form,)):
            for number in (plural, False):
                if text := self.by_name.get((name, candidate, number), ""):
                    return text
        return ""

    @property
    def references(self) -> str:
        """The heading of a list of works cited."""
        return HEADINGS[self.phrase_lang][0]

    @property
    def bibliography(self) -> str:
        """The heading of a bibliography that accompanies notes."""
        return HEADINGS[self.phrase_lang][1]

    def heading(self, *, note_style: bool) -> str:
        """The heading that fits a style."""
        return self.bibliography if note_style else self.references

    def cited_in(self, *, author_date: bool) -> str:
        """What joins a source to the one that it was read in."""
        return CITED_IN[self.phrase_lang][author_date]

    @property
    def no_date(self) -> str:
        """ "n.d." """
        return self.term("no date", "short")

    @property
    def accessed(self) -> str:
        """ "accessed" """
        return self.term("accessed")

    def archived(self, address: str) -> str:
        """A sentence, without full stop, that names an archived copy."""
        return ARCHIVED[self.phrase_lang].format(address=address)

    def in_language(self, tag: str) -> str:
        """ "In Russian", for a BCP 47 tag; empty where the language has no name here."""
        name = language_name(tag, self.phrase_lang)
        if not name:
            return ""
        ending, instead = _INFLECTED.get(self.phrase_lang, ("", ""))
        if ending and not name.endswith(ending):
            return name[0].upper() + name[1:]
        if ending:
            name = name.removesuffix(ending) + instead
        phrase = _IN_LANGUAGE[self.phrase_lang].format(name=name)
        return phrase[0].upper() + phrase[1:]


_FORMS = {
    "long": ("long",),
    "short": ("short", "long"),
    "symbol": ("symbol", "short", "long"),
    "verb": ("verb", "long"),
    "verb-short": ("verb-short", "verb", "long"),
}


def terms(lang: str) -> Warned[Terms]:
    """The words for a BCP 47 tag, with a finding where English has to stand in.

    A tag without a locale of its own gets its language's usual one: "ru" is ru-RU, "en-AU" en-US.
    """
    code, findings = _locale_for(lang)
    primary = code.split("-")[0]
    phrase_lang = primary if primary in HEADINGS else "en"
    if not findings and primary not in HEADINGS:
        message = f"phrases such as “cited in” are not known in `{lang}`; English ones are used"
        findings = (warning(Code.UNKNOWN_LOCALE, message, hint=f"known are {', '.join(HEADINGS)}"),)
    return Warned(Terms(code, _read_terms(code), phrase_lang), findings)


def terms_in_style(style: Path, lang: str) -> Terms:
    """The words for a BCP 47 tag as a CSL style has them: its own come before the locale's ("ca." in APA)."""
    words = terms(lang).value
    own: dict[tuple[str, str, bool], str] = {}
    for scope, found in _terms_of_style(style):
        if not scope or words.lang == scope or words.lang.split("-")[0] == scope:
            own |= found
    return Terms(words.lang, {**words.by_name, **own}, words.phrase_lang)


@functools.lru_cache(maxsize=8)
def _terms_of_style(style: Path) -> tuple[tuple[str, Mapping[tuple[str, str, bool], str]], ...]:
    """A style's own terms by the language of their cs:locale, the general ones first."""
    found = []
    for element in safe_xml.parse(style.read_bytes()).iterfind(f"{_CSL}locale"):
        scope = str(element.get("{http://www.w3.org/XML/1998/namespace}lang", ""))
        found.append((scope, {key: text for key, text in _terms_below(element) if text}))
    return tuple(sorted(found, key=lambda pair: len(pair[0])))


def language_name(tag: str, lang: str) -> str:
    """The name of the language of a BCP 47 tag in another language, by Babel; empty where there is none."""
    from babel import Locale, UnknownLocaleError

    try:
        names = Locale.parse(lang.replace("-", "_")).languages
    except (UnknownLocaleError, ValueError):
        return ""
    return str(names.get(tag.split("-")[0].lower(), ""))


def same_language(first: str, second: str) -> bool:
    """Whether two BCP 47 tags share their primary language."""
    return first.split("-")[0].lower() == second.split("-")[0].lower()


def _locale_for(lang: str) -> tuple[str, tuple[Finding, ...]]:
    known = set(_codes())
    wanted = lang.strip().replace("_", "-")
    by_fold = {code.lower(): code for code in known}
    if wanted.lower() in by_fold:
        return by_fold[wanted.lower()], ()
    primary = wanted.split("-")[0].lower()
    usual = _usual_dialects().get(primary, "")
    if usual in known:
        return usual, ()
    hint = did_you_mean(wanted, [*known, *_usual_dialects()]) or "give a tag such as en-GB, ru or fr"
    return FALLBACK, (warning(Code.UNKNOWN_LOCALE, f"`{lang}` is no language that citations can be set in", hint=hint),)


@functools.cache
def _folder() -> Path:
    # found without importing citeproc, which costs 0.2 s
    spec = importlib.util.find_spec("citeproc")
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places or ["."]))) / "data" / "locales"


@functools.cache
def _codes() -> tuple[str, ...]:
    return tuple(sorted(path.stem.removeprefix("locales-") for path in _folder().glob("locales-*.xml")))


@functools.cache
def _usual_dialects() -> Mapping[str, str]:
    text = (_folder() / "locales.json").read_text(encoding="utf-8")
    return dict(json.loads(text)["primary-dialects"])


@functools.cache
def _read_terms(code: str) -> Mapping[tuple[str, str, bool], str]:
    root = safe_xml.parse((_folder() / f"locales-{code}.xml").read_bytes())
    return {key: text for key, text in _terms_below(root) if text}


def _terms_below(root: Any) -> Iterator[tuple[tuple[str, str, bool], str]]:
    for element in root.iterfind(f".//{_CSL}term"):
        name, form = str(element.get("name", "")), str(element.get("form", "long"))
        single, multiple = element.find(f"{_CSL}single"), element.find(f"{_CSL}multiple")
        if single is None:
            yield (name, form, False), _trimmed(element)
        else:
            yield (name, form, False), _trimmed(single)
            yield (name, form, True), _trimmed(multiple)


def _trimmed(element: Any) -> str:
    """An element's text without line ends; French guillemets keep their no-break spaces."""
    return (element.text or "").strip(" \t\r\n") if element is not None else ""
