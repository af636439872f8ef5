"""The text of a source's file: PDF, HTML, DOCX or text. What comes from anywhere is read under limits.

PDF and HTML are read in a process of their own with a bound on memory and time, since the libraries that read them
are written in C and can neither be stopped nor survived otherwise; DOCX is unpacked with bounds and read by pandoc,
which has its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ENDINGS = tuple(MEDIA_TYPES)
"""Of snapshots, in the order in which they are looked for: texts first."""

MAX_TEXT_BYTES = 10_000_000
"""A book of 1,000 pages has three million characters; searching this much takes a second or two."""
MAX_HTML_BYTES = 20_000_000
MAX_BYTES = 100_000_000
"""Of a copy of any kind; scanned books come near it."""
MAX_MEMORY = 2_000_000_000
MAX_SECONDS = 60


class ExtractionError(Exception):
    """A file cannot be read; the text says why, without a full stop."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a file says."""

    text: str
    """Pages are parted by form feeds."""
    extractor: str
    """The library and its version."""
    page_labels: tuple[str, ...] = ()
    """As the file has them; empty where it has none."""
    paragraphs: tuple[str, ...] = ()
    """The texts of the body's paragraphs, where the format tells them apart."""


def extract(path: Path, ending: str) -> Extracted:
    """The text of a file. ending: one of ENDINGS, whatever the file is called.

    Raises ExtractionError where it is too large, broken, protected, or takes too long; OSError.
    """
    size = path.stat().st_size
    limit = {".txt": MAX_TEXT_BYTES, ".md": MAX_TEXT_BYTES, ".html": MAX_HTML_BYTES, ".htm": MAX_HTML_BYTES}
    if size > limit.get(ending, MAX_BYTES):
        raise ExtractionError(f"it is larger than {limit.get(ending, MAX_BYTES) // 1_000_000} MB")
    if ending in (".txt", ".md"):
        return Extracted(text_of(path.read_bytes()), "")
    done = _docx(path) if ending == ".docx" else _in_process(path, ending)
    if len(done.text.encode("utf-8", "surrogatepass")) > MAX_TEXT_BYTES:
        raise ExtractionError(f"its text is larger than {MAX_TEXT_BYTES // 1_000_000} MB")
    if not done.text.strip():
        why = "it has no text; a scan must first go through text recognition" if ending == ".pdf" else "it has no text"
        raise ExtractionError(why)
    return done


def text_of(data: bytes) -> str:
    """The text of a text file: UTF-8, or UTF-16 with a byte order mark; line ends as newlines.

    Raises ExtractionError where it is in another encoding, or no text.
    """
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as problem:
        if b"\0" in data:
            raise ExtractionError("it is not text") from problem
        raise ExtractionError("it is not UTF-8; save it with this encoding") from problem
    if "\0" in text:
        raise ExtractionError("it is not text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _in_process(path: Path, ending: str) -> Extracted:
    command = [sys.executable, "-m", "briefwright.snapshot.extract_child", ending, str(path)]
    environment = _environment()
    try:
        done = subprocess.run(command, capture_output=True, timeout=2 * MAX_SECONDS, check=False, env=environment)
    except subprocess.TimeoutExpired as problem:
        raise ExtractionError(f"it was not read in {2 * MAX_SECONDS} seconds") from problem
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as problem:
        raise ExtractionError("reading it failed, or took too much time or memory") from problem
    if "error" in answer:
        raise ExtractionError(str(answer["error"]))
    return Extracted(answer["text"], answer["extractor"], tuple(answer["page_labels"]), tuple(answer["paragraphs"]))


def _environment() -> dict[str, str]:
    """This process's, with the package where the child can import it."""
    import os

    folders = [folder for folder in sys.path if folder]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders), "PYTHONIOENCODING": "utf-8"}


def _docx(path: Path) -> Extracted:
    from briefwright import pandoc
    from briefwright.ast import Node
    from briefwright.ast import text_of as plain
    from briefwright.snapshot.places import is_sentence
    from briefwright.word.package import BadPackageError, read_package

    data = path.read_bytes()
    try:
        read_package(data)
        blocks = pandoc.from_docx(data)
    except BadPackageError as problem:
        raise ExtractionError(str(problem)) from problem
    except (pandoc.PandocError, ValueError, RecursionError, MemoryError) as problem:
        raise ExtractionError("it is not a Word document that can be read") from problem

    def body(some: list[Node]) -> list[str]:
        found: list[str] = []
        for block in some:
            if block["t"] in ("Para", "Plain"):
                found.append(" ".join(plain(block["c"], notes=False).split()))
            elif block["t"] in ("BlockQuote", "Div"):
                found += body(block["c"] if block["t"] == "BlockQuote" else block["c"][1])
        return [text for text in found if is_sentence(text)]

    text = pandoc.to_plain(blocks, "markdown_strict+footnotes+pipe_tables-raw_html")
    return Extracted(text, f"pandoc {pandoc.version()}", (), tuple(body(blocks)))
