"""Print which of some Debian packages of libraries this machine cannot load: ``python system_needs.py PACKAGE ...``.

Needs nothing but Python. It loads each library, for a package that is installed need not be one that works, and one
that is not may have come another way.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import sys


def library(package: str) -> str:
    """The name under which the system's linker finds what a package holds; empty where it finds nothing.

    Debian names a package after its library (Debian Policy, 8.1): libpango-1.0-0 holds libpango-1.0.so.0.
    """
    stem = re.sub(r"-?0$", "", package)
    if sys.platform.startswith("linux"):
        return f"{stem}.so.0"
    return ctypes.util.find_library(stem.removeprefix("lib")) or ""


def loads(name: str) -> bool:
    """Whether a library can be loaded, with all that it needs."""
    try:
        return bool(name) and ctypes.CDLL(name) is not None
    except OSError:
        return False


if __name__ == "__main__":
    print(*(package for package in sys.argv[1:] if not loads(library(package))))
