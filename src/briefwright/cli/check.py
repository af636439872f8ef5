"""`briefwright check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.exits import exit_code
from briefwright.cli.project import json_option, load, project_option
from briefwright.diagnostics import Finding, in_order
from briefwright.model import Brief, Project

if TYPE_CHECKING:
    from briefwright.check import Reviewed


@click.command(name="check")
@click.argument("names", nargs=-1, metavar="[BRIEF]...")
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
@json_option
@project_option
def command(names: tuple[str, ...], quiet: bool, as_json: bool, folder: Path) -> int:
    """Say what is wrong in facts, briefs and bibliography, without writing anything.

    Every file is read and every brief, or those named, is composed and cited: this finds all that `render` would
    report, but for what only shows on the page (missing glyphs, pictures that cannot be drawn). Findings come in
    the order of files and lines.
    """
    loaded = load(folder)
    from briefwright.check import check
    from briefwright.pipeline import choose

    project = loaded.value
    briefs, unknown = choose(project, names)
    found = check(project, lambda some: _review(some, project), briefs if names else None)
    findings = in_order((*loaded.findings, *unknown, *found))
    code = exit_code(findings)
    if as_json:
        report = {"findings": [printing.as_json(finding) for finding in findings], "exit_code": int(code)}
        printing.print_json(report)
        return code
    screen = printing.console()
    printing.print_findings(findings, screen)
    if not quiet:
        screen.print(_last_line(project, briefs, findings))
    return code


def _review(briefs: Sequence[Brief], project: Project) -> Iterator[Reviewed]:
    """Some briefs composed and cited, in their order."""
    from briefwright.build.workers import side_by_side
    from briefwright.check import Reviewed
    from briefwright.pipeline import make_document

    def one(brief: Brief) -> Reviewed:
        made = make_document(brief, project)
        return Reviewed(brief, made.value, made.findings)

    done = {reviewed.brief.name: reviewed for reviewed in side_by_side(briefs, one)}
    yield from (done[brief.name] for brief in briefs)


def _last_line(project: Project, briefs: Sequence[Brief], findings: Sequence[Finding]) -> str:
    counted = (
        printing.many(len(briefs), "brief"),
        printing.many(len(project.facts), "fact"),
        printing.many(len(project.bibliography.keys()), "reference"),
    )
    said = printing.count(findings) or "nothing to mend"
    return f"{', '.join(counted)}: {said}"
