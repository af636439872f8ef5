"""What the programs of this folder share: a table of edits by name, and one run over those asked for.

Usage: PROGRAM BASE_FOLDER OUT_FOLDER CASE:EDIT:FILE.docx ...

EDIT is an edit of the program; FILE.docx the document in BASE_FOLDER that it is made in. OUT_FOLDER/CASE.docx comes of
it. An edit that cannot be made is said on standard error, and the others are made all the same.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

EDITS: dict[str, Callable[..., Any]] = {}


def edit(function: Callable[..., Any]) -> Callable[..., Any]:
    """Register an edit: its name is the function's, with hyphens."""
    EDITS[function.__name__.replace("_", "-")] = function
    return function


def main(make: Callable[[Callable[..., Any], Path, Path], None]) -> None:
    """Make the edits that the command line names.

    make: what opens a file, calls the edit, and saves the result.
    """
    base, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for item in sys.argv[3:]:
        name, kind, file = item.split(":")
        try:
            make(EDITS[kind], base / file, out / f"{name}.docx")
        except Exception:
            failed += 1
            sys.stderr.write(f"{name}: {traceback.format_exc(limit=-3)}\n")
    raise SystemExit(1 if failed else 0)
