"""Which form the citations of a DOCX take, and what each form needs in the tree and in the package."""

from __future__ import annotations

from collections.abc import Sequence

from briefwright.ast import Node
from briefwright.document import Document, Face, LiveCitations
from briefwright.word.citations import native, plain, zotero
from briefwright.word.citations.fields import END_FIELD, begin_field, openxml, wrap_citations, wrap_references
from briefwright.word.package import Package
from briefwright.word.properties import add_custom_properties


def with_citations(blocks: Sequence[Node], document: Document) -> list[Node]:
    """Blocks whose citations and list of references have the form that the document's options ask for."""
    form = form_of(document)
    if form is LiveCitations.ZOTERO:
        wrapped = wrap_citations(blocks, document, zotero.ZoteroCitations())
        return wrap_references(wrapped, openxml(begin_field(zotero.REFERENCES_CODE)), openxml(END_FIELD))
    if form is LiveCitations.WORD:
        wrapped = wrap_citations(blocks, document, native.WordCitations(document.lang))
        return native.wrap_list(wrapped, document.lang)
    if form is LiveCitations.PLAIN:
        return wrap_citations(blocks, document, plain.PlainCitations(document))
    return list(blocks)


def add_citation_data(package: Package, document: Document) -> None:
    """Put into a package what the fields of its citations refer to: preferences, or sources."""
    form = form_of(document)
    if form is LiveCitations.ZOTERO:
        add_custom_properties(package, zotero.preferences(document))
    elif form is LiveCitations.WORD:
        native.add_sources(package, document)


def form_of(document: Document) -> LiveCitations | None:
    """The form of a document's citations; None in the final face, where they are text and nothing else."""
    return document.word.citations if document.word.face is Face.EDIT else None
