"""Titles of references: those that readers of the project's language cannot read, and capitals that styles lose."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from briefwright.check.entries import bare, field_location, first
from briefwright.check.rule import Context, Rule
from briefwright.cite.references import ORIGINAL, TRANSLATED
from briefwright.diagnostics import Code, Edit, Finding, Severity, warning
from briefwright.model import Reference

_LANGUAGE = ("langid", "hyphenation", "language")
_LANGIDS: Mapping[str, str] = {
    **dict.fromkeys("english american british usenglish ukenglish canadian australian newzealand eng".split(), "en"),
    **dict.fromkeys("german ngerman austrian naustrian swissgerman nswissgerman deu ger".split(), "de"),
    **dict.fromkeys("french francais canadien acadian fra fre".split(), "fr"),
    **dict.fromkeys("spanish spa".split(), "es"),
    **dict.fromkeys("italian ita".split(), "it"),
    **dict.fromkeys("portuguese portuges brazilian brazil por".split(), "pt"),
    **dict.fromkeys("dutch nld dut".split(), "nl"),
    **dict.fromkeys("russian rus".split(), "ru"),
    **dict.fromkeys("ukrainian ukr".split(), "uk"),
    **dict.fromkeys("indonesian bahasa bahasai ind".split(), "id"),
    **dict.fromkeys("malay bahasam melayu msa".split(), "ms"),
}
"""Names that biblatex and its users give to languages; others are looked up among the names in Unicode's CLDR."""
_SCRIPTS: Mapping[str, str] = {
    **dict.fromkeys("ru uk be bg sr mk kk ky tg mn".split(), "CYRILLIC"),
    **dict.fromkeys("ar fa ur ps".split(), "ARABIC"),
    **dict.fromkeys("zh ja yue".split(), "CJK"),
    "ko": "HANGUL", "km": "KHMER", "th": "THAI", "lo": "LAO", "my": "MYANMAR", "el": "GREEK", "he": "HEBREW",
    "hy": "ARMENIAN", "ka": "GEORGIAN", "hi": "DEVANAGARI", "ne": "DEVANAGARI", "bn": "BENGALI", "ta": "TAMIL",
}  # fmt: skip
_SMALL_WORDS: Mapping[str, frozenset[str]] = {
    lang: frozenset(words.split())
    for lang, words in {
        "en": "the of and to in for with from by at is are was has have its their that as on between after before "
        "towards toward under against who what how why when not our it this an into over beyond",
        "fr": "le la les des du de et un une pour dans sur au aux avec entre par est sont en l d qu que",
        "de": "der die das und von für mit im am den dem des ein eine einer zur zum auf nach über zwischen ist in",
        "es": "el la los las de del y en un una para con por entre sobre al se su",
        "it": "il lo la gli le di del della dei delle e in un una per con tra sul alla nel",
        "pt": "o os a as de do da dos das e em no na um uma para com por entre sobre",
        "nl": "de het een van en voor met op in naar tussen over",
        "ru": "i v na s k o ob po dlya dlia iz ot za kak pri pod so vo ne ili mezhdu posle protiv cherez",
        "uk": "i v u na z do pro ta dlia vid za yak pid mizh",
        "id": "dan di yang dari untuk dengan dalam pada ke oleh terhadap",
        "ms": "dan di yang dari untuk dengan dalam pada ke oleh terhadap",
    }.items()
}
"""The small words of titles; Russian and Ukrainian ones as they are transliterated."""
_TRANSLITERATED = re.compile(
    r"\w{2,}(?:iya|iia|iyu|skogo|nogo|skii|skiy|skij|skaya|skoy|skoi|ykh|stvo|stva|nost|niye|enie)"
)
_WORD = re.compile(r"(?<!['’])[^\W\d_]+")  # not the s of Cambodia's
_GIVEN_TWICE = re.compile(r"\[[^\]]*\w+\s[^\]]*\]|\s=\s")
"""A translation beside the title itself: "Заглавие [A title]", "Titre = A title"."""

