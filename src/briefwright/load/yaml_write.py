"""Facts as YAML text, in the sample's own manner: plain where that is safe, long texts folded, values in braces.

Whatever is written is read again before it is used: a form that does not come back unchanged is not taken.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from briefwright.load.files import TextFile
from briefwright.load.yaml_reader import read_yaml

WIDTH = 118
FIELD_ORDER = (
    "id kind label statement clause value values subject property as_of tags evidence voice status review_by "
    "supersedes conflicts_with derived marking credibility note"
).split()
EVIDENCE_ORDER = "source locator quote relation via origin".split()
_IN_BRACES = frozenset(("value", "values", "voice", "tags", "supersedes", "conflicts_with", "derived", "quote", "unit"))
_ALWAYS_QUOTED = frozenset(("quote", "exact", "prefix", "suffix"))


def as_text(value: object) -> str:
    """A scalar as the file has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def reads_back(text: str, value: str, *, flow: bool = False) -> bool:
    """Whether a scalar's text says a value. flow: in brackets."""
    read = read_yaml(TextFile.of("", f"k: [{text}]" if flow else f"k: {text}\n"))
    return not read.findings and isinstance(read.value, dict) and read.value.get("k") in (value, [value])


def scalar(value: str, *, flow: bool = False, quoted: bool = False) -> str:
    """A text on one line: plain where it stays what it is, in double quotes elsewhere."""
    plain_is_safe = not quoted and value == value.strip() and "\n" not in value and " #" not in value
    if plain_is_safe and reads_back(value, value, flow=flow) and not value.endswith((":", ",")):
        return value
    return in_quotes(value)


def in_quotes(value: str) -> str:
    """A text in double quotes, on one line."""
    # JSON's escapes are YAML's; what JSON leaves as it is and YAML takes for a line's end is escaped too.
    text = json.dumps(value, ensure_ascii=False)
    return "".join(f"\\u{ord(char):04x}" if char in "\x7f\x85\u2028\u2029\ufeff" else char for char in text)


def flow_text(value: Any, name: str = "") -> str:
    """A value in brackets and braces, on one line."""
    if isinstance(value, Mapping):
        fields = (f"{scalar(key, flow=True)}: {flow_text(item, key)}" for key, item in value.items())
        return "{" + ", ".join(fields) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow_text(item, name) for item in value) + "]"
    return scalar(as_text(value), flow=True, quoted=name in _ALWAYS_QUOTED)


def field_lines(name: str, value: Any, indent: int) -> list[str]:
    """The lines of one field in a block, indented."""
    pad = " " * indent
    if isinstance(value, Mapping):
        one_line = f"{pad}{name}: {flow_text(value, name)}"
        if name in _IN_BRACES and len(one_line) <= WIDTH:
            return [one_line]
        return [f"{pad}{scalar(name)}:", *mapping_lines(value, indent + 2)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        if not value or name in _IN_BRACES:
            return [f"{pad}{name}: {flow_text(value, name)}"]
        return [f"{pad}{name}:", *(line for item in value for line in item_lines(item, indent + 2))]
    return _text_lines(scalar(name), as_text(value), pad, quoted=name in _ALWAYS_QUOTED)


def _text_lines(name: str, value: str, pad: str, *, quoted: bool) -> list[str]:
    one_line = f"{pad}{name}: {scalar(value, quoted=quoted)}"
    forms: list[Callable[[], list[str]]] = []
    if "\n" in value:
        forms.append(lambda: [f"{pad}{name}: |-", *(f"{pad}  {line}".rstrip() for line in value.split("\n"))])
    elif len(one_line) > WIDTH and not quoted:
        width = max(40, WIDTH - len(pad) - 2)
        folded = textwrap.wrap(value, width, break_long_words=False, break_on_hyphens=False)
        forms.append(lambda: [f"{pad}{name}: >-", *(f"{pad}  {line}" for line in folded)])
    for form in forms:
        lines = form()
        read = read_yaml(TextFile.of("", "\n".join(line[len(pad) :] for line in lines)))
        if not read.findings and isinstance(read.value, dict) and read.value.get(name) == value:
            return lines
    return [one_line]


def mapping_lines(fields: Mapping[str, Any], indent: int) -> list[str]:
    """The lines of a block mapping."""
    return [line for name, value in fields.items() for line in field_lines(name, value, indent)]


def item_lines(item: Any, indent: int) -> list[str]:
    """The lines of one item of a block list, its dash at the indentation."""
    pad = " " * indent
    if isinstance(item, Mapping) and item:
        lines = mapping_lines(item, indent + 2)
        return [f"{pad}- {lines[0].lstrip()}", *lines[1:]]
    return [f"{pad}- {flow_text(item)}"]


def in_order(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A fact's fields in the usual order, without those that are empty."""
    names = [*FIELD_ORDER, *(name for name in fields if name not in FIELD_ORDER)]
    return {name: _tidy(name, fields[name]) for name in names if not _is_empty(fields.get(name))}


def _tidy(name: str, value: Any) -> Any:
    if name != "evidence" or not isinstance(value, Sequence) or isinstance(value, str):
        return value
    return [_evidence_in_order(item) if isinstance(item, Mapping) else item for item in value]


def _evidence_in_order(item: Mapping[str, Any]) -> dict[str, Any]:
    names = [*EVIDENCE_ORDER, *(name for name in item if name not in EVIDENCE_ORDER)]
    return {name: item[name] for name in names if not _is_empty(item.get(name))}


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, (str, Mapping, list, tuple)) and not value)


def fact_lines(fields: Mapping[str, Any], indent: int = 2) -> Iterator[str]:
    """The lines of a whole fact as an item of `facts`."""
    yield from item_lines(in_order(fields), indent)
