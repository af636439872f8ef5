"""The Jinja environment of briefs and templates: sandboxed, bounded, with every undefined name recorded.

A brief or a template from elsewhere can neither read files nor run code (Jinja's sandbox, and a loader that
stays in its folders), nor exhaust the machine: steps, repeated text and output are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jinja2
import jinja2.sandbox
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from markupsafe import Markup

from briefwright.compose import marks

MAX_STEPS = 200_000
"""Turns of loops and calls of macros in one brief."""

MAX_TEXT = 4_000_000
"""Characters of one string that an expression makes, and of a composed brief."""

_FILTERS = frozenset(
    [
        "abs",
        "batch",
        "capitalize",
        "count",
        "d",
        "default",
        "dictsort",
        "first",
        "float",
        "groupby",
        "int",
        "items",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "replace",
        "reverse",
        "round",
        "select",
        "selectattr",
        "slice",
        "sort",
        "string",
        "sum",
        "title",
        "trim",
        "truncate",
        "unique",
        "upper",
    ]  # fmt: skip
)
_STRING_METHODS = frozenset(
    [
        "capitalize",
        "casefold",
        "count",
        "endswith",
        "find",
        "index",
        "isalpha",
        "isdigit",
        "islower",
        "isupper",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "swapcase",
        "title",
        "upper",
    ]  # fmt: skip
)


class TemplateTooLargeError(Exception):
    """A template did more than it may."""


class LineMarks(Extension):
    """Puts the mark of its line before each line end of a template's text."""

    def filter_stream(self, stream: Any) -> Iterable[Any]:
        """Mark the stream's data tokens (Jinja's hook between lexer and parser)."""
        number = self.environment.file_number(stream.name)  # type: ignore[attr-defined]  # our environment's
        for token in stream:
            if token.type == "data":
                text = marks.mark_lines(token.value, number, token.lineno)
                yield type(token)(token.lineno, token.type, text)
            else:
                yield token


