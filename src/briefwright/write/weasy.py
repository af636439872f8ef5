"""The only module that knows WeasyPrint: HTML and style sheets in, a PDF and everything that was said out.

Nothing is fetched: data: URIs are decoded here, every other address is refused and reported. Only packaged
fonts are seen. The clock is the document's.
"""

from __future__ import annotations

import base64
import contextlib
import datetime
import functools
import hashlib
import logging
import os
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefwright.write.fonts import only_packaged_fonts
from briefwright.write.glyphs import glyph_texts

_LOGGERS = ("weasyprint", "fontTools")
_MAPPING = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
_POSITION = re.compile(r" at (\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet; the path is for findings, empty for the package's own."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One message of WeasyPrint's, fontTools' or Python's warnings."""

    message: str
    path: str = ""
    """The style sheet that it is about, where it is about one."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF, and what was said while it was made."""

    pdf: bytes
    log: tuple[LogEntry, ...]
    refused: tuple[str, ...]
    """Addresses that were asked for and not fetched."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to be carried inside the PDF."""

    name: str
    media_type: str
    data: bytes
    description: str
    relationship: str
    """What it is to the document: Source, Data, Supplement, ... (ISO 32000-2, 7.11.3)."""


def render(
    text: str,
    *,
    sheets: Sequence[Sheet],
    families: tuple[str, ...],
    timestamp: int,
    attached: Sequence[Attached] = (),
) -> Rendered:
    """Make a PDF/UA-1 file.

    text: HTML. families: the font families that may be used. timestamp: seconds since 1970, for everything in
    the file that bears a date. attached: files that it carries, sorted by name.
    """
    with _clock(timestamp), only_packaged_fonts(families), _listening() as heard:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        fetcher = _fetcher()
        fonts = FontConfiguration()
        styles = [_parsed(sheet, heard, fetcher) for sheet in sheets]
        html = weasyprint.HTML(string=text, url_fetcher=fetcher, media_type="print")
        laid_out = html.render(font_config=fonts, stylesheets=styles, pdf_variant="pdf/ua-1")
        pdf = laid_out.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_identifier=_identifier(text, sheets, attached),
            finisher=functools.partial(_finish, attached=attached),
            attachments=[_attachment(file, timestamp, fetcher) for file in attached],
        )
        return Rendered(pdf, tuple(dict.fromkeys(heard.entries)), tuple(fetcher.refused))


def _identifier(text: str, sheets: Sequence[Sheet], attached: Sequence[Attached]) -> str:
    parts = [text.encode(), *(sheet.text.encode() for sheet in sheets), *(file.data for file in attached)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]


def _attachment(file: Attached, timestamp: int, fetcher: Any) -> Any:
    """A file as WeasyPrint attaches it; a data: URI says its media type, which would else be the system's guess."""
    import weasyprint

    day = datetime.datetime.fromtimestamp(timestamp, datetime.UTC)
    url = f"data:{file.media_type};base64,{base64.b64encode(file.data).decode('ascii')}"
    return weasyprint.Attachment(
        url=url, url_fetcher=fetcher, name=file.name, description=file.description, created=day, modified=day
    )


def _finish(document: Any, pdf: Any, attached: Sequence[Attached]) -> None:
    _with_true_letters(document, pdf)
    _with_relationships(pdf, attached)


def _with_relationships(pdf: Any, attached: Sequence[Attached]) -> None:
    """Say what attached files are to the document, which WeasyPrint does for PDF/A alone."""
    specifications: list[Any] = [
        item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Filespec"
    ]
    for file, specification in zip(attached, specifications, strict=True):
        specification["AFRelationship"] = f"/{file.relationship}"
    if specifications:
        pdf.catalog["AF"] = b"[" + b" ".join(item.reference for item in specifications) + b"]"


def _with_true_letters(document: Any, pdf: Any) -> None:
    """Mend the ToUnicode maps of fonts for complex scripts.

    What WeasyPrint leaves empty is no Unicode value (ISO 14289-1, 7.21.7); U+2060 shows and says nothing.
    """
    from weasyprint.text.fonts import get_hb_object_data

    for font in document.fonts.values():
        if "" not in font.to_unicode.values():
            continue
        name = font.name
        texts = glyph_texts(get_hb_object_data(font.hb_face))
        for item in pdf.objects:
            if isinstance(item, dict) and item.get("BaseFont") == name and "ToUnicode" in item:
                number = int(item["ToUnicode"].split()[0])
                stream = pdf.objects[number].stream
                pdf.objects[number].stream = [_mended(line, texts) for line in stream]


def _mended(line: bytes, texts: Mapping[int, str]) -> bytes:
    match = _MAPPING.fullmatch(line)
    if match is None:
        return line
    text = texts.get(int(match[1], 16), "")
    letters = text.encode("utf-16-be").hex().encode() or match[2] or b"2060"
    return b"<" + match[1] + b"> <" + letters + b">"


@dataclass(slots=True)
class _Heard:
    entries: list[LogEntry] = field(default_factory=list)
    sheet: Sheet | None = None


class _Ear(logging.Handler):
    def __init__(self, heard: _Heard) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        sheet = self._heard.sheet
        position = _POSITION.search(message)
        if sheet is None:
            self._heard.entries.append(LogEntry(message))
        else:
            self._heard.entries.append(LogEntry(message, sheet.path, int(position[1]) if position else 0))


@contextlib.contextmanager
def _listening() -> Iterator[_Heard]:
    """Hear what the loggers and Python's warnings say, and let none of it reach standard error."""
    heard = _Heard()
    ear = _Ear(heard)
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger.level, logger.propagate) for logger in loggers]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for logger in loggers:
            logger.addHandler(ear)
            logger.setLevel(logging.WARNING)
            logger.propagate = False
        try:
            yield heard
        finally:
            for logger, (level, propagate) in zip(loggers, before, strict=True):
                logger.removeHandler(ear)
                logger.setLevel(level)
                logger.propagate = propagate
            heard.entries.extend(LogEntry(str(item.message)) for item in caught)


@contextlib.contextmanager
def _clock(timestamp: int) -> Iterator[None]:
    """Let fontTools date the embedded fonts by the document, see https://reproducible-builds.org/specs/source-date-epoch/."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(max(0, timestamp))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _parsed(sheet: Sheet, heard: _Heard, fetcher: Any) -> Any:
    if not sheet.path:
        return _parse_own(sheet.text)
    import weasyprint

    heard.sheet = sheet
    try:
        return weasyprint.CSS(string=sheet.text, url_fetcher=fetcher)
    finally:
        heard.sheet = None


@functools.lru_cache(maxsize=32)
def _parse_own(text: str) -> Any:
    """A style sheet that asks for nothing, parsed once in a process."""
    import weasyprint

    return weasyprint.CSS(string=text, url_fetcher=_fetcher())


def _fetcher() -> Any:
    """A fetcher that decodes data: URIs and refuses everything else."""
    from urllib.request import DataHandler, Request

    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class DataOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        def __init__(self) -> None:
            # not the parent's: it would prepare connections, certificates read from disk included
            self.refused: list[str] = []
            self._fail_on_errors = False

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002  # the parent's signature
            if not url.lower().startswith("data:"):
                self.refused.append(url)
                raise ValueError("refused")
            response = DataHandler().data_open(Request(url))  # noqa: S310  # the scheme is data:
            return URLFetcherResponse(url, response.read(), dict(response.headers))

    return DataOnly()
