"""`briefwright why`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefwright.cli import printing
from briefwright.cli.exits import Exit
from briefwright.cli.project import json_option, load, project_option
from briefwright.diagnostics import BriefwrightError, Code, Severity, did_you_mean, error

if TYPE_CHECKING:
    from briefwright.document import Document
    from briefwright.model import Evidence, Fact, Project
    from briefwright.trace.evidence import Tracer
    from briefwright.trace.statements import Statement

STYLE = "apa"
"""Of the list of sources: author, year and title in that order, whatever the brief's style."""


@click.command(name="why")
@click.argument("name", metavar="BRIEF")
@click.option("--fact", "fact", metavar="ID", default="", help="Only statements that rest on this fact.")
@json_option
@project_option
def command(*, name: str, fact: str, as_json: bool, folder: Path) -> int:
    """Follow every statement of a brief to what it rests on.

    In reading order: each sentence and each row of a table with its line, its facts, their evidence and, where the
    source's text is saved, the passage around the quotation. Sentences of the author's own come with their
    citations; those that have neither a fact nor a citation are named as such.
    """
    loaded = load(folder)
    project = loaded.value
    from briefwright.trace.evidence import Tracer
    from briefwright.trace.statements import statements_of

    document = _document(name, project)
    statements = statements_of(document)
    if fact:
        _require(fact, document, project)
        statements = tuple(one for one in statements if fact in one.facts)
    tracer = Tracer(project)
    report = _report(document, statements, project, tracer)
    if as_json:
        printing.print_json(report)
    else:
        printing.print_lines(_lines(report), printing.console())
    printing.notice(loaded.findings)
    return Exit.FINE


def _document(name: str, project: Project) -> Document:
    from briefwright.pipeline import choose, make_document

    briefs, unknown = choose(project, (name,))
    if unknown:
        raise BriefwrightError(*unknown)
    made = make_document(briefs[0], project)
    if made.value is None:
        raise BriefwrightError(*(one for one in made.findings if one.severity is Severity.ERROR))
    return made.value


def _require(fact: str, document: Document, project: Project) -> None:
    """Raises BriefwrightError where the brief does not use a fact."""
    used = [one.id for one in document.facts]
    if fact in used:
        return
    there = fact in project.facts
    message = f"{document.brief.name} does not use the fact `{fact}`" if there else f"there is no fact `{fact}`"
    near = did_you_mean(fact, used) or did_you_mean(fact, project.facts) or "`briefwright list facts` shows them all"
    hint = f"`briefwright show {fact}` names the briefs that do" if there else near
    raise BriefwrightError(error(Code.UNKNOWN_FACT, message, hint=hint, subject=fact))


# --- as data -----------------------------------------------------------------------------------------------------


def _report(document: Document, statements: Sequence[Statement], project: Project, tracer: Tracer) -> dict[str, Any]:
    told = {one: _fact(project.facts[one], tracer) for statement in statements for one in statement.facts}
    return {
        "brief": document.brief.name,
        "path": document.brief.location.path,
        "title": document.brief.meta.title,
        "snapshots": tracer.snapshots.there_are_any,
        "statements": [
            {
                "path": one.location.path,
                "line": one.location.line,
                "kind": one.kind,
                "heading": one.heading,
                "text": one.text,
                "rests_on": one.support,
                "facts": [told[name] for name in one.facts],
                "citations": [{"source": key, "locator": locator} for key, locator in one.cites],
            }
            for one in statements
        ],
        "sources": _sources(statements, told, project),
        "counts": dict(Counter(one.support for one in statements)),
    }


def _fact(fact: Fact, tracer: Tracer) -> dict[str, Any]:
    return {
        "id": fact.id,
        "kind": fact.kind.value,
        "status": fact.status.value,
        "as_of": str(fact.as_of or ""),
        "speaker": re.sub(r"(?<!\w)_([^_]+)_(?!\w)", r"\1", fact.voice.speaker) if fact.voice else "",
        "path": fact.location.path,
        "line": fact.location.line,
        "evidence": [_evidence(item, tracer) for item in fact.evidence],
    }


def _evidence(item: Evidence, tracer: Tracer) -> dict[str, Any]:
    found = tracer.find(item)
    return {
        "source": item.source,
        "locator": item.locator.text if item.locator else "",
        "relation": item.relation.value,
        "quote": item.quote.exact if item.quote else "",
        "translation": item.quote.translation if item.quote else "",
        "via": item.via,
        "origin": item.origin,
        "saved": tracer.has(item.source),
        "passage": None
        if found is None
        else {
            "exact": found.exact,
            "path": found.path,
            "line": found.line,
            "before": found.before,
            "words": found.words,
            "after": found.after,
            "place": found.place,
            "locator": found.answer,
            "why": found.why,
            "times": found.times,
        },
    }


