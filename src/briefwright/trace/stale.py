"""Whether what was rendered still is what rendering would give, and what has changed since."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefwright.build.entries import Wording, fact_entry, reference_entry, successors
from briefwright.build.manifest import file_entry, template_entry
from briefwright.build.used import look_files, sha256
from briefwright.check.engine import Silencer
from briefwright.check.uses import find_uses
from briefwright.compose import Draft, compose
from briefwright.diagnostics import BriefwrightError, Code, has_errors, warning
from briefwright.model import Brief, Fact, Project
from briefwright.pipeline import look_of, make_document, template_folders, words_of
from briefwright.trace.changes import Change, fact_changes, reference_changes
from briefwright.trace.manifests import FactEntry, FileEntry, Manifest, ReferenceEntry

_ORDER = ("brief", "setting", "fact", "reference", "template", "words", "theme", "style", "picture")
_OUT_OF_USE = ("superseded", "withdrawn")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that makes an output stale."""

    what: str
    """brief, setting, fact, reference, template, words, theme, style or picture."""
    name: str
    """A fact's id, a reference's key, a path, or a setting."""
    how: str
    """changed, added, removed, withdrawn, superseded, past review, or broken."""
    changes: tuple[Change, ...] = ()
    """Field by field, where the manifest tells what was there."""
    path: str = ""
    line: int = 0
    note: str = ""
    """In words, what else is to be known."""


@dataclass(frozen=True, slots=True)
class State:
    """How an output stands."""

    name: str
    """The brief's."""
    manifest: Path
    reasons: tuple[Reason, ...]

    @property
    def stale(self) -> bool:
        """Whether rendering again would give something else, or something must be looked at."""
        return bool(self.reasons)


def state_of(manifest: Manifest, path: Path, project: Project, today: datetime.date) -> State:
    """How an output stands against the project's present state.

    path: the manifest's. today: facts whose date of review is before it are past review.
    """
    brief = project.briefs.get(manifest.brief.name)
    if brief is None:
        gone = Reason("brief", manifest.brief.name, "removed", path=manifest.brief.path)
        return State(manifest.brief.name, path, (gone,))
    reasons = list(_Present(project, brief, manifest, today).reasons())
    told = {
        reason.name for reason in reasons if reason.what == "fact" and reason.how not in ("taken out", "past review")
    }
    kept = (reason for reason in reasons if reason.how != "taken out" or reason.name not in told)
    return State(brief.name, path, tuple(sorted(kept, key=lambda reason: _ORDER.index(reason.what))))


