"""Whether what facts name is there: sources in the bibliography, other facts, values in their own statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefwright.diagnostics import Code, Severity, did_you_mean
from briefwright.load.facts import Part
from briefwright.load.problems import Problem
from briefwright.load.yaml_reader import Path
from briefwright.model import Fact
from briefwright.names import VALUE_NAME, Guesser

_CALL = re.compile(r"\{\{(.*?)\}\}", re.S)


def check_links(parts: Sequence[Part], keys: tuple[str, ...] | None) -> None:
    """Add a problem to its part for each source, fact and value that is named and does not exist.

    `keys` are the bibliography's; None where there is no bibliography to ask.
    """
    ids = _ids(parts)
    known_ids, id_guesser = frozenset(ids), Guesser(ids)
    known_keys = frozenset(keys) if keys is not None else None
    key_guesser = Guesser(keys or ())
    for part in parts:
        for index, fact in part.facts.items():
            base = (*part.base, index)
            if known_keys is not None:
                part.problems.extend(_unknown_sources(fact, base, known_keys, key_guesser))
            part.problems.extend(_unknown_facts(fact, base, known_ids, id_guesser))
            part.problems.extend(unknown_values(fact, base))


def _ids(parts: Sequence[Part]) -> tuple[str, ...]:
    """The ids of all facts, of invalid ones too: what is wrong with those has been said."""
    raws = (raw for part in parts for raw in part.entries if isinstance(raw, dict))
    return tuple(dict.fromkeys(raw["id"] for raw in raws if isinstance(raw.get("id"), str)))


def _unknown_sources(fact: Fact, base: Path, known: frozenset[str], guesser: Guesser) -> Iterator[Problem]:
    for number, evidence in enumerate(fact.evidence):
        for name, key in (("source", evidence.source), ("via", evidence.via)):
            if key and key not in known:
                path = (*base, "evidence", number, name)
                hint = guesser.hint(key) or "add the reference to the bibliography"
                message = f"the bibliography has no `{key}`"
                yield Problem(path, message, hint, Code.FACT_UNKNOWN_SOURCE, subject=fact.id)


def _unknown_facts(fact: Fact, base: Path, known: frozenset[str], guesser: Guesser) -> Iterator[Problem]:
    for name, ids in (("supersedes", fact.supersedes), ("conflicts_with", fact.conflicts_with)):
        for number, other in enumerate(ids):
            path = (*base, name, number)
            if other == fact.id:
                yield Problem(path, f"`{name}` names the fact itself", "", Code.FACT_UNKNOWN_FACT, subject=fact.id)
            elif other not in known:
                hint = guesser.hint(other)
                message = f"`{name}` names `{other}`, which is no fact"
                yield Problem(path, message, hint, Code.FACT_UNKNOWN_FACT, subject=fact.id)


def unknown_values(fact: Fact, base: Path) -> Iterator[Problem]:
    """Calls like `{{ name }}` in a fact's texts that name none of its values.

    Other braces are text and print as they are; where they look like a call, a warning says so.
    """
    for name, text in (("statement", fact.statement), ("clause", fact.clause), ("label", fact.label)):
        for lang, words in text.by_lang.items() if text else ():
            path = (*base, name, lang) if lang else (*base, name)
            for match in _CALL.finditer(words):
                problem = _problem_of_call(match[1].strip(), fact, path)
                if problem:
                    yield problem


def _problem_of_call(call: str, fact: Fact, path: Path) -> Problem | None:
    names = ", ".join(f"`{name}`" for name in fact.values)
    if call in fact.values:
        return None
    if VALUE_NAME.fullmatch(call):
        known = f"its values are {names}" if names else "give it one: `value: {amount: ..., unit: ...}`"
        hint = did_you_mean(call, fact.values) or known
        message = f"the fact has no value `{call}`"
        return Problem(path, message, hint, Code.STATEMENT_UNKNOWN_VALUE, subject=fact.id)
    message = f"`{{{{ {call[:40]} }}}}` is no name of a value, so it prints as written"
    hint = f"its values are {names}" if names else ""
    return Problem(path, message, hint, Code.STATEMENT_UNKNOWN_VALUE, Severity.WARNING, subject=fact.id)
