"""Fonts inside an HTML page: only for scripts that a reader's machine may lack, and of those only what is used.

Latin, Greek and Cyrillic are left to the reader's own fonts; a few Khmer sentences take some 20 kB a weight.
"""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from briefwright.write.fonts import font_folder, instance_files

_COMMON = ((0x0000, 0x052F), (0x1C80, 0x1C8F), (0x1D00, 0x2BFF), (0x2DE0, 0x2E7F), (0xA640, 0xA69F), (0xFE00, 0xFE2F))
"""Blocks that every machine has fonts for: Latin, Greek, Cyrillic, punctuation and symbols."""

_WEIGHTS = (400, 700)
_SHAPING = frozenset({0x200B, 0x200C, 0x200D, 0x25CC})
"""The joiners and the dotted circle take part in the shaping of complex scripts."""


def font_faces(fonts: Mapping[str, Iterable[str]], text: str) -> str:
    """A style sheet with @font-face rules of data: URIs; empty where the text needs none."""
    rare = sorted({ord(character) for character in text if not _is_common(ord(character))})
    if not rare:
        return ""
    rules: list[str] = []
    for family in dict.fromkeys(family for families in fonts.values() for family in families):
        if font_folder(family) is not None:
            upright = [file for file in instance_files(family) if "Italic" not in file.stem]
            rules.extend(_rules(family, upright, rare))
    return "".join(rules)


def _rules(family: str, files: Iterable[Path], rare: Iterable[int]) -> Iterator[str]:
    import uharfbuzz

    for weight in _WEIGHTS:
        for file in files:
            if not file.stem.endswith(f"-{weight}"):
                continue
            face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(os.fspath(file)))
            known = set(face.unicodes)
            wanted = known.intersection(rare)
            if wanted:
                plan = uharfbuzz.SubsetInput()
                plan.unicode_set.update(wanted | known.intersection(_SHAPING))
                yield _rule(family, weight, sorted(wanted), _woff2(bytes(uharfbuzz.subset(face, plan).blob.data)))


def _is_common(code: int) -> bool:
    return any(first <= code <= last for first, last in _COMMON) or 0xE000 <= code <= 0xF8FF


def _woff2(data: bytes) -> bytes:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def _rule(family: str, weight: int, codes: Iterable[int], data: bytes) -> str:
    source = base64.b64encode(data).decode("ascii")
    # without a range the font's own space would stand in for that of the reader's fonts
    reach = ", ".join(f"U+{code:04X}" for code in codes)
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; unicode-range: {reach}; '
        f'src: url("data:font/woff2;base64,{source}") format("woff2"); }}\n'
    )
