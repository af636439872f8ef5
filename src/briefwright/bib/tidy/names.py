"""Names as `Last, First`, which leaves no doubt where the family name begins.

The parts of a name are found as BibTeX finds them (Oren Patashnik, Designing BibTeX Styles, section 4): particles are
the words that begin with a small letter; braces keep together what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefwright.bib.tidy.accents import without_tex
from briefwright.bib.tidy.entry import Entry, Field
from briefwright.bib.tidy.rule import Effect, Rule
from briefwright.bib.tidy.style import Style
from briefwright.bib.tidy.values import change_fields

NAMES = frozenset(
    "author editor editora editorb editorc translator bookauthor commentator annotator introduction foreword "
    "afterword holder shortauthor".split()
)
_SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)")


def names(entry: Entry, _: Style) -> Entry:
    """Names as `Last, First`; those in braces, of one word and with a comma stay as they are."""
    return change_fields(entry, NAMES, _turned)


def _turned(field: Field) -> Field:
    if not field.is_text:
        return field
    found = list(_divided(field.inner, r"\s+and(?=\s)"))
    made = [last_first(name) for name in found]
    if made == [" ".join(name.split()) for name in found]:
        return field
    return field.with_inner(" and ".join(made))


def last_first(name: str) -> str:
    """A name as `particle Last, Suffix, First`; itself where it has a comma, one word, or letters without case."""
    name = " ".join(name.split())
    words = list(_divided(name, r"\\?\s|~"))
    if len(words) < 2 or "" in words or len(list(_divided(name, ","))) > 1 or not _has_case(name):
        return name
    if re.search(r"\\[A-Za-z]", without_tex(name)):
        return name  # what a command prints is not known
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    small = [number for number, word in enumerate(words[:-1]) if _is_small(word)]
    first = words[: small[0]] if small else words[:-1]
    if not first:
        return name
    last = words[len(first) :]
    return ", ".join(filter(None, (" ".join(last), suffix, " ".join(first))))


def _divided(text: str, pattern: str) -> Iterator[str]:
    """Parts of a text between matches of a pattern outside braces, without the white space around them."""
    depth = start = 0
    for found in re.finditer(rf"(?P<brace>[{{}}])|{pattern}", text):
        if found["brace"]:
            depth += 1 if found[0] == "{" else -1
        elif depth == 0:
            yield text[start : found.start()].strip()
            start = found.end()
    yield text[start:].strip()


def _has_case(name: str) -> bool:
    return any(sign.islower() or sign.isupper() for sign in name)


def _is_small(word: str) -> bool:
    """Whether a word's first letter is a small one; a group that is no accented letter counts as a capital."""
    word = without_tex(word)
    letter = next((sign for sign in word if sign.isalpha()), "")
    return letter.islower() and not word.startswith("{")


RULES: tuple[Rule, ...] = (Rule("names", "names as `Last, First`", names, on=False, effect=Effect.DATA),)
