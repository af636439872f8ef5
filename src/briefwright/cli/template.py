"""`briefwright template lint`: house templates for Word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefwright.cli import printing
from briefwright.cli.exits import exit_code
from briefwright.cli.project import json_option
from briefwright.diagnostics import BriefwrightError

if TYPE_CHECKING:
    from briefwright.word.house.lint import Report
    from briefwright.word.house.sheet import Match


@click.group(name="template")
def command() -> None:
    """Look through a house's Word template."""


@command.command(name="lint")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.docx")
@json_option
def lint_template(*, file: Path, as_json: bool) -> int:
    """Say what a Word template has of what Briefwright needs: styles, places to fill, cover.

    A style that it has by another name is used; one that it lacks is added where a document uses it. Nothing is
    written.
    """
    from briefwright.document import Theme
    from briefwright.resources import package_templates
    from briefwright.word.house.lint import lint
    from briefwright.word.styles import look_of
    from briefwright.write.theme import load_theme

    folder = package_templates()
    theme: Theme = load_theme("plain", folder.parent, folder.name).value
    try:
        report = lint(file, look_of(theme, theme.page, ("en", "en", "en")), str(file))
    except BriefwrightError as stop:
        if not as_json:
            raise
        printing.print_json(
            {"findings": [printing.as_json(one) for one in stop.findings], "exit_code": int(exit_code(stop.findings))}
        )
        return exit_code(stop.findings)
    if as_json:
        printing.print_json(_as_data(report))
    else:
        _print(report)
    return exit_code(report.findings)


def _state(style: Match) -> str:
    if not style.theirs:
        return "lacking"
    return "by another name" if style.called_otherwise else "there"


def _as_data(report: Report) -> dict[str, Any]:
    return {
        "styles": [
            {
                "name": style.name,
                "kind": style.kind,
                "state": _state(style),
                "id": style.theirs,
                "called": style.theirs_name,
            }
            for style in report.styles
        ],
        "places": [{"name": place.name, "where": place.where} for place in report.places],
        "cover": report.cover,
        "findings": [printing.as_json(finding) for finding in report.findings],
        "exit_code": int(exit_code(report.findings)),
    }


def _print(report: Report) -> None:
    rows = [[style.name, style.kind, _state(style), style.theirs_name] for style in report.styles]
    printing.print_rows(("Style", "Kind", "In the template", "Called"), sorted(rows, key=_by_state))
    places = ", ".join(f"{place.name} ({place.where})" for place in report.places) or "none"
    click.echo(f"Places to fill: {places}")
    click.echo(f"Cover: {report.cover or 'none; the text of the template is not used'}")
    printing.print_findings(report.findings, printing.console())
    there = len(report.styles) - report.lacking
    click.echo(f"{there} of {len(report.styles)} styles are there; the others are added where a document uses them")


def _by_state(row: Sequence[str]) -> tuple[int, str]:
    return ("lacking", "by another name", "there").index(row[2]), row[0].casefold()
