"""Draw the project's picture: a small PNG without any library.

Usage: python picture.py FILE [red green blue]
"""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path


def png(colour: tuple[int, int, int], size: int = 24) -> bytes:
    """A square of one colour over a square of sea."""
    sea = (20, 60, 110)
    rows = b"".join(b"\0" + bytes(colour if y < size // 2 else sea) * size for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in _parts(header, rows))


def _parts(header: bytes, rows: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    red, green, blue = (int(word) for word in sys.argv[2:5]) if len(sys.argv) > 4 else (200, 220, 235)
    Path(sys.argv[1]).write_bytes(png((red, green, blue)))
