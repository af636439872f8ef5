"""KEY.places.yaml: pages, paragraphs and notes of a saved text, written by `snapshot`, corrected by hand.

pages:               # label: the first words on the page; or a list of labels, one for each page of the file
  "427": Research article
paragraphs:          # the first words of each, in order: the first is paragraph 1
  - The three-day state visit
notes:               # number: the first words of the note
  "27": VIII Session of the
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefwright.diagnostics import Code, Finding, Location, Warned, warning
from briefwright.load.files import TextFile, decode, reason
from briefwright.load.yaml_reader import Path as YamlPath
from briefwright.load.yaml_reader import find_places, read_yaml
from briefwright.snapshot.extract import ExtractionError, bytes_of
from briefwright.snapshot.folding import Folded, fold_words
from briefwright.snapshot.places import Corrections, Numbered, find_notes

ENDING = ".places.yaml"
MAX_BYTES = 2_000_000
MOST_MISSING = 20
"""Labels whose words are not in the text, before the rest is left unread."""
_LONGEST = 80
"""Characters of a label in a message."""
FIRST_WORDS = 8
"""Of a paragraph, written into the file: enough to find it, and no more of another's text than that."""
_KINDS = ("pages", "paragraphs", "notes")
_HEAD = """\
# Where the pages or paragraphs of the saved text begin, by their first words. Correct it by hand where it is wrong:
# `briefwright check` reads it, and `briefwright snapshot` leaves it as it is.
"""


@dataclass(frozen=True, slots=True)
class _Source:
    """A places file and the text that it is about."""

    file: TextFile
    text: str
    folded: Folded
    problems: list[tuple[YamlPath, str, str]]
    """Where in the file, the message, the hint."""

    def complain(self, path: YamlPath, message: str, hint: str = "") -> None:
        self.problems.append((path, message, hint))

    def findings(self) -> Iterator[Finding]:
        """What is wrong in the file."""
        if not self.problems:
            return
        places = find_places(self.file, [path for path, _, _ in self.problems])
        for path, message, hint in self.problems:
            at = self.file.at(*places.key(path))
            yield warning(Code.SNAPSHOT_UNREADABLE, message, at, hint=hint)


def read_places(path: Path, shown: str, text: str, folded: Folded) -> Warned[Corrections]:
    """What a places file says; what it says wrongly is reported (F114) and left out.

    shown: the file's path in findings. text, folded: the saved text, in Unicode's form NFC.
    """
    try:
        decoded = decode(bytes_of(path, MAX_BYTES), shown)
    except (OSError, ExtractionError) as problem:
        why = reason(problem) if isinstance(problem, OSError) else str(problem)
        hint = "mend it, or remove it: `briefwright snapshot KEY FILE --force` writes a new one"
        at = Location(shown)
        unread = warning(Code.SNAPSHOT_UNREADABLE, f"the file of places cannot be read: {why}", at, hint=hint)
        return Warned(Corrections(), (unread,))
    if decoded.value is None:
        return Warned(Corrections(), tuple(replace(one, code=Code.SNAPSHOT_UNREADABLE) for one in decoded.findings))
    parsed = read_yaml(decoded.value, code=Code.SNAPSHOT_UNREADABLE)
    source = _Source(decoded.value, text, folded, [])
    content: dict[str, Any] = parsed.value if isinstance(parsed.value, dict) else {}
    if parsed.value is not content and not parsed.findings and parsed.value is not None:
        source.complain((), "the file of places has no `pages`, `paragraphs` or `notes`")
    for key in content:
        if key not in _KINDS:
            source.complain((key,), f"a file of places has no `{key}`", "it has `pages`, `paragraphs` and `notes`")
    corrections = _corrections(content, source)
    broken = (_within(finding, decoded.value) for finding in parsed.findings)
    return Warned(corrections, (*decoded.findings, *broken, *source.findings()))


def _within(finding: Finding, file: TextFile) -> Finding:
    """A finding at the file's end, moved to the last line that says something."""
    last = max((number for number, line in enumerate(file.lines, 1) if line.strip()), default=1)
    if finding.location is None or finding.location.line <= last:
        return finding
    return replace(finding, location=file.at(last))


