"""The table of writers, by format."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from importlib import import_module

from briefwright.diagnostics import Warned
from briefwright.document import Document
from briefwright.write.fonts import FALLBACK, fontconfig_file

Writer = Callable[[Document], Warned[bytes]]

WRITERS = {
    "pdf": ("briefwright.write.pdf", "write_pdf"),
    "docx": ("briefwright.write.docx", "write_docx"),
    "html": ("briefwright.write.html", "write_html"),
}
"""By format: the module and the function; imported when it is asked for, as WeasyPrint takes 0.7 s."""


def prepare(formats: Collection[str]) -> Callable[[], None]:
    """Begin to import what formats need, while other things are done.

    Returns what waits for the end of it, which is to be called before a process is forked.
    For the rest of the process, fontconfig sees packaged fonts only.
    """
    if "pdf" not in formats:
        return lambda: None
    # not in the thread: other threads may be reading the environment to start a process
    os.environ["FONTCONFIG_FILE"] = os.fspath(fontconfig_file(FALLBACK))
    thread = threading.Thread(target=_import_weasyprint, daemon=True)
    thread.start()
    # a forked child would find an import half done for good; a hook of os.register_at_fork cannot do the waiting,
    # as Python goes on with the fork when Ctrl-C is typed in a hook
    return thread.join


def _import_weasyprint() -> None:
    with suppress(Exception):  # what is wrong with it is told when it is used
        import_module("weasyprint")


def write(document: Document, name: str) -> Warned[bytes]:
    """The document in a format of WRITERS."""
    module, function = WRITERS[name]
    writer: Writer = getattr(import_module(module), function)
    return writer(document)