def _sources(
    statements: Sequence[Statement], told: Mapping[str, Mapping[str, Any]], project: Project
) -> dict[str, str]:
    """The references of all that was told, by key in order."""
    from briefwright.cite.listing import format_references
    from briefwright.cite.styles import find_style

    keys: dict[str, None] = {}
    for one in statements:
        for name in one.facts:
            for item in told[name]["evidence"]:
                keys |= dict.fromkeys(key for key in (item["source"], item["via"]) if key)
        keys |= dict.fromkeys(key for key, _ in one.cites)
    formatted = format_references(project.bibliography, tuple(keys), find_style(STYLE), project.config.lang).value
    return {key: formatted.get(key, "") for key in keys}


# --- for people --------------------------------------------------------------------------------------------------


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"{report['title']} ({report['path']})"
    heading, place = None, None
    told: dict[str, str] = {}
    for one in report["statements"]:
        if one["heading"] != heading:
            heading = one["heading"]
            yield from ("", f"# {heading}") if heading else ()
        here = f"{one['path']}:{one['line']}"
        if here != place:
            place = here
            yield from ("", place)
        yield f"  {one['text']}"
        yield from (f"    {line}" for line in _support(one, told, here))
    yield from _endings(report)


def _support(statement: Mapping[str, Any], told: dict[str, str], here: str) -> Iterator[str]:
    for fact in statement["facts"]:
        yield _named(fact)
        if fact["id"] in told:
            yield f"  its evidence is told above, at {told[fact['id']]}"
            continue
        told[fact["id"]] = here
        for item in fact["evidence"]:
            yield from (f"  {line}" for line in _piece(item))
    cites = [", ".join(filter(None, (cite["source"], cite["locator"]))) for cite in statement["citations"]]
    if cites:
        yield f"the author's own words, citing {'; '.join(cites)}"
    elif not statement["facts"]:
        yield "the author's own words, with neither a fact nor a citation"


def _named(fact: Mapping[str, Any]) -> str:
    parts = [fact["kind"], fact["status"]]
    parts += [f"as of {fact['as_of']}"] if fact["as_of"] else []
    parts += [f"said by {fact['speaker']}"] if fact["speaker"] else []
    return f"fact {fact['id']} ({fact['path']}:{fact['line']}): {', '.join(parts)}"


_RELATIONS = {
    "supports": "supported by",
    "partly": "partly supported by",
    "contradicts": "contradicted by",
    "context": "context from",
}


def _piece(item: Mapping[str, Any]) -> Iterator[str]:
    via = f", which cites {item['via']}" if item["via"] else ""
    origin = f"; it comes from {item['origin']}" if item["origin"] else ""
    yield f"{_RELATIONS[item['relation']]} {item['source']}, {item['locator'] or 'no locator'}{via}{origin}"
    if not item["quote"]:
        yield "  without a quotation"
        return
    yield f"  “{item['quote']}”" + (f" [{item['translation']}]" if item["translation"] else "")
    if item["passage"]:
        yield from (f"  {line}" for line in _passage(item["passage"], item["locator"]))
    elif item["saved"]:
        yield "  not in the saved text of the source"


def _passage(found: Mapping[str, Any], locator: str) -> Iterator[str]:
    where = f"{found['path']}:{found['line']}"
    if not found["exact"]:
        yield f"not in the saved text of the source; nearest, at {where}:"
    else:
        place = f"{found['place']}, " if found["place"] else ""
        doubts = {
            "differs": f" (the fact says {locator})",
            "open": f" (whether that is {locator} cannot be told: {found['why']})",
        }
        yield f"in the saved text at {place}{where}{doubts.get(found['locator'], '')}:"
    yield f"  {found['before']}[{found['words']}]{found['after']}"


def _endings(report: Mapping[str, Any]) -> Iterator[str]:
    if report["sources"]:
        yield from ("", "Sources", "")
        yield from (f"  {key}: {text or 'not in the bibliography'}" for key, text in report["sources"].items())
    counts = report["counts"]
    on_both = counts.get("facts and citations", 0)
    yield ""
    yield (
        f"{printing.many(sum(counts.values()), 'statement')}: {counts.get('facts', 0) + on_both} on facts, "
        f"{counts.get('citations', 0)} on citations alone, {counts.get('nothing', 0)} on neither."
    )
    if not report["snapshots"]:
        yield "There are no saved texts of sources, so quotations are told as the facts have them."
