"""The files that a PDF carries: the facts that it uses and the references that they rest on."""

from __future__ import annotations

import json
from typing import Any

from briefwright.document import Document
from briefwright.model import Fact
from briefwright.write.page import word
from briefwright.write.weasy import Attached

FORMAT = "briefwright-facts/1"
KEPT_BACK = frozenset({"note", "credibility"})
"""Fields of a fact that are for its authors: who receives a document gets what its statements rest on."""


def attachments(document: Document) -> tuple[Attached, ...]:
    """The files, sorted by name; none for a document without facts and references.

    facts.json has each fact as its file has it, scalars as text, but for KEPT_BACK. references.json is CSL JSON:
    the works cited, then those that the facts name beside them.
    """
    files = []
    if document.facts:
        content = {
            "format": FORMAT,
            "brief": {"title": document.brief.meta.title, "date": str(document.date or ""), "lang": document.lang},
            "facts": [_fact(fact) for fact in document.facts],
        }
        files.append(
            Attached("facts.json", "application/json", _json(content), word(document, "attached-facts"), "Source")
        )
    items = [*document.csl_items, *document.uncited_items]
    if items:
        # https://www.iana.org/assignments/media-types/application/vnd.citationstyles.csl+json
        kind = "application/vnd.citationstyles.csl+json"
        files.append(Attached("references.json", kind, _json(items), word(document, "attached-references"), "Data"))
    return tuple(files)


def _fact(fact: Fact) -> dict[str, Any]:
    return {"topic": fact.topic, **{name: value for name, value in fact.raw.items() if name not in KEPT_BACK}}


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode("utf-8")
