"""Following the rules: a file as it is, and as it should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefwright.bib.guard import Meant, losses
from briefwright.bib.text import BibText, Change, UnencodableError
from briefwright.bib.tidy.entry import Entry, entry_of
from briefwright.bib.tidy.rule import Effect, Rule
from briefwright.bib.tidy.style import Style, style_of
from briefwright.changes import FileChange
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, error, warning
from briefwright.load.bib_entry import parse_entry, short
from briefwright.load.bib_scan import Place
from briefwright.model import TidySettings


@dataclass(frozen=True, slots=True)
class DataChange:
    """A value that a rule changes."""

    key: str
    field: str
    before: str
    after: str
    rule: str


@dataclass(slots=True)
class Tidied:
    """What the rules make of a file."""

    change: FileChange
    entries: int = 0
    """How many entries there are."""
    touched: int = 0
    """How many of them come out otherwise."""
    data: list[DataChange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    """Entries that are left alone."""
    rewritten: set[tuple[str, str]] = field(default_factory=set)
    gone: set[tuple[str, str]] = field(default_factory=set)


def tidy(file: BibText, rules: Sequence[Rule], settings: TidySettings, *, guarded: bool = True) -> Tidied:
    """What some rules make of a file; nothing is written.

    rules: in the order of their table. guarded: whether the result is read again and compared with what was there,
    as it must be before it is written. Raises BriefwrightError where a field or a comment would be lost (R008), or a
    character cannot be written in the file's encoding, or nobody knows what that is (R007).
    """
    if b"\0" in file.data:
        said = "the file holds NUL characters, as one in UTF-16 without a byte order mark does"
        raise BriefwrightError(error(Code.BIB_ENCODING, said, Location(file.shown), hint="save the file in UTF-8"))
    done = Tidied(FileChange(file.path, file.shown, file.raw, file.raw), len(file.index.entries))
    which = [rule for rule in rules if rule.entry and (rule.effect is Effect.DROP or rule.name == "field-order")]
    style = style_of(file, settings, lambda entry: _followed(entry, which, Style(settings=settings), "", None))
    first, last = (
        [rule for rule in rules if rule.file and first == (rule.name == "encoding")] for first in (True, False)
    )
    try:
        now = _files(file, first, style)
        now = _with(now, now.edited(_changes(now, rules, style, done)))
        now = _files(now, last, style)
    except UnencodableError as problem:
        raise BriefwrightError(_unencodable(file, problem)) from problem
    done.change = FileChange(file.path, file.shown, file.raw, now.raw)
    if guarded and done.change.changes:
        lost = losses(file, now, Meant(rewritten=frozenset(done.rewritten), gone=frozenset(done.gone)))
        if lost:
            raise BriefwrightError(*lost)
    return done


def _files(file: BibText, rules: Sequence[Rule], style: Style) -> BibText:
    """A file after rules that are about it as a whole."""
    for rule in rules:
        if rule.file:
            file = _with(file, rule.file(file, style))
    return file


def _with(file: BibText, raw: bytes) -> BibText:
    return file if raw == file.raw else BibText(file.path, file.shown, raw)


def _unencodable(file: BibText, problem: UnencodableError) -> Finding:
    hint = "`--select encoding` saves the file in UTF-8"
    return error(Code.BIB_ENCODING, str(problem), Location(file.shown, problem.line), hint=hint)


def _changes(file: BibText, rules: Sequence[Rule], style: Style, done: Tidied) -> Iterator[Change]:
    """What rules change in entries, and after them."""
    of_entries = [rule for rule in rules if rule.entry]
    of_gaps = [rule for rule in rules if rule.gap]
    starts = {place.start for place in file.index.entries} | {len(file.data)}
    for place in file.index.entries:
        text = file.block(place)
        entry = entry_of(text, place.key) if place.key else None
        told = len(done.data)
        made = _followed(entry, of_entries, style, place.key, done) if entry else None
        if entry is None or made is None or not _reads_so(entry, made, text, sure=len(done.data) == told):
            del done.data[told:]
            done.findings.append(_left_alone(file, place))
            continue
        old = entry.text
        if made is not entry and made.text != old:
            done.touched += 1
            yield _stretch(file, place, old, made.text)
        gap = text[len(old) :]
        if of_gaps and place.end in starts and not gap.strip():
            yield from _gap_change(file, place, gap, of_gaps, style)


def _reads_so(entry: Entry, made: Entry, text: str, *, sure: bool) -> bool:
    """Whether an entry will be read as it is meant: braces after backslashes are read one way or another.

    text: the entry's, up to the next block. sure: whether no rule that changes data has changed it.
    """
    if made is entry or made.text == entry.text:
        return True
    rest = text[len(entry.text) :]
    if rest.partition("\n")[0].strip():
        return False  # what follows on its line is comment as long as that line begins as it does
    if made.plain and sure:
        return True
    again = entry_of(made.text + rest, entry.key.lstrip(" \t\n{(").rstrip())
    return again is not None and again._replace(plain=False) == made._replace(plain=False)


def _gap_change(file: BibText, place: Place, gap: str, rules: Sequence[Rule], style: Style) -> Iterator[Change]:
    wanted = gap
    for rule in rules:
        wanted = rule.gap(wanted, place.end == len(file.data), style) if rule.gap else wanted
    if wanted != gap:
        yield Change(place.end - len(gap.encode("utf-8")), place.end, wanted)


def _followed(entry: Entry, rules: Sequence[Rule], style: Style, key: str, done: Tidied | None) -> Entry:
    """An entry after some rules; what they do to fields goes into `done`."""
    for rule in rules:
        assert rule.entry is not None  # noqa: S101  # the caller chose such
        made = rule.entry(entry, style)
        if done and made is not entry and rule.effect is not Effect.LAYOUT:
            _note(entry, made, rule, key, done)
        entry = made
    return entry


def _note(before: Entry, after: Entry, rule: Rule, key: str, done: Tidied) -> None:
    """What a rule has done to fields."""
    if rule.effect is Effect.DROP:
        names = {one.name.lower() for one in before.fields} - {one.name.lower() for one in after.fields}
        done.gone |= {(key, name) for name in names}
        return
    for old, new in zip(before.fields, after.fields, strict=True):
        if old.value != new.value:
            done.rewritten.add((key, old.name.lower()))
            if rule.effect is Effect.DATA:
                done.data.append(DataChange(key, old.name.lower(), old.value, new.value, rule.name))


def _stretch(file: BibText, place: Place, old: str, new: str) -> Change:
    """An entry's text and what takes its place; in a file of several encodings, only where the two differ."""
    start = end = 0
    if file.raw is not file.data:
        start = _same_start(old, new)
        end = _same_start(old[start:][::-1], new[start:][::-1])
    first = place.start + len(old[:start].encode("utf-8"))
    stretch = old[start : len(old) - end]
    return Change(first, first + len(stretch.encode("utf-8")), new[start : len(new) - end])


def _same_start(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (sign, its) in pairs if sign != its), min(len(one), len(other)))


def _left_alone(file: BibText, place: Place) -> Finding:
    block = parse_entry(file.block(place), place.key)
    why = block.problems[0].message if block.broken else "how it is written cannot be told for sure"
    name = f"the entry `{short(place.key)}`" if place.key else "an entry without a key"
    message = f"{name} is left as it is: {why}"
    hint = block.problems[0].hint if block.broken else ""
    return warning(Code.BIB_LEFT_ALONE, message, file.location(place), hint=hint, subject=place.key)
