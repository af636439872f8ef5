"""Carrying out changes of files: shown as a diff, asked for, kept a backup of, written all or none."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefwright.changes import FileChange
from briefwright.cli import printing
from briefwright.cli.exits import Exit

if TYPE_CHECKING:
    from rich.text import Text

SHOWN = 400
"""Lines of a diff that are shown on a terminal before somebody is asked."""

_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def write_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options --yes and --dry-run, as the parameters `yes` and `dry_run`."""
    options = (
        click.option("--yes", "-y", is_flag=True, help="Write without asking."),
        click.option("--dry-run", "-n", is_flag=True, help="Only show what would change."),
    )
    return functools.reduce(lambda made, option: option(made), reversed(options), function)


def carry_out(
    changes: Sequence[FileChange],
    *,
    yes: bool,
    dry_run: bool,
    done: str,
    root: Path | None = None,
    notes: Sequence[str] = (),
) -> Exit:
    """Show changes of files, ask, keep a backup, and write all of them or none.

    yes, dry_run: of `write_options`. done: what is said when all is written, without a full stop: "Renamed `a` to
    `b`". root: the project's; None outside one, where the backup is FILE.bak. notes: lines shown after the diff.
    Raises click.UsageError (exit code 2) where there is no terminal to ask at, click.Abort for a no, and
    BriefwrightError where a file has changed since it was read (W010), a killed run cannot be finished (W011) or a
    file cannot be written (W007).
    """
    wanted = [change for change in changes if change.changes]
    _show(wanted, everything=dry_run)
    errors = printing.console(err=True)
    for note in notes:
        errors.print(note)
    if not wanted:
        errors.print("Nothing to change.")
        return Exit.FINE
    if dry_run:
        errors.print(f"Nothing is written: {printing.many(len(wanted), 'file')} would change.")
        return Exit.FINE
    if not yes:
        _ask(len(wanted))
    backup = write_kept(wanted, root)
    errors.print(f"{done}. {said_backup(backup, root)}".rstrip())
    return Exit.FINE


def _ask(files: int) -> None:
    if not printing.can_ask():
        raise click.UsageError("there is no terminal to ask at: say --yes to write it, or --dry-run to look only")
    click.confirm(f"Change {printing.many(files, 'file')}?", abort=True, err=True)


def _show(changes: Sequence[FileChange], *, everything: bool) -> None:
    """The diffs; on a terminal, where they are long and not all was asked for, their beginning."""
    if not printing.on_terminal():
        for change in changes:
            click.echo(change.diff(), nl=False)
        return
    screen = printing.console()
    left = 0
    for number, line in enumerate(_lines(changes)):
        if everything or number < SHOWN:
            screen.print(line)
        else:
            left += 1
    if left:
        screen.print(f"... and {left:,} lines more: --dry-run shows all of them", style="dim")


def _lines(changes: Sequence[FileChange]) -> Iterator[Text]:
    from rich.text import Text

    for change in changes:
        for line in change.diff().removesuffix("\n").split("\n"):
            bold = line.startswith(("--- ", "+++ "))
            shown = "".join(
                sign if sign.isprintable() or sign == "\t" else "\N{REPLACEMENT CHARACTER}" for sign in line
            )
            yield Text(shown, "bold" if bold else _STYLES.get(line[:1], ""))


def write_kept(changes: Sequence[FileChange], root: Path | None) -> Path | None:
    """Write all changes or none, after a backup; gives where the files are as they were, None where none were.

    root: the project's, or None outside one. Raises BriefwrightError as `carry_out` does.
    """
    from briefwright.write.backup import keep_backup
    from briefwright.write.journal import recover, replace_all

    base = root or Path(os.path.commonpath([change.path.resolve().parent for change in changes]))
    recover(base)
    kept: list[Path] = []

    def keep() -> str:
        backup = keep_backup(changes, root, _output(root) if root else "")
        kept.extend([backup] if backup else [])
        return str(backup or "")

    replace_all(changes, base, keep)
    return kept[0] if kept else None


def _output(root: Path) -> str:
    from briefwright.load.config import load_config

    return load_config(root).value.output


def said_backup(backup: Path | None, root: Path | None) -> str:
    """A sentence that says where the files are as they were; empty where there is none."""
    if backup is None:
        return ""
    shown = backup.relative_to(root) if root and backup.is_relative_to(root) else backup
    return f"What was there before is in {shown}."
