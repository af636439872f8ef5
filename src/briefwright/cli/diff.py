"""`briefwright diff`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefwright.cli import changes, printing
from briefwright.cli.exits import Exit
from briefwright.cli.project import json_option, load, project_option
from briefwright.diagnostics import BriefwrightError, Location

if TYPE_CHECKING:
    from briefwright.model import Project
    from briefwright.trace.editions import Comparison, ParagraphChange
    from briefwright.trace.manifests import FactEntry, Manifest, ReferenceEntry


@click.command(name="diff")
@click.argument("old")
@click.argument("new")
@click.option("--markdown", is_flag=True, help="Print a box “what changed”, to paste into the brief.")
@json_option
@project_option
def command(*, old: str, new: str, markdown: bool, as_json: bool, folder: Path) -> int:
    """Compare two editions of a brief, fact by fact.

    OLD and NEW are each a manifest (build/NAME.manifest.json), a DOCX that carries its own, or a brief's name, which
    stands for the brief as it is now. What is compared is what was rendered: not what somebody typed into the
    DOCX afterwards.
    """
    if markdown and as_json:
        raise click.UsageError("--markdown and --json exclude each other")
    loaded = load(folder)
    project = loaded.value
    from briefwright.trace.editions import compare

    comparison = compare(_edition(old, project), _edition(new, project))
    if as_json:
        printing.print_json(_report(comparison))
    elif markdown:
        print(_box(comparison, project), end="")
    else:
        printing.print_lines(_lines(comparison, old, new), printing.console())
    printing.notice(loaded.findings)
    return Exit.FINE


def _edition(given: str, project: Project) -> Manifest:
    """The manifest of a file, or of a brief as it is now. Raises BriefwrightError where there is none."""
    from briefwright.trace.manifests import parse_manifest, read_manifest

    path = Path(given)
    if path.suffix.lower() != ".md" and path.is_file():
        read = read_manifest(path, project.root)
    else:
        document_text, place = _present(given, project)
        read = parse_manifest(document_text.encode("utf-8"), place)
    if read.value is None:
        raise BriefwrightError(*read.findings)
    return read.value


def _present(name: str, project: Project) -> tuple[str, Location]:
    from briefwright.diagnostics import Severity, did_you_mean
    from briefwright.pipeline import choose, make_document

    briefs, unknown = choose(project, (name,))
    if not briefs:
        if "/" in name or "." in name:
            what = f"there is no file `{name}`, and no brief of that name"
            hint = did_you_mean(name, project.briefs) or unknown[0].hint
            raise BriefwrightError(_replaced(unknown[0], message=what, hint=hint))
        raise BriefwrightError(*unknown)
    made = make_document(briefs[0], project)
    if made.value is None:
        raise BriefwrightError(*(one for one in made.findings if one.severity is Severity.ERROR))
    return made.value.manifest, briefs[0].location


def _replaced(finding: Any, **parts: str) -> Any:
    import dataclasses

    return dataclasses.replace(finding, **parts)


def _box(comparison: Comparison, project: Project) -> str:
    from briefwright.compose.words import load_words
    from briefwright.model import Status
    from briefwright.pipeline import template_folders
    from briefwright.trace.box import Library, what_changed

    lang = comparison.new.brief.lang or project.config.lang
    words = load_words(lang, template_folders(project)).value
    keys = frozenset(project.bibliography.keys())
    withdrawn = frozenset(fact.id for fact in project.facts.values() if fact.status == Status.WITHDRAWN)
    return what_changed(comparison, Library(frozenset(project.facts), keys, lang, words, withdrawn))


# --- for people --------------------------------------------------------------------------------------------------


def _lines(comparison: Comparison, old: str, new: str) -> Iterator[str]:
    yield f"Old: {_named(comparison.old, old)}"
    yield f"New: {_named(comparison.new, new)}"
    if comparison.is_empty:
        yield "No difference."
        return
    yield from _part("The brief", changes.change_lines(comparison.brief, "  "))
    yield from _part("Facts added", map(_fact, comparison.facts_added))
    yield from _part("Facts removed", map(_fact, comparison.facts_removed))
    yield from _part("Facts changed", _facts_changed(comparison))
    yield from _part("References added", map(_reference, comparison.references_added))
    yield from _part("References removed", map(_reference, comparison.references_removed))
    yield from _part("References changed", _references_changed(comparison))
    yield from _part("Text", _paragraphs(comparison.paragraphs))
    yield ""
    yield _counted(comparison)


def _named(edition: Manifest, given: str) -> str:
    where = given if Path(given).suffix != ".md" and Path(given).is_file() else f"{edition.brief.name} as it is now"
    return ", ".join(filter(None, (where, f"“{edition.brief.title}”", edition.brief.date)))


def _part(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", heading, *found)


def _fact(fact: FactEntry) -> str:
    return f"  {fact.id}: {fact.statement or '(its manifest does not hold its statement)'}"


def _facts_changed(comparison: Comparison) -> Iterator[str]:
    for changed in comparison.facts_changed:
        yield _fact(changed.after)
        yield from changes.change_lines(changed.changes, "    ")


def _reference(reference: ReferenceEntry) -> str:
    from briefwright import tex

    fields = reference.fields or {}
    told = [tex.plain(fields[name]) for name in ("author", "title", "date", "year") if fields.get(name)]
    return f"  {reference.key}{': ' if told else ''}{', '.join(' '.join(text.split()) for text in told)}"


def _references_changed(comparison: Comparison) -> Iterator[str]:
    for changed in comparison.references_changed:
        yield _reference(changed.after)
        yield from changes.change_lines(changed.changes, "    ")


def _paragraphs(paragraphs: Sequence[ParagraphChange]) -> Iterator[str]:
    followed: list[str] = []
    for change in paragraphs:
        if change.how == "through facts":
            followed.append(_place(change))
            continue
        cells = "table cell " if _anchor(change).kind == "cell" else ""
        yield f"  {_place(change)} {cells}{change.how}"
        gone, came = change.cites
        if change.words_differ:
            yield f"    {changes.marked(change.pieces)}"
        yield from (f"    cites {key} no more" for key in gone if change.how == "changed")
        yield from (f"    cites {key} now" for key in came if change.how == "changed")
    if followed:
        yield f"  Changed only through the facts above: {', '.join(dict.fromkeys(followed))}"


def _anchor(change: ParagraphChange) -> Any:
    paragraph = change.after or change.before
    assert paragraph is not None  # noqa: S101  # one of the two is always there
    return paragraph.anchor


def _place(change: ParagraphChange) -> str:
    anchor = _anchor(change)
    return str(Location(anchor.path, anchor.line))


def _counted(comparison: Comparison) -> str:
    facts = (len(comparison.facts_added), len(comparison.facts_removed), len(comparison.facts_changed))
    own = sum(change.how != "through facts" for change in comparison.paragraphs)
    return (
        f"Facts: {facts[0]} added, {facts[1]} removed, {facts[2]} changed. References: "
        f"{len(comparison.references_added)} added, {len(comparison.references_removed)} removed, "
        f"{len(comparison.references_changed)} changed. Text: {printing.many(own, 'place')} changed."
    )


# --- for programs ------------------------------------------------------------------------------------------------


def _report(comparison: Comparison) -> dict[str, Any]:
    def told(fact: FactEntry) -> dict[str, Any]:
        return {"id": fact.id, "statement": fact.statement, "path": fact.path, "line": fact.line}

    def cited(one: ReferenceEntry) -> dict[str, Any]:
        return {"key": one.key, "path": one.path, "line": one.line}

    return {
        "old": comparison.old.brief.model_dump(),
        "new": comparison.new.brief.model_dump(),
        "brief": [changes.as_json(change) for change in comparison.brief],
        "facts": {
            "added": [told(fact) for fact in comparison.facts_added],
            "removed": [told(fact) for fact in comparison.facts_removed],
            "changed": [
                told(one.after) | {"before": one.before.statement, "changes": [changes.as_json(c) for c in one.changes]}
                for one in comparison.facts_changed
            ],
        },
        "references": {
            "added": [cited(entry) for entry in comparison.references_added],
            "removed": [cited(entry) for entry in comparison.references_removed],
            "changed": [
                cited(one.after) | {"changes": [changes.as_json(change) for change in one.changes]}
                for one in comparison.references_changed
            ],
        },
        "paragraphs": [_paragraph(change) for change in comparison.paragraphs],
    }


def _paragraph(change: ParagraphChange) -> dict[str, Any]:
    anchor = _anchor(change)
    gone, came = change.cites
    return {
        "how": change.how,
        "kind": anchor.kind,
        "path": anchor.path,
        "line": anchor.line,
        "before": change.before.words if change.before else "",
        "after": change.after.words if change.after else "",
        "pieces": [{"how": piece.how, "text": piece.text} for piece in change.pieces],
        "cites_removed": list(gone),
        "cites_added": list(came),
    }
