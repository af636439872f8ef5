"""Where texts stand in a YAML file, and how they are written, for who exchanges one for another in place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import yaml

from briefwright.load.yaml_edit import Loader, text_start
from briefwright.load.yaml_write import scalar

EACH = None
"""In a path: every item of a list."""


class Scalar(NamedTuple):
    """A text in a YAML file. start, end: in characters of the file's text."""

    start: int
    end: int
    value: str
    style: str
    """`'`, `"`, `|`, `>`, or empty for a plain one."""

    def written(self, value: str) -> str:
        """Another text in the same manner, on one line."""
        if self.style == "'":
            return "'" + value.replace("'", "''") + "'"
        if self.style == '"':
            return json.dumps(value, ensure_ascii=False)
        # in brackets and braces more signs end a plain text; outside them it does no harm to be careful too
        return scalar(value, flow=True)


def find_scalars(text: str, paths: Sequence[Sequence[str | None]]) -> tuple[Scalar, ...]:
    """The texts at some paths, such as ("facts", EACH, "id"), each once, in their order.

    Aliases are followed to where the text stands; `<<` is a field like others, as the reader has it. Raises
    ValueError where the file is not YAML.
    """
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as problem:
        raise ValueError(str(problem)) from problem
    found = {text_start(node, text): node for path in paths for node in _at(root, path)}
    return tuple(
        Scalar(start, node.end_mark.index, node.value, node.style or "") for start, node in sorted(found.items())
    )


def _at(node: Any, path: Sequence[str | None]) -> Iterator[Any]:
    if not path:
        if isinstance(node, yaml.ScalarNode):
            yield node
    elif path[0] is EACH:
        for item in node.value if isinstance(node, yaml.SequenceNode) else ():
            yield from _at(item, path[1:])
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == path[0]:
                yield from _at(value, path[1:])