_TITLES = ("title", "subtitle", "booktitle")
_GROUP = re.compile(r"\{[^{}]*\}")
_OWN = re.compile(r"\{([A-Z]\w*[a-z]\w*)\}")
_SHOUTED = re.compile(r"(?<![\w\\])(?:(?:[A-Z]\.){2,}|\w*[A-Z]\w*[A-Z]\w*)")
_INNER = re.compile(r"(?:(?<=[\w,)\0] )|(?<=[\w\0] \()|(?<=[\w\0]--)|(?<=[\w\0][\u2013\u2014/]))[A-Z][a-z]\w*")
"""A word with a capital that no stop, colon or beginning explains."""


def foreign_title_without_translation(context: Context) -> Iterable[Finding]:
    """Titles that a reader of the project's language cannot read, without a translation beside them."""
    ours = context.project.config.lang.split("-")[0].lower()
    for reference in context.references.values():
        if first(reference, (*TRANSLATED, *ORIGINAL))[0] or not reference.fields.get("title"):
            continue
        if _is_foreign(reference, ours):
            message = f"the title of `{reference.key}` is in another language, and no translation is given"
            hint = "add `titletranslated = {...}`; styles print it after the title"
            yield _found(Code.FOREIGN_TITLE_WITHOUT_TRANSLATION, reference, message, "title", hint=hint)


def unprotected_capitals(context: Context) -> Iterable[Finding]:
    """Words in English titles whose capitals go where a style writes titles in sentence case."""
    english = {key: one for key, one in context.references.items() if _is_english(one, context.project.config.lang)}
    names = _protected_names(english.values())
    for reference in english.values():
        for field in _TITLES:
            words = _unprotected(reference.fields.get(field, ""), names)
            if words:
                shown = ", ".join(f"`{word}`" for word in words)
                message = f"nothing keeps the capitals of {shown} in the {field} of `{reference.key}`"
                hint = f"put braces around each: `{{{words[0]}}}`"
                found = _found(Code.UNPROTECTED_CAPITALS, reference, message, field, hint=hint)
                yield _with_fix(found, words)


def _found(code: Code, reference: Reference, message: str, field: str, *, hint: str) -> Finding:
    return warning(code, message, field_location(reference, field), hint=hint, subject=reference.key)


def _is_foreign(reference: Reference, ours: str) -> bool:
    languages = _languages(reference)
    title = reference.fields["title"]
    script = _script(title)
    if not script or _GIVEN_TWICE.search(title):
        return False
    if ours in languages and script in (_SCRIPTS.get(ours, "LATIN"), "LATIN"):
        return False
    if script != _SCRIPTS.get(ours, "LATIN"):
        # English is taken to be read everywhere, and is what a Latin title without a language mostly is
        return script != "LATIN" or (bool(languages) and "en" not in languages)
    if not languages or "en" in languages or script != "LATIN":
        return False
    return any(_reads_as(bare(title), lang, ours) for lang in languages)


def _reads_as(title: str, lang: str, ours: str) -> bool:
    """Whether the words of a title are rather a language's than ours: a title may be translated already."""
    theirs, own = _SMALL_WORDS.get(lang, frozenset()), _SMALL_WORDS.get(ours, frozenset())
    if not own:
        return False
    words = [word if len(word) == 1 else word.lower() for word in _WORD.findall(title)]
    known = sum(word in own - theirs for word in words)
    alien = sum(word in theirs - own for word in words)
    if lang in ("ru", "uk", "be", "bg"):
        alien += sum(_TRANSLITERATED.fullmatch(word) is not None for word in words)
    elif ours == "en" and lang != "en":
        alien += sum(not word.isascii() for word in _WORD.findall(title) if word[0].islower())
    return alien > known


