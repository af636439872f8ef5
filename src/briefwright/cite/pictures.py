"""Pictures of a brief: read from the project alone, checked, and carried on as data: addresses."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from briefwright.cite.svg import plain_svg
from briefwright.diagnostics import Code, Finding, Location, error

MAX_BYTES = 30_000_000
"""A larger picture is refused: every reader of the output would have to carry it."""

_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where a brief's pictures may come from."""

    root: Path
    """The project's root."""
    folder: Path
    """The brief's own folder: addresses are relative to it, then to the root."""
    used: dict[Path, None] = field(default_factory=dict, compare=False)
    """The files that were taken in, each once."""

    def data_address(self, target: str, at: Location) -> tuple[str, Finding | None]:
        """The data: address of a picture, or a finding that says why there is none."""
        shown = target if len(target) <= 80 else f"{target[:80]}…"
        if _SCHEME.match(target):
            hint = "save the picture into the project and give its path"
            message = f"the picture `{shown}` is not a file of the project"
            return "", error(Code.PICTURE_FORBIDDEN, message, at, hint=hint)
        names = dict.fromkeys((target, unquote(target)))
        outside = False
        for base in (self.folder, self.root):
            for name in names:
                try:
                    file = (base / name).resolve()
                    inside = file.is_relative_to(self.root.resolve())
                    if inside and file.is_file():
                        self.used[file] = None
                        return _encode(file, shown, at)
                except (OSError, ValueError, RuntimeError):  # too long, with U+0000, links that go in a circle
                    continue
                outside = outside or not inside
        if outside:
            hint = "pictures are read from inside the project only: copy it there"
            message = f"the picture `{shown}` lies outside the project"
            return "", error(Code.PICTURE_FORBIDDEN, message, at, hint=hint)
        hint = "paths are relative to the brief's folder, or to the project's root"
        return "", error(Code.PICTURE_MISSING, f"there is no picture `{shown}`", at, hint=hint)


def _encode(file: Path, target: str, at: Location) -> tuple[str, Finding | None]:
    try:
        size = file.stat().st_size
        data = file.read_bytes() if size <= MAX_BYTES else b""
    except OSError as problem:
        return "", error(Code.PICTURE_UNREADABLE, f"the picture `{target}` cannot be read: {problem.strerror}", at)
    if size > MAX_BYTES:
        message = f"the picture `{target}` has {size // 1_000_000} MB, more than {MAX_BYTES // 1_000_000} MB"
        return "", error(Code.PICTURE_UNREADABLE, message, at, hint="save it in the size it is printed in")
    media = _media_type(data)
    if not media:
        hint = "pictures are PNG, JPEG or SVG files"
        return "", error(Code.PICTURE_UNREADABLE, f"`{target}` is not a picture that can be used", at, hint=hint)
    if media == "image/svg+xml":
        try:
            data = plain_svg(data)
        except ValueError as problem:
            message = f"the picture `{target}` {problem}"
            return "", error(Code.PICTURE_FORBIDDEN, message, at, hint="export it as plain SVG, or as PNG")
    return f"data:{media};base64,{base64.b64encode(data).decode('ascii')}", None


def _media_type(data: bytes) -> str:
    for signature, media in _SIGNATURES:
        if data.startswith(signature):
            return media
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return (
        "image/svg+xml"
        if head.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")) and b"<svg" in data[:5000]
        else ""
    )
