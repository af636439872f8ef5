"""Make docs/pictures/sample.png, the README's picture: pages of the built PDFs side by side.

Usage: python scripts/pictures.py, after the sample has been rendered to build/.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "pictures" / "sample.png"
PAGES = (("at-a-glance", 1), ("briefing-note", 1), ("fact-sheet", 1))
"""Briefs, and which page of each is shown."""
WIDTH, GAP, SHADOW = 620, 34, 7
"""Of a page, between pages, and of the shadow around each: pixels."""
LARGEST = 400_000
"""Bytes: the picture is part of every clone."""


def drawn(brief: str, number: int) -> Image.Image:
    """A page of a brief's PDF, as wide as WIDTH and with a thin border."""
    document = pypdfium2.PdfDocument(ROOT / "build" / f"{brief}.pdf")
    page = document[number - 1]
    scale = WIDTH / page.get_width()
    image: Image.Image = page.render(scale=2 * scale).to_pil().convert("RGB")
    image = image.resize((WIDTH, round(page.get_height() * scale)), Image.Resampling.LANCZOS)
    ImageDraw.Draw(image).rectangle((0, 0, image.width - 1, image.height - 1), outline="#c3ccd2")
    return image


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """Pages in a row on white, each with a soft shadow."""
    width = GAP + sum(page.width + GAP for page in pages)
    sheet = Image.new("RGB", (width, max(page.height for page in pages) + 2 * GAP), "#ffffff")
    shadow = Image.new("L", sheet.size, 0)
    places = [(GAP + index * (WIDTH + GAP), GAP) for index in range(len(pages))]
    for (left, top), page in zip(places, pages, strict=True):
        ImageDraw.Draw(shadow).rectangle((left, top + 3, left + page.width, top + page.height + 3), fill=110)
    sheet.paste("#5b6770", mask=shadow.filter(ImageFilter.GaussianBlur(SHADOW)))
    for place, page in zip(places, pages, strict=True):
        sheet.paste(page, place)
    return sheet


def packed(image: Image.Image) -> bytes:
    """A PNG, with as many colours as LARGEST allows."""
    for colours in (256, 128, 64, 32, 16):
        file = io.BytesIO()
        image.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= LARGEST:
            break
    return file.getvalue()


if __name__ == "__main__":
    missing = [brief for brief, _ in PAGES if not (ROOT / "build" / f"{brief}.pdf").is_file()]
    if missing:
        sys.exit(f"build/ has no PDF of {', '.join(missing)}: run `make briefs` first")
    data = packed(side_by_side([drawn(brief, number) for brief, number in PAGES]))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_bytes(data)
    print(f"{PICTURE.relative_to(ROOT)}: {len(data) // 1000} kB")
