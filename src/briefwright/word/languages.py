"""Languages as Word wants them: with a region, and apart for Latin, East Asian and complex scripts."""

from __future__ import annotations

import functools
import re

from briefwright.word.ooxml import Element, w

_COMPLEX = frozenset("ar fa he ur ps sd ug yi km lo my th hi bn mr ne pa gu ta te kn ml si am ti dv bo dz".split())
_EAST_ASIAN = frozenset(("zh", "ja", "ko"))
_SCRIPTS = (
    (re.compile("[\u1780-\u17ff]"), "km-KH"),
    (re.compile("[\u0e00-\u0e7f]"), "th-TH"),
    (re.compile("[\u0e80-\u0eff]"), "lo-LA"),
    (re.compile("[\u1000-\u109f]"), "my-MM"),
    (re.compile("[\u0590-\u05ff]"), "he-IL"),
    (re.compile("[\u0600-\u06ff]"), "ar-SA"),
    (re.compile("[\u0900-\u097f]"), "hi-IN"),
)
"""The language taken for a complex script that a document uses without being in it, by the letters found first."""


def languages(lang: str, text: str) -> tuple[str, str, str]:
    """The tags for Latin, East Asian and complex scripts.

    lang: of the document, BCP 47. text: all of it, to see which complex script it uses.
    """
    full, primary = with_region(lang), lang.split("-")[0].lower()
    east_asian = full if primary in _EAST_ASIAN else "zh-CN"
    if primary in _COMPLEX:
        return "en-US", east_asian, full
    return full, east_asian, next((tag for letters, tag in _SCRIPTS if letters.search(text)), "ar-SA")


@functools.cache
def with_region(lang: str) -> str:
    """A tag with its likeliest region (Unicode's likely subtags), as spelling checkers ask for one."""
    from babel.core import get_global

    parts = lang.replace("_", "-").split("-")
    if any(len(part) == 2 and place for place, part in enumerate(parts)):
        return "-".join(parts)
    likely = get_global("likely_subtags").get("_".join(parts)) or get_global("likely_subtags").get(parts[0])
    return f"{'-'.join(parts)}-{likely.split('_')[-1]}" if likely else lang


def mend_languages(root: Element) -> None:
    """Give the runs that name a language the attribute that Word reads for its script, in place."""
    for item in root.iter(w("lang")):
        lang = item.attrib.pop(w("val"), "")
        if not lang:
            continue
        primary = lang.split("-")[0].lower()
        name = "bidi" if primary in _COMPLEX else "eastAsia" if primary in _EAST_ASIAN else "val"
        item.set(w(name), with_region(lang))
