"""`briefwright explain`."""

from __future__ import annotations

import sys

import click

from briefwright.diagnostics import Code, did_you_mean


@click.command(name="explain")
@click.argument("rule", metavar="CODE")
def command(rule: str) -> int:
    """Explain a rule of the checker: what it does, why it matters, an example, how to silence it.

    CODE is a code such as F102, or a rule's name such as quotation-not-found.
    """
    from briefwright.resources import rule_pages

    found = next((code for code in Code if rule.upper() == code.value or rule.lower() == code.slug), None)
    if found is None:
        names = [name for code in Code for name in (code.value, code.slug)]
        hint = did_you_mean(rule, names) or "`briefwright check` prints codes beside findings"
        raise click.UsageError(f"there is no rule `{rule}`: {hint}")
    page = rule_pages() / f"{found.slug}.md"
    if not page.is_file():
        click.echo(
            f"{found.value} {found.slug} comes from reading files or rendering: the user guide's page on findings"
        )
        click.echo("says what it means and what to do.")
        return 0
    text = page.read_text(encoding="utf-8")
    if sys.stdout.isatty():
        from rich.markdown import Markdown

        from briefwright.cli.printing import console

        console().print(Markdown(text))
    else:
        click.echo(text, nl=not text.endswith("\n"))
    return 0