def _languages(reference: Reference) -> frozenset[str]:
    """The primary languages that an entry names."""
    named = first(reference, _LANGUAGE)[1]
    return _tags(named) if named else frozenset()


@functools.lru_cache(maxsize=500)
def _tags(named: str) -> frozenset[str]:
    parts = re.split(r"[,;/&]|\band\b", bare(named).lower())
    return frozenset(_tag(part.strip()) for part in parts if part.strip())


@functools.cache
def _tag(name: str) -> str:
    """The primary tag of a language's name or tag; the name itself where it is not known."""
    name = name.removeprefix("lang")
    if name in _LANGIDS:
        return _LANGIDS[name]
    if re.fullmatch(r"[a-z]{2,3}(?:[-_]\w+)*", name):
        return re.split(r"[-_]", name)[0]
    from babel import Locale

    names = Locale("en").languages
    return next((str(tag).split("_")[0] for tag, english in names.items() if str(english).lower() == name), name)


def _script(text: str) -> str:
    """The script of most letters; empty for a text without letters."""
    if text.isascii():
        return "LATIN" if re.search("[A-Za-z]", text) else ""
    counted = Counter(script for sign in text if (script := _script_of(sign)))
    return counted.most_common(1)[0][0] if counted else ""


@functools.cache
def _script_of(sign: str) -> str:
    if not sign.isalpha():
        return ""
    name = unicodedata.name(sign, "").split(" ")[0].split("-")[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA", "CJK") else name


def _is_english(reference: Reference, lang: str) -> bool:
    languages = _languages(reference)
    return "en" in languages if languages else lang.lower().startswith("en")


def _protected_names(references: Iterable[Reference]) -> frozenset[str]:
    """Words that at least two titles protect one by one, and that no title has in small letters."""
    protected: Counter[str] = Counter()
    small: set[str] = set()
    for reference in references:
        titles = [title for field in _TITLES if (title := reference.fields.get(field))]
        protected.update({word for title in titles for word in _OWN.findall(title)})
        small.update(word for title in titles for word in _WORD.findall(_GROUP.sub("", title)))
    return frozenset(word for word, times in protected.items() if times > 1 and word.lower() not in small)


def _unprotected(title: str, names: frozenset[str]) -> tuple[str, ...]:
    """The words of a title that have several capitals, or are known names, outside braces."""
    open_text = _without_groups(title)
    found = _SHOUTED.findall(open_text)
    if names:
        found += [word for word in _INNER.findall(open_text) if word in names]
    if not found or _is_shouted(open_text):
        return ()
    return tuple(dict.fromkeys(found))


def _is_shouted(text: str) -> bool:
    """Whether most words are all in capitals: such a title is to be typed anew, not protected."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    return bool(2 * sum(word.isupper() for word in words) > len(words))


def _without_groups(title: str) -> str:
    while "{" in title:
        shorter = _GROUP.sub("\0", title)
        if shorter == title:
            break
        title = shorter
    return title


def _with_fix(finding: Finding, words: Iterable[str]) -> Finding:
    """A finding with the braces put in, where the field stands on one line and has each word once."""
    import dataclasses

    where = finding.location
    before = where.text.strip() if where else ""
    after = before
    for word in words:
        pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
        if len(re.findall(pattern, before)) != 1 or before.count("{") != before.count("}") or "@" in before:
            return finding
        after = re.sub(pattern, f"{{{word}}}", after)
    if where is None or not before:
        return finding
    return dataclasses.replace(finding, fix=Edit(where.path, where.line, before, after))


RULES: tuple[Rule, ...] = (
    Rule(
        Code.FOREIGN_TITLE_WITHOUT_TRANSLATION,
        Severity.WARNING,
        "a title in a language that the project is not written in, without a translation",
        foreign_title_without_translation,
    ),
    Rule(
        Code.UNPROTECTED_CAPITALS,
        Severity.INFO,
        "capitals in an English title that styles may lose",
        unprotected_capitals,
    ),
)
