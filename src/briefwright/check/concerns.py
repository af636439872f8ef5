"""What is found in one brief and in what it uses, for those who read it with its evidence beside it."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from briefwright.check.rule import Reviewed
from briefwright.check.rules import check
from briefwright.diagnostics import Finding, Location
from briefwright.document import Document
from briefwright.model import Project


def concerns_of(reviewed: Reviewed, project: Project) -> tuple[Finding, ...]:
    """What the project's rules find in a brief, and in the facts and references that it uses.

    The subject of each is the id of the fact or the key of the reference that it stands in; that of one in the
    brief or its template stays. What is silenced or ignored is left out, as `check` leaves it out.
    """
    document = reviewed.document
    if document is None:
        return ()
    found = check(project, lambda _: [reviewed], [reviewed.brief]).findings
    return tuple(_owned(found, document, project))


def _owned(found: Sequence[Finding], document: Document, project: Project) -> Iterator[Finding]:
    facts = {fact.id: fact.location for fact in project.facts.values()}
    texts = {document.brief.location.path, *(anchor.origin.path for anchor in document.anchors)}
    used = {fact.id for fact in document.facts}
    entries = {key: entry.location for key in _keys(document) if (entry := project.bibliography.get(key))}
    for finding in found:
        path = finding.location.path if finding.location else ""
        if path in texts:
            yield finding
            continue
        for owner in (finding.subject, _owner(finding, facts), _owner(finding, entries)):
            if owner in used or owner in entries:
                yield dataclasses.replace(finding, subject=owner)
                break


def _keys(document: Document) -> tuple[str, ...]:
    named = (key for fact in document.facts for item in fact.evidence for key in (item.source, item.via) if key)
    return tuple(dict.fromkeys((*(reference.key for reference in document.references), *named)))


def _owner(finding: Finding, places: Mapping[str, Location]) -> str:
    """The last of some things that begin in a finding's file, at its line or before; "" for none."""
    where = finding.location
    if where is None:
        return ""
    inside = sorted((place.line, name) for name, place in places.items() if place.path == where.path)
    index = bisect_right([line for line, _ in inside], where.line)
    return inside[index - 1][1] if index else ""
