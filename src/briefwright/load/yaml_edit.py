"""Changing a fact file without touching the rest of it: comments, order, quoting and line ends stay.

The places of values come from libyaml's nodes; only the text of what changed is exchanged. Each result is read
again and compared with what was meant, so that a layout this module does not understand leads to a finding and
never to a spoilt file.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from briefwright.diagnostics import BriefwrightError, Code, error
from briefwright.load import yaml_write
from briefwright.load.files import TextFile
from briefwright.load.yaml_reader import read_yaml
from briefwright.load.yaml_restyle import restyled

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CannotEditError(Exception):
    """The text is laid out in a way that cannot be changed in place."""


def append_fact(file_text: str, fact_fields: Mapping[str, Any], *, topic: str = "", schema: str = "") -> str:
    """A fact file's text with one more fact at its end.

    file_text: empty for a new file, which gets the topic and, where `schema` is a path or an address, the line
    that tells an editor the schema. fact_fields: as in a fact file; empty ones are left out.
    Raises BriefwrightError where the file does not parse or holds no list of facts.
    """
    return append_facts(file_text, [fact_fields], topic=topic, schema=schema)


def append_facts(file_text: str, facts: Sequence[Mapping[str, Any]], *, topic: str = "", schema: str = "") -> str:
    """As append_fact, for several facts at once."""
    text, restore = _normal(file_text)
    if not text.strip():
        head = [f"# yaml-language-server: $schema={schema}"] if schema else []
        head += [*yaml_write.field_lines("topic", topic, 0)] if topic else []
        entries = ("\n".join(yaml_write.fact_lines(fields)) + "\n" for fields in facts)
        return "\n".join([*head, "facts:", "\n".join(entries)])
    before = _facts_of(text)
    try:
        after = _appended(text, facts)
        if _facts_of(after) != [*before, *(_plain(yaml_write.in_order(fields)) for fields in facts)]:
            raise CannotEditError
    except (CannotEditError, BriefwrightError) as exc:
        raise _cannot("no fact can be added to this file as it is laid out") from exc
    return restore(after)


def change_fact(file_text: str, fact_id: str, fields: Mapping[str, Any]) -> str:
    """A fact file's text with one fact made to hold these fields, and the text of all else kept.

    Raises BriefwrightError where the file does not parse, does not hold the fact, or is laid out in a way that
    cannot be changed in place (a value that other facts refer to with `*`, for one).
    """
    return change_facts(file_text, {fact_id: fields})


def change_facts(file_text: str, changes: Mapping[str, Mapping[str, Any]], *, keep_style: bool = False) -> str:
    """As change_fact, for several facts of one file at once, by their ids.

    keep_style: whether a text stays plain, quoted or folded as it was, however long it becomes.
    """
    text, _ = _normal(file_text)
    before = _facts_of(text)
    numbers = {raw.get("id"): number for number, raw in reversed([*enumerate(before)]) if isinstance(raw, dict)}
    missing = [fact_id for fact_id in changes if fact_id not in numbers]
    if missing:
        raise _cannot(f"the file does not hold the fact `{missing[0]}`")
    wanted = {numbers[fact_id]: _plain(fields) for fact_id, fields in changes.items()}
    try:
        _, facts = _root(text)
        edits = _Edits(text, keep_style)
        for number, fields in wanted.items():
            _edit(edits, facts.value[number], before[number], fields)
        after = edits.result()
        if _facts_of(after) != [wanted.get(number, raw) for number, raw in enumerate(before)]:
            raise CannotEditError
    except (CannotEditError, BriefwrightError) as exc:
        names = ", ".join(f"`{fact_id}`" for fact_id in changes)
        raise _cannot(f"{names} cannot be changed in place as the file is laid out") from exc
    return edits.result_in(file_text)


def exchanged(text: str, way: Sequence[str], new: str) -> tuple[int, int, str]:
    """What to exchange in a YAML text so that a text in its outer mappings says something else, in the same style.

    way: the keys that lead to it. Returns where the old text begins and ends, and the new one. Raises CannotEditError
    where there is no such text, or its style cannot be kept.
    """
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError:
        raise CannotEditError from None
    flow = False
    for step in way:
        fields = node.value if isinstance(node, yaml.MappingNode) else ()
        flow = flow or bool(getattr(node, "flow_style", False))
        node = next((value for key, value in fields if key.value == step), None)
    if not isinstance(node, yaml.ScalarNode):
        raise CannotEditError
    edits = _Edits(text)
    _exchange(edits, node, new, flow=flow)
    return edits.list[0]


def _normal(file_text: str) -> tuple[str, Callable[[str], str]]:
    """A text without byte order mark and carriage returns, and what gives them back."""
    mark = "\ufeff" if file_text.startswith("\ufeff") else ""
    newline = "\r\n" if "\r\n" in file_text else "\n"
    text = file_text.removeprefix("\ufeff").replace("\r\n", "\n")
    return text, lambda changed: mark + changed.replace("\n", newline)


def _cannot(message: str) -> BriefwrightError:
    return BriefwrightError(error(Code.FACT_INVALID, message, hint="change the file by hand"))


def _facts_of(text: str) -> list[Any]:
    read = read_yaml(TextFile.of("", text))
    if read.failed or not isinstance(read.value, dict):
        raise _cannot("the file cannot be read as a file of facts")
    facts = read.value.get("facts")
    if facts is not None and not isinstance(facts, list):
        raise _cannot("the file's `facts` are no list")
    return facts or []


def _plain(value: Any) -> Any:
    """As the reader would have it: text, lists and dicts; no nulls."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return yaml_write.as_text(value)


