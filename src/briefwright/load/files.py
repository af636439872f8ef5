"""Reading text files as they come from people's machines: what cannot be read becomes a finding."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefwright.diagnostics import Code, Finding, Location, Severity, Warned, error, warning

_STRAY_BREAKS = re.compile("[\x85\u2028\u2029]")

MAX_BYTES = 64_000_000
"""Larger than any library of facts written by people; a guard against an export dropped in the wrong folder."""

_TOOLS_OWN = "\ufdd0-\ufdef\U000f0000-\U0010ffff"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff\ufeff"
FORBIDDEN = re.compile(f"[{_TOOLS_OWN}{_CONTROLS}]")
"""Noncharacters U+FDD0-U+FDEF and private use planes 15 and 16, which mark lines and anchors while a brief is
rendered; and what XML 1.0, so DOCX, cannot hold."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's text, able to point into itself."""

    path: str
    """As in Location.path."""
    text: str
    """Line ends are newlines, a byte order mark is gone."""
    lines: tuple[str, ...]

    @classmethod
    def of(cls, path: str, text: str) -> TextFile:
        """A text with its lines cut."""
        return cls(path, text, tuple(text.split("\n")))

    def at(self, line: int, column: int = 0) -> Location:
        """The place of a 1-based line and column, with the line's text."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Location(self.path, line, column, text)

    def place(self, index: int) -> tuple[int, int]:
        """The 1-based line and column of a 0-based position in the text."""
        before = self.text[:index]
        return before.count("\n") + 1, index - before.rfind("\n")


def shown_path(path: Path, root: Path) -> str:
    """A path as findings show it: relative to the project, forward slashes, always printable."""
    try:
        name = path.relative_to(root).as_posix()
    except ValueError:
        name = path.as_posix()
    return os.fsencode(name).decode("utf-8", "replace")


def find_files(folder: Path, root: Path, endings: tuple[str, ...]) -> Warned[tuple[Path, ...]]:
    """All files under a folder with one of the endings, sorted by path; hidden ones are passed over.

    Links to folders are not followed, since they may lead out of the project or in a circle; each is a finding,
    and so is a folder that bears a file's ending.
    A folder that does not exist holds none.
    """
    if not folder.exists():
        return Warned(())
    found: list[Path] = []
    findings: list[Finding] = []
    for base, folders, names in os.walk(folder, onerror=lambda exc: findings.append(_unreadable_folder(exc, root))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            findings.extend(_odd_folder(Path(base, name), root, endings))
        found.extend(Path(base, name) for name in names if name.lower().endswith(endings) and name[0] != ".")
    return Warned(tuple(sorted(found, key=lambda path: path.as_posix())), tuple(findings))


def _unreadable_folder(exc: OSError, root: Path) -> Finding:
    at = Location(shown_path(Path(os.fsdecode(exc.filename or "")), root))
    return error(Code.UNREADABLE_FILE, f"the folder cannot be read: {reason(exc)}", at)


def _odd_folder(path: Path, root: Path, endings: tuple[str, ...]) -> Iterator[Finding]:
    at = Location(shown_path(path, root))
    if path.is_symlink():
        yield warning(
            Code.UNREADABLE_FILE, "a link to a folder is not followed", at, hint="put the files themselves here"
        )
    elif path.name.lower().endswith(endings):
        yield warning(Code.UNREADABLE_FILE, "this is a folder with the name of a file", at, hint="rename the folder")


def reason(exc: OSError) -> str:
    """Why the operating system refused, in words."""
    words = {
        PermissionError: "permission is denied",
        FileNotFoundError: "it does not exist",
        IsADirectoryError: "it is a folder",
    }
    return words.get(type(exc)) or (exc.strerror or str(exc)).lower()


def read_text(path: Path, root: Path) -> Warned[TextFile | None]:
    """Read a text file of the project.

    Line ends become newlines, Unicode's own line separators become spaces (YAML, and only YAML, counts lines by
    them; they come with texts copied from Word), a UTF-8 byte order mark is dropped, and characters that no document
    may hold are reported and replaced by U+FFFD, so that every place stays what it is in the file. None where the
    file cannot be used at all: unreadable, not UTF-8, binary, no regular file, or a link that leaves the project.
    """
    shown = shown_path(path, root)
    at = Location(shown)
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            hint = "copy the file into the project"
            return _refused("the file is a link that leaves the project, so it is not read", at, hint)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _refused("this is not a regular file", at)
        if status.st_size > MAX_BYTES:
            return _refused(f"the file is larger than {MAX_BYTES // 1_000_000} MB", at, "split it into several")
        data = path.read_bytes()
    except (OSError, RuntimeError) as exc:  # RuntimeError: pathlib's word for links that go in a circle (until 3.13)
        why = reason(exc) if isinstance(exc, OSError) else "its links go in a circle"
        return _refused(f"the file cannot be read: {why}", at)
    return decode(data, shown)


def _refused(message: str, at: Location, hint: str = "") -> Warned[TextFile | None]:
    return Warned(None, (error(Code.UNREADABLE_FILE, message, at, hint=hint),))


def decode(data: bytes, shown: str) -> Warned[TextFile | None]:
    """Text from a file's bytes, as in read_text."""
    at = Location(shown)
    save_as = "save it as UTF-8 (in Word and Excel: Save As, with the encoding UTF-8)"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refused("the file is UTF-16, not UTF-8", at, save_as)
    if b"\0" in data:
        return _refused("the file is not text", at, "only text files belong into this folder")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        offset = exc.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")
        rest = re.split(rb"[\r\n]", data[offset:], maxsplit=1)[0].decode("utf-8", "replace")
        place = Location(shown, before.count(b"\n") + 1, len(line) + 1, line + rest)
        return _refused(f"the file is not UTF-8: byte 0x{data[offset]:02x} stands here", place, save_as)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    file = TextFile.of(shown, _STRAY_BREAKS.sub(" ", text))
    findings = tuple(forbidden_characters(file))
    if findings:
        file = TextFile.of(shown, FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", file.text))
    return Warned(file, findings)


def forbidden_characters(file: TextFile) -> Iterator[Finding]:
    """A finding for each line with characters that no document may hold, at the first of them."""
    if not FORBIDDEN.search(file.text):
        return
    for number, line in enumerate(file.lines, 1):
        match = FORBIDDEN.search(line)
        if match:
            yield forbidden_character(match[0], file.at(number, match.start() + 1))


def forbidden_character(character: str, at: Location) -> Finding:
    """The finding for one such character."""
    name = f"U+{ord(character):04X}"
    if re.match(f"[{_TOOLS_OWN}]", character):
        message, hint = f"the character {name} is reserved for Briefwright's own marks", "remove it"
    elif character == "\ufeff":
        message, hint = f"an invisible byte order mark ({name}) stands inside the text", "remove it"
    else:
        message, hint = f"the control character {name} cannot stand in a document", "remove it or put a space there"
    return Finding(Code.RESERVED_CHARACTER, Severity.ERROR, message, at, hint)
