"""`briefwright bib tidy`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.carry import carry_out, write_options
from briefwright.cli.exits import Exit
from briefwright.cli.project import project_option

if TYPE_CHECKING:
    from briefwright.bib.text import BibText
    from briefwright.bib.tidy import Choice, Tidied
    from briefwright.bib.tidy.rule import Rule
    from briefwright.model import Config

USUAL = "bibliography.bib"


@click.command(name="tidy")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; the exit code is 1 where something would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--select", multiple=True, metavar="RULES", help="Follow only these rules; `default` adds the usual ones."
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Do not follow these rules.")
@click.option("--list", "show_rules", is_flag=True, help="List the rules, and change nothing.")
@write_options
@project_option
def command(
    files: tuple[Path, ...],
    check: bool,
    show_diff: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    show_rules: bool,
    yes: bool,
    dry_run: bool,
    folder: Path,
) -> int:
    """Make .bib files tidy: FILE, or those of the project, or bibliography.bib.

    By default nothing changes that a reader sees. Rules that change data are off: name them with --select.
    """
    from briefwright.bib.tidy import Choice, tidy

    root, config = _project(folder)
    asked = Choice(_names(select) or config.tidy.select, (*_names(ignore), *config.tidy.ignore))
    rules = _rules(asked)
    if show_rules:
        return _list(rules)
    guarded = not check or show_diff
    found = [tidy(file, rules, config.tidy, guarded=guarded) for file in _files(files, folder, root, config)]
    errors = printing.console(err=True)
    for one in found:
        printing.print_findings(one.findings, errors)
    if check or show_diff:
        return _checked(found, show_diff=show_diff, check=check)
    changes = [one.change for one in found]
    return carry_out(changes, yes=yes, dry_run=dry_run, done=_done(found), root=root, notes=_told(found))


def _project(folder: Path) -> tuple[Path | None, Config]:
    """The project that a folder is in and its settings; without one, the defaults."""
    from briefwright.load import find_root
    from briefwright.load.config import load_config
    from briefwright.model import Config

    if not folder.exists():
        raise click.UsageError(f"there is no folder `{folder}`")
    root = find_root(folder.absolute())
    if root is None:
        return None, Config()
    loaded = load_config(root)
    printing.print_findings(loaded.findings, printing.console(err=True))
    return root, loaded.value


def _files(files: Sequence[Path], folder: Path, root: Path | None, config: Config) -> list[BibText]:
    """The files that are meant. Raises BriefwrightError where one cannot be read."""
    if not files and root is not None:
        files = [root / path for path in config.bibliography]
    elif not files and (folder / USUAL).is_file():
        files = [folder / USUAL]
    elif not files:
        raise click.UsageError(f"there is no {USUAL} in {folder.absolute()}: name the file")
    return [_read(path, root) for path in dict.fromkeys(files)]


def _read(path: Path, root: Path | None) -> BibText:
    from briefwright.bib.text import read_bib
    from briefwright.diagnostics import BriefwrightError, Code, Location, error
    from briefwright.load.files import reason

    inside = root is not None and path.is_absolute() and path.is_relative_to(root)
    shown = path.relative_to(root).as_posix() if root is not None and inside else str(path)
    try:
        return read_bib(path, shown)
    except OSError as problem:
        message = f"the file cannot be read: {reason(problem)}"
        raise BriefwrightError(error(Code.UNREADABLE_FILE, message, Location(shown))) from problem


def _names(options: Sequence[str]) -> tuple[str, ...]:
    """What --select and --ignore name; commas part several."""
    return tuple(name.strip() for option in options for name in option.split(",") if name.strip())


def _rules(choice: Choice) -> tuple[Rule, ...]:
    from briefwright.bib.tidy import chosen
    from briefwright.bib.tidy.choose import UnknownRuleError

    try:
        return chosen(choice)
    except UnknownRuleError as problem:
        raise click.UsageError(str(problem)) from problem


def _list(followed: Sequence[Rule]) -> Exit:
    """The table of rules; those that would be followed are marked."""
    from briefwright.bib.tidy import RULES

    effects = {"layout": "", "form": "the same value, written otherwise", "drop": "takes fields out", "data": "data"}
    rows = [(rule.name, "on" if rule in followed else "", effects[rule.effect.value], rule.about) for rule in RULES]
    printing.print_rows(("rule", "on", "changes", "what it does"), rows)
    return Exit.FINE


def _checked(found: Sequence[Tidied], *, show_diff: bool, check: bool) -> Exit:
    """What would change is told; with --check by the exit code too."""
    wanted = [one for one in found if one.change.changes]
    if show_diff:
        for one in wanted:
            click.echo(one.change.diff(), nl=False)
    for line in (*_told(found), *(_sentence(one) for one in found)):
        click.echo(line, err=True)
    return Exit.ERRORS if check and wanted else Exit.FINE


def _sentence(one: Tidied) -> str:
    entries = printing.many(one.entries, "entry").replace("entrys", "entries")
    if not one.change.changes:
        return f"{one.change.shown}: {entries}, tidy"
    what = f"{one.touched:,} would change" if one.touched else "what stands between them would change"
    return f"{one.change.shown}: {entries}, {what}"


def _told(found: Sequence[Tidied]) -> list[str]:
    """Changes of data, a line each."""
    return [
        f"{change.rule}: {change.key}, {change.field}: {change.before} → {change.after}"
        for one in found
        for change in one.data
    ]


def _done(found: Sequence[Tidied]) -> str:
    touched = sum(one.touched for one in found)
    return f"Tidied {touched:,} {'entry' if touched == 1 else 'entries'}"
