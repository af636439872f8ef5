"""What is to be exchanged, as changes of files; and whether the brief then says what came back."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, error, has_errors, warning
from briefwright.load import load_project
from briefwright.load.files import read_text, shown_path
from briefwright.model import Project
from briefwright.pipeline import make_document
from briefwright.review.prose import Stretch
from briefwright.review.pull import Pulled, rendered_side
from briefwright.review.sides import Side


def changes_of(project: Project, pulled: Pulled) -> tuple[FileChange, ...]:
    """The changes of files that a review's edits come to."""
    made = [*pulled.files]
    path = project.root / pulled.brief.location.path
    if pulled.stretches:
        made.append(_exchanged(path, project.root, pulled.stretches))
    return tuple(change for change in made if change.changes)


def _exchanged(path: Path, root: Path, stretches: Iterable[Stretch]) -> FileChange:
    """A text file with stretches exchanged; line ends and a mark at its beginning stay."""
    raw = path.read_bytes()
    read = read_text(path, root).value
    text = read.text if read else ""
    out, position = [], 0
    for one in without_overlaps(stretches):
        out += [text[position : one.start], one.text]
        position = one.end
    made = "".join([*out, text[position:]])
    if made and not made.endswith("\n") and text.endswith("\n"):
        made += "\n"
    data = made.replace("\n", "\r\n" if b"\r\n" in raw else "\n").encode("utf-8")
    mark = b"\xef\xbb\xbf"
    return FileChange(path, shown_path(path, root), raw, mark + data if raw.startswith(mark) else data)


def without_overlaps(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches in order; what goes in where lines are taken out goes behind them.

    Raises BriefwrightError where two edits would exchange the same words in different ways.
    """
    end = 0
    for one in sorted(set(stretches), key=lambda one: (one.start, one.end)):
        if one.start >= end:
            yield one
            end = one.end
        elif one.start == one.end:
            yield Stretch(end, end, one.text)
        elif not one.text:
            if one.end > end:
                yield Stretch(end, one.end, "")
                end = one.end
        else:
            message = f"two edits would write the same place differently: “{one.text[:60]}”"
            raise BriefwrightError(error(Code.REVIEW_READS_OTHERWISE, message, hint="make one of them by hand"))


def check(project: Project, pulled: Pulled, changes: Sequence[FileChange]) -> tuple[Finding, ...]:
    """Findings where the brief would not say what came back once the changes are made.

    Errors where it would not render at all: nothing should be written then.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / project.root.name
        _copy(project, root, changes, pulled.pictures)
        loaded = load_project(root)
        again = loaded.value
        paths = {change.shown for change in changes}
        broken = [
            one for one in loaded.findings if one.severity == "error" and one.location and one.location.path in paths
        ]
        if broken:
            return tuple(broken)
        brief = again.briefs.get(pulled.brief.name)
        if brief is None:
            return tuple(finding for finding in loaded.findings if finding.severity == "error") or _lost(pulled)
        made = make_document(brief, again)
        if made.value is None or has_errors(made.findings):
            return tuple(finding for finding in made.findings if finding.severity == "error")
        side = rendered_side(dataclasses.replace(made.value, word=pulled.options))
    return tuple(_differences(pulled, side))


def _lost(pulled: Pulled) -> tuple[Finding, ...]:
    message = "with these edits the brief could not be read any more"
    return (error(Code.BRIEF_EMPTY, message, Location(pulled.brief.location.path)),)


def _copy(project: Project, root: Path, changes: Sequence[FileChange], pictures: Iterable[Path]) -> None:
    config = project.config
    for name in {config.facts, config.briefs, config.templates}:
        source = project.root / name
        if source.is_dir():
            shutil.copytree(source, root / name, dirs_exist_ok=True)
    for name in ("pyproject.toml", *config.bibliography):
        source = project.root / name
        if source.is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, root / name)
    for picture in pictures:
        if picture.is_relative_to(project.root):
            target = root / picture.relative_to(project.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(picture, target)
    for change in changes:
        target = root / change.path.relative_to(project.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(change.after)


def _differences(pulled: Pulled, made: Side) -> Iterator[Finding]:
    """Paragraphs that came back and would not be there, but for those of which something is not applied."""
    left = {_loose(edit.now) for edit in pulled.review.edits if edit.state not in ("applies", "done")}
    changed = {edit.fact for edit in pulled.review.edits if edit.fact}  # these may read otherwise elsewhere
    texts = {_loose(part.flow.text) for part in made.parts}
    before = {_loose(part.flow.text) for part in pulled.base.parts}
    for part in pulled.returned.parts:
        text = _loose(part.flow.text)
        facts = {pulled.base.anchors[token.owner].fact for token in part.flow.tokens if token.owner}
        if not text or text in texts or text in left or facts & changed:
            continue
        at = Location(pulled.brief.location.path)
        if pulled.review.fresh and text in before:
            message = f"what nobody edited would be lost: “{part.flow.text[:80]}”"
            yield error(Code.REVIEW_READS_OTHERWISE, message, at, hint="please report it; make these edits by hand")
        elif text not in before:
            message = f"the brief would not read as the file does: “{part.flow.text[:80]}”"
            yield warning(Code.REVIEW_READS_OTHERWISE, message, at, hint="look at this paragraph after applying")


def _loose(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
