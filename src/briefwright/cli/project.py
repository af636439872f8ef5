"""Finding and reading the project that a command is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from briefwright.diagnostics import Warned
    from briefwright.model import Project


def project_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option --project."""
    return click.option(
        "--project",
        "folder",
        type=click.Path(path_type=Path),
        default=Path(),
        metavar="FOLDER",
        help="The project, or a folder inside it; by default the current folder.",
    )(function)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON value, for programs.")(function)


def find(folder: Path) -> Path:
    """The root of the project that a folder is in; what a killed run had begun to write there is finished first.

    Raises click.UsageError, exit code 2, where there is none, and BriefwrightError (W011) where its files were left
    half changed and cannot be finished.
    """
    from briefwright.load import find_root

    try:
        where = folder.absolute()
    except OSError as problem:  # the current folder has been removed
        raise click.UsageError(f"the current folder cannot be read: {problem.strerror}") from problem
    if not where.exists():
        raise click.UsageError(f"there is no folder `{folder}`")
    root = find_root(where)
    if root is None:
        raise click.UsageError(
            f"there is no Briefwright project in {where} or above it. `briefwright init FOLDER` makes one; a project "
            "has a pyproject.toml with [tool.briefwright], or the folders briefs/ and facts/."
        )
    _finish(root)
    return root


def load(folder: Path) -> Warned[Project]:
    """The project that a folder is in, read, with what is wrong in its files. Raises as `find` does."""
    from briefwright.load import load_project

    return load_project(find(folder))


def _finish(root: Path) -> None:
    """Finish what a killed run had begun to write, and say so."""
    from briefwright.write.journal import NAME, recover

    if not (root / NAME).exists():
        return
    done = recover(root)
    if done:
        said = "finished" if done.forward else "nothing had been changed, and its temporary files are removed"
        click.echo(f"A run was killed while it changed {', '.join(done.files)}: {said}.", err=True)
