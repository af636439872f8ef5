"""XML that may come from anywhere, read without entities, document types or addresses."""

from __future__ import annotations

from typing import Any


class BadXmlError(ValueError):
    """What was read is no XML, or has a document type; the text says why."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line
        """1-based; 0 where the whole is meant."""


def parse(data: bytes) -> Any:
    """The root, an lxml element.

    Raises BadXmlError where it is not XML, or has a document type: entities can read files and eat memory, and
    neither CSL nor OOXML has one (ECMA-376 part 2, 10.1.2: no DTD).
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise BadXmlError(problem.msg or "it is empty", problem.lineno or 0) from problem
    except ValueError as problem:  # an encoding that lxml does not know
        raise BadXmlError(str(problem)) from problem
    if root.getroottree().docinfo.doctype:
        raise BadXmlError("it has a document type declaration")
    return root
