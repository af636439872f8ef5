"""What came back from Word, read from top to bottom: which brief, three states, what differs, where it belongs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from briefwright.changes import FileChange
from briefwright.compose.inline import quotes_of
from briefwright.diagnostics import (
    BriefwrightError,
    Code,
    Finding,
    Location,
    Warned,
    did_you_mean,
    error,
    has_errors,
    warning,
)
from briefwright.document import Face, LiveCitations, WordOptions
from briefwright.model import Brief, Project
from briefwright.pipeline import make_document, words_of
from briefwright.review.comments import tasks_of
from briefwright.review.fact_home import FactHome
from briefwright.review.home import Home
from briefwright.review.listed import listed_edits
from briefwright.review.model import CitationEdit, Review
from briefwright.review.new_keys import cited_items, with_keys
from briefwright.review.new_sources import NewSources, plan_new_sources
from briefwright.review.pairs import compare
from briefwright.review.places import Places
from briefwright.review.plain import with_cited
from briefwright.review.prose import BriefText, Stretch
from briefwright.review.sides import Side, side_of, without_table_looks
from briefwright.review.structure import Structure
from briefwright.word.baseline import Baseline, read_baseline
from briefwright.word.reading import read_story
from briefwright.word.story import Change, Story

if TYPE_CHECKING:
    from briefwright.trace.manifests import Manifest

_IN_COMMON = 0.2
"""The share of a brief's paragraphs that must be in a file if it is said to be that brief."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A review, and what is to be exchanged where."""

    review: Review
    brief: Brief
    base: Side
    returned: Side
    stretches: tuple[Stretch, ...]
    """Of the brief."""
    files: tuple[FileChange, ...] = ()
    """What becomes of fact files and the bibliography."""
    options: WordOptions = field(default_factory=WordOptions)
    pictures: tuple[Path, ...] = ()
    """Of the brief."""


def pull(project: Project, path: Path, *, brief: str = "") -> Warned[Pulled | None]:
    """Read an edited DOCX and say what was edited and where it belongs.

    brief: which brief it is of, where the file does not say. The value is None, with errors among the findings, where
    nothing can be said. Raises BriefwrightError where the file cannot be read.
    """
    data = _bytes(path)
    read = read_story(data, path.name)
    if read.value is None:
        return Warned(None, read.findings)
    source = _Source.of(project, path, read.value, brief, data)
    findings = [finding for finding in read.findings if finding.code is not Code.DOCX_NO_MANIFEST]
    today = _today(source.brief, project, source.options(project))
    findings += [finding for finding in today.findings if finding.severity == "error"]
    if today.value is None:
        return Warned(None, tuple(findings))
    pulled = _compared(project, source, today.value, read.value)
    if pulled is None:
        message = f"{path.name} has next to nothing in common with the brief `{source.brief.name}`"
        hint = "is it another document? --brief NAME says which brief it is of"
        return Warned(None, (*findings, error(Code.DOCX_OF_ANOTHER, message, Location(path.name), hint=hint)))
    return Warned(pulled, (*findings, *pulled.review.findings))


def _bytes(path: Path) -> bytes:
    from briefwright.load.files import reason
    from briefwright.trace.manifests import MAX_DOCX_BYTES

    try:
        if not path.is_file():
            raise BriefwrightError(error(Code.DOCX_UNREADABLE, "this is no file", Location(path.name)))
        with path.open("rb") as stream:
            data = stream.read(MAX_DOCX_BYTES + 1)
        if len(data) > MAX_DOCX_BYTES:
            message = f"it has more than {MAX_DOCX_BYTES // 1_000_000} MB, which is more than is read"
            raise BriefwrightError(error(Code.DOCX_UNREADABLE, message, Location(path.name)))
        return data
    except OSError as problem:
        raise BriefwrightError(error(Code.DOCX_UNREADABLE, reason(problem), Location(path.name))) from problem


@dataclass(frozen=True, slots=True)
class _Source:
    """Which brief a file is of, and what was written then."""

    brief: Brief
    manifest: Manifest | None
    baseline: Baseline | None
    where: str
    name: str
    data: bytes

    @classmethod
    def of(cls, project: Project, path: Path, story: Story, named: str, data: bytes) -> _Source:
        """Raises BriefwrightError where the brief is not known."""
        manifest = _manifest(story.manifest)
        name = named or (manifest.brief.name if manifest else path.name.split(".")[0])
        brief = project.briefs.get(name.removesuffix(".md").removeprefix(f"{project.config.briefs}/"))
        if brief is None:
            whose = "of another project" if manifest and not named else "of no brief that is known"
            hint = did_you_mean(name, project.briefs) or "--brief NAME says which brief it is of"
            message = f"{path.name} is {whose}: there is no brief `{name}` here"
            raise BriefwrightError(error(Code.UNKNOWN_BRIEF, message, Location(path.name), hint=hint, subject=name))
        if manifest is None:
            manifest = _manifest(_beside(project, brief.name, "manifest"))
        inside, beside = _baseline(story.baseline), None
        if inside is None:
            beside = _baseline(_beside(project, brief.name, "baseline"))
        where = "inside" if inside else "beside" if beside else "none"
        return cls(brief, manifest, inside or beside, where, path.name, data)

    def findings(self) -> Iterator[Finding]:
        """What is to be known where the file does not carry what it was compared with."""
        if self.manifest and self.manifest.brief.name != self.brief.name:
            message = f"the file says that it is of the brief `{self.manifest.brief.name}`, not of `{self.brief.name}`"
            yield warning(Code.DOCX_OF_ANOTHER, message, Location(self.name))
        if self.where != "inside":
            what = {"beside": "the last rendering", "none": "the brief as it is today"}[self.where]
            message = f"the file carries no baseline; it was compared with {what}"
            hint = "what changed in the brief since the file was made looks like an edit: read before you apply"
            yield warning(Code.DOCX_NO_MANIFEST, message, Location(self.name), hint=hint)

    def options(self, project: Project) -> WordOptions:
        """How the file was written; a house's template that was named on the command line is not known."""
        house = project.root / project.config.word_template if project.config.word_template else None
        if self.baseline is None:
            return WordOptions(template=house)
        faces, citations = {face.value for face in Face}, {one.value for one in LiveCitations}
        face = self.baseline.face if self.baseline.face in faces else Face.EDIT.value
        cited = self.baseline.citations if self.baseline.citations in citations else LiveCitations.ZOTERO.value
        return WordOptions(Face(face), LiveCitations(cited), template=house)