@dataclass
class _Present:
    """The project as it is now, beside what a manifest says that it was."""

    project: Project
    brief: Brief
    manifest: Manifest
    today: datetime.date
    _newer: Mapping[str, tuple[str, ...]] = field(init=False)
    _silencer: Silencer = field(init=False)
    """A fact whose rule on review is silenced is taken to be looked after."""

    def __post_init__(self) -> None:
        self._newer = successors(self.project.facts)
        self._silencer = Silencer(self.project)

    def reasons(self) -> Iterator[Reason]:
        if sha256(self.brief.source) != self.manifest.brief.sha256:
            yield Reason("brief", self.brief.name, "changed", path=self.brief.location.path)
        wording = Wording(self.project, self.brief.meta.lang or self.project.config.lang)
        for then in self.manifest.facts:
            yield from self._fact(then, wording)
        for entry in (*self.manifest.references, *self.manifest.originals):
            yield from self._reference(entry)
        look = look_of(self.brief, self.project)
        words = words_of(self.brief, self.project).value
        draft = compose(self.brief, self.project, folders=template_folders(self.project), words=words)
        if draft.value is None or has_errors((*draft.findings, *look.findings)):
            yield Reason("brief", self.brief.name, "broken", path=self.brief.location.path, note="it has errors now")
            return
        yield from self._settings(look.value)
        yield from self._files(draft.value, look.value)
        yield from self._selection(draft.value)

    def _fact(self, then: FactEntry, wording: Wording) -> Iterator[Reason]:
        fact = self.project.facts.get(then.id)
        if fact is None:
            yield Reason("fact", then.id, "removed", path=then.path)
            return
        now = FactEntry.model_validate(fact_entry(fact, wording))
        changes = fact_changes(then, now)
        since = [one for one in self._newer.get(then.id, ()) if one not in (then.superseded_by or ())]
        here = Reason("fact", then.id, "changed", changes, now.path, now.line)
        if now.status in _OUT_OF_USE and now.status != then.status:
            yield replace(here, how=now.status, note=_by(since))
        elif then.superseded_by is not None and since:
            yield replace(here, how="superseded", note=_by(since))
        elif any(change.seen for change in changes):
            yield here
        if _is_overdue(fact, self.today) and not self._silencer(warning(Code.REVIEW_OVERDUE, "", fact.location)):
            yield replace(here, how="past review", changes=(), note=str(fact.review_by))

    def _reference(self, then: ReferenceEntry) -> Iterator[Reason]:
        reference = self.project.bibliography.get(then.key)
        if reference is None:
            yield Reason("reference", then.key, "removed", path=then.path)
            return
        now = ReferenceEntry.model_validate(reference_entry(reference, self.project.bibliography))
        changes = reference_changes(then, now)
        if changes:
            yield Reason("reference", then.key, "changed", changes, now.path, now.line)

    def _settings(self, look: Any) -> Iterator[Reason]:
        """What the front matter leaves to the project's settings, and they have changed."""
        config, meta, then = self.project.config, self.brief.meta, self.manifest.brief
        now = {
            "lang": meta.lang or config.lang,
            "style": look.style.name,
            "theme": look.theme.name,
            "page": look.page,
            "institution": meta.institution or config.institution,
            "authors": "; ".join(meta.authors or config.authors),
        }
        was = then.model_dump() | {"authors": None if then.authors is None else "; ".join(then.authors)}
        for name, value in now.items():
            if was[name] is not None and was[name] != value:
                yield Reason("setting", name, "changed", (Change(name, was[name], value),))

    def _files(self, draft: Draft, look: Any) -> Iterator[Reason]:
        templates = [template_entry(path, self.project) for path in draft.templates]
        yield from _compared(self.manifest.templates, templates)
        if self.manifest.files is None:
            return
        try:
            found = look_files(self.brief, self.project, style=look.style.path, theme=look.theme.name)
        except BriefwrightError:  # the theme is gone, which `check` tells; the settings above say so
            return
        pictures = [entry for entry in self.manifest.files if entry.kind == "picture"]
        others = [entry for entry in self.manifest.files if entry.kind != "picture"]
        yield from _compared(others, [file_entry(file, self.project) for file in found])
        yield from self._pictures(pictures)

    def _pictures(self, then: Iterable[FileEntry]) -> Iterator[Reason]:
        root = self.project.root.resolve()
        for entry in then:
            try:
                file = (root / entry.path).resolve()
                if not file.is_relative_to(root):  # no manifest of ours says so
                    continue
                digest = sha256(file.read_bytes())
            except (OSError, ValueError, RuntimeError):
                yield Reason("picture", entry.path, "removed", path=entry.path)
                continue
            if digest != entry.sha256:
                yield Reason("picture", entry.path, "changed", path=entry.path)

    def _selection(self, draft: Draft) -> Iterator[Reason]:
        """Facts that the brief takes in now and did not, or did and does not: `facts(topic=...)` may find others."""
        before = {fact.id for fact in self.manifest.facts}
        printed = set(find_uses([draft], frozenset()).facts)
        if printed == before:
            return
        made = make_document(self.brief, self.project).value  # a draft may hold what no document prints
        if made is None:
            return
        now = {fact.id: fact for fact in made.facts}
        for name, fact in now.items():
            if name not in before:
                yield Reason("fact", name, "added", path=fact.location.path, line=fact.location.line)
        for name in before - set(now):
            if name in self.project.facts:
                where = self.project.facts[name].location
                yield Reason("fact", name, "taken out", path=where.path, line=where.line)


def _by(names: Sequence[str]) -> str:
    return f"by {', '.join(names)}" if names else ""


def _is_overdue(fact: Fact, today: datetime.date) -> bool:
    return fact.review_by is not None and fact.review_by.end is not None and fact.review_by.last < today


def _compared(then: Iterable[FileEntry], now: Iterable[Mapping[str, str]]) -> Iterator[Reason]:
    before = {(entry.kind, entry.path): entry.sha256 for entry in then}
    after = {(entry.get("kind", "template"), entry["path"]): entry["sha256"] for entry in now}
    for kind, path in dict.fromkeys((*before, *after)):
        if before.get((kind, path)) != after.get((kind, path)):
            how = "added" if (kind, path) not in before else "removed" if (kind, path) not in after else "changed"
            yield Reason(kind, path, how, path=path)
