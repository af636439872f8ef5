"""The box "what changed" of a new edition, as Markdown for the brief itself.

What stands now is called from the library, so that it carries its source and is told once; what stood before is
text in which nothing has a meaning to pandoc or Jinja, since it may come from a file of somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefwright.dates import parse_edtf
from briefwright.model import Status
from briefwright.trace.changes import Change
from briefwright.trace.editions import Comparison, FactChange
from briefwright.trace.manifests import FactEntry
from briefwright.trace.rewritten import rewritten

_MEANING = re.compile(r"[\\`*_{}\[\]<#~^@]|(?<=\{)%|&(?=#?\w+;)")


@dataclass(frozen=True, slots=True)
class Library:
    """What the brief that takes the box can call, and the language that it is in."""

    facts: frozenset[str]
    """Ids; facts that are not among them are told as text."""
    references: frozenset[str]
    lang: str
    words: Mapping[str, str]
    withdrawn: frozenset[str] = frozenset()
    """Ids of facts that are withdrawn by now: no brief should call them."""


def what_changed(comparison: Comparison, library: Library) -> str:
    """A fenced Div of class what-changed: facts new, changed and gone, and new sources; a comment on other text."""
    lines = [*_items(comparison, library)] or [f"- {library.words['changed-nothing']}"]
    since = _since(comparison.old.brief.date, library)
    return (
        "\n".join(("::: {.what-changed}", f"**{since}**", "", *lines, ":::", *_rewritten(comparison, library))) + "\n"
    )


def _items(comparison: Comparison, library: Library) -> Iterator[str]:
    words = library.words
    for added in comparison.facts_added:
        yield f"- {words['changed-new']} {_statement(added, library)}"
    for changed in comparison.facts_changed:
        yield from _changed(changed, library)
    for removed in comparison.facts_removed:
        head = words["changed-withdrawn" if removed.id in library.withdrawn else "changed-gone"]
        yield f"- {head} {literal(removed.statement or removed.id)}"
    keys = [entry.key for entry in comparison.references_added if entry.key in library.references]
    if keys:
        yield f"- {words['changed-sources']} {'; '.join('@' + _key(key) for key in keys)}."


def _changed(changed: FactChange, library: Library) -> Iterator[str]:
    """A fact's line; none where no reader can tell the difference."""
    words, fields = library.words, {change.field.partition(".")[0] for change in changed.changes}
    if "status" in fields and changed.after.status == Status.WITHDRAWN:
        yield f"- {words['changed-withdrawn']} {literal(changed.before.statement or changed.before.id)}"
        return
    before: list[str] = []
    if changed.before.statement != changed.after.statement:
        before.append(f"“{literal(changed.before.statement)}”")
    else:
        before += [literal(change.before) for change in changed.changes if _is_value(change) and change.before]
    if "as_of" in fields and changed.before.as_of:
        before.append(_date(changed.before.as_of, library))
    if "status" in fields:
        before.append(words.get(f"status-{changed.before.status}", literal(changed.before.status)))
    if not before and not fields & {"evidence", "value", "values", "as_of"}:
        return
    head = words["changed-now"] if before else words["changed-evidence"]
    if "status" in fields:
        head = words["changed-status"].replace("{status}", words.get(f"status-{changed.after.status}", "?"))
    told = "; ".join(before)
    then = f" {words['changed-before']} {told}{'' if told.endswith('.”') else '.'}" if before else ""
    yield f"- {head} {_statement(changed.after, library)}{then}"


def _is_value(change: Change) -> bool:
    return change.field.partition(".")[0] in ("value", "values")


def _statement(fact: FactEntry, library: Library) -> str:
    callable_ = fact.id in library.facts and fact.id not in library.withdrawn
    return f'{{{{ fact("{fact.id}") }}}}' if callable_ else literal(fact.statement or fact.id)


def _key(key: str) -> str:
    return key if re.fullmatch(r"\w[\w:.#$%&+?<>~/-]*\w", key) else f"{{{key}}}"


def _rewritten(comparison: Comparison, library: Library) -> Iterator[str]:
    lines = rewritten(comparison, library.words)
    if lines:
        places = ", ".join(re.sub(r"[{}#%]", "", line) for line in lines)
        yield f"{{# Rewritten besides, for you to put into words: {places} #}}"


def _since(date: str, library: Library) -> str:
    if not date:
        return library.words["what-changed"]
    return library.words["what-changed-since"].replace("{date}", _date(date, library))


def _date(text: str, library: Library) -> str:
    from briefwright.compose.values import format_date

    try:
        return format_date(parse_edtf(text), library.lang, library.words)
    except ValueError:
        return literal(text)


def literal(text: str) -> str:
    """Text in which nothing means anything to pandoc's Markdown or to Jinja."""
    single = " ".join(text.split())
    return _MEANING.sub(lambda sign: f"\\{sign[0]}", single)
