"""`briefwright bib dedupe`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.carry import carry_out, write_options
from briefwright.cli.exits import Exit
from briefwright.cli.project import json_option, load, project_option

if TYPE_CHECKING:
    from briefwright.bib.dedupe import Pair
    from briefwright.bib.merge import Merged
    from briefwright.bib.merge_project import Merging
    from briefwright.model import Project


@click.command(name="dedupe")
@click.option("--all", "every", is_flag=True, help="Merge every pair that is shown, not only those that are sure.")
@write_options
@json_option
@project_option
def command(every: bool, yes: bool, dry_run: bool, as_json: bool, folder: Path) -> Exit:
    """Merge entries for one work.

    Found by DOI, ISBN, arXiv number, PubMed id or address, then by the likeness of title, names and year. Each pair
    is shown with the merged entry, and asked for. Facts, briefs and templates then name the key that stays.

    With --yes only those are merged that have the same identifier and contradict each other in no field.
    """
    project = load(folder).value
    merging, found = _found(project)
    if as_json:
        printing.print_json(_as_json(merging, found))
        if not yes:
            return Exit.FINE
    errors = printing.console(err=True)
    if not found:
        errors.print("No two entries are for one work.")
        return Exit.FINE
    ask = not (yes or every or dry_run)
    if ask and printing.can_ask():
        _asked(merging, found)
    else:
        _taken(merging, found, every=every, quiet=as_json)
    printing.print_findings(merging.findings, errors)
    if ask and not printing.can_ask():
        said = "there is no terminal to ask at: say --yes to merge what is sure, --all to merge all, or --dry-run"
        raise click.UsageError(said)
    changes, notes = merging.changes(project)
    done = f"Merged {_entries(len(merging.merged))} into {'others' if len(merging.merged) > 1 else 'another'}"
    left = len(found) - len(merging.merged)
    if left and not ask:
        notes = (*notes, f"{printing.many(left, 'pair')} left: look at them without --yes, or merge all with --all.")
    return carry_out(changes, yes=yes, dry_run=dry_run, done=done, root=project.root, notes=notes)


def _found(project: Project) -> tuple[Merging, list[Pair]]:
    """The pairs of a project's entries, those that are sure first."""
    from briefwright.bib.dedupe import pairs
    from briefwright.bib.merge_project import Merging, used_words
    from briefwright.bib.text import read_bib
    from briefwright.load.files import shown_path

    root, bibliography = project.root, project.bibliography
    paths = [root / path for path in dict.fromkeys(project.config.bibliography)]
    files = [read_bib(path, shown_path(path, root)) for path in paths if path.is_file()]
    references = (one for key in bibliography.keys() if (one := bibliography.get(key)) is not None)  # noqa: SIM118
    found = list(pairs(references))
    found.sort(key=lambda pair: (not pair.sure, not pair.identified))
    return Merging(files, bibliography, frozenset(used_words(project))), found


def _taken(merging: Merging, found: Sequence[Pair], *, every: bool, quiet: bool) -> None:
    """Merge what is sure, or all; show each pair."""
    for number, pair in enumerate(found, 1):
        made = merging.preview(pair)
        if made is None:
            continue
        if not quiet:
            _show(pair, made, f"{number} of {len(found)}")
        if every or pair.sure:
            merging.accept(made)


def _asked(merging: Merging, found: Sequence[Pair]) -> None:
    """Ask for each pair."""
    for number, pair in enumerate(found, 1):
        made = merging.preview(pair)
        if made is None:
            continue
        _show(pair, made, f"{number} of {len(found)}")
        choice = click.Choice(["merge", "skip", "stop", "m", "s", "q"])
        answer = click.prompt(
            "merge, skip or stop", type=choice, default="merge" if pair.sure else "skip", show_choices=False, err=True
        )
        if answer in ("stop", "q"):
            return
        if answer in ("merge", "m"):
            merging.accept(made)


def _show(pair: Pair, made: Merged, number: str) -> None:
    named = [f"`{one.key}` ({one.location.path}:{one.location.line})" for one in (pair.one, pair.other)]
    lines = [
        f"{number}: {' and '.join(named)}",
        f"  {pair.why}; likeness {pair.likeness:.0f} of 100",
    ]
    if pair.contradictions:
        lines.append(f"  they disagree in {', '.join(pair.contradictions)}")
    lines.append(f"  `{made.gone}` goes; one entry is left:")
    click.echo(_printable("\n".join([*lines, "", made.text, ""])))


def _printable(text: str) -> str:
    """A text without control characters, which a .bib file from elsewhere may hold."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in text)


def _entries(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def _as_json(merging: Merging, found: Sequence[Pair]) -> object:
    made = [(pair, merging.preview(pair)) for pair in found]
    return {
        "pairs": [
            {
                "keys": [pair.one.key, pair.other.key],
                "why": pair.why,
                "likeness": round(pair.likeness, 1),
                "sure": pair.sure,
                "contradictions": list(pair.contradictions),
                "stays": merged.entry.reference.key if merged else None,
                "merged": merged.text if merged else None,
            }
            for pair, merged in made
        ]
    }
