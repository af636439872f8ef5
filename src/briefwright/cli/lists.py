"""`briefwright list`: facts, references, briefs, templates, styles, themes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefwright.cli import printing, texts
from briefwright.cli.project import find, json_option, load, project_option
from briefwright.diagnostics import BriefwrightError
from briefwright.model import Kind, Status

if TYPE_CHECKING:
    from briefwright.model import Fact, Project, Reference

KINDS, STATUSES = [kind.value for kind in Kind], [status.value for status in Status]
WELL_KNOWN = (
    "apa", "chicago-author-date", "chicago-notes-bibliography", "harvard-cite-them-right", "ieee",
    "modern-language-association", "american-political-science-association", "elsevier-vancouver", "nature", "oscola",
    "iso690-author-date-en", "gost-r-7-0-5-2008-numeric",
)  # fmt: skip
"""Styles that are shown where none is searched for: the whole collection fills no terminal usefully."""

Rows = Sequence[Sequence[str]]


@click.group(name="list")
def command() -> None:
    """List facts, references, briefs, templates, styles or themes.

    A QUERY is one or several words; each must be somewhere in what is listed. On a terminal this is a table;
    elsewhere lines with tabs between the columns, without headings, for cut, sort and grep.
    """


def _listing(function: Callable[..., Any]) -> Callable[..., Any]:
    """What the lists share: the query and two options."""
    return click.argument("query", nargs=-1, metavar="[QUERY]...")(json_option(project_option(function)))


@command.command(name="facts")
@click.option("--topic", metavar="TOPIC", help="Only facts of this topic.")
@click.option("--status", type=click.Choice(STATUSES), help="Only facts of this status.")
@click.option("--kind", type=click.Choice(KINDS), help="Only facts of this kind.")
@_listing
def facts(
    *, query: tuple[str, ...], topic: str | None, status: str | None, kind: str | None, as_json: bool, folder: Path
) -> None:
    """List facts: id, topic, kind, status, date, statement.

    The QUERY is looked for in ids, statements, labels, tags, subjects and sources. Where there is no terminal,
    two more columns follow: the sources, and the place in the file.
    """
    loaded = load(folder)
    project = loaded.value
    words = texts.words_of(project)
    wanted = " ".join(query)
    known_topic(topic, project)
    chosen = []
    for fact in project.facts.values():
        fits = (topic or fact.topic) == fact.topic and (status or fact.status) == fact.status
        statement = texts.filler(fact, project, words)(fact.statement)
        if fits and (kind or fact.kind) == fact.kind and texts.matches(wanted, statement, *_searched(fact)):
            chosen.append((fact, statement))
    if as_json:
        printing.print_json([_fact_json(fact, statement) for fact, statement in chosen])
    else:
        rows = [
            (fact.id, fact.topic, fact.kind.value, fact.status.value, str(fact.as_of or ""), statement, *_more(fact))
            for fact, statement in chosen
        ]
        _show(("Fact", "Topic", "Kind", "Status", "As of", "Statement"), rows, "fact")
    printing.notice(loaded.findings)


def _searched(fact: Fact) -> tuple[str, ...]:
    label = tuple(fact.label.by_lang.values()) if fact.label else ()
    speaker = (fact.voice.speaker,) if fact.voice else ()
    sources = tuple(evidence.source for evidence in fact.evidence)
    return (fact.id, fact.topic, fact.subject, fact.property, *label, *fact.tags, *speaker, *sources)


def _more(fact: Fact) -> tuple[str, ...]:
    return (", ".join(dict.fromkeys(evidence.source for evidence in fact.evidence)), str(fact.location))


def _fact_json(fact: Fact, statement: str) -> dict[str, Any]:
    return {
        "id": fact.id,
        "topic": fact.topic,
        "kind": fact.kind.value,
        "status": fact.status.value,
        "as_of": str(fact.as_of or ""),
        "statement": statement,
        "tags": list(fact.tags),
        "sources": list(dict.fromkeys(evidence.source for evidence in fact.evidence)),
        "path": fact.location.path,
        "line": fact.location.line,
    }


def known_topic(topic: str | None, project: Project) -> None:
    """Raises click.UsageError for a topic that no fact has."""
    topics = dict.fromkeys(fact.topic for fact in project.facts.values())
    if topic and topic not in topics:
        from briefwright.diagnostics import did_you_mean

        hint = did_you_mean(topic, topics) or f"there are {', '.join(topics) or 'none yet'}"
        raise click.UsageError(f"there is no topic `{topic}`: {hint}")


@command.command(name="references")
@click.option("--topic", metavar="TOPIC", help="Only references that facts of this topic rest on.")
@click.option("--kind", metavar="TYPE", help="Only entries of this type: article, report, ...")
@_listing
def references(*, query: tuple[str, ...], topic: str | None, kind: str | None, as_json: bool, folder: Path) -> None:
    """List references: key, type, year, author, title, and how many facts rest on each.

    The QUERY is looked for in keys and in all fields.
    """
    loaded = load(folder)
    project = loaded.value
    known_topic(topic, project)
    resting: dict[str, int] = {}
    for fact in project.facts.values():
        if not topic or fact.topic == topic:
            for key in {evidence.source for evidence in fact.evidence}:
                resting[key] = resting.get(key, 0) + 1
    entries = (project.bibliography.get(key) for key in (resting if topic else project.bibliography.keys()))
    chosen = [
        entry
        for entry in entries
        if entry and (kind or entry.type).lower() == entry.type and _holds(entry, " ".join(query))
    ]
    if as_json:
        printing.print_json([_reference_json(entry, resting.get(entry.key, 0)) for entry in chosen])
    else:
        rows = [(*_reference_row(entry, resting.get(entry.key, 0)), str(entry.location)) for entry in chosen]
        _show(("Reference", "Type", "Year", "Author", "Facts", "Title"), rows, "reference", right=(4,))
    printing.notice(loaded.findings)


def _holds(entry: Reference, query: str) -> bool:
    return not query or texts.matches(query, entry.key, entry.type, *map(texts.plain, entry.fields.values()))


def _reference_row(entry: Reference, facts: int) -> tuple[str, ...]:
    title = texts.plain(entry.fields.get("title", ""))
    return (entry.key, entry.type, texts.year(entry), texts.names(entry), str(facts), title)


def _reference_json(entry: Reference, facts: int) -> dict[str, Any]:
    return {
        "key": entry.key,
        "type": entry.type,
        "year": texts.year(entry),
        "author": texts.names(entry),
        "title": texts.plain(entry.fields.get("title", "")),
        "facts": facts,
        "path": entry.location.path,
        "line": entry.location.line,
    }


@command.command(name="briefs")
@click.option("--status", type=click.Choice(("draft", "final")), help="Only briefs of this status.")
@_listing
def briefs(query: tuple[str, ...], status: str | None, as_json: bool, folder: Path) -> None:
    """List briefs: name, date, status, template, style, title."""
    loaded = load(folder)
    config = loaded.value.config
    wanted = " ".join(query)
    listed = [
        {
            "name": brief.name,
            "date": str(brief.meta.date or ""),
            "status": brief.meta.status,
            "template": brief.meta.template or config.template,
            "style": brief.meta.csl or config.csl,
            "title": brief.meta.title,
            "path": brief.location.path,
        }
        for brief in loaded.value.briefs.values()
        if (status or brief.meta.status) == brief.meta.status
        and texts.matches(wanted, brief.name, brief.meta.title, brief.meta.subtitle, *brief.meta.keywords)
    ]
    if as_json:
        printing.print_json(listed)
    else:
        headings = ("Brief", "Date", "Status", "Template", "Style", "Title")
        _show(headings, [tuple(row.values()) for row in listed], "brief")
    printing.notice(loaded.findings)


@command.command(name="templates")
@_listing
def templates(query: tuple[str, ...], as_json: bool, folder: Path) -> None:
    """List templates: name, whose it is, and the blocks that a brief fills."""
    from briefwright.compose.outline import blocks_to_fill, template_names
    from briefwright.load.config import load_config
    from briefwright.resources import package_templates

    root = find(folder)
    own = root / load_config(root).value.templates
    folders = (own, package_templates())
    listed: list[dict[str, Any]] = []
    for name, path in template_names(folders).items():
        if texts.matches(" ".join(query), name):
            try:
                blocks = list(blocks_to_fill(name, folders))
            except BriefwrightError:
                blocks = ["(it cannot be read: see `briefwright check`)"]
            whose = "project" if path.is_relative_to(own.resolve()) else "package"
            listed.append({"name": name, "whose": whose, "blocks": blocks})
    if as_json:
        printing.print_json(listed)
    else:
        rows = [(row["name"], row["whose"], ", ".join(row["blocks"])) for row in listed]
        _show(("Template", "Whose", "Blocks"), rows, "template")


@command.command(name="styles")
@_listing
def styles(query: tuple[str, ...], as_json: bool, folder: Path) -> None:
    """List citation styles: name, title, and whose it is. There are more than ten thousand: give a QUERY.

    The QUERY is looked for in names and titles, the title being often that of a journal: `list styles chicago
    notes`, `list styles international relations`.
    """
    from briefwright.cite.styles import list_styles
    from briefwright.load.config import load_config

    root = find(folder)
    found = list_styles(" ".join(query), root / load_config(root).value.templates)
    if as_json:
        printing.print_json([{"name": one.name, "title": one.title, "own": one.own} for one in found])
        return
    shown = found
    if not query and printing.on_terminal():
        by_name = {one.name: one for one in found}
        usual = [by_name[name] for name in WELL_KNOWN if name in by_name]
        shown = (*(one for one in found if one.own), *(one for one in usual if not one.own))
    rows = [(one.name, "project" if one.own else "package", one.title) for one in shown]
    _show(("Style", "Whose", "Title"), rows, "style")
    if len(shown) < len(found):
        said = f"These are some of {len(found):,}: search with `briefwright list styles WORD`, by name or journal."
        click.echo(said, err=True)


@command.command(name="themes")
@_listing
def themes(query: tuple[str, ...], as_json: bool, folder: Path) -> None:
    """List themes: name, and whose it is."""
    from briefwright.load.config import load_config
    from briefwright.write.theme import theme_names

    root = find(folder)
    templates_folder = load_config(root).value.templates
    listed = [
        {"name": name, "whose": "project" if (root / templates_folder / f"themes/{name}.toml").is_file() else "package"}
        for name in theme_names(root, templates_folder)
        if texts.matches(" ".join(query), name)
    ]
    if as_json:
        printing.print_json(listed)
    else:
        _show(("Theme", "Whose"), [tuple(row.values()) for row in listed], "theme")


def _show(headings: Sequence[str], rows: Rows, noun: str, *, right: Sequence[int] = ()) -> None:
    """A list. On a terminal the columns that have no heading are left out, and empty lists are said to be so."""
    if not printing.on_terminal():
        printing.print_rows(headings, rows)
    elif rows:
        printing.print_rows(headings, [row[: len(headings)] for row in rows], right=right)
    else:
        click.echo(f"No {noun} is found.", err=True)
