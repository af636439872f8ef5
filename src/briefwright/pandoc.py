"""The only module that knows pandoc: conversions, each with pandoc's own log as findings' raw material.

Pandoc is started through pypandoc with ``--sandbox``, so that it reads no file but those named here and
fetches nothing, and with bounds on its memory and time. Every option is set by this module; nothing of a user's
reaches the command line.
"""

from __future__ import annotations

import functools
import json
import logging
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefwright.ast import Node

MEMORY_LIMIT = "2G"
"""Of pandoc's heap: about twice what a .bib of 50,000 entries takes it."""
TIME_LIMIT = 100
"""Seconds of processor time for one conversion; a brief of 200 pages takes it about 5. Its Markdown reader needs
eight times as long for every pair of brackets inside another."""

BRIEF_DIALECT = (
    "markdown"
    "-yaml_metadata_block-pandoc_title_block"  # front matter is ours, and read strictly
    "-tex_math_dollars-tex_math_single_backslash-raw_tex-latex_macros"  # '$1.5 billion, or in US$' is no formula
    "-native_divs-native_spans-markdown_in_html_blocks"  # HTML stays visible to us as raw nodes, and is refused
    "-task_lists-example_lists-auto_identifiers+mark"
)
"""pandoc's Markdown as briefs are written in it."""

_TIME_IS_UP = 24
"""SIGXCPU, on Linux and on macOS."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One message of pandoc's, from its --log file."""

    type: str
    """pandoc's name for it: CiteprocWarning, CouldNotFetchResource, ..."""
    verbosity: str
    """ERROR, WARNING, INFO or DEBUG."""
    message: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Converted:
    """What pandoc gave back."""

    output: bytes
    log: tuple[LogLine, ...]


class PandocError(Exception):
    """Pandoc ended with an error; the text is what it said."""


@functools.cache
def version() -> str:
    """The pandoc in use, such as "3.9"."""
    import pypandoc

    return str(pypandoc.get_pandoc_version())


def read_markdown(text: str) -> tuple[list[Node], tuple[LogLine, ...]]:
    """The blocks of a brief's Markdown, and what pandoc said about it."""
    done = read_markdown_as_json(text)
    return blocks_of(done.output.decode("utf-8")), done.log


def read_markdown_as_json(text: str) -> Converted:
    """A brief's Markdown as the JSON text of its tree, for those who compare before they parse."""
    return _run(text, BRIEF_DIALECT, "json")


def blocks_of(document_json: str) -> list[Node]:
    """The blocks in the JSON text of a tree."""
    return json.loads(document_json)["blocks"]  # type: ignore[no-any-return]  # json.loads is untyped


def process_citations(
    blocks: Sequence[Node], references: Sequence[Mapping[str, Any]], *, csl: Path, lang: str
) -> tuple[list[Node], tuple[LogLine, ...]]:
    """Run citeproc over blocks.

    references: CSL JSON items. csl: a file with an independent style. lang: a BCP 47 tag; it chooses the
    locale of terms, dates and quotation marks. The list of references replaces a Div whose id is "refs", or
    comes last.
    """
    with _ScratchFolder() as folder:
        library = folder / "references.json"
        library.write_text(json.dumps(list(references), ensure_ascii=False), encoding="utf-8")
        meta = {
            "lang": {"t": "MetaString", "c": lang},
            "link-citations": {"t": "MetaBool", "c": True},
            "link-bibliography": {"t": "MetaBool", "c": True},
        }
        arguments = ["--citeproc", f"--csl={csl}", f"--bibliography={library}"]
        done = _run(document(blocks, meta), "json", "json", arguments)
    return json.loads(done.output)["blocks"], done.log


def bibliography_to_csl(text: str) -> tuple[list[dict[str, Any]], tuple[LogLine, ...]]:
    """CSL JSON items of a .bib text (biblatex, which also reads BibTeX)."""
    done = _run(text, "biblatex", "csljson")
    return json.loads(done.output), done.log


def to_html(blocks: Sequence[Node], *, lang: str) -> Converted:
    """The body, as HTML5 in UTF-8, without a page around it."""
    meta = {"lang": {"t": "MetaString", "c": lang}}
    return _run(document(blocks, meta), "json", "html5", ["--wrap=none", "--no-highlight", "--email-obfuscation=none"])


def to_docx(blocks: Sequence[Node], metadata: Mapping[str, Any], *, reference: Path) -> Converted:
    """A DOCX. metadata: pandoc metadata nodes (title, author, lang, ...). reference: a DOCX with the styles."""
    arguments = [f"--reference-doc={reference}", "--no-highlight"]
    return _run(document(blocks, metadata), "json", "docx", arguments, binary=True)


