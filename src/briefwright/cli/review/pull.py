"""`briefwright review pull`."""

from __future__ import annotations

from pathlib import Path

import click

from briefwright.cli import printing
from briefwright.cli.carry import carry_out, write_options
from briefwright.cli.exits import Exit, exit_code
from briefwright.cli.project import json_option, load, project_option


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
    project = loaded.value
    from briefwright.review.pull import pull

    pulled = pull(project, file, brief=brief)
    findings = list(pulled.findings)
    if pulled.value is None:
        if as_json:
            printing.print_json({"findings": [printing.as_json(one) for one in findings]})
        else:
            printing.print_findings(findings, printing.console(err=True))
        return exit_code(findings)
    from briefwright.review.report import report

    if as_json:
        printing.print_json(report(pulled.value.review) | {"findings": [printing.as_json(one) for one in findings]})
        if not is_applied:
            return exit_code(findings)
    else:
        from briefwright.cli.review.telling import tell

        tell(pulled.value.review, printing.console())
        printing.print_findings(findings, printing.console(err=True))
    if not is_applied:
        return exit_code(findings)
    from briefwright.review.apply import changes_of, check

    changes = changes_of(project, pulled.value)
    problems = check(project, pulled.value, changes) if changes else ()
    screen = printing.console(err=True)
    printing.print_findings(problems, screen)
    if exit_code(problems) is not Exit.FINE:
        screen.print("Nothing is written: with these edits the brief would not render.")
        return exit_code(problems)
    done = carry_out(changes, yes=yes, dry_run=dry_run, done="Applied the edits", root=project.root)
    review = pulled.value.review
    states = [*(one.state.value for one in review.edits), *(one.state.value for one in review.citations)]
    left = states.count("conflict") + states.count("by hand") + len(review.unplaced)
    if left:
        screen.print(f"Left to you, and not applied: {printing.many(left, 'edit')}.")
    return Exit.ERRORS if "conflict" in states else done
