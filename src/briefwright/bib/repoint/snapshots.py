"""Saved copies of sources and what is known of their places: files that are named after keys."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from briefwright.bib.repoint.edits import Keys
from briefwright.changes import FileChange
from briefwright.load.files import shown_path
from briefwright.model import Project
from briefwright.snapshot.extract import ENDINGS
from briefwright.snapshot.folder import OWN_FOLDER, RECORD_ENDING, file_stem, snapshot_folder
from briefwright.snapshot.places_file import ENDING as PLACES_ENDING


def renamed_snapshots(project: Project, keys: Keys) -> tuple[tuple[FileChange, ...], tuple[str, ...]]:
    """The files of snapshots that get the names of other keys, and notes about those that do not.

    A folder outside the project is not touched, and no file takes the place of another.
    """
    changes: list[FileChange] = []
    notes: list[str] = []
    root = project.root.resolve()
    for folder in dict.fromkeys((snapshot_folder(project), project.root / OWN_FOLDER)):
        for file, target in _files(folder, keys):
            shown = shown_path(target, project.root)
            if not file.resolve().is_relative_to(root) or file.is_symlink():
                notes.append(f"{os.path.normpath(file)} is outside the project; rename it to {target.name} yourself.")
            elif target.exists():
                notes.append(f"{shown_path(file, project.root)} keeps its name: {target.name} is there already.")
            else:
                data = file.read_bytes()
                changes.append(FileChange(target, shown, data, data, file))
    return tuple(changes), tuple(notes)


def _files(folder: Path, keys: Keys) -> Iterator[tuple[Path, Path]]:
    """The files of the keys in a folder, each with its new path."""
    stems = {file_stem(old): file_stem(new) for old, new in keys.items()}
    endings = (PLACES_ENDING, RECORD_ENDING, *ENDINGS)
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208  # names, 50,000 quickly
    except OSError:
        return
    for name in names:
        plain = unicodedata.normalize("NFC", name)  # macOS gives names decomposed
        ending = next((one for one in endings if plain.lower().endswith(one)), "")
        stem = plain[: len(plain) - len(ending)] if ending else ""
        if stem in stems and (folder / name).is_file():
            yield folder / name, folder / f"{stems[stem]}{plain[len(stem) :]}"
