"""`briefwright bib refresh`."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefwright.cli import printing
from briefwright.cli.carry import carry_out, write_options
from briefwright.cli.exits import exit_code
from briefwright.cli.project import find, json_option, project_option
from briefwright.diagnostics import BriefwrightError, Code, Finding, did_you_mean, error, in_order, warning

if TYPE_CHECKING:
    from briefwright.bib.known import Library
    from briefwright.bib.refresh import Checked
    from briefwright.bib.updates import Difference
    from briefwright.model import Config

FRESH = 60.0
"""Seconds for which an answer counts as what a service says now: a run that is repeated asks nobody twice."""


@click.command(name="refresh")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--all", "everything", is_flag=True, help="Accept changed fields too, not only missing ones.")
@click.option("--offline", is_flag=True, help="Use only answers that are kept on this machine.")
@write_options
@json_option
@project_option
def command(
    keys: tuple[str, ...],
    everything: bool,
    offline: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    folder: Path,
) -> int:
    """Ask the services again about the references KEY, or about all.

    Shown is what differs, field by field: a DOI that was missing, a preprint that has been published, a name put
    right, a retraction or correction, a page that is gone. On a terminal you are asked about each field; --yes takes
    what fills in missing fields, with --all the rest too. A service that fails is told: it has said nothing.
    """
    root = find(folder)
    from briefwright.bib.adding import library_of
    from briefwright.load.config import load_config

    config = load_config(root)
    library = library_of(root, config.value)
    found = _ask(_known(keys, library), library, config.value, offline=offline)
    findings = in_order((*config.findings, *(one for checked in found for one in checked.findings)))
    findings = (*findings, *_left_alone(found, library))
    if not as_json:
        printing.print_findings(findings, printing.console(err=True))
    asking = not (yes or dry_run or as_json or everything) and printing.can_ask()
    if not as_json and not asking:
        _show(found)
    accepted = _accepted(found, everything=everything, asking=asking)
    write = yes and not dry_run if as_json else not dry_run
    _carry(root, library, accepted, yes=yes or asking, dry_run=not write, quiet=as_json)
    if as_json:
        printing.print_json({"references": [_as_json(one, accepted) for one in found], "written": write})
    else:
        printing.console(err=True).print(_summary(found))
    return exit_code(findings)


def _known(keys: Sequence[str], library: Library) -> list[str]:
    """The keys to ask about. Raises BriefwrightError where one is in no file."""
    known = library.bibliography
    problems = [
        error(
            Code.UNKNOWN_REFERENCE,
            f"there is no reference `{key}`",
            hint=did_you_mean(key, known.keys()) or "`briefwright list references` shows those there are",
        )
        for key in keys
        if key not in known
    ]
    if problems:
        raise BriefwrightError(*problems)
    return list(dict.fromkeys(keys)) or list(known.keys())


def _ask(keys: Sequence[str], library: Library, config: Config, *, offline: bool) -> list[Checked]:
    from briefwright.bib.refresh import Checked, ask_again
    from briefwright.bib.services.client import Client, settings_from

    settings = settings_from(config.mail, offline=offline, fresh=FRESH)
    found: list[Checked] = []
    with Client(settings) as client, _progress(len(keys)) as bar:
        for key in keys:
            reference = library.bibliography.get(key)
            if reference is None:
                found.append(Checked(key, findings=library.bibliography.problems((key,)), asked=False))
            elif reference.type not in ("xdata", "set"):
                found.append(ask_again(reference, client, config.lang))
            bar.update(1)
    return found


@contextlib.contextmanager
def _progress(length: int) -> Iterator[click._termui_impl.ProgressBar[int]]:
    """A bar on a terminal, where there is time to look at it."""
    import sys

    hidden = length < 4 or not sys.stderr.isatty()
    with click.progressbar(length=length, label="Asking", file=sys.stderr, hidden=hidden) as bar:
        yield bar


def _left_alone(found: Sequence[Checked], library: Library) -> Iterator[Finding]:
    from briefwright.bib.refresh import can_be_changed

    for one in found:
        if one.differences and not any(can_be_changed(file, one.key) for file in library.files):
            said = f"`{one.key}` is written in a way that cannot be changed safely"
            where = library.bibliography.location(one.key)
            yield warning(Code.BIB_LEFT_ALONE, said, where, hint="change it by hand", subject=one.key)


def _show(found: Sequence[Checked]) -> None:
    for one in found:
        if one.differences:
            click.echo(f"{one.key} ({one.service or 'its address'}):")
            for difference in one.differences:
                click.echo(f"  {_line(difference)}")


def _line(one: Difference) -> str:
    why = f"  ({one.why})" if one.why else ""
    return (
        f"{one.field}, missing: {one.after}{why}" if not one.before else f"{one.field}: {one.before} → {one.after}{why}"
    )


def _accepted(
    found: Sequence[Checked], *, everything: bool, asking: bool
) -> Mapping[str, tuple[Difference, ...]]:  # fmt: skip
    """By key, the differences to apply."""
    if not asking:
        return {
            one.key: tuple(some for some in one.differences if everything or some.fills)
            for one in found
            if one.differences
        }
    accepted: dict[str, tuple[Difference, ...]] = {}
    for one in found:
        if not one.differences:
            continue
        click.echo(f"\n{one.key} ({one.service or 'its address'}):", err=True)
        taken: list[Difference] = []
        whole = tuple(some for some in one.differences if some.whole)
        single = ((some,) for some in one.differences if not some.whole)
        for some in (*((whole,) if whole else ()), *single):
            answer = _answer(some)
            if answer == "q":
                return accepted | {one.key: tuple(taken)}
            taken += some if answer == "y" else ()
        accepted[one.key] = tuple(taken)
    return accepted


def _answer(some: Sequence[Difference]) -> str:
    """What a person says to one difference, or to several that belong together."""
    shown = "".join(f"  {_line(one)}\n" for one in some)
    answer: str = click.prompt(
        f"{shown}  take {'it' if len(some) == 1 else 'all of these'}? [y]es, [n]o, [q]uit asking",
        type=click.Choice(["y", "n", "q"]),
        default="y" if all(one.fills for one in some) else "n",
        show_choices=False,
        err=True,
    )
    return answer


def _carry(
    root: Path,
    library: Library,
    accepted: Mapping[str, Sequence[Difference]],
    *,
    yes: bool,
    dry_run: bool,
    quiet: bool,
) -> None:
    from briefwright.bib.refresh import file_change

    changes = [file_change(file, accepted) for file in library.files if file.raw]
    fields = sum(len(some) for some in accepted.values())
    if not any(change.changes for change in changes):
        return
    done = f"Took over {printing.many(fields, 'field')}"
    with contextlib.ExitStack() as stack:
        if quiet:
            stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
            stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        carry_out(changes, yes=yes, dry_run=dry_run, done=done, root=root)


def _summary(found: Sequence[Checked]) -> str:
    asked = [one for one in found if one.asked]
    counted = (
        (sum(bool(one.differences) for one in asked), "differ"),
        (sum(one.failed for one in asked), "could not be asked about"),
        (len(found) - len(asked), "have nothing to be asked by"),
    )
    said = ", ".join(f"{number} {what}" for number, what in counted if number)
    told = sum(one.retractions for one in asked)
    return (
        f"{printing.many(len(asked), 'reference')} asked about: {said or 'nothing differs'}; "
        f"somebody who would know of retractions answered for {told}"
    )


def _as_json(one: Checked, accepted: Mapping[str, Sequence[Difference]]) -> object:
    return {
        "key": one.key,
        "service": one.service,
        "asked": one.asked,
        "failed": one.failed,
        "retractions_asked": one.retractions,
        "differences": [
            {
                "field": some.field,
                "before": some.before,
                "after": some.after,
                "why": some.why,
                "accepted": some in accepted.get(one.key, ()),
            }
            for some in one.differences
        ],
        "findings": [printing.as_json(finding) for finding in one.findings],
    }