class BriefEnvironment(jinja2.sandbox.ImmutableSandboxedEnvironment):
    """Jinja as briefs speak it.

    folders: where templates are looked for, in order. undefined: the class for names that do not exist.
    finalize: turns what an expression gives into template text.
    """

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(
        self, folders: Iterable[Path], undefined: type[jinja2.Undefined], finalize: Callable[[Any], Any]
    ) -> None:
        self._files: dict[str, int] = {}
        self._steps = 0
        super().__init__(
            loader=TemplateFolders(folders),
            undefined=undefined,
            finalize=finalize,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=[LineMarks],
            cache_size=50,
        )
        self.globals = {
            "range": self._range,
            "namespace": jinja2.utils.Namespace,
            "step_": self.step,
            "concat_": self.concatenate,
        }
        self.filters = {name: self.filters[name] for name in _FILTERS if name in self.filters}
        self.filters["join"] = self._join
        self.filters["replace"] = self._replace

    def file_number(self, name: str | None) -> int:
        """The number that stands for a template's name in line marks."""
        return self._files.setdefault(name or "", len(self._files))

    def file_names(self) -> tuple[str, ...]:
        """Template names by number."""
        return tuple(self._files)

    def step(self) -> str:
        """Count a turn of a loop or a call of a macro.

        Raises TemplateTooLargeError past MAX_STEPS.
        """
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TemplateTooLargeError(f"more than {MAX_STEPS:,} turns of loops")
        return ""

    def concatenate(self, *parts: Any) -> Any:
        """What ``~`` means, within bounds."""
        texts = [str(part) for part in parts]
        _bound(sum(map(len, texts)))
        if any(isinstance(part, Markup) for part in parts):
            finalize = self.finalize or (lambda part: part)
            return Markup("").join(Markup(part if isinstance(part, Markup) else finalize(part)) for part in parts)  # noqa: S704  # finalize makes an insert of everything that is not template text
        return "".join(texts)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse what would make a huge string or number (hook of Jinja's sandbox)."""
        if operator == "*":
            for text, times in ((left, right), (right, left)):
                if isinstance(text, (str, list, tuple)) and isinstance(times, int):
                    _bound(len(text) * max(0, times))
        elif operator == "**" and isinstance(left, (int, float)) and isinstance(right, (int, float)):
            if abs(left) > 1e6 or abs(right) > 100:
                raise TemplateTooLargeError("a power too large")
        elif operator == "%" and isinstance(left, str):
            raise SecurityError("text is not formatted with %")
        elif operator == "+" and isinstance(left, (str, list, tuple)):
            _bound(len(left) + len(right) if hasattr(right, "__len__") else len(left))
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Text has only methods that cannot grow it (hook of Jinja's sandbox)."""
        if isinstance(obj, str):
            return attr in _STRING_METHODS
        return super().is_safe_attribute(obj, attr, value)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Any:
        """Stop at an attribute that is not allowed (hook of Jinja's sandbox)."""
        raise SecurityError(f"`{attribute}` of a value of type {type(obj).__name__}")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        # the one place through which every template passes between being read and being compiled
        return _counted(super()._parse(source, name, filename))

    def _range(self, *bounds: int) -> range:
        numbers = range(*bounds)
        if len(numbers) > MAX_STEPS:
            raise TemplateTooLargeError(f"range of {len(numbers):,} numbers")
        return numbers

    def _join(self, values: Iterable[Any], separator: Any = "", attribute: str | None = None) -> Any:
        parts = [self.getattr(value, attribute) if attribute else value for value in values]
        joined: list[Any] = []
        for index, part in enumerate(parts):
            joined += [separator, part] if index else [part]
        return self.concatenate(*joined)

    def _replace(self, text: Any, old: str, new: str) -> str:
        whole = str(text)
        _bound(len(whole) + whole.count(str(old)) * len(str(new)))
        return whole.replace(str(old), str(new))


def _bound(length: int) -> None:
    if length > MAX_TEXT:
        raise TemplateTooLargeError(f"a text of {length:,} characters")


def _counted(template: nodes.Template) -> nodes.Template:
    """A template in which loops and macros count their turns and ``~`` is bounded."""
    looping: Iterable[Any] = template.find_all((nodes.For, nodes.Macro, nodes.CallBlock))
    for loop in list(looping):
        step = nodes.Output([nodes.Call(nodes.Name("step_", "load"), [], [], None, None)], lineno=loop.lineno)
        _place(step, loop.lineno, template.environment)
        loop.body.insert(0, step)
    return _ConcatBound().visit(template)  # type: ignore[no-any-return]  # NodeTransformer is untyped


class _ConcatBound(jinja2.visitor.NodeTransformer):
    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802  # the name that Jinja's visitor calls
        self.generic_visit(node)
        call = nodes.Call(nodes.Name("concat_", "load"), node.nodes, [], None, None)
        _place(call, node.lineno, node.environment)
        return call


def _place(node: nodes.Node, line: int, environment: Any) -> None:
    node.set_lineno(line, override=False)
    node.set_environment(environment)


class TemplateFolders(jinja2.BaseLoader):
    """Templates by their path under one of some folders; nothing outside them, links included."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folder for folder in folders if folder.is_dir())

    def find(self, name: str) -> Path | None:
        """The file of a template, None where no folder has it or it lies outside."""
        for folder in self.folders:
            file = (folder / name).resolve()
            if file.is_file() and file.is_relative_to(folder.resolve()):
                return file
        return None

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Jinja's question for a template's text."""
        file = self.find(template)
        if file is None:
            raise jinja2.TemplateNotFound(template)
        text = file.read_text(encoding="utf-8-sig")
        if marks.RESERVED.search(text):
            raise jinja2.TemplateSyntaxError("a reserved character (private use or noncharacter)", 1, template)
        return text, str(file), lambda: True

    def list_templates(self) -> list[str]:
        """Names of all templates."""
        found = {
            file.relative_to(folder).as_posix() for folder in self.folders for file in sorted(folder.rglob("*.md"))
        }
        return sorted(found)