@dataclass(slots=True)
class _Edits:
    """Exchanges of stretches of a text, done from its end."""

    text: str
    keep_style: bool = False
    list: list[tuple[int, int, str]] = field(default_factory=list)

    def replace(self, start: int, end: int, new: str) -> None:
        """Put a text for the characters from start to before end."""
        self.list.append((start, end, new))

    def result(self) -> str:
        """The text with all exchanges done."""
        text = self.text
        previous = len(text) + 1
        order = sorted(range(len(self.list)), key=lambda number: (*self.list[number][:2], number), reverse=True)
        for number in order:
            start, end, new = self.list[number]
            if end > previous:
                raise CannotEditError
            text, previous = text[:start] + new + text[end:], start
        return text

    def result_in(self, file_text: str) -> str:
        """As `result`, in the text that `self.text` was made of by `_normal`: every line keeps its own end."""
        mark = len(file_text) - len(file_text.removeprefix("\ufeff"))
        ends = [found.start() - number - mark for number, found in enumerate(re.finditer("\r\n", file_text))]
        whole = _Edits(file_text)
        newline = "\r\n" if ends else "\n"
        for start, end, new in self.list:
            first, last = (at + mark + bisect.bisect_left(ends, at) for at in (start, end))
            whole.replace(first, last, new.replace("\n", newline))
        return whole.result()

    def line_start(self, index: int) -> int:
        """Where the line of a position begins."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Where the line of a position ends, its newline included."""
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1


def text_start(node: Any, text: str) -> int:
    """Where a scalar's own text begins, behind its anchor and its tag."""
    start: int = node.start_mark.index
    named = _PROPERTIES.match(text, start)
    return named.end() if named else start


def _content_end(node: Any, text: str) -> int:
    """Where a node's own text ends; libyaml lets block nodes run on to the next token."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style:
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            end = node.start_mark.index + len(text[node.start_mark.index : end].rstrip())
        return end
    if not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _content_end(last[1] if isinstance(node, yaml.MappingNode) else last, text)


def _root(text: str) -> tuple[Any, Any]:
    """The nodes of the outer mapping and of the value of `facts`."""
    root = yaml.compose(text, Loader=Loader)
    if isinstance(root, yaml.MappingNode) and not root.flow_style:
        for key, value in root.value:
            if key.value == "facts":
                return key, value
    raise CannotEditError


def _appended(text: str, new: Sequence[Mapping[str, Any]]) -> str:
    key, facts = _root(text)
    edits = _Edits(text)
    end = _content_end(facts, text)
    if isinstance(facts, yaml.ScalarNode) or not facts.value:
        comment = text[end : edits.line_end(end)].strip()
        head = "facts:" + (f"  {comment}" if comment else "") + "\n"
        start = edits.line_start(key.start_mark.index)
        edits.replace(start, edits.line_end(end), head + _entries(new, 2, "\n"))
    elif facts.flow_style:
        last = _content_end(facts.value[-1], text)
        items = (", " + yaml_write.flow_text(yaml_write.in_order(fields)) for fields in new)
        edits.replace(last, last, "".join(items))
    else:
        blank = "\n" if len(facts.value) < 2 or _blank_between(facts, text) else ""
        end = edits.line_end(end)
        newline = "" if text[:end].endswith("\n") else "\n"
        edits.replace(end, end, newline + blank + _entries(new, facts.start_mark.column, blank))
    return edits.result()


def _entries(new: Sequence[Mapping[str, Any]], indent: int, blank: str) -> str:
    return blank.join("\n".join(yaml_write.fact_lines(fields, indent)) + "\n" for fields in new)


def _blank_between(facts: Any, text: str) -> bool:
    first, second = facts.value[0], facts.value[1]
    return "\n\n" in text[_content_end(first, text) : second.start_mark.index]


def _edit(edits: _Edits, node: Any, old: Any, new: Any, *, flow: bool = False) -> None:
    """Make a node's text say `new` where it says `old`, in as small a place as can be."""
    if old == new:
        return
    if isinstance(node, yaml.MappingNode) and isinstance(new, dict) and isinstance(old, dict):
        _edit_mapping(edits, node, old, new)
    elif isinstance(node, yaml.SequenceNode) and isinstance(new, list) and isinstance(old, list):
        _edit_list(edits, node, old, new)
    elif edits.keep_style and isinstance(node, yaml.ScalarNode) and isinstance(new, str):
        _exchange(edits, node, new, flow=flow)
    elif isinstance(node, yaml.ScalarNode) and isinstance(new, str) and node.style not in ("|", ">"):
        text = yaml_write.scalar(new, flow=flow, quoted=bool(node.style))
        edits.replace(node.start_mark.index, node.end_mark.index, text)
    elif flow if isinstance(node, yaml.ScalarNode) else node.flow_style:
        edits.replace(node.start_mark.index, node.end_mark.index, yaml_write.flow_text(new))
    else:
        raise CannotEditError


