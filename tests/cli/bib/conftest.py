from __future__ import annotations

from tests.bib.services.conftest import server
from tests.cli.conftest import call, project

__all__ = ["call", "project", "server"]
