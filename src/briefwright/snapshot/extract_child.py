"""Reads one PDF, HTML or DOCX file under limits and prints what it says as JSON: `extract` runs it as a process.

Usage: python -m briefwright.snapshot.extract_child ENDING FILE.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from briefwright.ast import Node, text_of
from briefwright.snapshot.extract import (
    MAX_BYTES,
    MAX_HTML_BYTES,
    MAX_MEMORY,
    MAX_SECONDS,
    MAX_TEXT_BYTES,
    TOO_SLOW,
    ExtractionError,
    bytes_of,
)
from briefwright.snapshot.places import REST, is_sentence

MAX_PAGES = 5_000
MAX_XML_BYTES = 40_000_000
MAX_ELEMENTS = 400_000
"""Of a Word document's text: a book of 500 pages. Pandoc takes some two kilobytes for each."""
_HEAD = ("title", "subtitle", "author", "date", "abstract")
"""What pandoc takes out of a Word document's text for its metadata, by Word's styles of these names."""
_HYPHENS = re.compile("[\ufffe\x02]")
"""PDFium's for a hyphen that breaks a word at a line's end."""
_BLOCKS = frozenset("p li td th h1 h2 h3 h4 h5 h6 figcaption caption blockquote div dd dt pre".split())
_SKIPPED = frozenset("script style noscript template nav form button select svg".split())


def read_pdf(path: Path) -> dict[str, Any]:
    """The text of a PDF, pages parted by form feeds, with the labels of its pages."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as problem:
        protected = "password" in str(problem).lower()
        return {"error": "it is protected by a password" if protected else "it is not a PDF, or it is cut short"}
    if len(document) > MAX_PAGES:
        return {"error": f"it has more than {MAX_PAGES} pages"}
    pages: list[str] = []
    size = 0
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage().get_text_bounded()
            page.close()
        except pypdfium2.PdfiumError:
            text = ""  # one page that cannot be read does not hide the others
        size += len(text)
        if size > MAX_TEXT_BYTES:
            return {"error": f"its text is larger than {MAX_TEXT_BYTES // 1_000_000} MB"}
        text = _HYPHENS.sub("-", text.replace("\r\n", "\n").replace("\r", "\n"))
        pages.append(text.replace("\f", "\n").replace("\0", ""))
    labels = [document.get_page_label(number) or "" for number in range(len(document))]
    told = all(labels) and labels != [str(number + 1) for number in range(len(labels))]
    return {
        "text": "\n\f".join(pages),
        "extractor": f"pypdfium2 {version('pypdfium2')}",
        "page_labels": labels if told else [],
        "paragraphs": [],
    }


def read_html(path: Path) -> dict[str, Any]:
    """The body of a web page, and below it what else the page says, so that captions are found too."""
    import trafilatura
    from lxml import etree

    data = bytes_of(path, MAX_HTML_BYTES)
    tree = trafilatura.load_html(data)
    if tree is None:
        return {"error": "it is not a web page"}
    found = trafilatura.extract(
        data, output_format="xml", include_comments=False, include_tables=True, favor_recall=True
    )
    lines: list[str] = []
    paragraphs: list[str] = []
    main = etree.fromstring(found.encode(), etree.XMLParser(resolve_entities=False)) if found else None
    for pause in main.iter("lb") if main is not None else ():
        pause.text = " "
    for element in main.iter("p", "head", "item", "cell") if main is not None else ():
        text = " ".join("".join(element.itertext()).split())
        if not text or any(parent.tag in ("item", "cell") for parent in element.iterancestors()):
            continue
        if element.tag == "p" and is_sentence(text):
            paragraphs.append(text)
        lines.append({"head": "# ", "item": "- ", "cell": "| "}.get(element.tag, "") + text)
    known = "".join("".join(lines).split())
    rest = [text for text in _blocks(tree) if "".join(text.split()) not in known]
    lines += [REST, *dict.fromkeys(rest)] if rest else []
    return {
        "text": "\n\n".join(lines) + "\n",
        "extractor": f"trafilatura {version('trafilatura')}",
        "page_labels": [],
        "paragraphs": paragraphs,
    }


def read_docx(path: Path) -> dict[str, Any]:
    """The text of a Word document as Markdown; its title and the like stand at its head, as headings."""
    from briefwright import pandoc
    from briefwright.word.package import BadPackageError, read_package

    data = bytes_of(path, MAX_BYTES)
    try:
        why = _beyond_pandoc(read_package(data).parts)
    except BadPackageError as problem:
        why = str(problem)
    if why:
        return {"error": why}
    try:
        blocks, meta = pandoc.read_docx(data)
        text = "".join(f"# {line}\n\n" for name in _HEAD for line in _meta_texts(meta.get(name)))
        text += pandoc.to_plain(blocks, "markdown_strict+footnotes+pipe_tables-raw_html")
    except pandoc.PandocError as problem:
        said = str(problem)
        if "not done after" in said:
            return {"error": TOO_SLOW}
        memory = "memory" in said or "heap" in said.lower()
        return {"error": "reading it takes too much memory" if memory else "it is not a Word document that can be read"}
    return {
        "text": text,
        "extractor": f"pandoc {pandoc.version()}",
        "page_labels": [],
        "paragraphs": _paragraphs(blocks),
    }


def _meta_texts(value: Any) -> list[str]:
    """What a value of pandoc's metadata says, one text for each item of a list."""
    if not isinstance(value, dict):
        return []
    if value["t"] == "MetaList":
        return [text for item in value["c"] for text in _meta_texts(item)]
    text = " ".join(text_of(value["c"], notes=False).split())
    return [text] if text else []


