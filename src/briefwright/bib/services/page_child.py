"""Reads what one web page says of itself, under limits, and prints it as JSON: `pages` runs it as a process.

Usage: python -m briefwright.bib.services.page_child FILE ADDRESS. A FILE that
ends in .txt is a page in UTF-8, whatever it says itself.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

MAX_MEMORY = 2_000_000_000
MAX_SECONDS = 30
_MOST_TAGS = 2000


def read_page(path: Path, address: str) -> dict[str, Any]:
    """The page's meta tags, JSON-LD, title and language, and what trafilatura makes of the rest."""
    import trafilatura
    from trafilatura.metadata import extract_metadata

    data = path.read_bytes()
    tree = trafilatura.load_html(data.decode("utf-8") if path.suffix == ".txt" else data)
    if tree is None:
        return {"error": "it is no web page that can be read"}
    meta = [
        [str(one.get("name") or one.get("property") or one.get("itemprop") or "").lower(), str(one.get("content", ""))]
        for one in list(tree.iter("meta"))[:_MOST_TAGS]
    ]
    links = {str(one.get("rel", "")).lower(): str(one.get("href", "")) for one in list(tree.iter("link"))[:_MOST_TAGS]}
    scripts = [
        "".join(one.itertext())
        for one in list(tree.iter("script"))[:_MOST_TAGS]
        if "ld+json" in str(one.get("type", "")).lower()
    ]
    title = next((" ".join("".join(one.itertext()).split()) for one in tree.iter("title")), "")
    found = {"meta": meta, "links": links, "json_ld": scripts, "title": title, "lang": str(tree.get("lang") or "")}
    headline = next((" ".join("".join(one.itertext()).split()) for one in tree.iter("h1")), "")
    rest: dict[str, str] = {}
    with contextlib.suppress(Exception):  # the page's own word stands without it
        told = extract_metadata(tree, default_url=address or None)
        rest = {
            name: str(getattr(told, name, "") or "") for name in ("title", "author", "sitename", "date", "language")
        }
    return {**found, "rest": {**rest, "headline": headline}}


def _limit() -> None:
    """Bounds on this process, where the system has them."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(path: str, address: str) -> None:
    """Print what a page says, or why it cannot be read."""
    import logging
    import warnings

    logging.disable()
    warnings.simplefilter("ignore")
    try:
        said = read_page(Path(path), address)
    except MemoryError:
        said = {"error": "reading it takes too much memory"}
    except Exception as problem:  # whatever a foreign library raises on a page from anywhere
        said = {"error": f"it is broken ({type(problem).__name__})"}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    _limit()
    main(*sys.argv[1:3])
