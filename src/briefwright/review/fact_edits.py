"""What an editor made of a fact's words, as changes of its fields: text, value, date, or the place in a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefwright.compose.inline import quotes_of
from briefwright.compose.parts import Parts
from briefwright.compose.values import format_value
from briefwright.compose.values_read import read_date, read_value
from briefwright.diagnostics import Location
from briefwright.load.files import read_text
from briefwright.load.yaml_reader import find_places
from briefwright.locators import parse_locator
from briefwright.model import Fact, Project, Text, Value
from briefwright.review.citing import locator_text
from briefwright.review.inline_align import align
from briefwright.review.inline_scan import items_of
from briefwright.review.inline_source import Syntax, revise
from briefwright.review.inline_write import CannotWriteError
from briefwright.review.units import Unit, UnitKind, normalised
from briefwright.review.value_runs import told_apart
from briefwright.word.story import CitedItem

_STOPS = frozenset(",.;:!?")

Field = tuple[str | int, ...]
"""The way to a field in a fact: ("statement", "en"), ("values", "debt"), ("evidence", 0, "locator")."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a fact and what it is to be. Values are changed as a whole: `after` is then a mapping."""

    fact: str
    field: Field
    before: Any
    """As the file has it, scalars as text; None where it has none."""
    after: Any


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an edit comes to in fact files."""

    changes: tuple[FieldChange, ...] = ()
    why: str = ""
    """Why nothing can be proposed, to stand after a colon; the edit is then one for people."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a part's words come from."""

    field: Field
    text: str
    lang: str
    ending: str = ""
    """What the field has and the part has not: the full stop of a statement that serves as a clause."""


