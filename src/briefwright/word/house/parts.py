"""Parts of a house's file brought into a document's, with the pictures and links that they name, and nothing else."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from briefwright.word.house.template import targets
from briefwright.word.package import OFFICE, Package, relationships_of, target_of

IMAGES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp",
    "tif": "image/tiff", "tiff": "image/tiff", "emf": "image/x-emf", "wmf": "image/x-wmf", "svg": "image/svg+xml",
}  # fmt: skip
"""Pictures by the end of their names -> content type."""
MAX_RELATIONS = 500
"""Pictures and links of cover, heads and feet."""
_TYPES = {"image": IMAGES, "font": {"odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont"}}


@dataclass(slots=True)
class Bringer:
    """Brings parts from one package into another."""

    house: Package
    ours: Package
    left_out: list[str] = field(default_factory=list)
    """What was not brought, in words."""
    _brought: dict[str, str] = field(default_factory=dict)
    _targets: dict[str, dict[str, tuple[str, str, bool]]] = field(default_factory=dict)
    _relations: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def part(self, name: str, content_type: str) -> str:
        """A part of the house's as a part of ours, by its name there; brought once."""
        if name not in self._brought:
            folder, file = posixpath.split(name)
            new = f"word/house/{file}" if folder == "word" else f"word/house/{posixpath.basename(folder)}/{file}"
            self.ours.add(new, self.house.parts[name], content_type)
            self._brought[name] = new
        return self._brought[name]

    def relation(self, source: str, theirs: str, identifier: str) -> str:
        """The id in a part of ours (source) of a relationship of a part of theirs; empty where it is left out."""
        key = (source, theirs, identifier)
        if key not in self._relations and len(self._relations) >= MAX_RELATIONS:
            self.left_out.append(f"what it has beyond {MAX_RELATIONS} pictures and links")
            return ""
        if key not in self._relations:
            self._relations[key] = self._relate(source, theirs, identifier)
        return self._relations[key]

    def _relate(self, source: str, theirs: str, identifier: str) -> str:
        if theirs not in self._targets:
            self._targets[theirs] = targets(self.house, theirs)
        kind, target, outside = self._targets[theirs].get(identifier, ("", "", False))
        if outside:
            if kind == "hyperlink" and target.lower().startswith(("http://", "https://", "mailto:")):
                return self.ours.relate(source, f"{OFFICE}/hyperlink", target, external=True)
            if kind == "hyperlink":
                self.left_out.append(f"its link to {target[:200]}")
            return ""
        name = target_of(relationships_of(theirs), target)
        content_type = _TYPES.get(kind, {}).get(name.rpartition(".")[2].lower(), "")
        if content_type and name in self.house.parts:
            new = self.part(name, content_type)
            return self.ours.relate(source, f"{OFFICE}/{kind}", posixpath.relpath(new, posixpath.dirname(source)))
        if kind and kind not in ("header", "footer"):
            self.left_out.append(f"its part {name} ({kind})")
        return ""
