"""Which form the citations of a DOCX take, and what each form needs in the tree."""

from __future__ import annotations

from collections.abc import Sequence

from briefwright.ast import Node
from briefwright.document import Document, Face, LiveCitations
from briefwright.word.citations.fields import wrap_citations
from briefwright.word.citations.zotero import ZoteroCitations


def with_citations(blocks: Sequence[Node], document: Document) -> list[Node]:
    """Blocks whose citations have the form that the document's options ask for."""
    if document.word.face is Face.EDIT and document.word.citations is LiveCitations.ZOTERO:
        return wrap_citations(blocks, document, ZoteroCitations())
    return list(blocks)
