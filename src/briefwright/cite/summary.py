"""The statement about a brief's sources, drafted from its data (after the source summary statement of ICD 206)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from briefwright import tex
from briefwright.compose.values import locale_of
from briefwright.model import Evidence, Fact, Kind, Reference, Relation

SUPPORTING = frozenset({Relation.SUPPORTS, Relation.PARTLY})

_TYPES = {
    "techreport": "report", "www": "online", "electronic": "online", "webpage": "online", "inbook": "chapter",
    "incollection": "chapter", "inreference": "chapter", "suppbook": "chapter", "phdthesis": "thesis",
    "mastersthesis": "thesis", "collection": "book", "proceedings": "book", "booklet": "book", "manual": "book",
    "mvbook": "book", "conference": "inproceedings", "legislation": "legal", "jurisdiction": "legal",
}  # fmt: skip
"""Entry types that go by the name of another."""
_TYPE_KEYS = {
    "bathesis": "thesis", "mathesis": "thesis", "phdthesis": "thesis", "candthesis": "thesis",
    "techreport": "report", "resreport": "report",
}  # fmt: skip
"""Keys that stand in the field `type` for words of the document's language (biblatex manual, 4.9.2.13)."""
_FEW_WORDS = 3
"""The beginning of a descriptor of no more than these names a kind of source: "Newspaper report; ..."."""


def resting_on(fact: Fact) -> tuple[Evidence, ...]:
    """The evidence that a fact rests on: what supports it, else, as for a gap, all there is."""
    return tuple(item for item in fact.evidence if item.relation in SUPPORTING) or fact.evidence


def statement(
    references: Sequence[Reference], facts: Sequence[Fact], words: Mapping[str, str], lang: str, *, graded: bool = False
) -> str:
    """Sentences on how many sources of which kinds, their origins, their sides, what was not read, what is missing.

    references: those cited. facts: those used. graded: whether a table of grades follows, whose letters are then
    explained. A sentence that has nothing to say is left out.
    """
    evidence = [item for fact in facts for item in resting_on(fact)]
    origins = {_same(item.origin or item.via or item.source) for item in evidence}
    unread = sum(any(item.via for item in resting_on(fact)) for fact in facts)
    gaps = sum(fact.kind is Kind.GAP for fact in facts)
    sides = _sides(references, words)
    sentences = [
        _counted("sources", len(references), words, lang, kinds=_listed(kinds(references, words))),
        _counted("origins", len(origins), words, lang),
        words["summary-sides"].replace("{sides}", ", ".join(sides)) if sides else "",
        _counted("unread", unread, words, lang, total=str(len(facts))),
        _counted("gaps", gaps, words, lang),
        words["summary-grades"] if graded else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def kinds(references: Iterable[Reference], words: Mapping[str, str]) -> Counter[str]:
    """How many references there are of each kind, by the kind's name."""
    return Counter(_kind(reference, words) for reference in references)


def _kind(reference: Reference, words: Mapping[str, str]) -> str:
    """A reference's genre, else the short beginning of its descriptor, else its own field `type`, else its type."""
    beginning = re.split(r"[;,.:(]", reference.fields.get("descriptor", ""))[0].strip()
    given = reference.fields.get("genre", "") or (beginning if len(beginning.split()) <= _FEW_WORDS else "")
    given = given or reference.fields.get("type", "").strip()
    if given and given not in _TYPE_KEYS:
        name = tex.plain(given)
        known = words.get(f"genre-{_slug(name)}") or words.get(f"type-{_slug(name)}")
        return known or (name if _keeps_capital(given) else name[:1].lower() + name[1:])
    entry_type = reference.fields.get("entrysubtype", "").lower() if reference.type == "article" else ""
    entry_type = entry_type or _TYPE_KEYS.get(given) or _TYPES.get(reference.type, reference.type)
    return words.get(f"type-{entry_type}") or words["type-misc"]


def _keeps_capital(text: str) -> bool:
    """Whether a first capital is protected by a brace, or begins an acronym or a word such as PhD."""
    return text.startswith("{") or any(letter.isupper() for letter in text.split()[0][1:])


def _side(reference: Reference, words: Mapping[str, str]) -> str:
    name = tex.plain(reference.fields["side"])
    return words.get(f"side-{_slug(name)}") or name[:1].upper() + name[1:]


def _sides(references: Sequence[Reference], words: Mapping[str, str]) -> list[str]:
    """Each side with its number, the most frequent first, last those of which none is recorded; none if that is all."""
    taken = [one for one in references if one.fields.get("side", "").strip()]
    unknown = Counter({words["side-unknown"]: len(references) - len(taken)})
    counted = [*_each(Counter(_side(one, words) for one in taken)), *_each(+unknown)]
    return counted if taken else []


def _listed(counts: Counter[str]) -> str:
    return ", ".join(_each(counts))


def _each(counts: Counter[str]) -> list[str]:
    return [f"{name}\u00a0({number})" for name, number in counts.most_common()]


def _counted(what: str, count: int, words: Mapping[str, str], lang: str, **filled: str) -> str:
    """The sentence for a number, in the plural form that the language has for it (Unicode CLDR)."""
    if not count:
        return ""
    form = locale_of(lang).plural_form(count)
    text = words.get(f"summary-{what}-{form}") or words[f"summary-{what}-other"]
    for name, value in {"count": str(count), **filled}.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _slug(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")
