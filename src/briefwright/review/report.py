"""A review as one JSON value; docs/decisions/0008-word-and-back.md says what its members mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefwright.review.model import CitationEdit, Edit, Review, Target, Task, Unplaced
from briefwright.word.story import Change


def report(review: Review) -> dict[str, Any]:
    """What `review pull --json` prints, findings apart."""
    return {
        "file": review.file,
        "brief": review.brief,
        "baseline": review.baseline,
        "fresh": review.fresh,
        "edits": [_edit(number, edit) for number, edit in enumerate(review.edits, start=1)],
        "comments": [_task(task) for task in review.tasks],
        "citations": [_citation(edit) for edit in review.citations],
        "unplaced": [_unplaced(one) for one in review.unplaced],
    }


def _edit(number: int, edit: Edit) -> dict[str, Any]:
    return {
        "number": number,
        "kind": edit.kind.value,
        "anchor": edit.anchor,
        "fact": edit.fact,
        "part": edit.part,
        "target": _target(edit.target),
        "before": edit.before,
        "after": edit.after,
        "was": edit.was,
        "now": edit.now,
        **_who(edit.changes),
        "tracked": edit.tracked,
        "state": edit.state.value,
        "note": edit.note,
        "also": list(edit.also),
    }


def _citation(edit: CitationEdit) -> dict[str, Any]:
    return {
        "kind": edit.kind,
        "key": edit.key,
        "before": edit.before,
        "after": edit.after,
        "target": _target(edit.target),
        "new_reference": edit.new_reference,
        **_who(edit.changes),
        "state": edit.state.value,
        "note": edit.note,
    }


def _task(task: Task) -> dict[str, Any]:
    comment = task.comment
    return {
        "author": comment.author,
        "date": comment.date,
        "text": comment.text,
        "about": task.about,
        "anchor": task.anchor,
        "target": _target(task.target),
        "resolved": comment.resolved,
        "replies": [{"author": one.author, "date": one.date, "text": one.text} for one in comment.replies],
    }


def _unplaced(one: Unplaced) -> dict[str, Any]:
    return {"kind": one.kind, "before": one.before, "after": one.after, "why": one.why, **_who(one.changes)}


def _target(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    return {"path": target.location.path, "line": target.location.line, "what": target.what}


def _who(changes: Sequence[Change]) -> dict[str, str]:
    names = dict.fromkeys(change.author for change in changes if change.author)
    return {"author": "; ".join(names), "date": next((change.date for change in changes if change.date), "")}
