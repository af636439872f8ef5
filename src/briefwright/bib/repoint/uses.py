"""What briefs cite, before and after keys have changed: composed as they are for rendering."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from briefwright.bib.repoint.edits import Keys
from briefwright.bib.repoint.markdown import tags_of
from briefwright.changes import FileChange
from briefwright.compose import compose
from briefwright.compose.lexing import LexError
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, error
from briefwright.load.briefs import read_brief
from briefwright.load.files import decode
from briefwright.model import Bibliography, Brief, Evidence, Fact, Project, Reference
from briefwright.pipeline import template_folders, words_of

Cited = tuple[tuple[str, Location], ...]
"""Keys in the order in which they are cited by calls, each with the line of its call."""


class _OtherKeys(Bibliography):
    """A bibliography with other keys."""

    def __init__(self, base: Bibliography, keys: Keys) -> None:
        self._base, self._keys = base, keys
        self._back = {new: old for old, new in keys.items() if new not in base}

    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._keys.get(key, key) for key in self._base.keys()))  # noqa: SIM118  # no mapping

    def __contains__(self, key: object) -> bool:
        return key in self._back or (key in self._base and key not in self._keys)

    def get(self, key: str) -> Reference | None:
        return self._base.get(self._back.get(key, key))

    def excerpt(self, keys: tuple[str, ...], lang: str = "en") -> str:
        return self._base.excerpt(tuple(self._back.get(key, key) for key in keys), lang)

    def problems(self, keys: Iterable[str] | None = None) -> tuple[Finding, ...]:
        return self._base.problems(keys)


def check_uses(project: Project, keys: Keys, changes: Iterable[FileChange]) -> None:
    """Raise BriefwrightError (R011) where a brief would not cite what it did, with the new keys for the old.

    changes: of briefs and templates. A brief that cannot be composed as it is now is passed over.
    """
    by_path = {change.path.resolve(): change for change in changes}
    folder = project.root / project.config.templates
    templates = {path: change for path, change in by_path.items() if path.is_relative_to(folder.resolve())}
    problems: list[Finding] = []
    with tempfile.TemporaryDirectory() as name:
        for path, change in templates.items():
            copy = Path(name, path.relative_to(folder.resolve()))
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(change.after)
        after = _with_keys(project, keys)
        for brief in project.briefs.values():
            change_of = by_path.get((project.root / brief.location.path).resolve())
            changed = _changed(brief, change_of)
            if templates or _calls_differ(brief, changed, keys):
                problems += _differences(brief, changed, project, after, Path(name), keys)
    if problems:
        raise BriefwrightError(*problems)


def _calls_differ(brief: Brief, changed: Brief | None, keys: Keys) -> bool:
    """Whether a brief's calls may cite otherwise: what its Markdown cites, pandoc has been asked."""
    if changed is None:
        return True
    try:
        before, after = (tags_of(text) for text in (brief.body, changed.body))
    except LexError:
        return True
    head = changed.source[: len(changed.source) - len(changed.body.lstrip("\n"))]
    return before != after or any(key in after or key in head for key in keys)


def _differences(
    brief: Brief, changed: Brief | None, project: Project, after: Project, overlay: Path, keys: Keys
) -> Iterator[Finding]:
    before = _cited(brief, project, template_folders(project))
    if before is None:
        return
    now = _cited(changed, after, (overlay, *template_folders(project))) if changed else None
    hint = "a key that is put together by an expression, or taken from `extra`, is changed by hand; nothing was changed"
    if now is None:
        message = f"the brief `{brief.name}` could not be composed any more with the new keys"
        yield error(Code.KEY_NOT_CHANGED, message, brief.location, hint=hint, subject=brief.name)
        return
    wanted = [keys.get(key, key) for key, _ in before]
    if wanted != [key for key, _ in now]:
        old = next((at for key, at in now if key in keys), None) or next(
            (at for key, at in before if key in keys), None
        )
        message = f"the brief `{brief.name}` would not cite what it does now"
        yield error(Code.KEY_NOT_CHANGED, message, old or brief.location, hint=hint, subject=brief.name)


def _cited(brief: Brief, project: Project, folders: tuple[Path, ...]) -> Cited | None:
    """What a brief's calls cite; None where it cannot be composed."""
    draft = compose(brief, project, folders=folders, words=words_of(brief, project).value).value
    if draft is None:
        return None
    found = ((key, insert.origin) for insert in draft.inline_inserts for key in _keys(insert))
    return tuple(found)


def _keys(insert: object) -> Iterator[str]:
    for item in getattr(insert, "items", ()):
        yield item.key
        if item.via:
            yield item.via


def _changed(brief: Brief, change: FileChange | None) -> Brief | None:
    if change is None:
        return brief
    file = decode(change.after, brief.location.path).value
    return read_brief(file, brief.name).value if file else None


def _with_keys(project: Project, keys: Keys) -> Project:
    facts: Mapping[str, Fact] = {name: _fact(fact, keys) for name, fact in project.facts.items()}
    return dataclasses.replace(project, facts=facts, bibliography=_OtherKeys(project.bibliography, keys))


def _fact(fact: Fact, keys: Keys) -> Fact:
    if not any(one.source in keys or one.via in keys or one.origin in keys for one in fact.evidence):
        return fact
    return dataclasses.replace(fact, evidence=tuple(_evidence(one, keys) for one in fact.evidence))


def _evidence(one: Evidence, keys: Keys) -> Evidence:
    changed = {name: keys.get(getattr(one, name), getattr(one, name)) for name in ("source", "via", "origin")}
    return dataclasses.replace(one, **changed)
