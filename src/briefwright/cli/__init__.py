"""The command line: arguments, printing, exit codes. Each command's module is imported when it is called."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import click

from briefwright import __version__
from briefwright.cli.exits import Exit, exit_code
from briefwright.cli.lazy import LazyGroup

TRACEBACK = "BRIEFWRIGHT_TRACEBACK"
"""An environment variable: set, a fault of Briefwright's own is shown in full."""

COMMANDS = {
    "render": ("briefwright.cli.render", "Render briefs to PDF, DOCX and HTML."),
    "check": ("briefwright.cli.check", "Find what a fact-checker and a citation editor would find."),
    "explain": ("briefwright.cli.explain", "Explain a rule of the checker."),
    "why": ("briefwright.cli.why", "Follow every statement of a brief to the passage that it rests on."),
    "stale": ("briefwright.cli.stale", "Name the rendered briefs that a change since has made stale."),
    "diff": ("briefwright.cli.diff", "Compare two editions of a brief, fact by fact."),
    "review": ("briefwright.cli.review", "Bring edits made in Word home."),
    "redline": ("briefwright.cli.redline", "Show an edition against an earlier one, as a DOCX with tracked changes."),
    "list": ("briefwright.cli.lists", "List facts, references, briefs, templates, styles or themes."),
    "show": ("briefwright.cli.show", "Show a fact or a reference with all that is known of it."),
    "new": ("briefwright.cli.new", "Start a fact or a brief."),
    "snapshot": ("briefwright.cli.snapshot", "Keep a copy of a source, to look quotations up in."),
    "bib": ("briefwright.cli.bib", "Keep the bibliography right: add, import, tidy, merge, rename, refresh."),
    "facts": ("briefwright.cli.facts", "Export and import facts as CSV or XLSX."),
    "template": ("briefwright.cli.template", "Look through a house's Word template."),
    "init": ("briefwright.cli.init", "Start a project."),
}
"""By command: the module that has it as `command`, and the line in the help."""


@click.group(cls=LazyGroup, commands_table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefwright")
def cli() -> None:
    """Sourced facts in, PDF, DOCX and HTML briefs with proper references out.

    Exit codes: 0 done (warnings too); 1 at least one error; 2 wrong usage, or no project found;
    3 an output could not be written; 70 a fault of Briefwright's own; 130 stopped by Ctrl-C.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    arguments: without the program's name; None for those of the process. Returns the exit code.
    """
    _open_streams()
    _speak_utf8()
    with _interrupts_outside_imports():
        code = _run(arguments)
    try:
        sys.stdout.flush()
    except OSError:
        _let_go_of_pipes()
    return code


@contextlib.contextmanager
def _interrupts_outside_imports() -> Iterator[None]:
    """Ctrl-C, but not in the middle of Python's own importing.

    There it is swallowed in a callback that holds the lock of all imports (importlib._bootstrap, `cb` in
    _get_module_lock), and a thread that imports then waits for ever. It comes again a moment later.
    """
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler or not hasattr(signal, "SIGALRM"):
        yield
        return

    def interrupted(number: int, frame: FrameType | None) -> None:
        if frame is not None and frame.f_code.co_filename.startswith("<frozen importlib"):
            signal.setitimer(signal.ITIMER_REAL, 0.01)
            return
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGALRM, interrupted)
    signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGALRM, before)


def _open_streams() -> None:
    """Give a process that was started with a standard stream closed one that goes nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  # open to the end
            setattr(sys, name, nowhere)


def _run(arguments: Sequence[str] | None) -> int:
    """Run a command; whatever ends it early is told in a sentence."""
    from briefwright.diagnostics import BriefwrightError

    try:
        given = list(arguments) if arguments is not None else None
        result: Any = cli.main(given, "briefwright", standalone_mode=False)
        return int(result or 0)
    except click.ClickException as problem:
        problem.show()
        return int(Exit.USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return int(Exit.INTERRUPTED)
    except BriefwrightError as stop:
        return _tell(stop)
    except (SystemExit, BrokenPipeError):  # click's and rich's word for a pipe whose reader, such as `head`, has left
        _let_go_of_pipes()
        return int(Exit.FINE)
    except OSError as problem:
        where = f"`{problem.filename}`: " if problem.filename else ""
        click.echo(f"Error: {where}{problem.strerror or problem}", err=True)
        return int(Exit.ERRORS)
    except Exception as problem:
        return _confess(problem)


def _tell(stop: Any) -> int:
    from briefwright.cli import printing

    printing.print_findings(stop.findings, printing.console(err=True))
    return int(exit_code(stop.findings))


def _confess(problem: Exception) -> int:
    """What is said when the fault is ours; the traceback is for those who ask for it."""
    import traceback

    if os.environ.get(TRACEBACK):
        traceback.print_exc()
        return int(Exit.INTERNAL)
    frames = traceback.extract_tb(problem.__traceback__)
    frame = next((one for one in reversed(frames) if "briefwright" in one.filename), frames[-1])
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    click.echo(
        f"Error: Briefwright itself failed ({type(problem).__name__} at {place}: {problem}). Nothing that was there "
        f"is lost. Please report it, with what {TRACEBACK}=1 before the command prints.",
        err=True,
    )
    return int(Exit.INTERNAL)


def _let_go_of_pipes() -> None:
    """Nobody reads any more: what is still buffered goes nowhere, so that Python does not complain at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
            continue
        with contextlib.suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


def _speak_utf8() -> None:
    """Print Khmer and Cyrillic whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
