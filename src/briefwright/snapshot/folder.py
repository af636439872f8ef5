"""The folder of snapshots: which sources have one, and reading it with bounds.

A snapshot is a file named after its source's key. What `briefwright snapshot` kept of a PDF, a web page or a Word
document has its text beside it; of a file put there by hand the text is extracted when it is needed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from briefwright.diagnostics import Code, Finding, Location, Warned, warning
from briefwright.load.files import reason, shown_path
from briefwright.model import Project, Reference
from briefwright.snapshot.extract import (
    ENDINGS,
    MAX_TEXT_BYTES,
    MEDIA_TYPES,
    ExtractionError,
    bytes_of,
    extract,
    text_of,
)
from briefwright.snapshot.folding import Folded, fold, nfc
from briefwright.snapshot.places import Corrections, Places, find_places
from briefwright.snapshot.places_file import ENDING as PLACES_ENDING
from briefwright.snapshot.places_file import paragraphs_of, read_places

ENVIRONMENT = "BRIEFWRIGHT_SNAPSHOTS"
"""A variable that names the folder of snapshots, for people who keep them outside the project."""
OWN_FOLDER = "snapshots"
"""In the project: where snapshots are unless something else is said, and where files of places are looked for first."""
RECORD_ENDING = ".snapshot.json"
_CONTROLS = re.compile("[\\x00\\x01\\x03-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x9f]")
"""Findings quote the text, and a terminal would obey them; U+0002 is a hyphen of PDFium's."""
_UNSAFE = '/\\:*?"<>|%'


@dataclass(frozen=True)
class Snapshot:
    """The saved text of a source."""

    key: str
    path: Path
    """The file that the text was read from."""
    text: str
    """In Unicode's form NFC; form feeds are page breaks."""
    corrections: Corrections = field(default_factory=Corrections)
    places_unread: bool = False
    """Whether it has a file of places that says nothing because it is broken."""

    @cached_property
    def folded(self) -> Folded:
        """The text as it is searched."""
        return fold(self.text)

    def places(self, reference: Reference | None) -> Places:
        """Its pages, paragraphs and notes. reference: the source's entry, for its pages."""
        return find_places(self.text, reference, self.corrections)


@dataclass(frozen=True)
class SnapshotFolder:
    """A folder of snapshots, listed once."""

    folder: Path
    root: Path
    """The project's, for paths in findings and for files of places."""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The files that can be snapshots: from the name with a lower-case ending to the name."""
        return self._listed.value

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Why the folder cannot be listed (F114); empty where it can."""
        return self._listed.findings

    @cached_property
    def _listed(self) -> Warned[Mapping[str, str]]:
        try:
            names = os.listdir(self.folder)  # noqa: PTH208  # names, 50,000 quickly
        except (FileNotFoundError, NotADirectoryError):
            return Warned({})
        except OSError as problem:
            message = f"the folder of snapshots cannot be read: {reason(problem)}"
            at = Location(shown_path(self.folder, self.root))
            hint = "give yourself the right to read it, or name another in the setting `snapshots`"
            return Warned({}, (warning(Code.SNAPSHOT_UNREADABLE, message, at, hint=hint),))
        return Warned({_plain(name): name for name in names})

    def has(self, key: str) -> bool:
        """Whether there is a snapshot of a source, readable or not."""
        return self._name(key) is not None

    def read(self, key: str) -> Warned[Snapshot | None]:
        """The snapshot of a source; None where there is none, or where it cannot be read (F114 says why)."""
        name = self._name(key)
        if name is None:
            return Warned(None)
        path = self.folder / name
        try:
            text, labels, paragraphs = _read(path, self.root)
        except (ExtractionError, OSError) as problem:
            why = reason(problem) if isinstance(problem, OSError) else str(problem)
            return Warned(None, (self._unreadable(path, why),))
        record = self._record(key)
        labels = labels or _labels(record)
        altered = self._altered(path, record)
        text = _CONTROLS.sub(" ", nfc(text))
        snapshot = Snapshot(key, path, text, Corrections(page_labels=labels))
        if paragraphs:
            told = Corrections(page_labels=labels, paragraphs=paragraphs_of(paragraphs, text, snapshot.folded))
            snapshot = _with(snapshot, told)
        corrected = self._corrected(snapshot)
        return Warned(corrected.value, (*altered, *corrected.findings))

    def files_of(self, key: str) -> tuple[str, ...]:
        """The names of a source's copies and texts, texts first."""
        stem = file_stem(key)
        return tuple(self.names[stem + ending] for ending in ENDINGS if stem + ending in self.names)

    def _name(self, key: str) -> str | None:
        return next(iter(self.files_of(key)), None)

    def _unreadable(self, path: Path, why: str) -> Finding:
        message = f"the saved copy `{path.name}` cannot be read: {why}"
        hint = "save the source again, as text if need be, with `briefwright snapshot`"
        return warning(Code.SNAPSHOT_UNREADABLE, message, Location(shown_path(path, self.root)), hint=hint)

    def _record(self, key: str) -> Mapping[str, Any]:
        """What was written down when the snapshot was kept; empty where nothing can be read."""
        path = self.folder / f"{file_stem(key)}{RECORD_ENDING}"
        try:
            record = json.loads(bytes_of(path, MAX_TEXT_BYTES)) if _is_file(path) else {}
        except (OSError, ValueError, RecursionError, ExtractionError):
            return {}
        return record if isinstance(record, dict) else {}

    def _altered(self, path: Path, record: Mapping[str, Any]) -> tuple[Finding, ...]:
        """A finding (F114) where the file that was read is not the one that was kept."""
        is_copy = record.get("media_type") == MEDIA_TYPES[path.suffix.lower()]
        kept = record.get("sha256" if is_copy else "text_sha256")
        try:
            if not isinstance(kept, str) or _sha256(path) == kept.lower():
                return ()
        except OSError:
            return ()
        what = "saved copy" if is_copy else "extracted text"
        message = f"the {what} `{path.name}` has been altered since it was kept"
        name = f"{path.stem}{RECORD_ENDING}"
        hint = f"save the source again with --force; or, where you have corrected it, take its SHA-256 out of {name}"
        return (warning(Code.SNAPSHOT_UNREADABLE, message, Location(shown_path(path, self.root)), hint=hint),)

    def _corrected(self, snapshot: Snapshot) -> Warned[Snapshot | None]:
        """A snapshot with what its file of places says: the project's own, else the one beside it."""
        name = f"{file_stem(snapshot.key)}{PLACES_ENDING}"
        for path in (self.root / OWN_FOLDER / name, self.folder / name):
            if _is_file(path):
                read = read_places(path, shown_path(path, self.root), snapshot.text, snapshot.folded)
                said, told = read.value, snapshot.corrections
                labels, paragraphs = said.page_labels or told.page_labels, said.paragraphs or told.paragraphs
                corrections = Corrections(said.pages, labels, paragraphs, said.notes)
                unread = bool(read.findings) and said == Corrections()
                return Warned(_with(snapshot, corrections, places_unread=unread), read.findings)
        return Warned(snapshot)