@dataclass(frozen=True, slots=True)
class FactEditor:
    """Proposes changes of facts for one brief.

    lang, words: the brief's language and its fixed texts. words_in: those of another, for facts that are in it.
    """

    project: Project
    lang: str
    words: Mapping[str, str]
    words_in: Callable[[str], Mapping[str, str]]

    def propose(self, fact_id: str, part: str, old: Sequence[Unit], new: Sequence[Unit]) -> Proposal:
        """What an edit of a part's words comes to.

        part: as a FactInsert has it: statement, clause, label, date, speaker or value.NAME. old, new: what is
        rendered of it, before and after; citations among it are passed over.
        """
        fact = self.project.facts.get(fact_id)
        if fact is None:
            return Proposal(why=f"there is no fact `{fact_id}` any more")
        before, after = (normalised(list(_without_citations(units))) for units in (old, new))
        if not after:
            return Proposal(why="nothing would be left of it")
        try:
            if part == "date":
                return self._date(fact, after)
            if part.startswith("value"):
                return self._value(fact, part.partition(".")[2] or "value", after)
            return self._text(fact, part, before, after)
        except CannotWriteError as problem:
            return Proposal(why=str(problem))

    # --- texts --------------------------------------------------------------------------------------------

    @property
    def _parts(self) -> Parts:
        return Parts(self.project, self.lang, self.words, self.words_in, lambda: Location(""), lambda *_, **__: None)

    def _sources(self, fact: Fact, part: str) -> list[_Source]:
        """Where a part's words may stand in a fact, in the brief's language first."""
        if part == "label":
            name = fact.id.replace("-", " ")
            return self._by_language(fact.label, part) if fact.label else [_Source(("label",), name, self.lang)]
        if part == "speaker":
            return [_Source(("voice", "speaker"), fact.voice.speaker, self.lang)] if fact.voice else []
        if part == "clause" and fact.clause:
            return self._by_language(fact.clause, part)
        found = self._by_language(fact.statement, "statement") if part in ("statement", "clause") else []
        if part == "clause":
            return [replace(one, text=one.text.removesuffix("."), ending=one.text[-1:]) for one in found]
        return found

    def _by_language(self, text: Text, name: str) -> list[_Source]:
        tags = (self.lang, self.lang.split("-")[0], "", *text.by_lang)
        known = dict.fromkeys(tag for tag in tags if tag in text.by_lang)
        default = self.project.config.lang
        return [_Source((name, tag) if tag else (name,), text.by_lang[tag].strip(), tag or default) for tag in known]

    def _text(self, fact: Fact, part: str, old: list[Unit], new: list[Unit]) -> Proposal:
        sources = self._sources(fact, part)
        if not sources:
            return Proposal(why="its words are made by the tool")
        syntax = Syntax.STATEMENT if part in ("statement", "clause") else Syntax.PLAIN
        source = _shown(sources, syntax, old)
        if source is None and part == "clause":  # in styles with notes the paragraph's own stop stands before the mark
            inside, stop = _without_stop(old)
            source = _shown(sources, syntax, inside)
            if source and _without_stop(new)[1] != stop:
                return Proposal(why="the stop behind it is the paragraph's")
            old, new = (inside, _without_stop(new)[0]) if source else (old, new)
        source = source or sources[0]
        words = self._parts.words_for(source.lang)
        changes: list[FieldChange] = []
        if syntax is Syntax.STATEMENT:
            told = told_apart(source.text, old, new, lambda name, text: self._read(fact, name, text, source.lang))
            old, new = told.old, told.new
            for name, value in told.values.items():
                changes += self._value_change(fact, name, value)
        revised = revise(source.text, old, new, syntax, quotes=quotes_of(words))
        if revised.source is None:
            return Proposal(why=revised.why)
        if syntax is Syntax.PLAIN and "{{" in revised.source and "{{" not in source.text:
            return Proposal(why="a label with `{{` would be read as a call")
        if revised.source != source.text:
            raw = _at(fact.raw, source.field)
            after = _as_laid_out(_with_ending(revised.source, source.ending), raw)
            changes.insert(0, FieldChange(fact.id, source.field, raw, after))
        return Proposal(tuple(changes), "" if changes else "no word of the fact differs")

    def _read(self, fact: Fact, name: str, text: str, lang: str) -> Value | None:
        value = fact.values.get(name)
        return read_value(text, value, lang, self._parts.words_for(lang)) if value else None

    # --- values and dates ---------------------------------------------------------------------------------

    def _value(self, fact: Fact, name: str, new: Sequence[Unit]) -> Proposal:
        if name == "value" and name not in fact.values and len(fact.values) == 1:
            name = next(iter(fact.values))
        value = fact.values.get(name)
        if value is None:
            return Proposal(why=f"the fact has no value `{name}`")
        text = _text_of(new)
        read = read_value(text, value, self.lang, self.words)
        if read is None:
            return Proposal(why=_unreadable(text, format_value(value, self.lang, self.words)))
        changes = tuple(self._value_change(fact, name, read))
        return Proposal(changes, "" if changes else "the value is the same")

    def _value_change(self, fact: Fact, name: str, new: Value) -> list[FieldChange]:
        if new == fact.values[name]:
            return []
        field: Field = ("value",) if name == "value" and "value" in fact.raw else ("values", name)
        before = _at(fact.raw, field)
        if not isinstance(before, Mapping):
            raise CannotWriteError("the value stands in the file in a way that is changed by hand")
        return [FieldChange(fact.id, field, dict(before), _value_fields(before, fact.values[name], new))]

    def _date(self, fact: Fact, new: Sequence[Unit]) -> Proposal:
        text = _text_of(new)
        date = read_date(text, self.lang, self.words)
        if date is None:
            return Proposal(why=f"“{text}” cannot be read as a date that would be written so")
        if fact.as_of is not None and date.text == fact.as_of.text:
            return Proposal(why="the date is the same")
        return Proposal((FieldChange(fact.id, ("as_of",), fact.raw.get("as_of"), date.text),))

    # --- evidence -----------------------------------------------------------------------------------------

    def propose_locator(self, fact_id: str, before: CitedItem, after: CitedItem) -> Proposal:
        """What another place in a source comes to, in the citation that a fact brings."""
        fact = self.project.facts.get(fact_id)
        if fact is None:
            return Proposal(why=f"there is no fact `{fact_id}` any more")
        if before.key != after.key or (before.prefix, before.suffix) != (after.prefix, after.suffix):
            return Proposal(why="a fact's citation is its evidence: change that in its file")
        found = [number for number, item in enumerate(fact.evidence) if item.source == before.key]
        if len(found) > 1:
            was = _place(before.locator)
            found = [n for n in found if (place := fact.evidence[n].locator) and _place(place.value) == was]
        if len(found) != 1:
            return Proposal(why=f"the fact has not one item of evidence in `{before.key}` with this place")
        field = ("evidence", found[0], "locator")
        old = fact.evidence[found[0]].locator
        new = _locator_text(before, after, old.text if old else "")
        read = parse_locator(new)
        if not after.locator or (read.label, read.value) != (after.label or "page", _place(after.locator)):
            return Proposal(why=f"the place “{after.locator}” is written by hand")
        return Proposal((FieldChange(fact.id, field, old.text if old else None, new),))

    # --- places -------------------------------------------------------------------------------------------

    def place(self, change: FieldChange) -> Location:
        """Where a field stands, or, for a new one, the fact."""
        fact = self.project.facts[change.fact]
        file = read_text(self.project.root / fact.location.path, self.project.root).value
        if file is None:
            return fact.location
        facts = range(2 * sum(one.location.path == fact.location.path for one in self.project.facts.values()) + 8)
        places = find_places(file, [("facts", number, *change.field) for number in facts])
        found = (number for number in facts if places.value(("facts", number))[0] == fact.location.line)
        number = next(found, -1)
        return file.at(*places.value(("facts", number, *change.field))) if number >= 0 else fact.location


