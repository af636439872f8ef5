"""All changes accepted or rejected with LibreOffice, for tests of redlines. See drive.py for how to run it."""

from __future__ import annotations

from typing import Any

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
