"""`briefwright explain`."""

from __future__ import annotations

import re

import click

from briefwright.cli import printing
from briefwright.cli.exits import Exit
from briefwright.diagnostics import Code, did_you_mean

_TO_PAGE = re.compile(r"\[([^\]]+)\]\((?:[\w./-]+\.md)?(?:#[\w-]+)?\)")
"""A link to another page of the guide, which leads nowhere from a terminal."""


@click.command(name="explain")
@click.argument("rule", metavar="[CODE]", default="")
def command(rule: str) -> int:
    """Explain a finding: of a rule of the checker what it does, why it matters, an example, how to silence it.

    CODE is a code such as F102, or its name such as quotation-not-found. Without it all rules of the checker are
    listed.
    """
    if not rule:
        from briefwright.check import RULES

        printing.print_rows(("Code", "Name", "Finds"), [(one.code.value, one.code.slug, one.about) for one in RULES])
        return Exit.FINE
    code = _code(rule)
    text = _TO_PAGE.sub(r"\1", _page(code))
    if printing.on_terminal():
        from rich.markdown import Markdown

        printing.console().print(Markdown(text), soft_wrap=False)
    else:
        click.echo(text, nl=not text.endswith("\n"))
    return Exit.FINE


def _code(rule: str) -> Code:
    """The code of a code or name. Raises click.UsageError where there is none."""
    found = next((code for code in Code if rule.upper() == code.value or rule.lower() == code.slug), None)
    if found is None:
        names = [name for code in Code for name in (code.value, code.slug)]
        hint = did_you_mean(rule, names) or "`briefwright explain` lists them"
        raise click.UsageError(f"there is no rule `{rule}`: {hint}")
    return found


def _page(code: Code) -> str:
    """A rule's own page; of other codes, which come from reading files or rendering, the row of the guide."""
    from briefwright.resources import findings_page, rule_pages

    page = rule_pages() / f"{code.slug}.md"
    if page.is_file():
        return page.read_text(encoding="utf-8")
    rows = re.findall(
        r"(?m)^\| (\w\d{3}) \| [\w-]+ \| (.*?) \| ?(.*?) \|$", findings_page().read_text(encoding="utf-8")
    )
    means, mend = next((texts for name, *texts in rows if name == code.value), ("", ""))
    told = (("What it means", means), ("What to do", mend))
    parts = [f"# {code.value} {code.slug}", *(f"{head}: {text}." for head, text in told if text)]
    return "\n\n".join(parts) + "\n"
