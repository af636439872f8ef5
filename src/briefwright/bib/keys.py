"""Citation keys of new entries: made by a pattern, in ASCII, each once. The only module that knows AnyAscii."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator

from briefwright.bib.services.record import Person, Record

DEFAULT = "{author}{year}{word}"
_SMALL = frozenset(
    """a an the of and or in on at to for from by with without as is are was be do does how why what who when where
    its this that these those not no new some toward towards into over under between after before against about
    le la les l de des du d un une et en sur dans pour par avec aux au que qui est
    der die das dem den des ein eine und im am zum zur von mit auf fur uber nach aus
    el los las del y en un una para con por sobre il lo gli di e per su o os as do da dos das em no na
    het een van op voor i v na s k ob po dlya iz ot za kak pri pod so vo ne ili mezhdu""".split()
)
_PART = re.compile(r"\{([^{}]*)\}")
_KEY = re.compile(r"[A-Za-z0-9][\w.:+/-]*", re.ASCII)
_LONGEST = 20
"""Letters of a part."""


def make_key(pattern: str, record: Record, taken: Collection[str]) -> str:
    """A key for a work that none of the others has, whatever their letters' case.

    pattern: as the setting `key`; a part that the work has not is left out. taken: the keys in use.
    """
    made = _PART.sub(lambda found: _part(found[1], record), pattern)
    stem = re.sub(r"([.:+/_-])[.:+/_-]+", r"\1", made).strip(".:+/_-") or "ref"
    if not _KEY.fullmatch(stem):
        stem = f"ref{stem}"
    used = {key.casefold() for key in taken}
    return next(key for key in _candidates(stem) if key.casefold() not in used)


def is_key(text: str) -> bool:
    """Whether a text can be a key that every program reads."""
    return _KEY.fullmatch(text) is not None


def ascii_letters(text: str) -> str:
    """A text in ASCII letters and digits, lower-case: transliterated, without accents."""
    return re.sub(r"[^a-z0-9]", "", _ascii(text).lower())


def _ascii(text: str) -> str:
    from anyascii import anyascii

    made: str = anyascii(unicodedata.normalize("NFC", text))
    return made


def _candidates(stem: str) -> Iterator[str]:
    """The stem; then a, b, ... z, aa, ab after it, as bibliographies tell apart the works of a year."""
    yield stem
    stem = f"{stem}-" if stem[-1].isalpha() else stem
    for length in itertools.count(1):
        for some in itertools.product("abcdefghijklmnopqrstuvwxyz", repeat=length):
            yield stem + "".join(some)


def _part(name: str, record: Record) -> str:
    text = _text(name.lower(), record)
    return text[:1].upper() + text[1:] if name[:1].isupper() else text


def _text(name: str, record: Record) -> str:
    year = (re.match(r"[0-9]{4}", record.fields.get("date", "")) or [""])[0]
    words = _words(record.title)
    if name == "author":
        return next(iter(_families(record)), "") or (words[0] if words else "")
    if name == "authors":
        return "".join(_families(record)[:3]) or (words[0] if words else "")
    if name in ("year", "shortyear"):
        return year if name == "year" else year[2:]
    if name in ("word", "words"):
        own = words if _families(record) else words[1:]  # the first stands for the author
        return "".join(own[: 1 if name == "word" else 3])
    if name == "journal":
        where = record.fields.get("journaltitle") or record.fields.get("booktitle", "")
        return "".join(word[0] for word in _words(where))
    return record.type if name == "type" else ""


def _families(record: Record) -> list[str]:
    people = next((record.people[role] for role in ("author", "editor") if record.people.get(role)), ())
    bodies = (record.fields.get(name, "") for name in ("organization", "institution", "journaltitle"))
    names = [_family(person) for person in people] or [_body(text) for text in bodies if text][:1]
    return [name[:_LONGEST] for name in names if name]


def _family(person: Person) -> str:
    if not person.family:
        return _body(person.whole)
    return ascii_letters(person.family)


def _body(name: str) -> str:
    """A body's name in short: its capital letters where it has several words, else the word."""
    words = _words(name)
    return "".join(words)[:_LONGEST] if len(words) < 3 else "".join(word[0] for word in words)


def _words(text: str) -> list[str]:
    """The words that carry meaning, in ASCII; all of them where there is none."""
    whole = _ascii(re.sub(r"(\w)['’]s\b", r"\1", text))  # first: vowel signs of Khmer and others are no letters to re
    found = [word[:_LONGEST] for word in re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", whole).lower())]
    return [word for word in found if word not in _SMALL and not word.isdigit()] or found