def _beyond_pandoc(parts: Mapping[str, bytes]) -> str:
    """Why a document's text is not given to pandoc; empty where it is."""
    from briefwright.safe_xml import BadXmlError, parse

    texts = {name: part for name, part in parts.items() if name.startswith("word/") and name.endswith(".xml")}
    if sum(map(len, texts.values())) > MAX_XML_BYTES:
        return f"its text takes more than {MAX_XML_BYTES // 1_000_000} MB; save it as PDF"
    elements = 0
    for name, part in texts.items():
        try:
            elements += sum(1 for _ in parse(part).iter())
        except BadXmlError:
            return f"its part {name} is broken, nested too deep, or has a document type, which Word's never have"
    if elements > MAX_ELEMENTS:
        return f"its text has more than {MAX_ELEMENTS:,} parts; save it as PDF"
    return ""


def _paragraphs(blocks: Iterable[Node]) -> list[str]:
    """The texts of the paragraphs of the body itself."""
    found: list[str] = []
    for block in blocks:
        if block["t"] in ("Para", "Plain"):
            text = " ".join(text_of(block["c"], notes=False).split())
            found += [text] if is_sentence(text) else []
        elif block["t"] in ("BlockQuote", "Div"):
            found += _paragraphs(block["c"] if block["t"] == "BlockQuote" else block["c"][1])
    return found


def _blocks(root: Any) -> list[str]:
    """The texts of a page's blocks that hold no blocks themselves."""
    found = []
    for pause in root.iter("br"):
        pause.text = " "
    for element in root.iter():
        if element.tag not in _BLOCKS or any(parent.tag in _SKIPPED for parent in element.iterancestors()):
            continue
        if not any(child.tag in _BLOCKS or child.tag in _SKIPPED for child in element.iterdescendants()):
            text = " ".join("".join(element.itertext()).split())
            found += [text] if text else []
    return found


def _limit(ending: str) -> None:
    """Bounds on this process and on what it starts, where the system has them."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        # pandoc reserves a terabyte of addresses and fills little of it; what is filled, Linux counts as data
        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
        if ending != ".docx":
            resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        # at the first a process is told, at the second it is killed
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(ending: str, path: str) -> None:
    """Print what a file says, or why it cannot be read."""
    import logging
    import warnings

    logging.disable()
    warnings.simplefilter("ignore")
    try:
        said = {".pdf": read_pdf, ".docx": read_docx}.get(ending, read_html)(Path(path))
    except MemoryError:
        said = {"error": "reading it takes too much memory"}
    except ExtractionError as problem:
        said = {"error": str(problem)}
    except Exception as problem:  # whatever a foreign library raises on a file from anywhere
        said = {"error": f"it is broken ({type(problem).__name__})"}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    _limit(sys.argv[1])
    main(*sys.argv[1:3])
