"""Rewrite requirements.lock: the newest versions that suit pyproject.toml, with all that they need.

Usage: python scripts/lock.py. Asks pip to resolve without installing (pip's installation report,
https://pip.pypa.io/en/stable/reference/installation-report/) and writes name==version lines only: no host, no path,
not this package itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Every package that Briefwright, its tests and its build need, at the versions it is tested with.
# Written by `make lock` from pyproject.toml; do not edit.
"""


def requirements() -> list[str]:
    """What pyproject.toml asks for: to run, to develop and to build."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = data["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["dev"], *data["build-system"]["requires"]]


def resolve(wanted: list[str]) -> list[str]:
    """The name==version lines of everything that the wanted requirements need, in order of name."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-"]
    done = subprocess.run([*command, *wanted], check=True, stdout=subprocess.PIPE, text=True)
    found = (item["metadata"] for item in json.loads(done.stdout)["install"])
    return [f"{data['name']}=={data['version']}" for data in sorted(found, key=lambda data: str(data["name"]).lower())]


if __name__ == "__main__":
    lines = resolve(requirements())
    (ROOT / "requirements.lock").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"requirements.lock: {len(lines)} packages")
