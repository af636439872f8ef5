"""`briefwright review`: what came back from Word."""

from __future__ import annotations

import click

from briefwright.cli.lazy import LazyGroup

COMMANDS = {
    "pull": ("briefwright.cli.review.pull", "Bring the edits of a DOCX home to facts, brief and bibliography."),
}


@click.group(name="review", cls=LazyGroup, commands_table=COMMANDS)
def command() -> None:
    """Read what came back from Word."""
