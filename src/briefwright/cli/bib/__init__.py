"""`briefwright bib`: the bibliography keeps itself right."""

from __future__ import annotations

import click

from briefwright.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "add": ("briefwright.cli.bib.add", "Add references by DOI, ISBN, arXiv number, PubMed id or address."),
    "refresh": ("briefwright.cli.bib.refresh", "Ask the services again, and take over what differs."),
    "dedupe": ("briefwright.cli.bib.dedupe", "Merge entries for one work."),
    "import": ("briefwright.cli.bib.import_", "Take references over from other programs' files and Word documents."),
    "rename": ("briefwright.cli.bib.rename", "Give a reference another key, everywhere it is named."),
    "tidy": ("briefwright.cli.bib.tidy", "Make .bib files tidy, rule by rule."),
}
"""By command: the module that has it as `command`, and the line in the help."""


@click.group(name="bib", cls=LazyGroup, commands_table=COMMANDS)
def command() -> None:
    """Add, import, tidy, merge, rename and refresh references; facts and briefs go along."""
