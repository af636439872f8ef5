"""`briefwright show`: a fact or a reference with all that is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefwright.cli import printing, texts
from briefwright.cli.exits import Exit
from briefwright.cli.project import json_option, load, project_option
from briefwright.diagnostics import BriefwrightError, Code, Location, did_you_mean, error

if TYPE_CHECKING:
    from briefwright.check.uses import Use, Uses
    from briefwright.model import Evidence, Fact, Project, Reference

EVIDENCE_STYLE = "apa"
"""A fact's sources are given in APA, which tells author, year and title in that order, whatever the project's style."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is asked."""

    project: Project
    uses: Uses
    unread: tuple[str, ...]
    """Briefs that could not be composed, whose uses are therefore not known."""


@click.command(name="show")
@click.argument("name", metavar="ID_OR_KEY")
@json_option
@project_option
def command(name: str, as_json: bool, folder: Path) -> int:
    """Show a fact or a reference with all that is known of it, and where it is used.

    Of a fact: statement, values, dates, status, evidence with the reference in full, and the briefs (with lines)
    and facts that use it. Of a reference: how the project's style prints it, its fields, the facts that rest on
    it, and the briefs that cite it.
    """
    loaded = load(folder)
    project = loaded.value
    fact, reference = project.facts.get(name), project.bibliography.get(name)
    if fact is None and reference is None:
        raise BriefwrightError(*_unknown(name, project))
    known = _ask(project)
    found = [_fact(fact, known)] if fact else []
    found += [_reference(reference, known)] if reference else []
    if as_json:
        printing.print_json(found[0] if len(found) == 1 else found)
    else:
        screen = printing.console()
        for number, content in enumerate(found):
            screen.print("" if number == 0 else "\n", end="")
            for heading, lines in _FORMS[content["what"]](content):
                _print_part(screen, heading, lines)
        if known.unread:
            said = f"Not looked through, as errors keep them from being composed: {', '.join(known.unread)}"
            printing.console(err=True).print(said, style="yellow")
    printing.notice(loaded.findings)
    return Exit.FINE


def _unknown(name: str, project: Project) -> Iterator[Any]:
    if name in set(project.bibliography.keys()):
        broken = project.bibliography.problems((name,))
        yield from broken or (error(Code.BIB_BROKEN_ENTRY, f"the entry `{name}` cannot be read", subject=name),)
        return
    hint = did_you_mean(name, (*project.facts, *project.bibliography.keys()))
    lists = "`briefwright list facts` and `briefwright list references` show those there are"
    yield error(Code.UNKNOWN_FACT, f"there is neither a fact nor a reference `{name}`", hint=hint or lists)


def _ask(project: Project) -> _Known:
    from briefwright.check.uses import find_uses
    from briefwright.compose import Draft, compose
    from briefwright.pipeline import template_folders, words_of

    drafts: list[Draft] = []
    unread: list[str] = []
    for brief in project.briefs.values():
        draft = compose(brief, project, folders=template_folders(project), words=words_of(brief, project).value).value
        if draft is None:
            unread.append(brief.name)
        else:
            drafts.append(draft)
    return _Known(project, find_uses(drafts, frozenset(project.bibliography.keys())), tuple(unread))


def _formatted(project: Project, keys: Sequence[str], style: str) -> Mapping[str, str]:
    from briefwright.cite.listing import format_references
    from briefwright.cite.styles import find_style

    templates = project.root / project.config.templates
    try:
        found = find_style(style, templates)
    except BriefwrightError:  # `check` says so; here the reference is what was asked for
        found = find_style(EVIDENCE_STYLE)
    return format_references(project.bibliography, keys, found, project.config.lang).value


# --- what is known, as data ------------------------------------------------------------------------------------


