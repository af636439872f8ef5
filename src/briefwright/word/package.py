"""The zip around a DOCX (ECMA-376 part 2): parts, content types and relationships, read with bounds, written alike."""

from __future__ import annotations

import io
import posixpath
import time
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from briefwright.word.ooxml import Element, parse, serialise

CONTENT_TYPES = "[Content_Types].xml"
TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIP_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_DOCUMENT = f"{OFFICE}/officeDocument"

MAX_PARTS = 5_000
MAX_PART_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 256 * 1024 * 1024
MAX_RATIO = 400
"""Unpacked to packed, of the whole file. Deflate's own limit is about 1,030; text of real briefs stays under 30."""
EARLIEST, LATEST = 315_532_800, 4_354_819_198
"""1980 and 2107: the moments between which a zip can write down a date."""


class BadPackageError(Exception):
    """The bytes are no package that can be read; the text says why, without a full stop."""


@dataclass(slots=True)
class Package:
    """The parts of a DOCX by name, without a slash in front."""

    parts: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, data: bytes, content_type: str) -> None:
        """Put a part in, and its content type."""
        self.parts[name] = data
        types = parse(self.parts[CONTENT_TYPES])
        self._forget_type(types, name)
        override = etree.SubElement(types, f"{{{TYPES_NAMESPACE}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", content_type)
        self.parts[CONTENT_TYPES] = serialise(types)

    def remove(self, name: str) -> None:
        """Take a part out, with its content type, its relationships and those that lead to it."""
        if self.parts.pop(name, None) is None:
            return
        self.parts.pop(relationships_of(name), None)
        types = parse(self.parts[CONTENT_TYPES])
        self._forget_type(types, name)
        self.parts[CONTENT_TYPES] = serialise(types)
        for path in [path for path in self.parts if path.endswith(".rels")]:
            root = parse(self.parts[path])
            for item in list(root):
                if item.get("TargetMode") != "External" and target_of(path, item.get("Target", "")) == name:
                    root.remove(item)
            self.parts[path] = serialise(root)

    def relate(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        """Add a relationship from a part ("" for the package) and return its id.

        kind: the relationship's type, an address. target: relative to the source's folder; an address where it is
        external.
        """
        path = relationships_of(source)
        if path in self.parts:
            root = parse(self.parts[path])
        else:
            root = etree.Element(f"{{{RELATIONSHIP_NAMESPACE}}}Relationships", nsmap={None: RELATIONSHIP_NAMESPACE})
        taken = {item.get("Id") for item in root}
        number = next(number for number in range(1, len(taken) + 2) if f"rIdBw{number}" not in taken)
        item = etree.SubElement(root, f"{{{RELATIONSHIP_NAMESPACE}}}Relationship")
        item.set("Id", f"rIdBw{number}")
        item.set("Type", kind)
        item.set("Target", target)
        if external:
            item.set("TargetMode", "External")
        self.parts[path] = serialise(root)
        return f"rIdBw{number}"

    def related(self, source: str, kind: str) -> list[str]:
        """The names of the parts that a part's relationships of one type lead to.

        Raises ValueError where the relationships are not XML.
        """
        path = relationships_of(source)
        if path not in self.parts:
            return []
        names = [
            target_of(path, item.get("Target", ""))
            for item in parse(self.parts[path])
            if isinstance(item.tag, str) and item.get("Type") == kind and item.get("TargetMode") != "External"
        ]
        return [name for name in names if name in self.parts]

    @staticmethod
    def _forget_type(types: Element, name: str) -> None:
        for item in list(types):
            if item.get("PartName") == f"/{name}":
                types.remove(item)


def relationships_of(name: str) -> str:
    """The part that holds a part's relationships; "" is the package."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def target_of(relationships: str, target: str) -> str:
    """The name of the part that a target in a relationships part means."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    folder = posixpath.dirname(posixpath.dirname(relationships))
    return posixpath.normpath(posixpath.join(folder, target))


def read_package(data: bytes) -> Package:
    """Unpack a DOCX that may come from anywhere.

    Raises BadPackageError where it is no zip, is cut short, is encrypted, names a part twice or unpacks to more than
    the bounds of this module allow.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_bombs(entries, len(data))
            return Package({entry.filename.lstrip("/"): _read(archive, entry) for entry in entries})
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as problem:
        raise BadPackageError("it is not a Word document, or it is cut short") from problem
    except RuntimeError as problem:  # what zipfile raises for a password
        raise BadPackageError("it is protected by a password") from problem


def _refuse_bombs(entries: list[zipfile.ZipInfo], packed: int) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_PARTS:
        raise BadPackageError(f"it has {len(entries)} parts, more than the {MAX_PARTS} that are read")
    if total > MAX_TOTAL_BYTES or total > packed * MAX_RATIO:
        raise BadPackageError(f"it unpacks to {total} bytes, more than is safe to read")
    if len({entry.filename for entry in entries}) != len(entries):
        raise BadPackageError("it names a part twice")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # The size in the directory can lie, so what is really unpacked is bounded too.
    with archive.open(entry) as stream:
        data = stream.read(min(entry.file_size, MAX_PART_BYTES) + 1)
    if len(data) > min(entry.file_size, MAX_PART_BYTES):
        raise BadPackageError(f"its part {entry.filename} unpacks to more than is safe to read")
    return data


def write_package(package: Package, timestamp: int) -> bytes:
    """The zip, the same bytes for the same parts.

    timestamp: seconds since 1970, given to every entry; held between 1980 and 2107. The content types come first, as
    Word writes them: some readers look no further to tell what the file is.
    """
    moment = time.gmtime(min(max(timestamp, EARLIEST), LATEST))[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(package.parts, key=lambda name: (name != CONTENT_TYPES, name != "_rels/.rels", name)):
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the machine that writes is nobody's business
            archive.writestr(entry, package.parts[name])
    return buffer.getvalue()
