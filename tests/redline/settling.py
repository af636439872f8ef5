"""Accepts or rejects all changes with LibreOffice. Run by the Python that has `uno`; see drive.py of the corpus."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "review" / "corpus" / "editors"))

import drive
from drive import edit
from with_libreoffice import make_with, running


@edit
def accepted(page: Any) -> None:
    page.office.do(page.document, "AcceptAllTrackedChanges")


@edit
def rejected(page: Any) -> None:
    page.office.do(page.document, "RejectAllTrackedChanges")


@edit
def saved(page: Any) -> None:
    """Open and save."""


if __name__ == "__main__":
    with running() as started:
        drive.main(make_with(started))
