"""The table of writers, by format."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from briefwright.diagnostics import Warned
from briefwright.document import Document

Writer = Callable[[Document], Warned[bytes]]

WRITERS = {
    "pdf": ("briefwright.write.pdf", "write_pdf"),
    "docx": ("briefwright.write.docx", "write_docx"),
    "html": ("briefwright.write.html", "write_html"),
}
"""By format: the module and the function; imported when it is asked for, as WeasyPrint takes 0.7 s."""


def write(document: Document, name: str) -> Warned[bytes]:
    """The document in a format of WRITERS."""
    module, function = WRITERS[name]
    writer: Writer = getattr(import_module(module), function)
    return writer(document)
