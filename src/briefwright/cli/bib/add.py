"""`briefwright bib add`."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.carry import carry_out, write_options
from briefwright.cli.exits import exit_code
from briefwright.cli.project import find, json_option, project_option
from briefwright.diagnostics import BriefwrightError, Code, Finding, Severity, warning

if TYPE_CHECKING:
    from briefwright.bib.adding import New, Plan
    from briefwright.bib.text import BibText


@click.command(name="add")
@click.argument("what", nargs=-1, required=True)
@click.option("--key", default="", metavar="KEY", help="The new entry's key; by default made by the pattern.")
@click.option("--snapshot", is_flag=True, help="Keep a copy of the page, to look quotations up in.")
@click.option("--archive", is_flag=True, help="Have the page saved by the Wayback Machine, and note the address.")
@click.option("--offline", is_flag=True, help="Use only answers that are kept on this machine.")
@write_options
@json_option
@project_option
def command(
    what: tuple[str, ...],
    key: str,
    snapshot: bool,
    archive: bool,
    offline: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    folder: Path,
) -> int:
    """Add references: WHAT is a DOI, an ISBN, an arXiv number, a PubMed id (pmid:123) or a web address.

    Crossref, DataCite, Open Library, arXiv and PubMed are asked; a page is read for what it says of itself. What is
    in the bibliography already is told, and not added twice. The entries are shown before anything is written.
    """
    if key and len(set(what)) > 1:
        raise click.UsageError("--key names one entry: give one WHAT with it")
    root = find(folder)
    from briefwright.bib.adding import Wishes, library_of, plan
    from briefwright.bib.services.client import Client, settings_from
    from briefwright.load.config import load_config

    config = load_config(root)
    library = library_of(root, config.value)
    with Client(settings_from(config.value.mail, offline=offline)) as client, _waiting(quiet=as_json):
        made = plan(what, library, client, Wishes(config.value, key, archive))
    findings = [*config.findings, *made.findings]
    if not as_json:
        printing.print_findings(findings, printing.console(err=True))
    write = _write(root, library.files[0], made, yes=yes, dry_run=dry_run or (as_json and not yes), quiet=as_json)
    if snapshot and write and made.new:
        findings += _snapshots(root, made.new, quiet=as_json)
    if as_json:
        printing.print_json(_as_json(made, findings, written=write))
    return exit_code(findings)


def _waiting(*, quiet: bool) -> contextlib.AbstractContextManager[object]:
    """A word on a terminal while services are asked."""
    if quiet or not printing.can_ask():
        return contextlib.nullcontext()
    return printing.console(err=True).status("Asking the services ...")


def _write(root: Path, file: BibText, made: Plan, *, yes: bool, dry_run: bool, quiet: bool) -> bool:
    """Show the entries, ask and write; gives whether they are in the file now."""
    if not made.new:
        return False
    from briefwright.bib.adding import file_change

    change = file_change(file, made.new)
    names = ", ".join(f"`{one.key}`" for one in made.new)
    done = f"Added {names} to {file.shown}"
    with contextlib.ExitStack() as stack:
        if quiet:
            stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
            stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        carry_out([change], yes=yes, dry_run=dry_run, done=done, root=root)
    return not dry_run


def _snapshots(root: Path, new: Sequence[New], *, quiet: bool) -> list[Finding]:
    """Keep copies of the pages of new entries; gives what went wrong."""
    from briefwright.cli import snapshot

    findings: list[Finding] = []
    for one in new:
        address = one.record.fields.get("url", "")
        if not address:
            said = f"`{one.key}` has no address to keep a copy of"
            hint = f"download it, and run `briefwright snapshot {one.key} FILE`"
            findings.append(warning(Code.SNAPSHOT_UNREADABLE, said, hint=hint, subject=one.key))
            continue
        keep = snapshot.command.callback
        assert keep is not None  # noqa: S101  # a command's own function
        try:
            with contextlib.redirect_stdout(io.StringIO()) if quiet else contextlib.nullcontext():
                keep(key=one.key, source=address, force=False, folder=root)
        except BriefwrightError as problem:
            findings += problem.findings
    if not quiet:
        printing.print_findings(findings, printing.console(err=True))
    return findings


def _as_json(made: Plan, findings: Sequence[Finding], *, written: bool) -> object:
    return {
        "added": [
            {
                "what": one.given,
                "key": one.key,
                "type": one.record.type,
                "service": one.record.service,
                "entry": one.text,
                "written": written,
            }
            for one in made.new
        ],
        "known": [{"what": text, "key": key} for text, key in made.known],
        "findings": [printing.as_json(one) for one in findings if one.severity is not Severity.INFO],
    }
