"""What each glyph of a font stands for, for fonts whose shaping joins and reorders letters.

WeasyPrint 70 gives the first glyph of a cluster the text of the whole cluster, and keeps that for every later use
of the glyph: Khmer comes out of such a PDF with letters doubled and lost. A glyph's own text is in the font.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

_ROUNDS = 4
"""How deep substitutions of substitutions are followed."""


def glyph_texts(data: bytes) -> dict[int, str]:
    """From a glyph's number to its text: the font's character map, and what GSUB makes of its glyphs.

    Followed are single and ligature substitutions (OpenType 1.9.1, GSUB lookup types 1 and 4), also those inside
    extensions; of several readings of a glyph the first, shortest one is kept.
    """
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), lazy=True)
    texts: dict[str, str] = {}
    for code, name in sorted(font.getBestCmap().items()):
        texts.setdefault(name, chr(code))
    rules = list(_rules(font["GSUB"].table)) if "GSUB" in font else []
    for _ in range(_ROUNDS):
        before = len(texts)
        for parts, name in rules:
            if name not in texts and all(part in texts for part in parts):
                texts[name] = "".join(texts[part] for part in parts)
        if len(texts) == before:
            break
    return {font.getGlyphID(name): text for name, text in texts.items()}


def _rules(table: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each substitution as the glyphs that go in and one that comes out."""
    lookups = table.LookupList.Lookup if table.LookupList else ()
    for lookup in lookups:
        for subtable in lookup.SubTable:
            inner = getattr(subtable, "ExtSubTable", subtable)
            if inner.LookupType == 1:
                yield from (((given,), made) for given, made in inner.mapping.items())
            elif inner.LookupType == 4:
                for first, ligatures in inner.ligatures.items():
                    for ligature in ligatures:
                        yield (first, *ligature.Component), ligature.LigGlyph
