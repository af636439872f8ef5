"""`briefwright review pull`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefwright.cli import printing
from briefwright.cli.carry import carry_out, write_kept, write_options
from briefwright.cli.exits import Exit, exit_code
from briefwright.cli.project import json_option, load, project_option
from briefwright.diagnostics import BriefwrightError, Finding

if TYPE_CHECKING:
    from briefwright.changes import FileChange
    from briefwright.model import Project
    from briefwright.review.model import Review
    from briefwright.review.pull import Pulled


@click.command(name="pull")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="EDITED.docx")
@click.option("--apply", "is_applied", is_flag=True, help="Write the edits to facts, brief and bibliography.")
@click.option("--brief", default="", metavar="NAME", help="The brief that the file is of, where it does not say.")
@write_options
@json_option
@project_option
def command(*, file: Path, is_applied: bool, brief: str, yes: bool, dry_run: bool, as_json: bool, folder: Path) -> Exit:
    """Bring the edits of a DOCX home.

    What was changed, commented and cited in EDITED.docx is shown with its place in facts, brief and bibliography;
    nothing is written without --apply. What cannot be placed is listed, and left to you.
    """
    loaded = load(folder)
    from briefwright.review.pull import pull

    if as_json and is_applied and not (yes or dry_run):
        raise click.UsageError("with --json nobody can be asked: say --yes to write, or --dry-run to look only")
    try:
        pulled = pull(loaded.value, file, brief=brief)
    except BriefwrightError as stop:
        return _stopped(stop.findings, as_json=as_json)
    if pulled.value is None:
        return _stopped(pulled.findings, as_json=as_json)
    if as_json:
        return _as_json(loaded.value, pulled.value, pulled.findings, write=is_applied and not dry_run)
    from briefwright.cli.review.telling import tell

    tell(pulled.value.review, printing.console())
    printing.print_findings(pulled.findings, printing.console(err=True))
    printing.notice(loaded.findings)
    if not is_applied:
        return exit_code(pulled.findings)
    return _apply(loaded.value, pulled.value, yes=yes, dry_run=dry_run)


def _stopped(findings: Sequence[Finding], *, as_json: bool) -> Exit:
    if as_json:
        printing.print_json({"findings": [printing.as_json(one) for one in findings]})
    else:
        printing.print_findings(findings, printing.console(err=True))
    return exit_code(findings)


def _apply(project: Project, pulled: Pulled, *, yes: bool, dry_run: bool) -> Exit:
    changes, problems = _changes(project, pulled)
    screen = printing.console(err=True)
    printing.print_findings(problems, screen)
    if exit_code(problems) is not Exit.FINE:
        screen.print("Nothing is written.")
        return exit_code(problems)
    done = carry_out(changes, yes=yes, dry_run=dry_run, done="Applied the edits", root=project.root)
    left = _states(pulled.review)
    count = left.count("conflict") + left.count("by hand") + len(pulled.review.unplaced)
    if count:
        screen.print(f"Left to you, and not applied: {printing.many(count, 'edit')}.")
    return Exit.ERRORS if "conflict" in left else done


def _changes(project: Project, pulled: Pulled) -> tuple[Sequence[FileChange], Sequence[Finding]]:
    """What would be written, and what is wrong with it."""
    from briefwright.review.apply import changes_of, check

    try:
        changes = changes_of(project, pulled)
    except BriefwrightError as stop:
        return (), stop.findings
    return changes, check(project, pulled, changes) if changes else ()


def _as_json(project: Project, pulled: Pulled, findings: Sequence[Finding], *, write: bool) -> Exit:
    """One value: the review, all findings, and, where something was to be written, what was."""
    from briefwright.review.report import report

    content: dict[str, Any] = report(pulled.review)
    code = exit_code(findings)
    if write:
        changes, problems = _changes(project, pulled)
        findings = (*findings, *problems)
        code = exit_code(findings)
        fine = exit_code(problems) is Exit.FINE
        backup = write_kept(changes, project.root) if fine and changes else None
        content |= {"written": [change.shown for change in changes] if fine else [], "backup": str(backup or "")}
        code = Exit.ERRORS if fine and "conflict" in _states(pulled.review) else code
    printing.print_json(content | {"findings": [printing.as_json(one) for one in findings]})
    return code


def _states(review: Review) -> list[str]:
    return [*(one.state.value for one in review.edits), *(one.state.value for one in review.citations)]
