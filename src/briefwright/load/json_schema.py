"""JSON Schemas of fact files and of front matter, for editors: made from the models that validate.

`python -m briefwright.load.json_schema docs/schema` writes them. They are draft 7, which editors' YAML support
(yaml-language-server) reads best.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from briefwright.load.schema import FactFile, FrontMatterEntry

FACTS, BRIEF = "facts.schema.json", "brief.schema.json"
_DRAFT = "http://json-schema.org/draft-07/schema#"


def fact_schema() -> dict[str, Any]:
    """The JSON Schema of a file of facts."""
    schema = _schema(FactFile, "Briefwright: facts")
    definitions = schema["$defs"]
    quotation = definitions["QuotationEntry"]
    definitions["QuotationEntry"] = {
        "description": "The words quoted, or a group of fields.",
        "anyOf": [{"type": ["string", "number", "boolean"]}, quotation],
    }
    one_or_range = [{"required": ["amount"]}, {"required": ["low", "high"]}]
    definitions["ValueEntry"]["anyOf"] = one_or_range
    schema["properties"]["facts"] = {"anyOf": [schema["properties"]["facts"], {"type": "null"}]}
    return schema


def front_matter_schema() -> dict[str, Any]:
    """The JSON Schema of a brief's front matter."""
    return _schema(FrontMatterEntry, "Briefwright: front matter of a brief")


def _schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("title", None)
        required = part.get("required", ())
        for name, field in part.get("properties", {}).items():
            part["properties"][name] = _field(field, required=name in required)
    return {"$schema": _DRAFT, "title": title, **schema}


def _field(field: dict[str, Any], *, required: bool) -> dict[str, Any]:
    """Without pydantic's titles and empty defaults; what may be left out may be null."""
    kept = {key: value for key, value in field.items() if key != "title"}
    if kept.get("default", 0) in ("", None, []):
        del kept["default"]
    if required or {"type": "null"} in kept.get("anyOf", ()):
        return kept
    about: dict[str, Any] = {key: kept.pop(key) for key in ("description", "default", "examples") if key in kept}
    return {**about, "anyOf": [kept, {"type": "null"}]}


def write_schemas(folder: Path) -> tuple[Path, Path]:
    """Write both schemas into a folder; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / FACTS, folder / BRIEF
    for path, schema in zip(paths, (fact_schema(), front_matter_schema()), strict=True):
        path.write_text(as_text(schema), encoding="utf-8")
    return paths


def as_text(schema: dict[str, Any]) -> str:
    """A schema as its file has it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/schema"))
