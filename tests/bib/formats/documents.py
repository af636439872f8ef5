"""Word documents with citations in them, as programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def field(code: str) -> str:
    """A complex field; its code is cut into runs, as Word does."""
    middle = len(code) // 2
    parts = "".join(
        f'<w:r><w:instrText xml:space="preserve">{escape(part)}</w:instrText></w:r>'
        for part in (code[:middle], code[middle:])
    )
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"<w:p>{begin}{parts}{separate}<w:r><w:t>(Doe 2001)</w:t></w:r>{end}</w:p>"


def footnotes(body: str) -> str:
    return f'<w:footnotes {W}><w:footnote w:id="2">{body}</w:footnote></w:footnotes>'


def sources(body: str) -> str:
    return f'<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">{body}</b:Sources>'


def docx(*, body: str, extra: Mapping[str, str] | None = None) -> bytes:
    parts = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        **(extra or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()