def to_plain(blocks: Sequence[Node], to: str = "plain") -> str:
    """Blocks as text, for people and golden files. to: a text format of pandoc's."""
    return _run(document(blocks, {}), "json", to, ["--wrap=none"]).output.decode("utf-8")


def from_docx(data: bytes, *, track_changes: str = "accept", citations: bool = False) -> list[Node]:
    """The blocks of a DOCX as pandoc reads it."""
    blocks, _ = read_docx(data, track_changes=track_changes, citations=citations)
    return blocks


def read_docx(
    data: bytes, *, track_changes: str = "accept", citations: bool = False
) -> tuple[list[Node], dict[str, Any]]:
    """The blocks of a DOCX and its metadata: paragraphs in Word's styles Title, Subtitle, Author, Date and Abstract."""
    source = "docx+citations" if citations else "docx"
    with _ScratchFolder() as folder:
        file = folder / "input.docx"
        file.write_bytes(data)
        done = _run(file, source, "json", [f"--track-changes={track_changes}"])
    read = json.loads(done.output)
    return read["blocks"], read["meta"]


def default_reference_docx() -> bytes:
    """Pandoc's own reference document, from which ours is made."""
    import subprocess

    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def document(blocks: Sequence[Node], meta: Mapping[str, Any]) -> str:
    """The JSON text of a pandoc document."""
    whole = {"pandoc-api-version": [1, 23, 1], "meta": dict(meta), "blocks": list(blocks)}
    return json.dumps(whole, ensure_ascii=False)


class _ScratchFolder(tempfile.TemporaryDirectory[str]):
    def __enter__(self) -> Path:  # type: ignore[override]  # a Path is what every caller wants
        return Path(super().__enter__())


def _run(
    source: str | Path, reader: str, writer: str, arguments: Sequence[str] = (), *, binary: bool = False
) -> Converted:
    import pypandoc

    # pypandoc repeats pandoc's messages on its logger; they are read from the log file instead
    logging.getLogger("pypandoc").setLevel(logging.CRITICAL)
    with _ScratchFolder() as folder:
        log = folder / "log.json"
        options = ["+RTS", f"-M{MEMORY_LIMIT}", "-RTS", f"--log={log}", *arguments]
        output = folder / "output"
        common: dict[str, Any] = {"format": reader, "extra_args": options, "sandbox": True, "verify_format": False}
        if binary:
            common["outputfile"] = os.fspath(output)
        try:
            with _bounded_time():
                if isinstance(source, Path):
                    text = pypandoc.convert_file(os.fspath(source), writer, **common)
                else:
                    text = pypandoc.convert_text(source, writer, **common)
        except RuntimeError as failure:
            raise PandocError(_reason(failure)) from failure
        data = output.read_bytes() if binary else text.encode("utf-8")
        return Converted(data, _read_log(log))


_limits: list[tuple[int, int]] = []
"""For each conversion that runs, the limits on this process's time before it."""
_limiting = threading.Lock()


@contextmanager
def _bounded_time() -> Iterator[None]:
    """What is started here gets TIME_LIMIT, also when this process is killed meanwhile.

    A limit is inherited by what is started, and pypandoc has no other way to it. It is lifted from this process as
    soon as no conversion runs; Windows has no such limits.
    """
    try:
        import resource
    except ImportError:
        yield
        return
    with _limiting:
        _limits.append(_limits[0] if _limits else resource.getrlimit(resource.RLIMIT_CPU))
        bounds = (TIME_LIMIT + int(time.process_time()), *_limits[0])
        lowest = min(bound for bound in bounds if bound != resource.RLIM_INFINITY)
        resource.setrlimit(resource.RLIMIT_CPU, (lowest, _limits[0][1]))
    try:
        yield
    finally:
        with _limiting:
            before = _limits.pop()
            if not _limits:
                resource.setrlimit(resource.RLIMIT_CPU, before)


def _reason(failure: RuntimeError) -> str:
    if f'exitcode "-{_TIME_IS_UP}"' in str(failure):
        return f"it was not done after {TIME_LIMIT} seconds; brackets or marks inside one another take it longest"
    return str(failure)


def _read_log(file: Path) -> tuple[LogLine, ...]:
    if not file.exists():
        return ()
    return tuple(
        LogLine(entry.get("type", ""), entry.get("verbosity", ""), entry.get("pretty", ""), entry)
        for entry in json.loads(file.read_text(encoding="utf-8"))
    )