def _fact(fact: Fact, known: _Known) -> dict[str, Any]:
    from briefwright.check.uses import naming_facts

    project = known.project
    words = texts.words_of(project)
    fill = texts.filler(fact, project, words)
    keys = [key for item in fact.evidence for key in (item.source, item.via) if key]
    references = _formatted(project, keys, EVIDENCE_STYLE)
    return {
        "what": "fact",
        "id": fact.id,
        "statement": fill(fact.statement),
        "label": fill(fact.label),
        "clause": fill(fact.clause),
        "topic": fact.topic,
        "kind": fact.kind.value,
        "status": fact.status.value,
        "values": texts.value_texts(fact, project, words),
        "subject": fact.subject,
        "property": fact.property,
        "as_of": str(fact.as_of or ""),
        "review_by": str(fact.review_by or ""),
        "tags": list(fact.tags),
        "voice": {"speaker": fact.voice.speaker, "mode": fact.voice.mode} if fact.voice else None,
        "evidence": [_evidence(item, references) for item in fact.evidence],
        "supersedes": list(fact.supersedes),
        "conflicts_with": list(fact.conflicts_with),
        "note": fact.note,
        "path": fact.location.path,
        "line": fact.location.line,
        "used_in": _uses(known.uses.facts.get(fact.id, ())),
        "named_by": [
            {"fact": other.id, "how": how, "path": other.location.path, "line": other.location.line}
            for other, how in naming_facts(fact.id, project)
        ],
    }


def _evidence(item: Evidence, references: Mapping[str, str]) -> dict[str, Any]:
    quote = item.quote
    return {
        "source": item.source,
        "reference": references.get(item.source, ""),
        "locator": item.locator.text if item.locator else "",
        "relation": item.relation.value,
        "quote": quote.exact if quote else "",
        "translation": quote.translation if quote else "",
        "via": item.via,
        "via_reference": references.get(item.via, ""),
        "origin": item.origin,
    }


def _reference(reference: Reference, known: _Known) -> dict[str, Any]:
    from briefwright.check.uses import resting_facts, secondary_facts

    project, style = known.project, known.project.config.csl
    fields = {name: texts.plain(value) for name, value in reference.fields.items()}
    return {
        "what": "reference",
        "key": reference.key,
        "style": style,
        "formatted": _formatted(project, (reference.key,), style).get(reference.key, ""),
        "type": reference.type,
        "descriptor": fields.get("descriptor", ""),
        "fields": {name: value for name, value in fields.items() if name != "descriptor"},
        "path": reference.location.path,
        "line": reference.location.line,
        "facts": [_resting(fact, item) for fact, item in resting_facts(reference.key, project)],
        "facts_via": [_resting(fact, item) for fact, item in secondary_facts(reference.key, project)],
        "cited_in": _uses(known.uses.references.get(reference.key, ())),
    }


def _resting(fact: Fact, item: Evidence) -> dict[str, Any]:
    return {
        "fact": fact.id,
        "source": item.source,
        "locator": item.locator.text if item.locator else "",
        "relation": item.relation.value,
        "via": item.via,
        "path": fact.location.path,
        "line": fact.location.line,
    }


def _uses(uses: Sequence[Use]) -> list[dict[str, Any]]:
    return [{"brief": use.brief, "path": use.location.path, "line": use.location.line, "how": use.how} for use in uses]


# --- and for people --------------------------------------------------------------------------------------------

Part = tuple[str, Sequence[str]]


def _fact_parts(fact: Mapping[str, Any]) -> Iterator[Part]:
    yield "", [f"{fact['id']}  (fact, {fact['path']}:{fact['line']})"]
    yield "", [fact["statement"]]
    voice = fact["voice"]
    names = {"clause": "clause", "as of": "as_of", "review by": "review_by"}
    shown = {
        **{name: fact[name] for name in ("label", "topic", "kind", "status")},
        **{name: fact[key] for name, key in names.items()},
        **{("value" if name == "value" else f"value {name}"): text for name, text in fact["values"].items()},
        "about": ", ".join(filter(None, (fact["subject"], fact["property"]))),
        "voice": f"{voice['speaker']} ({voice['mode']})" if voice and voice["mode"] else (voice or {}).get("speaker"),
        "tags": ", ".join(fact["tags"]),
        "supersedes": ", ".join(fact["supersedes"]),
        "conflicts with": ", ".join(fact["conflicts_with"]),
        "note": fact["note"],
    }
    yield "", _aligned(shown)
    for item in fact["evidence"]:
        yield f"Evidence: {item['source']}, {item['locator'] or 'no locator'} ({item['relation']})", _quoted(item)
    yield "Used in", _used(fact["used_in"]) or ["no brief"]
    named = [f"{item['fact']} ({item['how'].replace('_', ' ')}), {_place(item)}" for item in fact["named_by"]]
    if named:
        yield "Named by facts", named


