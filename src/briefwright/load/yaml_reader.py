"""YAML with every scalar as text, bounded, and with places.

It is built on libyaml's events rather than on PyYAML's loader: scalars are not resolved (YAML 1.1 would make 750
of 12:30 and false of `no`), duplicate keys are seen, aliases and depth are bounded (libyaml's own composer
overflows the C stack at some 30,000 brackets), and an event is three times as fast to take as a node.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import events as ev

from briefwright.diagnostics import Code, Finding, Location, Warned, error
from briefwright.load.files import FORBIDDEN, TextFile, forbidden_character
from briefwright.load.yaml_errors import as_quoted, describe

try:
    from yaml._yaml import CParser as Parser
except ImportError:  # PyYAML built without libyaml: the same events, ten times slower
    from yaml.parser import Parser as _Parser
    from yaml.reader import Reader as _Reader
    from yaml.scanner import Scanner as _Scanner

    class Parser(_Reader, _Scanner, _Parser):  # type: ignore[no-redef]
        """PyYAML's own event parser, put together as its loaders do."""

        def __init__(self, stream: str) -> None:
            _Reader.__init__(self, stream)
            _Scanner.__init__(self)
            _Parser.__init__(self)


MAX_DEPTH = 60
"""Levels of nesting; a fact needs seven."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_KNOWN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)

Path = tuple[str | int, ...]


class YamlMap(dict[str, Any]):
    """A mapping that knows its line."""

    __slots__ = ("line",)

    line: int
    """1-based."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where in the file paths like ("facts", 3, "evidence", 0, "locator") stand: 1-based line and column."""

    values: Mapping[Path, tuple[int, int]]
    keys: Mapping[Path, tuple[int, int]]

    def value(self, path: Path) -> tuple[int, int]:
        """The place of a value, or of the nearest thing around it that is there."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def key(self, path: Path) -> tuple[int, int]:
        """The place of a key, or of the nearest thing around it that is there."""
        return self.keys[path] if path in self.keys else self.value(path)


def read_yaml(
    file: TextFile,
    *,
    code: Code = Code.YAML_SYNTAX,
    first_line: int = 1,
    anchors: frozenset[str] | None = None,
) -> Warned[Any]:
    """The content of a YAML text: YamlMap, list, str, or None for what is empty or null.

    A field that is null is left out, but for those of the outermost mapping.
    `first_line` is the line of the user's file that the text begins at; findings bear `code`. Where the text does
    not parse, the value is None and an error is among the findings. `anchors` are those of the whole file where the
    text is a stretch of it: what refers to one of them is None without a finding.
    """
    builder = _Builder(file, code, first_line, anchors=anchors)
    return Warned(builder.run(), tuple(builder.findings))


def find_places(file: TextFile, paths: Iterable[Path], *, first_line: int = 1) -> Places:
    """Read the text again for the places of some paths; what parsed once is expected to parse again."""
    wanted = {path[:length] for path in paths for length in range(len(path) + 1)}
    builder = _Builder(file, Code.YAML_SYNTAX, first_line, wanted=wanted)
    builder.run()
    return Places(builder.values, builder.keys)


_COMMENT_AFTER_TEXT = re.compile(r"^(?![ \t]*#).*\S[ \t]#", re.M)


def find_cut_values(file: TextFile) -> tuple[Path, ...]:
    """The paths of plain values that end before ` #`."""
    if not _COMMENT_AFTER_TEXT.search(file.text):
        return ()
    builder = _Builder(file, Code.YAML_SYNTAX, 1, wanted=set(), cuts=[])
    builder.run()
    return tuple(builder.cuts or ())


@contextmanager
def _no_gc() -> Iterator[None]:
    # Half of the time goes into looking for cycles among objects that have none.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _StopError(Exception):
    """Ends reading; the finding has been made."""


@dataclass(slots=True)
class _Open:
    """A collection that is being read."""

    node: YamlMap | list[Any]
    anchor: str | None
    count_before: int
    key: str | None = None
    """The key whose value comes next; None where a key comes next, or in a list."""
    skip: bool = False
    """Whether the value that comes next belongs to no usable key."""
    path: Path = ()


@dataclass(slots=True)
class _Builder:
    file: TextFile
    code: Code
    first_line: int
    wanted: set[Path] | None = None
    cuts: list[Path] | None = None
    anchors: frozenset[str] | None = None
    findings: list[Finding] = field(default_factory=list)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _stack: list[_Open] = field(default_factory=list)
    _anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    _count: int = 0
    _result: Any = None
    _unused: dict[str, Any] = field(default_factory=dict)
    """The events of anchors that nothing has referred to yet."""

    def run(self) -> Any:
        """Take events until the end; the document's value, None where it is broken."""
        try:
            with _no_gc():
                self._take_all()
        except _StopError:
            return None
        except (yaml.YAMLError, UnicodeEncodeError) as exc:
            self.findings.append(describe(exc, self.file, self.code, first_line=self.first_line))
            return None
        return self._result

    def _take_all(self) -> None:
        parser = Parser(self.file.text)
        take = parser.get_event
        # Without aliases a text holds no more nodes than characters, and a null more per key.
        limit = 10 * len(self.file.text) + 1000
        documents = 0
        while True:
            event = take()
            kind = event.__class__
            if kind is ev.ScalarEvent:
                self._scalar(event)
            elif kind is ev.MappingStartEvent or kind is ev.SequenceStartEvent:
                self._open(event)
            elif kind is ev.MappingEndEvent or kind is ev.SequenceEndEvent:
                self._close()
            elif kind is ev.AliasEvent:
                self._alias(event, limit)
            elif kind is ev.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._fail("a second document begins here", event, hint="one file holds one document: remove `---`")
            elif kind is ev.StreamEndEvent:
                break
        for anchor, event in self._unused.items() if self.anchors is None else ():
            hint = "quote the whole value if `&` belongs to it"
            self._report(f"`&{anchor}` is read as an anchor, not as text", event, hint=hint)

    def _place(self, mark: Any) -> tuple[int, int]:
        return mark.line + self.first_line, mark.column + 1

    def _at(self, event: Any) -> Location:
        line, column = self._place(event.start_mark)
        return Location(self.file.path, line, column, self.file.at(line - self.first_line + 1).text)

    def _report(self, message: str, event: Any, *, hint: str = "") -> None:
        self.findings.append(error(self.code, message, self._at(event), hint=hint))

    def _fail(self, message: str, event: Any, *, hint: str = "") -> None:
        self._report(message, event, hint=hint)
        raise _StopError

    def _check_tag(self, event: Any) -> None:
        tag = event.tag
        if tag is not None and tag != "!" and tag not in _KNOWN_TAGS:
            name = tag.replace("tag:yaml.org,2002:", "!!")
            self._report(f"the tag `{name}` has no meaning here", event, hint="quote a text that begins with `!`")

    def _scalar(self, event: Any) -> None:
        value = event.value
        if event.tag is not None:
            self._check_tag(event)
        if event.style == '"' and FORBIDDEN.search(value):
            value = self._clean(value, event)
        self._count += 1
        stack = self._stack
        if stack and stack[-1].key is None and stack[-1].node.__class__ is YamlMap and not stack[-1].skip:
            self._key(value, event)
            return
        node = None if not event.style and value in _NULLS else value
        if event.anchor:
            self._anchors[event.anchor] = (node, 1)
            self._unused[event.anchor] = event
        self._note(event)
        if self.cuts is not None and not event.style:
            self._note_cut(event)
        self._put(node)

    def _note_cut(self, event: Any) -> None:
        line, column = self.file.place(event.end_mark.index)
        if self.cuts is not None and re.match(r"[ \t]+#", self.file.at(line).text[column - 1 :]):
            self.cuts.append(self._next_path())

    def _clean(self, value: str, event: Any) -> str:
        match = FORBIDDEN.search(value)
        if match:
            self.findings.append(forbidden_character(match[0], self._at(event)))
        return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", value)

    def _key(self, key: str, event: Any) -> None:
        top = self._stack[-1]
        if key in top.node:
            self._report(f"`{key}` is given twice in one entry", event, hint="keep one of them")
            top.skip = True
            return
        top.key = key
        top.node[key] = None  # type: ignore[call-overload]  # a placeholder: keys seen are keys taken
        if self.wanted is not None:
            path = (*top.path, key)
            if path in self.wanted:
                self.keys[path] = self._place(event.start_mark)

    def _next_path(self) -> Path:
        if not self._stack:
            return ()
        top = self._stack[-1]
        return (*top.path, len(top.node) if isinstance(top.node, list) else (top.key or ""))

    def _note(self, event: Any) -> None:
        if self.wanted is not None and not (self._stack and self._stack[-1].skip):
            path = self._next_path()
            if path in self.wanted:
                self.values[path] = self._place(event.start_mark)

    def _open(self, event: Any) -> None:
        if event.tag is not None:
            self._check_tag(event)
        if len(self._stack) >= MAX_DEPTH:
            self._fail(f"this is nested more than {MAX_DEPTH} levels deep", event)
        self._note(event)
        node: YamlMap | list[Any]
        if event.__class__ is ev.MappingStartEvent:
            node = YamlMap()
            node.line = self._place(event.start_mark)[0]
        else:
            node = []
        if self._stack:
            top = self._stack[-1]
            if top.node.__class__ is YamlMap and top.key is None and not top.skip:
                self._fail_at_key(event)
        path = self._next_path() if self.wanted is not None else ()
        if event.anchor:
            self._anchors.pop(event.anchor, None)
            self._unused[event.anchor] = event
        self._stack.append(_Open(node, event.anchor, self._count, path=path))
        self._count += 1

    def _fail_at_key(self, event: Any) -> None:
        line, column = self.file.place(event.start_mark.index)
        text = self.file.at(line).text
        if text[column - 2 : column] == "{{":
            value = text[column - 2 :].strip()
            self._fail("a value that begins with `{{` must be quoted", event, hint=as_quoted(value))
        self._fail("the name of a field must be a word", event, hint="check brackets and braces")

    def _close(self) -> None:
        done = self._stack.pop()
        if done.anchor:
            self._anchors[done.anchor] = (done.node, self._count - done.count_before)
        self._put(done.node)

    def _alias(self, event: Any, limit: int) -> None:
        self._unused.pop(event.anchor, None)
        if event.anchor not in self._anchors:
            if self.anchors and event.anchor in self.anchors:
                raise _StopError
            self._fail(f"`*{event.anchor}` refers to nothing above it", event, hint="quote a text that begins with `*`")
        node, count = self._anchors[event.anchor]
        self._count += count
        if self._count > limit:
            self._fail("the references with `*` unfold to far more than the file holds", event)
        stack = self._stack
        if stack and stack[-1].node.__class__ is YamlMap and stack[-1].key is None and not stack[-1].skip:
            if not isinstance(node, str):
                self._fail("the name of a field must be a word", event)
            self._key(node, event)
            return
        self._note(event)
        self._put(node)

    def _put(self, node: Any) -> None:
        if not self._stack:
            self._result = node
            return
        top = self._stack[-1]
        if isinstance(top.node, list):
            top.node.append(node)
        elif top.skip:
            top.skip = False
        else:
            if node is None and len(self._stack) > 1:
                del top.node[top.key or ""]
            else:
                top.node[top.key or ""] = node
            top.key = None
