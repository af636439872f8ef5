"""`briefwright bib`: the bibliography keeps itself right."""

from __future__ import annotations

import click

from briefwright.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "add": ("briefwright.cli.bib.add", "Add references by DOI, ISBN, arXiv number, PubMed id or address."),
    "refresh": ("briefwright.cli.bib.refresh", "Ask the services again, and take over what differs."),
    "dedupe": ("briefwright.cli.bib.dedupe", "Merge entries for one work."),
    "export": ("briefwright.cli.bib.export", "Write references as .bib, CSL JSON or RIS."),
    "import": ("briefwright.cli.bib.import_", "Take references over from other programs' files and Word documents."),
    "missing": ("briefwright.cli.bib.missing", "List keys that are named and have no entry."),
    "rename": ("briefwright.cli.bib.rename", "Give a reference another key, everywhere it is named."),
    "stats": ("briefwright.cli.bib.stats", "Show figures about the bibliography."),
    "tidy": ("briefwright.cli.bib.tidy", "Make .bib files tidy, rule by rule."),
    "unused": ("briefwright.cli.bib.unused", "List references that nothing uses, or take them out."),
}
"""By command: the module that has it as `command`, and the line in the help."""


@click.group(name="bib", cls=LazyGroup, commands_table=COMMANDS)
def command() -> None:
    """Add, import, tidy, merge, rename and refresh references; facts and briefs go along."""