def _beside(project: Project, name: str, kind: str) -> str:
    path = project.root / project.config.output / f"{name}.{kind}.json"
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _manifest(text: str) -> Manifest | None:
    from briefwright.trace.manifests import parse_manifest

    return parse_manifest(text.encode("utf-8"), Location("manifest")).value if text else None


def _baseline(text: str) -> Baseline | None:
    try:
        return read_baseline(text) if text else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Today:
    """A brief as it renders now."""

    side: Side
    lang: str
    pictures: tuple[Path, ...]


def _today(brief: Brief, project: Project, options: WordOptions) -> Warned[Today | None]:
    """The state of a brief as it renders now; None, and the errors, where it does not."""
    made = make_document(brief, project)
    if made.value is None or has_errors(made.findings):
        return Warned(None, made.findings)
    side = rendered_side(dataclasses.replace(made.value, word=options))
    pictures = tuple(file.path for file in made.value.files if file.kind == "picture")
    return Warned(Today(side, made.value.lang, pictures), made.findings)


def rendered_side(document: object) -> Side:
    """The state that a document renders to."""
    from briefwright.write.docx import write_docx

    data = write_docx(document).value  # type: ignore[arg-type]  # a Document; not named to keep the writer's imports away
    story = read_story(data).value
    if story is None:
        raise ValueError("what was written cannot be read")
    blocks = _baseline(story.baseline)
    manifest = _manifest(story.manifest) or _manifest(getattr(document, "manifest", ""))
    return side_of(blocks.blocks if blocks else story.blocks, manifest)


def _compared(project: Project, source: _Source, today: Today, story: Story) -> Pulled | None:
    """The three states compared; None where the file is not of this brief."""
    base = side_of(source.baseline.blocks, source.manifest) if source.baseline else today.side
    blocks = with_cited(story.blocks, source.baseline.blocks if source.baseline else ())
    back = side_of(blocks, source.manifest, returned=True)
    if story.application.startswith("LibreOffice"):
        back = without_table_looks(back, base)
    edits = compare(base, back)
    said = [part for part in base.parts if part.flow.tokens]
    if len(edits.changed) + len(edits.moved) < _IN_COMMON * len(said):
        return None
    since = compare(base, today.side)
    new = plan_new_sources(project, cited_items(back), docx=source.data, shown=source.name)
    text = BriefText(
        source.brief.location.path,
        source.brief.source,
        quotes_of(words_of(source.brief, project).value),
        new.keys,
        frozenset((*project.bibliography.keys(), *new.added)),
        _fact_names(today.side),
    )
    home = Home(
        base,
        back,
        today.side,
        {old: change.new[0] for change in since.changed for old in change.old}
        | {one.old: one.new for one in since.moved},
        Places(source.brief, text, today.side),
        text,
        FactHome(project, source.brief, today.side, today.lang),
        Change(story.last_author, story.modified),
    )
    for change in edits.changed:
        home.change(change)
    Structure(home, edits).run()
    listed = [*listed_edits(project, base, back, home.saved)]
    told, cited, files = home.facts.finished(home.edits, home.citations)
    review = Review(
        file=source.name,
        brief=source.brief.name,
        baseline=source.where,
        fresh=not any(change.hunks for change in since.changed) and not (since.added or since.removed or since.moved),
        edits=(*told, *listed),
        citations=tuple(with_keys(cited, new)),
        tasks=tuple(tasks_of(story, home, edits)),
        unplaced=tuple(home.unplaced),
        findings=(*_unknown(home.citations, new, project), *source.findings()),
    )
    used = {one.key for one in review.citations if one.state == "applies"}
    bib = new.changes if used & new.added else ()
    made = (tuple(home.stretches), (*files, *bib), source.options(project), today.pictures)
    return Pulled(review, source.brief, base, back, *made)


def _unknown(citations: Iterable[CitationEdit], new: NewSources, project: Project) -> Iterator[Finding]:
    """A finding for each work that is cited and that nothing is known of."""
    for key in dict.fromkeys(one.key for one in citations if one.kind != "removed"):
        if key not in project.bibliography and key not in new.keys:
            why = new.why.get(key, "the bibliography has no such key")
            hint = did_you_mean(key, project.bibliography.keys()) or "`briefwright bib add` puts it there"
            message = f"`{key}` is cited in what came back, and {why}"
            yield warning(Code.UNKNOWN_REFERENCE, message, hint=hint, subject=key)


def _fact_names(side: Side) -> Mapping[str, str]:
    return {anchor.id: f"{anchor.fact}:{anchor.part}" for anchor in side.anchors.values() if anchor.fact}
