"""The text of a source's file: PDF, HTML, DOCX or text. What comes from anywhere is read under limits.

PDF, HTML and DOCX are read in a process of their own with a bound on memory and time, since what reads them can
neither be stopped nor survived otherwise.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
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
MAX_MEMORY = 800_000_000
MAX_SECONDS = 20
"""Of processor time; a book of 1,000 pages takes some five."""
TIME_IS_UP = 24
"""SIGXCPU, on Linux and on macOS."""
TOO_SLOW = f"it was not read in {MAX_SECONDS} seconds"


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
        return Extracted(text_of(bytes_of(path, MAX_TEXT_BYTES)), "")
    done = _in_process(path, ending)
    if len(done.text.encode("utf-8", "surrogatepass")) > MAX_TEXT_BYTES:
        raise ExtractionError(f"its text is larger than {MAX_TEXT_BYTES // 1_000_000} MB")
    if not done.text.strip():
        why = "it has no text; a scan must first go through text recognition" if ending == ".pdf" else "it has no text"
        raise ExtractionError(why)
    return done


def bytes_of(path: Path, limit: int) -> bytes:
    """A file's bytes. Raises ExtractionError where there are more than a limit, also where the system says less."""
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ExtractionError(f"it is larger than {limit // 1_000_000} MB")
    return data


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
    said = _said(command)
    try:
        answer: dict[str, Any] = json.loads(said)
    except (ValueError, RecursionError) as problem:
        raise ExtractionError("reading it failed, or took too much memory") from problem
    if "error" in answer:
        raise ExtractionError(str(answer["error"]))
    return Extracted(answer["text"], answer["extractor"], tuple(answer["page_labels"]), tuple(answer["paragraphs"]))


def _said(command: list[str]) -> bytes:
    """What a program prints; it and what it started are gone when this returns."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        process_group=0,
    ) as child:
        try:
            said, _ = child.communicate(timeout=3 * MAX_SECONDS)
        except subprocess.TimeoutExpired as problem:
            raise ExtractionError(f"it was not read in {3 * MAX_SECONDS} seconds") from problem
        finally:
            if child.returncode != 0:
                _end(child)
    if child.returncode == -TIME_IS_UP:
        raise ExtractionError(TOO_SLOW)
    return said


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started, pandoc among them."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()


def _environment() -> dict[str, str]:
    """This process's, with the package where the child can import it."""
    folders = [folder for folder in sys.path if folder]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders), "PYTHONIOENCODING": "utf-8"}
