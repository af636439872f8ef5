"""`briefwright stale`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefwright.cli import changes, printing
from briefwright.cli.exits import Exit
from briefwright.cli.project import json_option, load, project_option
from briefwright.diagnostics import Code, Finding, Location, error
from briefwright.load.files import shown_path

if TYPE_CHECKING:
    from briefwright.model import Project
    from briefwright.trace.stale import Reason, State


@click.command(name="stale")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER", help="Where outputs are.")
@json_option
@project_option
def command(output: Path | None, as_json: bool, folder: Path) -> int:
    """Name the rendered briefs that a change since has made stale, and say what changed.

    Compares each manifest in the output folder with facts, references, templates, words, themes, pictures and
    briefs as they are now. Facts that were withdrawn, superseded or removed since are named, and those past their
    review date. Exit code 0: none is stale; 1: some are, or a manifest cannot be
    read, or there is none in the folder; 2: the folder does not exist.
    """
    loaded = load(folder)
    project = loaded.value
    if output and not output.is_dir():
        raise click.UsageError(f"there is no folder `{output}`")
    where = output.resolve() if output else project.root / project.config.output
    states, findings = _states(project, where)
    missing = [name for name in project.briefs if name not in {state.name for state in states}]
    code = Exit.ERRORS if findings or any(state.stale for state in states) else Exit.FINE
    if as_json:
        printing.print_json(_report(states, missing, findings, code, project))
    else:
        screen = printing.console()
        printing.print_lines(_lines(states, project), screen)
        printing.print_lines(_last_lines(states, missing, project), screen)
        printing.print_findings(findings, printing.console(err=True))
    printing.notice(loaded.findings)
    return code


def _states(project: Project, folder: Path) -> tuple[list[State], list[Finding]]:
    from briefwright.check.engine import today
    from briefwright.trace.manifests import find_manifests, read_manifest
    from briefwright.trace.stale import state_of

    states: list[State] = []
    findings: list[Finding] = []
    found = find_manifests(folder) if folder.is_dir() else ()
    if not found:
        shown = shown_path(folder, project.root)
        hint = "`briefwright render` writes one for each brief"
        return [], [error(Code.UNREADABLE_FILE, "there is no manifest in this folder", Location(shown), hint=hint)]
    for path in found:
        read = read_manifest(path, project.root)
        findings += read.findings
        if read.value is not None:
            states.append(state_of(read.value, path, project, today()))
    return states, findings


def _lines(states: Sequence[State], project: Project) -> Iterator[str]:
    for state in states:
        if state.stale:
            yield f"{state.name} is stale ({shown_path(state.manifest, project.root)})"
            for reason in state.reasons:
                yield f"  {_in_words(reason)}"
                yield from changes.change_lines(reason.changes, "    ")
                if (reason.what, reason.how) == ("brief", "changed"):
                    yield f"    how: briefwright diff {shown_path(state.manifest, project.root)} {state.name}"
            yield ""


def _in_words(reason: Reason) -> str:
    place = f" ({Location(reason.path, reason.line)})" if reason.path and reason.path != reason.name else ""
    note = f", {reason.note}" if reason.note and reason.how != "superseded" else ""
    if reason.how == "superseded" and reason.note:
        note = f" {reason.note}"
    verb = _VERBS.get((reason.what, reason.how)) or _VERBS.get(("", reason.how), reason.how)
    name = "its own text" if reason.what == "brief" else f"{_NAMES.get(reason.what, reason.what)} {reason.name}"
    return f"{name}{place} {verb}{note}"


_NAMES = {"words": "fixed texts", "setting": "the setting"}
_VERBS = {
    ("fact", "added"): "is taken in now",
    ("fact", "taken out"): "is not taken in any more",
    ("fact", "removed"): "is gone from the project",
    ("reference", "removed"): "is gone from the bibliography",
    ("brief", "removed"): "is gone from the project",
    ("brief", "broken"): "cannot be rendered",
    ("", "changed"): "changed",
    ("", "added"): "is used now",
    ("", "removed"): "is not used any more",
    ("picture", "removed"): "is gone",
    ("", "withdrawn"): "was withdrawn",
    ("", "superseded"): "was superseded",
    ("", "past review"): "is past its date of review",
}
"""By what and how; "" is anything."""


def _last_lines(states: Sequence[State], missing: Sequence[str], project: Project) -> Iterator[str]:
    if not states:
        return
    stale = [state for state in states if state.stale]
    many = printing.many(len(states), "rendered brief")
    yield f"{len(stale) or 'None'} of {many} {'is' if len(stale) < 2 else 'are'} stale."
    again = [state.name for state in stale if _helps(state, project)]
    review = [reason.name for state in stale for reason in state.reasons if reason.how == "past review"]
    if review:
        yield f"To review, and to give a later review_by: {', '.join(dict.fromkeys(review))}"
    if again:
        yield f"To render again: briefwright render {' '.join(again)}"
    if missing:
        yield f"Not rendered there yet: {', '.join(missing)}"


def _helps(state: State, project: Project) -> bool:
    """Whether rendering again can help."""
    hows = {reason.how for reason in state.reasons}
    return state.name in project.briefs and "broken" not in hows and hows != {"past review"}


def _report(
    states: Sequence[State], missing: Sequence[str], findings: Sequence[Finding], code: Exit, project: Project
) -> dict[str, Any]:
    return {
        "briefs": [
            {
                "name": state.name,
                "manifest": shown_path(state.manifest, project.root),
                "stale": state.stale,
                "reasons": [_reason(reason) for reason in state.reasons],
            }
            for state in states
        ],
        "not_rendered": list(missing),
        "findings": [printing.as_json(finding) for finding in findings],
        "exit_code": int(code),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "what": reason.what,
        "name": reason.name,
        "how": reason.how,
        "note": reason.note,
        "path": reason.path,
        "line": reason.line,
        "changes": [changes.as_json(change) for change in reason.changes],
    }