def _quoted(item: Mapping[str, Any]) -> list[str]:
    lines = [f"“{item['quote']}”"] if item["quote"] else []
    lines += [f"[{item['translation']}]"] if item["translation"] else []
    lines.append(item["reference"] or "(the bibliography has no such entry, or it is broken)")
    if item["via"]:
        lines.append(f"which cites: {item['via_reference'] or item['via']}")
    return lines + ([f"comes from: {item['origin']}"] if item["origin"] else [])


def _reference_parts(reference: Mapping[str, Any]) -> Iterator[Part]:
    yield "", [f"{reference['key']}  (reference, {reference['path']}:{reference['line']})"]
    yield "", [reference["formatted"] or "(it cannot be printed: see `briefwright check`)"]
    yield "", _aligned({"descriptor": reference["descriptor"], "type": reference["type"], **reference["fields"]})
    facts = [_resting_line(item) for item in reference["facts"]]
    yield "Facts that rest on it", facts or ["none"]
    secondary = [f"{_resting_line(item)}, read in {item['source']}" for item in reference["facts_via"]]
    if secondary:
        yield "Facts that cite it at second hand", secondary
    yield "Cited in", _used(reference["cited_in"]) or ["no brief"]


def _resting_line(item: Mapping[str, Any]) -> str:
    relation = "" if item["relation"] == "supports" else f" ({item['relation']})"
    return f"{item['fact']}, {item['locator'] or 'no locator'}{relation}, {_place(item)}"


def _place(item: Mapping[str, Any]) -> str:
    return str(Location(item["path"], item["line"]))


def _used(uses: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line a brief: its name, and its lines with what stands there."""
    by_brief: dict[str, dict[str, list[str]]] = {}
    own: dict[str, str] = {}
    for use in uses:
        path = own.setdefault(use["brief"], use["path"])
        place = f"{use['line']}" if use["path"] == path else f"{use['path']}:{use['line']}"
        parts = by_brief.setdefault(use["brief"], {}).setdefault(place, [])
        if use["how"] not in ("statement", "cited"):
            parts.append(use["how"].removeprefix("value."))
    lines = []
    for brief, places in by_brief.items():
        shown = [f"{place} ({', '.join(parts)})" if parts else place for place, parts in places.items()]
        lines.append(f"{own[brief]}: line{'s' if len(shown) > 1 else ''} {', '.join(shown)}")
    return lines


def _aligned(fields: Mapping[str, Any]) -> list[str]:
    given = {name: str(text) for name, text in fields.items() if text}
    width = max(map(len, given), default=0)
    return [f"{name:<{width}}  {text}" for name, text in given.items()]


def _print_part(screen: Any, heading: str, lines: Sequence[str]) -> None:
    """A part; on a terminal long lines are broken between words, and go on under their beginning."""
    import shutil
    import textwrap

    if heading:
        screen.print(heading, style="bold")
    indent = "  " if heading else ""
    width = max(40, shutil.get_terminal_size().columns - 1) if printing.on_terminal() else 0
    for line in lines:
        if not width:
            screen.print(indent + line)
            continue
        gap = re.match(r"[a-z ]{1,20}  +", line)
        hanging = indent + (" " * gap.end() if gap else "  " if heading else "")
        screen.print("\n".join(textwrap.wrap(indent + line, width, subsequent_indent=hanging)) or line)
    screen.print()


_FORMS = {"fact": _fact_parts, "reference": _reference_parts}
