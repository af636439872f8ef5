"""`briefwright facts`: to and from the spreadsheets of colleagues."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.exits import Exit, exit_code
from briefwright.cli.project import load, project_option
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, error, has_errors, in_order

if TYPE_CHECKING:
    from rich.text import Text

    from briefwright.load.exchange import FactImport, FileEdit

FORMATS = ("csv", "xlsx")


@click.group(name="facts")
def command() -> None:
    """Export and import facts as CSV or XLSX, for colleagues who live in spreadsheets."""


@command.command(name="export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--topic", metavar="TOPIC", help="Only facts of this topic.")
@click.option("--yes", "-y", is_flag=True, help="Replace a file that is there without asking.")
@project_option
def export(file: Path, topic: str | None, yes: bool, folder: Path) -> int:
    """Write facts to FILE, a row each: a table in CSV or XLSX, by the file's ending."""
    from briefwright.cli.lists import known_topic

    fmt = _format(file)
    loaded = load(folder)
    known_topic(topic, loaded.value)
    from briefwright.load.exchange import export_facts
    from briefwright.write.files import write_atomically

    facts = [fact for fact in loaded.value.facts.values() if (topic or fact.topic) == fact.topic]
    data = export_facts(facts, fmt)
    if file.exists() and not yes:
        _confirm(f"{file} is there. Replace it?", "--yes to replace it")
    write_atomically(file.absolute(), data)
    click.echo(f"Wrote {printing.many(len(facts), 'fact')} to {file}.")
    printing.notice(loaded.findings)
    return Exit.FINE


@command.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", "-n", is_flag=True, help="Only show what would change.")
@click.option("--yes", "-y", is_flag=True, help="Write without asking.")
@project_option
def import_(file: Path, dry_run: bool, yes: bool, folder: Path) -> int:
    """Take changed and new facts from FILE, a table that an export gave.

    What would change is shown line by line, and nothing is written before you say so. Facts and columns that
    the table leaves out stay as they are. A row with a problem stops the whole import.
    """
    fmt = _format(file)
    loaded = load(folder)
    from briefwright.load.exchange import import_facts

    screen, errors = printing.console(), printing.console(err=True)
    broken = [one for one in loaded.findings if one.severity == "error" and one.code.value[:1] in "FP"]
    if broken:  # a fact that cannot be read would come in a second time
        raise BriefwrightError(*broken)
    taken = import_facts(_read(file), fmt, loaded.value, name=str(file))
    findings = in_order(taken.findings)
    printing.print_findings(findings, errors)
    for edit in taken.value.edits:
        for line in _diff(edit):
            screen.print(line)
    errors.print(_summary(taken.value))
    if has_errors(findings):
        errors.print("Nothing is written: mend the table, and import it again.")
        return exit_code(findings)
    if dry_run or not taken.value.edits:
        return Exit.FINE
    if not yes:
        _confirm("Write this?", "--yes to write it, or --dry-run to look only")
    _write(loaded.value.root, taken.value)
    errors.print(f"Wrote {', '.join(edit.path for edit in taken.value.edits)}.")
    return Exit.FINE


def _format(file: Path) -> str:
    fmt = file.suffix.lower().removeprefix(".")
    if fmt not in FORMATS:
        raise click.UsageError(f"`{file}` is neither .csv nor .xlsx")
    return fmt


def _read(file: Path) -> bytes:
    from briefwright.load.files import reason

    try:
        return file.read_bytes()
    except OSError as problem:
        message = f"the file cannot be read: {reason(problem)}"
        raise BriefwrightError(error(Code.UNREADABLE_FILE, message, Location(str(file)))) from problem


def _confirm(question: str, otherwise: str) -> None:
    """Ask; raises click.Abort for a no, click.UsageError where there is no terminal to ask at."""
    if not printing.can_ask():
        raise click.UsageError(f"there is no terminal to ask at: say {otherwise}")
    click.confirm(question, abort=True, err=True)


def _diff(edit: FileEdit) -> Iterator[Text]:
    from rich.text import Text

    styles = {"+": "green", "-": "red", "@": "cyan"}
    before = edit.before.replace("\r\n", "\n").splitlines()
    after = edit.after.replace("\r\n", "\n").splitlines()
    old = edit.path if edit.before else "/dev/null"
    for line in difflib.unified_diff(before, after, old, edit.path, lineterm=""):
        yield Text(line, "bold" if line.startswith(("---", "+++")) else styles.get(line[:1], ""))


def _summary(taken: FactImport) -> str:
    counted = (("new", taken.added), ("changed", taken.changed), ("unchanged", taken.unchanged))
    said = ", ".join(f"{len(ids):,} {what}" for what, ids in counted if ids)
    return f"Facts: {said or 'none'}"


def _write(root: Path, taken: FactImport) -> None:
    """Write all files or none.

    Raises BriefwrightError where one has changed since it was read, or cannot be written.
    """
    from briefwright.write.files import write_together

    stale: list[Finding] = []
    for edit in taken.edits:
        file = root / edit.path
        now = file.read_bytes().decode("utf-8", "replace") if file.exists() else ""
        if now != edit.before:
            message = "the file was changed while you were asked"
            stale.append(error(Code.FACT_INVALID, message, Location(edit.path), hint="import the table again"))
    if stale:
        raise BriefwrightError(*stale)
    write_together({root / edit.path: edit.after.encode("utf-8") for edit in taken.edits})
