"""Keeping a copy of a source: the files that make a snapshot."""

from __future__ import annotations

import codecs
import datetime
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefwright.snapshot.extract import MAX_BYTES, MEDIA_TYPES, Extracted, ExtractionError, extract, text_of
from briefwright.snapshot.folder import RECORD_ENDING, file_stem
from briefwright.snapshot.places import find_paragraphs
from briefwright.snapshot.places_file import ENDING as PLACES_ENDING
from briefwright.snapshot.places_file import places_text

TEXT_ENDINGS = (".txt", ".md")
_BY_TYPE = {media: ending for ending, media in MEDIA_TYPES.items() if ending != ".htm"} | {
    "application/xhtml+xml": ".html",
    "text/x-markdown": ".md",
}
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a source, and what is known of them."""

    data: bytes
    name: str
    """The file's name, or the last part of the address."""
    address: str = ""
    """Where it was fetched; empty for a file."""
    media_type: str = ""
    """As the server says; empty where nobody does."""
    charset: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot, ready to be written."""

    files: Mapping[str, bytes]
    """By name, in the folder of snapshots."""
    text: str
    extracted: Extracted
    places: bytes
    """Of a new file of places; empty where nothing is to be numbered."""


def keep(key: str, source: Source) -> Kept:
    """The files of a snapshot: the copy, its record, its text, and its places.

    A text in another encoding than UTF-8 is kept as UTF-8. Raises ExtractionError where the source cannot be read.
    """
    if len(source.data) > MAX_BYTES:
        raise ExtractionError(f"it is larger than {MAX_BYTES // 1_000_000} MB")
    if not source.data.strip():
        raise ExtractionError("it is empty")
    ending = ending_of(source)
    data = _as_utf8(source) if ending in TEXT_ENDINGS else source.data
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"source{ending}")
        path.write_bytes(data)
        extracted = extract(path, ending)
    stem = file_stem(key)
    text = b"" if ending in TEXT_ENDINGS else extracted.text.encode("utf-8", "replace")
    record = _record(source, data, ending, extracted=extracted, text=text)
    files = {f"{stem}{ending}": data, f"{stem}{RECORD_ENDING}": record}
    if text:
        files[f"{stem}.txt"] = text
    return Kept(files, extracted.text, extracted, _places(extracted).encode("utf-8"))


def places_name(key: str) -> str:
    """The name of a source's file of places."""
    return f"{file_stem(key)}{PLACES_ENDING}"


def ending_of(source: Source) -> str:
    """The kind of file that a source is, by its first bytes, its media type and its name.

    Raises ExtractionError for a kind that is not read.
    """
    data = source.data
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return _if_docx(data)
    named = Path(source.name).suffix.lower()
    if _HTML.match(data[:4096]):
        return ".html"
    by_type = _BY_TYPE.get(source.media_type, "")
    if by_type == ".txt" and named == ".md":
        return ".md"
    ending = by_type or (".html" if named == ".htm" else named)
    if ending not in (*TEXT_ENDINGS, ".html"):
        kinds = "PDF, HTML, DOCX, text and Markdown"
        raise ExtractionError(f"it is {_what(ending)}; {kinds} are read")
    return ending


def _what(ending: str) -> str:
    if ending in MEDIA_TYPES:
        return f"no {ending[1:].upper()} file, whatever its name says"
    return f"a file of another kind (`{ending}`)" if ending else "a file of a kind that cannot be told"


def _if_docx(data: bytes) -> str:
    from briefwright.word.package import BadPackageError, read_package

    try:
        parts = read_package(data).parts
    except BadPackageError as problem:
        raise ExtractionError(str(problem)) from problem
    if not any(name.startswith("word/") for name in parts):
        raise ExtractionError("it is a zip file, and no Word document; PDF, HTML, DOCX, text and Markdown are read")
    return ".docx"


def _as_utf8(source: Source) -> bytes:
    """A text as it is kept. Raises ExtractionError where it is in an encoding that nobody names."""
    if source.charset:
        try:
            if codecs.lookup(source.charset).name not in ("utf-8", "ascii"):
                return source.data.decode(source.charset).encode("utf-8")
        except (LookupError, UnicodeError) as problem:
            raise ExtractionError(f"it is not in the encoding that the server names, {source.charset}") from problem
    if source.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return text_of(source.data).encode("utf-8")
    text_of(source.data)
    return source.data


def _record(source: Source, data: bytes, ending: str, *, extracted: Extracted, text: bytes) -> bytes:
    record = {
        "time": now(),
        "address": source.address,
        "file": "" if source.address else source.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        **({"text_sha256": hashlib.sha256(text).hexdigest()} if text else {}),
        "bytes": len(data),
        "media_type": MEDIA_TYPES[ending],
        "extractor": extracted.extractor,
        "page_labels": list(extracted.page_labels),
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def now() -> str:
    """The time in UTC to the second: SOURCE_DATE_EPOCH's, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = (
        datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
        if epoch.isascii() and epoch.isdigit()
        else datetime.datetime.now(datetime.UTC)
    )
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _places(extracted: Extracted) -> str:
    if "\f" in extracted.text or extracted.page_labels:
        return places_text(extracted.page_labels, ())
    text = extracted.text
    paragraphs = extracted.paragraphs or tuple(text[start:end] for start, end in find_paragraphs(text))
    return places_text((), paragraphs)