def _corrections(data: Mapping[str, Any], source: _Source) -> Corrections:
    pages = data.get("pages")
    labels: tuple[str, ...] = ()
    if isinstance(pages, list):
        labels = tuple(str(label) for label in pages)
        count = source.text.rstrip("\f \n").count("\f") + 1
        if len(labels) != count:
            source.complain(("pages",), f"`pages` names {len(labels)} pages, and the saved text has {count}")
            labels = ()
    named = _by_label(pages, "pages", source) if not labels and not isinstance(pages, list) else None
    paragraphs = _by_label(data.get("paragraphs"), "paragraphs", source)
    notes = _by_label(data.get("notes"), "notes", source)
    return Corrections(
        pages=_until_next(named, len(source.text)) if named else None,
        page_labels=labels,
        paragraphs=_until_blank(paragraphs, source.text) if paragraphs else None,
        notes=_with_found(_until_blank(notes, source.text), source.text) if notes else None,
    )


def _by_label(given: Any, kind: str, source: _Source) -> list[tuple[int, str]]:
    """Where each labelled thing begins, in reading order; what is listed is numbered from 1."""
    if given in (None, ""):
        return []
    listed = isinstance(given, list)
    if listed:
        given = {str(number): words for number, words in enumerate(given, 1)}
    if not isinstance(given, dict) or not all(isinstance(words, str) for words in given.values()):
        source.complain((kind,), f"`{kind}` must give the first words of each")
        return []
    found: list[tuple[int, str]] = []
    after = missing = 0
    for label, words in given.items():
        wanted = fold_words(words)
        place = next(source.folded.each(wanted, after), None)
        if place is None:
            where = f" after those of {found[-1][1][:_LONGEST]}" if found else ""
            hint = "give the first words as the saved text has them"
            path = (kind, int(label) - 1 if listed else label)
            named = label[:_LONGEST]
            source.complain(path, f"`{kind}`: the words of {named} are not in the saved text{where}", hint)
            missing += 1
            if missing == MOST_MISSING:  # each is looked for in the whole text
                source.complain(path, f"`{kind}`: what comes after {named} is not read", "mend those above first")
                break
            continue
        after = place[1]
        found.append((source.folded.origin(*place)[0], str(label)))
    return found


def _until_next(found: Sequence[tuple[int, str]], length: int) -> Numbered:
    starts = tuple(start for start, _ in found)
    return Numbered(starts, (*starts[1:], length), tuple(label for _, label in found))


def _until_blank(found: Sequence[tuple[int, str]], text: str) -> Numbered:
    """Each ends with its line, or where lines are broken, with the empty line after it or the next one."""
    whole = _until_next(found, len(text))
    ends = []
    for start, end in zip(whole.starts, whole.ends, strict=True):
        blank = text.find("\n\n", start, end)
        ends.append(blank if blank >= 0 else end)
    return Numbered(whole.starts, tuple(ends), whole.labels)


def _with_found(named: Numbered, text: str) -> Numbered:
    """Notes that are named, with those that show their own number."""
    found = find_notes(text)
    spans = {label: (start, end) for start, end, label in zip(found.starts, found.ends, found.labels, strict=True)}
    spans |= {label: (start, end) for start, end, label in zip(named.starts, named.ends, named.labels, strict=True)}
    ordered = sorted((start, end, label) for label, (start, end) in spans.items())
    return Numbered(*(tuple(part) for part in zip(*ordered, strict=True)))  # type: ignore[arg-type]  # three tuples


def paragraphs_of(texts: Sequence[str], text: str, folded: Folded) -> Numbered | None:
    """The paragraphs that an extractor told apart, found in a text; None without any."""
    words = {str(number): " ".join(one.split()[:FIRST_WORDS]) for number, one in enumerate(texts, 1)}
    found = _by_label(words, "paragraphs", _Source(TextFile.of("", ""), text, folded, []))
    return _until_blank(found, text) if found else None


def places_text(labels: Sequence[str], paragraphs: Sequence[str]) -> str:
    """The text of a new file: labels of pages, or the first words of paragraphs; empty where there are neither."""
    from briefwright.load.yaml_write import scalar

    lines = [_HEAD]
    if labels:
        lines.append(f"pages: [{', '.join(scalar(label) if not label.isdigit() else label for label in labels)}]\n")
    elif paragraphs:
        lines.append("paragraphs:\n")
        lines += [f"  - {scalar(' '.join(text.split()[:FIRST_WORDS]))}\n" for text in paragraphs]
    return "".join(lines) if len(lines) > 1 else ""
