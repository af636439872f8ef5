"""Finding the project that a command is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


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


def find(folder: Path) -> Path:
    """The root of the project that a folder is in.

    Raises click.UsageError, exit code 2, where there is none.
    """
    from briefwright.load import find_root

    root = find_root(folder)
    if root is None:
        where = folder.resolve()
        raise click.UsageError(
            f"there is no Briefwright project in {where} or above it. `briefwright init FOLDER` makes one; a project "
            "has a pyproject.toml with [tool.briefwright], or the folders briefs/ and facts/."
        )
    return root
