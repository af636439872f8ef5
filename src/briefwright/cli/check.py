"""`briefwright check`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.exits import exit_code
from briefwright.cli.project import load, project_option
from briefwright.diagnostics import Finding, Severity, in_order, unknown_rule
from briefwright.model import Brief, Project

if TYPE_CHECKING:
    from briefwright.check import Reviewed
    from briefwright.check.snapshots import Counted

FORMATS = ("text", "json", "sarif", "github")


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What the arguments come to."""

    briefs: tuple[str, ...]
    """Names; empty for all."""
    paths: tuple[str, ...]
    """Relative to the root; only findings in these files and folders are told."""

    def tells(self, finding: Finding) -> bool:
        """Whether a finding is in what was asked for."""
        where = finding.location.path if finding.location else ""
        return not self.paths or any(where == path or where.startswith(f"{path}/") for path in self.paths)


@click.command(name="check")
@click.argument("places", nargs=-1, metavar="[PATH|BRIEF]...")
@click.option("--select", multiple=True, metavar="CODES", help="Ask only these rules: codes, F1, or names.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Do not ask these rules.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="text", help="How findings are printed.")
@click.option("--fix", is_flag=True, help="Carry out the changes that are safe.")
@click.option("--diff", "show_diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors and warnings only.")
@project_option
def command(
    places: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    kind: str,
    fix: bool,
    show_diff: bool,
    quiet: bool,
    folder: Path,
) -> int:
    """Find what a fact-checker and a citation editor would find, without writing anything.

    Every file is read and every brief, or those named, is composed and cited. With a PATH, only what is found in
    that file or folder is told. Findings come in the order of files and lines.
    """
    loaded = load(folder)
    from briefwright.check import Choice, check
    from briefwright.pipeline import choose

    project = loaded.value
    asked = _asked(places, project, folder)
    choice = Choice(project.config.check, _codes(select), _codes(ignore))
    briefs, unknown = choose(project, asked.briefs)
    done = check(project, lambda some: _review(some, project), briefs if asked.briefs else None, choice)
    findings = tuple(filter(asked.tells, in_order((*loaded.findings, *unknown, *done.findings))))
    if show_diff or fix:
        findings = _fixed(findings, project.root, write=fix and not show_diff)
    told = [one for one in findings if one.severity is not Severity.INFO] if quiet and kind == "text" else findings
    _print(told, kind)
    if kind == "text" and not quiet:
        printing.console().print(_last_line(project, briefs, findings) + _quotations(done.quotations))
    return exit_code(findings)


def _asked(places: Sequence[str], project: Project, folder: Path) -> Asked:
    """Arguments as names of briefs, or, where such a file or folder exists, as paths."""
    briefs: list[str] = []
    paths: list[str] = []
    root = project.root.resolve()
    for place in places:
        known = project.briefs.keys() & {place, place.removeprefix(f"{project.config.briefs}/").removesuffix(".md")}
        path = next((path.resolve() for path in (Path(place), folder / place) if path.exists()), None)
        if not known and path is None and _is_file_name(place):
            raise click.UsageError(f"there is no file `{place}`")
        if known or path is None:
            briefs.append(place)
        elif path != root and path.is_relative_to(root):
            paths.append(path.relative_to(root).as_posix())
        elif path != root:
            raise click.UsageError(f"`{place}` is not in the project {root}")
    return Asked(tuple(briefs), tuple(paths))


def _is_file_name(place: str) -> bool:
    """Whether an argument means a file that is no brief; a brief's name may have points in it."""
    return place.endswith((".yaml", ".yml", ".bib", ".toml", ".html", ".j2", "/"))


def _codes(options: Sequence[str]) -> tuple[str, ...]:
    """What --select and --ignore name; commas part several."""
    names = tuple(name.strip() for option in options for name in option.split(",") if name.strip())
    for name in names:
        if unknown := unknown_rule(name):
            raise click.UsageError(f"{unknown.message}: {unknown.hint}")
    return names


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


def _fixed(findings: Sequence[Finding], root: Path, *, write: bool) -> tuple[Finding, ...]:
    """Carry out the fixes, or show them; gives the findings that are left."""
    from briefwright.check.fixes import mended
    from briefwright.cli.carry import said_backup, write_kept

    fixes = mended(findings, root)
    made = fixes.changes
    if not write:
        for change in made:
            click.echo(change.diff(), nl=False)
        return tuple(findings)
    backup = write_kept(made, root) if made else None
    left = tuple(finding for finding in findings if finding.fix not in fixes.done)
    for finding in findings:
        if finding.fix in fixes.done:
            click.echo(f"mended {finding.location}: {finding.code.value} {finding.message}", err=True)
    click.echo(
        f"Mended {printing.many(len(findings) - len(left), 'problem')}. {said_backup(backup, root)}".rstrip(), err=True
    )
    return left


def _print(findings: Sequence[Finding], kind: str) -> None:
    from briefwright.check import RULES
    from briefwright.cli import reports

    if kind == "json":
        printing.print_json([printing.as_json(finding) for finding in findings])
    elif kind == "sarif":
        printing.print_json(reports.sarif(findings, {rule.code: rule.about for rule in RULES}))
    elif kind == "github":
        click.echo(reports.github(findings), nl=False)
    else:
        printing.print_findings(findings, printing.console())


def _last_line(project: Project, briefs: Sequence[Brief], findings: Sequence[Finding]) -> str:
    counted = (
        printing.many(len(briefs), "brief"),
        printing.many(len(project.facts), "fact"),
        printing.many(len(project.bibliography.keys()), "reference"),
    )
    said = printing.count(findings) or "nothing to mend"
    remarks = sum(1 for one in findings if one.severity is Severity.INFO)
    return f"{', '.join(counted)}: {said}" + (f", {printing.many(remarks, 'remark')}" if remarks else "")


def _quotations(counted: Counted | None) -> str:
    """How many quotations were looked up and how many were not, so that silence is not taken for proof."""
    if counted is None:
        return ""
    said = (
        (counted.found, "found in saved texts"),
        (counted.missed, "not found"),
        (counted.without_copy, "not looked up (no saved copy)"),
        (counted.unreadable, "not looked up (the saved copy cannot be read)"),
    )
    parts = [(number, words) for number, words in said if number]
    if not parts:
        return ""
    first, *rest = parts
    told = [f"{printing.many(first[0], 'quotation')} {first[1]}", *(f"{number:,} {words}" for number, words in rest)]
    return f"; {', '.join(told)}"
