"""A small project, and two ways to run commands on it: in this process, and as a user does."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefwright.cli import main

ROOT = Path(__file__).resolve().parents[2]

FILES = {
    "pyproject.toml": '[tool.briefwright]\nlang = "en"\nsnapshots = "snapshots"\n'
    '[tool.briefwright.check]\nignore = ["R1", "F1", "S1", "L1", "H1", "A1"]\n',  # these tests are of the commands
    "bibliography.bib": """\
@article{pich2024,
  author = {Pich, Panha and Yuok, O.}, title = {Two {Rivers}}, journaltitle = {Rivers}, date = {2024},
  volume = {3}, pages = {10-19}, doi = {10.1000/r.2024},
}
@online{kuch2015, author = {{K{\\'u}ch, Agency}}, title = {Debt \\& dams}, date = {2015-11-24}, descriptor = {News}}
@book{ivanov2019, author = {Ivanov, Ivan}, title = {Dams}, date = {2019}, publisher = {P}, location = {L}}
""",
    "facts/debt.yaml": """\
# What is owed.
topic: debt
facts:
  - id: debt-total
    kind: reported
    label: Debt
    statement: The debt stood at {{ value }}.
    value: {amount: 1500000000, unit: USD, approximate: true}
    as_of: 2015-11
    tags: [figure]
    voice: {speaker: The agency, mode: wrote}
    conflicts_with: [debt-small]
    evidence:
      - source: kuch2015
        locator: para. 2
        quote: "a debt of $1.5 billion"

  - id: debt-small  # from the book
    statement: The debt was small.
    status: disputed
    evidence:
      - source: pich2024
        locator: p. 12
        via: ivanov2019
""",
    "facts/trade.yaml": """\
topic: trade
facts:
  - id: trade-began
    statement: Trade began in 1956.
    as_of: 1956
    evidence:
      - source: pich2024
        locator: p. 11
""",
    "briefs/one.md": """\
---
title: One brief
template: at-a-glance
date: 2024-07-01
---
{% block key_points %}
- {{ fact("debt-total") }}
{% endblock %}

Some say otherwise: {{ fact("debt-small") }} Plainly [@pich2024, p. 13].
""",
    "briefs/two.md": """\
---
title: Another
date: 2024-07-02
csl: ieee
---
{{ timeline(facts(topic="trade")) }}
""",
    "snapshots/kuch2015.txt": """\
Debt and dams

24 November 2015

The minister spoke of the dams at some length, and he did not speak of “finan-
cial” matters, although he had been asked to do so at the time of his visit.

It is a debt of $1.5 billion – rather more than the kingdom’s three-day income, as it was put.
""",
}


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", FILES)


@pytest.fixture
def call(project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run a command inside this process, in the project's folder."""
    monkeypatch.delenv("BRIEFWRIGHT_SNAPSHOTS", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("BRIEFWRIGHT_TRACEBACK", "1")
    monkeypatch.chdir(project)

    def run(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err, err
        return Ran(code, out, err)

    return run


def environment(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFWRIGHT_")}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), **variables}


def start(folder: Path, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start a command as a process, the head of its own group."""
    command = [sys.executable, "-m", "briefwright", *arguments]
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # tests in a shell's background: what they start inherits it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        command, cwd=folder, env=environment(**variables), text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def run(folder: Path, *arguments: str, **variables: str) -> Ran:
    """Run a command as a process."""
    process = start(folder, *arguments, **variables)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    return Ran(process.returncode, out, err)


def on_terminal(folder: Path, *arguments: str, answers: str = "", columns: int = 100, **variables: str) -> Ran:
    """Run a command on a terminal of its own; what it prints comes together, colours taken out."""
    import re

    command = [sys.executable, "-m", "briefwright", *arguments]
    main_end, end = pty.openpty()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment(COLUMNS=str(columns), TERM="xterm", **variables),
        stdin=end,
        stdout=end,
        stderr=end,
    )
    os.close(end)
    os.write(main_end, answers.encode())
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(main_end, 4096)
        except OSError:  # Linux's word for the end
            break
        if not part:
            break
        parts.append(part)
    os.close(main_end)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", b"".join(parts).decode().replace("\r\n", "\n"))
    return Ran(process.wait(timeout=60), text, "")
