"""Which references are used, which are not, and which are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from briefwright.check.entries import PARENTS, with_named
from briefwright.diagnostics import BriefwrightError, Code, Finding, did_you_mean, error
from briefwright.model import Brief, Project, Reference

_NAMING = ("entryset", "related", "origin")
"""Fields that name members of a set, related works, and whom a work rests on."""
_WORD = re.compile(r"[^\s,;\[\]{}()\"'@]+")
_ENDS = ".:#$%&-+?<>~/"


def used_keys(project: Project) -> frozenset[str]:
    """The keys of references that a brief cites or a fact rests on, with the entries that these name.

    Where a brief cannot be composed, all words of its text count: what it would cite is not known.
    """
    found: set[str] = set()
    for fact in project.facts.values():
        for evidence in fact.evidence:
            found |= {evidence.source, evidence.via, evidence.origin}
    found |= _cited(project)
    known = frozenset(project.bibliography.keys())
    return frozenset(with_named(known & found, known, project.bibliography.get, (*PARENTS, *_NAMING)))


def unused(project: Project) -> tuple[Reference, ...]:
    """The entries that nothing uses, in the order of the files; broken ones are left out."""
    used = used_keys(project)
    keys = (key for key in project.bibliography.keys() if key not in used)  # noqa: SIM118  # not a mapping
    found = (project.bibliography.get(key) for key in keys)
    return tuple(one for one in found if one is not None and one.type not in ("xdata", "set"))


def missing(project: Project, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The keys that facts and briefs name and no entry has, each with its place.

    findings: what reading the project has told.
    """
    from briefwright.pipeline import make_document

    told = [one for one in findings if one.code is Code.FACT_UNKNOWN_SOURCE]
    for brief in project.briefs.values():
        told += [one for one in make_document(brief, project).findings if one.code is Code.UNKNOWN_REFERENCE]
    return tuple(dict.fromkeys(told))


def cited_keys(project: Project, names: Sequence[str]) -> tuple[str, ...]:
    """The keys that some briefs cite, in the order of the library.

    names: briefs as `list briefs` shows them. Raises BriefwrightError for one that is not there (B005) or that cannot
    be composed.
    """
    from briefwright.pipeline import make_document

    found: set[str] = set()
    for name in names:
        brief = _brief(name, project)
        made = make_document(brief, project)
        if made.value is None:
            raise BriefwrightError(*made.findings)
        found |= {reference.key for reference in made.value.references}
    return tuple(key for key in project.bibliography.keys() if key in found)  # noqa: SIM118


def _brief(name: str, project: Project) -> Brief:
    short = name.removesuffix(".md").removeprefix(f"{project.config.briefs}/")
    if short in project.briefs:
        return project.briefs[short]
    hint = did_you_mean(short, project.briefs) or "`briefwright list briefs` shows those there are"
    raise BriefwrightError(error(Code.UNKNOWN_BRIEF, f"there is no brief `{name}`", hint=hint))


def _cited(project: Project) -> set[str]:
    from briefwright.check.uses import find_uses
    from briefwright.compose import Draft, compose
    from briefwright.pipeline import template_folders, words_of

    drafts: list[Draft] = []
    words: set[str] = set()
    for brief in project.briefs.values():
        draft = compose(brief, project, folders=template_folders(project), words=words_of(brief, project).value).value
        if draft is None:
            words |= set(_words(brief.source or brief.body))
        else:
            drafts.append(draft)
    return words | set(find_uses(drafts, frozenset(project.bibliography.keys())).references)


def _words(text: str) -> Iterator[str]:
    for found in _WORD.finditer(text):
        yield found[0]
        yield found[0].rstrip(_ENDS)