def _shown(sources: Sequence[_Source], syntax: Syntax, units: Sequence[Unit]) -> _Source | None:
    """The source that some units are of: a call may ask for another language than the brief's."""
    return next((one for one in sources if align(items_of(one.text, syntax), units) is not None), None)


def _without_stop(units: Sequence[Unit]) -> tuple[list[Unit], str]:
    count = len(units)
    while count and units[count - 1].text in _STOPS:
        count -= 1
    return list(units[:count]), "".join(unit.text for unit in units[count:])


def _without_citations(units: Sequence[Unit]) -> list[Unit]:
    out: list[Unit] = []
    for unit in units:
        if unit.kind is UnitKind.CITATION:
            if out and out[-1].is_space:
                out.pop()
        else:
            out.append(unit)
    return out


def _text_of(units: Sequence[Unit]) -> str:
    return "".join(unit.text for unit in units).strip()


def _as_laid_out(text: str, raw: Any) -> str:
    """A text with the line's end that a literal or folded one has at its end."""
    return text + raw[len(raw.rstrip()) :] if isinstance(raw, str) else text


def _with_ending(text: str, ending: str) -> str:
    return text if ending != "." or text.endswith((".", "!", "?", "…")) else text + ending


def _unreadable(text: str, was: str) -> str:
    return f"“{text}” cannot be read as a value that would be written so, as “{was}” is"


def _at(raw: Any, field: Field) -> Any:
    for step in field:
        if isinstance(raw, Mapping):
            raw = raw.get(str(step))
        elif isinstance(raw, list) and isinstance(step, int) and step < len(raw):
            raw = raw[step]
        else:
            return None
    return raw


def _value_fields(before: Mapping[str, Any], old: Value, new: Value) -> dict[str, Any]:
    """A value's fields as the file has them, with what is new in place of what was."""
    fields = dict(before)
    for name in ("amount", "low", "high"):
        was, will = getattr(old, name), getattr(new, name)
        if will is None:
            fields.pop(name, None)
        elif was != will:
            fields[name] = format(will, "f")
    if old.approximate != new.approximate:
        fields["approximate"] = "true" if new.approximate else "false"
    order = ("amount", "low", "high")
    return {name: fields[name] for name in sorted(fields, key=lambda name: name not in order)}


def _place(text: str) -> str:
    return re.sub(r"\s*[-–—]\s*", "-", text.strip())


def _locator_text(before: CitedItem, after: CitedItem, old: str) -> str:
    """A locator as the fact's file writes it: only its number exchanged where that is all."""
    was, will = _place(before.locator), _place(after.locator)
    same = before.label == after.label and was and ("-" in was) == ("-" in will) and _place(old).count(was) == 1
    return _place(old).replace(was, will) if same else locator_text(after)
