"""Fonts from packages: which families are installed, and a fontconfig file that shows them and nothing else.

A font package (`fontpkg-...` on PyPI) is found by its family's name, so that a theme can name any of them. The
system's fonts stay unseen: a page then looks the same on every machine, and a character that no font of the theme
has is a finding and not a surprise.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

GENERIC = {"body": "serif", "heading": "sans-serif", "mono": "monospace"}
"""What a browser without the theme's families falls back on."""

SYSTEM = {
    "body": ("Georgia", "Khmer OS Content", "Khmer Sangam MN"),
    "heading": ("Segoe UI", "Helvetica Neue", "Arial", "Khmer OS", "Khmer Sangam MN"),
    "mono": ("Consolas", "Menlo", "DejaVu Sans Mono"),
}
"""Families that the readers of an HTML page are likely to have."""

FALLBACK = ("Source Serif 4", "Source Sans 3", "Source Code Pro", "Noto Sans Khmer")
"""Families that come with Briefwright; seen by every theme, so that Latin, Cyrillic and Khmer are always there."""


def font_folder(family: str) -> Path | None:
    """The folder with a family's files, None where no package brings it."""
    spec = importlib.util.find_spec(module_name(family))
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "files"
    return folder if folder.is_dir() else None


def module_name(family: str) -> str:
    """The module of a family's package: "Source Serif 4" is in `fontpkg_source_serif_4`."""
    return "fontpkg_" + re.sub(r"[^a-z0-9]+", "_", family.lower()).strip("_")


def missing_families(fonts: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The families of a theme that no installed package brings, each once."""
    named = dict.fromkeys(family for families in fonts.values() for family in families)
    return tuple(family for family in named if font_folder(family) is None)


def families_seen(fonts: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """All families that a theme's pages can use, sorted: its own and those that come with Briefwright."""
    named = {family for families in fonts.values() for family in families}
    return tuple(sorted(family for family in named | set(FALLBACK) if font_folder(family)))


def stack(fonts: Mapping[str, Iterable[str]], role: str, *, system: bool) -> str:
    """A CSS font-family value. role: body, heading or mono. system: name the readers' own fonts too."""
    families = [*fonts[role], *(SYSTEM[role] if system else FALLBACK)]
    return ", ".join([*(f'"{family}"' for family in dict.fromkeys(families)), GENERIC[role]])


@contextlib.contextmanager
def only_packaged_fonts(families: tuple[str, ...]) -> Iterator[None]:
    """While it lasts, fontconfig is told to see these families alone.

    fontconfig reads FONTCONFIG_FILE whenever a configuration is made: at WeasyPrint's import and in each
    FontConfiguration.
    """
    names = ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT")
    before = {name: os.environ.get(name) for name in names}
    for name in names:
        os.environ.pop(name, None)
    os.environ["FONTCONFIG_FILE"] = os.fspath(fontconfig_file(families))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@functools.cache
def fontconfig_file(families: tuple[str, ...]) -> Path:
    """A fontconfig file that names the folders of these families and nothing of the system's."""
    folders = [folder for folder in map(font_folder, families) if folder]
    cache = _cache_folder()
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *(f"<dir>{escape(os.fspath(folder))}</dir>" for folder in folders),
        f"<cachedir>{escape(os.fspath(cache))}</cachedir>",
        "</fontconfig>",
        "",
    ]
    text = "\n".join(lines)
    file = cache / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    if not file.exists():
        temporary = file.with_name(f"{file.name}.{os.getpid()}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(file)
    return file


@functools.cache
def _cache_folder() -> Path:
    """The user's cache folder, which spares later runs the reading of every font; else one for this process."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111  # Path.home() may raise
    folder = Path(base) / "briefwright" / "fontconfig"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        own = Path(tempfile.mkdtemp(prefix="briefwright-fonts-"))
        atexit.register(shutil.rmtree, own, ignore_errors=True)
        return own
