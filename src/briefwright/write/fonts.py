"""Fonts from packages: which families are installed, their static instances, and a fontconfig file of these alone.

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
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any
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


WEIGHTS = (400, 600, 700)
"""Of the static fonts; a page that asks for another weight gets the nearest."""

OPTICAL_SIZES: Mapping[str, float] = {"": 10.0, " Caption": 8.0}
"""In points, by what is added to the family's name; only for families with an optical size axis."""

_FORMAT = 1
"""To be raised when the instances in the cache are to be made anew."""


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


def stack(fonts: Mapping[str, Iterable[str]], role: str, *, system: bool, suffix: str = "") -> str:
    """A CSS font-family value.

    role: body, heading or mono. system: name the readers' own fonts too. suffix: of OPTICAL_SIZES, to prefer.
    """
    own = [*fonts[role]]
    families = [*(family + suffix for family in own if suffix), *own, *(SYSTEM[role] if system else FALLBACK)]
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
    """A fontconfig file that names static instances of these families and nothing of the system's."""
    cache = _cache_folder()
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *(f"<dir>{escape(os.fspath(_instances(family, cache)))}</dir>" for family in families),
        f"<cachedir>{escape(os.fspath(cache / 'fontconfig'))}</cachedir>",
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


def instance_files(family: str) -> tuple[Path, ...]:
    """The static instances of an installed family, sorted; upright ones of each weight end in "-400" and the like."""
    return tuple(sorted(_instances(family, _cache_folder()).iterdir()))


def _instances(family: str, cache: Path) -> Path:
    """The folder with a family's static instances, made where it is not there yet."""
    package = font_folder(family)
    if package is None:
        raise FileNotFoundError(family)
    files = sorted(file for file in package.iterdir() if file.suffix.lower() in (".ttf", ".otf"))
    stamps = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    key = repr((_FORMAT, version("uharfbuzz"), os.fspath(package), stamps))
    folder = cache / f"{module_name(family)}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    if folder.is_dir():
        return folder
    temporary = Path(tempfile.mkdtemp(prefix="new-", dir=cache))
    try:
        for file in files:
            for name, data in instances(file, family):
                (temporary / name).write_bytes(data)
        temporary.rename(folder)
    except OSError:
        if not folder.is_dir():  # else another process was quicker
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder


def instances(file: Path, family: str) -> Iterator[tuple[str, bytes]]:
    """Static fonts of a font file, each with a file name: one for each weight and optical size that pages use.

    WeasyPrint lays out text with a variable font's default optical size, embeds another one, and lets fontTools
    make each instance anew for every PDF, which takes longer than laying out the pages; HarfBuzz makes one in
    10 ms.
    """
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(os.fspath(file)))
    axes = {axis.tag: axis for axis in face.axis_infos}
    weights = [weight for weight in WEIGHTS if _within(axes.get("wght"), weight)] or [0]
    sizes = OPTICAL_SIZES if "opsz" in axes else {"": 0.0}
    for weight in weights:
        for suffix, points in sizes.items():
            wanted = {"wght": float(weight), "opsz": points, "wdth": 100.0, "ital": 0.0, "slnt": 0.0}
            plan = uharfbuzz.SubsetInput()
            plan.keep_everything()
            for tag, axis in axes.items():
                value = min(max(wanted.get(tag, axis.default_value), axis.min_value), axis.max_value)
                plan.pin_axis_location(face, tag, value)
            data = uharfbuzz.subset(face, plan).blob.data if axes else file.read_bytes()
            yield f"{file.stem.split('[')[0]}-{weight}{suffix}.ttf", _renamed(data, family + suffix) if suffix else data


def _within(axis: Any, weight: int) -> bool:
    return axis is not None and axis.min_value <= weight <= axis.max_value


def _renamed(data: bytes, family: str) -> bytes:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    for record in list(font["name"].names):
        if record.nameID in (1, 16):
            font["name"].setName(family, record.nameID, record.platformID, record.platEncID, record.langID)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@functools.cache
def _cache_folder() -> Path:
    """The user's cache folder, which spares later runs the making of fonts; else one for this process."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))  # noqa: PTH111  # home() may raise
    folder = base / "briefwright" / "fonts"
    try:
        if base.is_absolute():
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
    except OSError:
        pass
    own = Path(tempfile.mkdtemp(prefix="briefwright-fonts-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    return own
