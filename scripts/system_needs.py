"""Name the Debian packages whose libraries this machine cannot load, one a line.

Usage: python system_needs.py required|wanted. Needs nothing but Python; loads each library, for a package that is
installed need not be one that works.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys

NEEDS = {
    "required": {"libpango-1.0-0": "pango-1.0", "libpangoft2-1.0-0": "pangoft2-1.0"},
    # WeasyPrint subsets fonts with it, more tightly than without, and means to require it.
    "wanted": {"libharfbuzz-subset0": "harfbuzz-subset"},
}
"""Package -> library. fontconfig, HarfBuzz and GObject come with Pango."""


def loads(library: str) -> bool:
    """Whether the dynamic linker finds a library, such as "pango-1.0", and all that it needs."""
    name = f"lib{library}.so.0" if sys.platform.startswith("linux") else ctypes.util.find_library(library)
    if not name:
        return False
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    for package, library in NEEDS[sys.argv[1]].items():
        if not loads(library):
            print(package)
