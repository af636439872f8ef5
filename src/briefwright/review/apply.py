"""What is to be exchanged, as changes of files; and whether the brief then says what came back."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from briefwright.changes import FileChange
from briefwright.diagnostics import Code, Finding, Location, has_errors, warning
from briefwright.load import load_project
from briefwright.load.files import read_text, shown_path
from briefwright.model import Project
from briefwright.pipeline import make_document
from briefwright.review.pairs import compare
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
    """Stretches in order; what goes in where lines are taken out goes behind them."""
    end = 0
    for one in sorted(set(stretches), key=lambda one: (one.start, one.end)):
        if one.start >= end:
            yield one
            end = one.end
        elif one.start == one.end:
            yield Stretch(end, end, one.text)
        elif one.end > end and not one.text:
            yield Stretch(end, one.end, "")
            end = one.end


def check(project: Project, pulled: Pulled, changes: Sequence[FileChange]) -> tuple[Finding, ...]:
    """Findings where the brief would not say what came back once the changes are made.

    Errors where it would not render at all: nothing should be written then.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / project.root.name
        _copy(project, root, changes)
        again = load_project(root).value
        brief = again.briefs.get(pulled.brief.name)
        if brief is None:
            return ()
        made = make_document(brief, again)
        if made.value is None or has_errors(made.findings):
            return tuple(finding for finding in made.findings if finding.severity == "error")
        side = rendered_side(dataclasses.replace(made.value, word=pulled.options))
    return tuple(_differences(pulled, side))


def _copy(project: Project, root: Path, changes: Sequence[FileChange]) -> None:
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
    for change in changes:
        target = root / change.path.relative_to(project.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(change.after)


def _differences(pulled: Pulled, made: Side) -> Iterator[Finding]:
    """Paragraphs that were edited and would still not say what came back."""
    left = {edit.now for edit in pulled.review.edits if edit.state != "applies"}
    wanted = {edit.now for edit in pulled.review.edits if edit.state == "applies" and edit.now} - left
    texts = [_loose(part.flow.text) for part in made.parts]
    for change in compare(made, pulled.returned).changed:
        for number in change.new:
            text = pulled.returned.parts[number].flow.text
            if change.hunks and text in wanted and _loose(text) not in texts:
                message = f"the brief would not read as the file does: “{text[:80]}”"
                at = Location(pulled.brief.location.path)
                yield warning(Code.REVIEW_READS_OTHERWISE, message, at, hint="look at this paragraph after applying")


def _loose(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
