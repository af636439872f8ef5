"""`briefwright render`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefwright.cli import printing
from briefwright.cli.exits import exit_code
from briefwright.cli.project import find, json_option, project_option
from briefwright.diagnostics import Finding, Warned, in_order

if TYPE_CHECKING:
    from rich.console import Console

    from briefwright.pipeline import Rendered

FORMATS = ("pdf", "docx", "html")
FACES = ("edit", "final")
CITATIONS = ("zotero", "word", "plain")


@click.command(name="render")
@click.argument("names", nargs=-1, metavar="[BRIEF]...")
@click.option("--to", "formats", multiple=True, type=click.Choice(FORMATS), help="Only this format; may be repeated.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER", help="Where to write.")
@click.option("--docx", "face", type=click.Choice(FACES), help="The DOCX to edit (the default), or the final one.")
@click.option("--citations", type=click.Choice(CITATIONS), help="Citations of the DOCX to edit; zotero unless told.")
@click.option("--evidence-comments", is_flag=True, help="In the DOCX to edit each fact carries its evidence.")
@click.option(
    "--word-template",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The house's own .docx, for styles, page, head, foot and cover.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
@json_option
@project_option
def command(
    *,
    names: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path | None,
    face: str | None,
    citations: str | None,
    evidence_comments: bool,
    word_template: Path | None,
    quiet: bool,
    as_json: bool,
    folder: Path,
) -> int:
    """Render briefs to PDF, DOCX and HTML: all of them, or those named.

    Each brief gives build/NAME.pdf, .docx, .html and NAME.manifest.json. An error in a brief keeps that brief
    from being written; what was there before stays.
    """
    root = find(folder)
    from briefwright.pipeline import Order, render

    start = time.perf_counter()
    order = Order(
        tuple(names),
        tuple(dict.fromkeys(formats)),
        output.resolve() if output else None,
        **_word_options(face, citations, word_template, evidence_comments=evidence_comments),
    )
    quiet = quiet or as_json
    findings: list[Finding] = []
    done: list[Rendered] = []
    screen = printing.console(err=True)
    with _progress(screen, quiet) as tell:
        for step in render(root, order):
            if isinstance(step, Warned):
                findings += step.findings
                tell.start(len(names) or len(step.value.briefs))
            else:
                findings += step.findings
                done.append(step)
                tell.done(step)
    findings = list(in_order(findings))
    done.sort(key=lambda rendered: rendered.name)
    if as_json:
        printing.print_json(_report(done, findings))
        return exit_code(findings)
    printing.print_findings(findings, screen)
    if not quiet:
        screen.print("\n" if findings and screen.is_terminal else "", end="")
        _table(root, done, screen)
        _last_line(done, findings, time.perf_counter() - start, screen)
    return exit_code(findings)


def _word_options(
    face: str | None, citations: str | None, template: Path | None, *, evidence_comments: bool
) -> dict[str, Any]:
    """What an order says of the DOCX. Who asks for live citations or comments asks for the DOCX to edit."""
    from briefwright.document import Face, LiveCitations, WordOptions

    if face == "final" and citations not in (None, "plain"):
        raise click.UsageError(f"--citations {citations} is for the DOCX to edit: in the final one they are plain")
    if face == "final" and evidence_comments:
        raise click.UsageError("--evidence-comments is for the DOCX to edit: the final one has no comments")
    wanted = face or ("edit" if citations or evidence_comments else "")
    return {
        "word": WordOptions(evidence_comments=evidence_comments, template=template),
        "face": Face(wanted) if wanted else None,
        "citations": LiveCitations(citations) if citations else None,
    }


def _report(done: list[Rendered], findings: list[Finding]) -> dict[str, Any]:
    return {
        "briefs": [
            {
                "name": rendered.name,
                "seconds": round(rendered.seconds, 3),
                "outputs": [
                    {
                        "format": one.format,
                        "path": str(one.path),
                        "bytes": one.size,
                        "pages": one.pages or None,
                        "checked": one.checked or None,
                    }
                    for one in rendered.outputs
                ],
            }
            for rendered in done
        ],
        "findings": [printing.as_json(finding) for finding in findings],
        "exit_code": int(exit_code(findings)),
    }


def _table(root: Path, done: list[Rendered], screen: Console) -> None:
    rows = [(rendered, output) for rendered in done for output in rendered.outputs]
    if not rows:
        return
    table = printing.new_table("Written", "Pages", "Size", "Brief took", right=(1, 2, 3))
    for number, (rendered, output) in enumerate(rows):
        first = number == 0 or rows[number - 1][0] is not rendered
        shown = output.path.relative_to(root) if output.path.is_relative_to(root) else output.path
        took = f"{rendered.seconds:.1f} s" if first else ""
        table.add_row(str(shown), str(output.pages or ""), f"{output.size / 1000:,.0f} kB", took)
    screen.print(table)
    for checked in dict.fromkeys(output.checked for _, output in rows if output.checked):
        files = ", ".join(output.path.name for _, output in rows if output.checked == checked)
        screen.print(f"Looked through to be sent: {files}: {checked}")


def _last_line(done: list[Rendered], findings: list[Finding], seconds: float, screen: Console) -> None:
    if not done and not findings:
        screen.print("There is no brief to render: `briefwright new brief NAME` starts one.")
        return
    written = [rendered for rendered in done if rendered.outputs]
    failed = [rendered.name for rendered in done if not rendered.outputs]
    briefs = printing.many(len(written), "brief")
    files = printing.many(sum(len(rendered.outputs) for rendered in written), "file")
    screen.print(f"{briefs}, {files}, {printing.count(findings) or 'no warning'}, {seconds:.1f} s")
    if failed:
        screen.print(f"Not written, what was there before is left: {', '.join(failed)}")


class _Lines:
    """Progress without a terminal: a line a brief."""

    def __init__(self, screen: Console) -> None:
        self.screen = screen

    def start(self, total: int) -> None:
        """Called when the project is loaded."""

    def done(self, rendered: Rendered) -> None:
        """Called when a brief is done."""
        self.screen.print(f"{'rendered' if rendered.outputs else 'failed'} {rendered.name} ({rendered.seconds:.1f} s)")


class _Bar:
    """Progress on a terminal."""

    def __init__(self, progress: Any) -> None:
        self.progress = progress
        self.task = progress.add_task("Reading the project", total=None)

    def start(self, total: int) -> None:
        """Called when the project is loaded."""
        self.progress.update(self.task, description="Rendering", total=total)

    def done(self, rendered: Rendered) -> None:
        """Called when a brief is done."""
        said = f"{'Rendered' if rendered.outputs else 'Failed'} {rendered.name}"
        self.progress.update(self.task, advance=1, description=said)


class _Silence(_Lines):
    def done(self, rendered: Rendered) -> None:
        pass


@contextmanager
def _progress(screen: Console, quiet: bool) -> Iterator[_Lines | _Bar]:
    if quiet:
        yield _Silence(screen)
    elif not sys.stderr.isatty():
        yield _Lines(screen)
    else:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=20), MofNCompleteColumn())
        with Progress(*columns, console=screen, transient=True) as progress:
            yield _Bar(progress)
