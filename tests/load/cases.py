"""Reads fixtures of the form `title / input / expected`, parts divided by a line with a single point.

With BRIEFWRIGHT_ACCEPT=1 in the environment what came out is written back as expected: read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from briefwright.diagnostics import Finding

FOLDER = Path(__file__).parent / "cases"


def cases(name: str) -> list[tuple[str, str, str]]:
    """Title, input and expected text of each case of a fixture file."""
    parts = re.split(r"(?m)^\.\n", (FOLDER / name).read_text(encoding="utf-8"))
    rows = [parts[i : i + 3] for i in range(0, len(parts) - 2, 3)]
    return [(title.strip(), unescaped(given), expected) for title, given, expected in rows]


def unescaped(text: str) -> str:
    """<TAB> and the like for what an editor would spoil or hide."""
    return re.sub(r"<(TAB|U\+([0-9A-F]+))>", lambda match: "\t" if match[1] == "TAB" else chr(int(match[2], 16)), text)


def parametrize(name: str) -> pytest.MarkDecorator:
    """One test for each case, called by its title."""
    return pytest.mark.parametrize(
        ("given", "expected"), [pytest.param(given, expected, id=title) for title, given, expected in cases(name)]
    )


def shown(findings: Iterable[Finding]) -> str:
    """Findings as the fixtures have them."""
    lines = []
    for finding in findings:
        place = f"{finding.location.line}:{finding.location.column}" if finding.location else "-"
        lines.append(f"{place} {finding.code.value} {finding.severity.value}: {finding.message}")
        if finding.hint:
            lines.append(f"    {finding.hint}")
    return "".join(line + "\n" for line in lines)


def accept(name: str, run: Callable[[str], str]) -> None:
    """Write what comes out into the fixture file, where the environment asks for it."""
    if os.environ.get("BRIEFWRIGHT_ACCEPT") != "1":
        return
    path = FOLDER / name
    parts = re.split(r"(?m)^\.\n", path.read_text(encoding="utf-8"))
    for i in range(0, len(parts) - 2, 3):
        parts[i + 2] = run(unescaped(parts[i + 1]))
    path.write_text(".\n".join(parts), encoding="utf-8")