def _with(snapshot: Snapshot, corrections: Corrections, *, places_unread: bool = False) -> Snapshot:
    corrected = Snapshot(snapshot.key, snapshot.path, snapshot.text, corrections, places_unread)
    corrected.__dict__["folded"] = snapshot.folded  # folded once
    return corrected


def _labels(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The labels of pages that were kept when the snapshot was."""
    labels = record.get("page_labels", [])
    return tuple(map(str, labels)) if isinstance(labels, list) else ()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113  # Path's own raises where permission is denied


def _plain(name: str) -> str:
    stem, ending = os.path.splitext(unicodedata.normalize("NFC", name))  # noqa: PTH122  # a name, not a path
    return stem + ending.lower()


def _read(path: Path, root: Path) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A snapshot's text, labels of pages and paragraphs. Raises ExtractionError, OSError."""
    status = path.stat()
    if path.is_symlink() and not _is_within(path, (path.parent, root)):
        raise ExtractionError("it is a link that leads out of the folder; put the file itself there")
    if not stat.S_ISREG(status.st_mode):
        raise ExtractionError("it is a folder" if stat.S_ISDIR(status.st_mode) else "it is not a regular file")
    ending = path.suffix.lower()
    if ending in (".txt", ".md"):
        text = text_of(bytes_of(path, MAX_TEXT_BYTES))
        if not text.strip():
            raise ExtractionError("it has no text")
        return text, (), ()
    done = extract(path, ending)
    return done.text, done.page_labels, done.paragraphs


def _is_within(path: Path, folders: Iterable[Path]) -> bool:
    """Whether a link leads to somewhere in one of some folders: one that came with a project could lead anywhere."""
    target = path.resolve()
    return any(target.is_relative_to(folder.resolve()) for folder in folders)


def file_stem(key: str) -> str:
    """The name of a source's files without their endings: its key, signs that no file may have written as %2F."""
    stem = "".join(f"%{ord(sign):02X}" if sign in _UNSAFE or ord(sign) < 32 else sign for sign in key)
    return unicodedata.normalize("NFC", f"%2E{stem[1:]}" if stem.startswith(".") else stem)


def snapshot_folder(project: Project) -> Path:
    """The folder of a project's snapshots: the environment variable's, else the setting's; it need not exist."""
    return project.root / (os.environ.get(ENVIRONMENT) or project.config.snapshots or OWN_FOLDER)


def find_snapshot(folder: Path, key: str, root: Path | None = None) -> Warned[Snapshot | None]:
    """The snapshot of one source. root: the project's; by default paths are shown in full."""
    return SnapshotFolder(folder, root or folder).read(key)