def _exchange(edits: _Edits, node: Any, new: str, *, flow: bool) -> None:
    """Another text in the same style."""
    start, end = text_start(node, edits.text), _content_end(node, edits.text)
    made = restyled(edits.text[start:end], new, flow=flow)
    if made is None:
        raise CannotEditError
    edits.replace(start, end, made)


def _edit_mapping(edits: _Edits, node: Any, old: dict[str, Any], new: dict[str, Any]) -> None:
    if node.flow_style:
        if list(old) == list(new):
            for key, value in node.value:
                if key.value in old:
                    _edit(edits, value, old[key.value], new[key.value], flow=True)
        else:
            edits.replace(node.start_mark.index, node.end_mark.index, yaml_write.flow_text(new))
        return
    indent = node.start_mark.column
    for position, (key, value) in enumerate(node.value):
        name = key.value
        if name in new and name in old:
            _edit_field(edits, key, value, old[name], new[name])
        elif name in new:
            _replace_field(edits, key, value, new[name], indent)
        elif name in old:
            _remove_field(edits, key, value, first=position == 0)
    known = {key.value for key, _ in node.value}
    for name in new:
        if name not in known:
            _add_field(edits, node, name, new, indent)


def _edit_field(edits: _Edits, key: Any, value: Any, old: Any, new: Any) -> None:
    """A field of a block mapping: within its value where that is possible, else its lines anew."""
    trial = _Edits(edits.text, edits.keep_style)
    try:
        _edit(trial, value, old, new)
    except CannotEditError:
        _replace_field(edits, key, value, new, key.start_mark.column)
        return
    long = isinstance(new, str) and isinstance(value, yaml.ScalarNode) and len(new) > yaml_write.WIDTH
    if long and trial.list and not edits.keep_style:
        _replace_field(edits, key, value, new, key.start_mark.column)
    else:
        edits.list.extend(trial.list)


def _replace_field(edits: _Edits, key: Any, value: Any, new: Any, indent: int) -> None:
    lines = yaml_write.field_lines(key.value, new, indent)
    edits.replace(key.start_mark.index, _content_end(value, edits.text), "\n".join(lines)[indent:])


def _remove_field(edits: _Edits, key: Any, value: Any, *, first: bool) -> None:
    if first:
        raise CannotEditError  # it stands behind the dash of its list
    edits.replace(edits.line_start(key.start_mark.index), edits.line_end(_content_end(value, edits.text)), "")


def _add_field(edits: _Edits, node: Any, name: str, new: dict[str, Any], indent: int) -> None:
    """Behind the field that comes before it in the usual order, else behind the last."""
    names = list(new)
    fields = {key.value: (key, value) for key, value in node.value}
    earlier = [other for other in names[: names.index(name)] if other in fields]
    _, value = fields[earlier[-1]] if earlier else node.value[-1]
    end = edits.line_end(_content_end(value, edits.text))
    start = "" if edits.text[:end].endswith("\n") else "\n"
    edits.replace(end, end, start + "\n".join(yaml_write.field_lines(name, new[name], indent)) + "\n")


def _edit_list(edits: _Edits, node: Any, old: list[Any], new: list[Any]) -> None:
    if node.flow_style:
        if len(old) == len(new):
            for item, before, after in zip(node.value, old, new, strict=True):
                _edit(edits, item, before, after, flow=True)
        else:
            edits.replace(node.start_mark.index, node.end_mark.index, yaml_write.flow_text(new))
        return
    if not new:
        raise CannotEditError
    for item, before, after in zip(node.value, old, new, strict=False):
        _edit(edits, item, before, after)
    for item in node.value[len(new) :]:
        start = edits.line_start(item.start_mark.index)
        edits.replace(start, edits.line_end(_content_end(item, edits.text)), "")
    if len(new) > len(old):
        end = edits.line_end(_content_end(node, edits.text))
        lines = [line for item in new[len(old) :] for line in yaml_write.item_lines(item, node.start_mark.column)]
        start_text = "" if edits.text[:end].endswith("\n") else "\n"
        edits.replace(end, end, start_text + "\n".join(lines) + "\n")
