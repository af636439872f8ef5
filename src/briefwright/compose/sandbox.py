"""The Jinja environment of briefs and templates: sandboxed, bounded, with every undefined name recorded.

A brief or a template from elsewhere can neither read files nor run code (Jinja's sandbox, and a loader that
stays in its folders), nor exhaust the machine: steps, repeated text and output are counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jinja2
import jinja2.sandbox
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from markupsafe import Markup

from briefwright.compose import bounds, marks
from briefwright.compose.bounds import bound_text
from briefwright.compose.views import Placed
from briefwright.diagnostics import BriefwrightError, has_errors
from briefwright.load.files import decode

_FILTERS = frozenset(
    (
        "abs batch capitalize count d default dictsort first float groupby int items join last length list lower map "
        "max min reject rejectattr replace reverse round select selectattr slice sort string sum title trim truncate "
        "unique upper"
    ).split()
)
_STRING_METHODS = frozenset(
    (
        "capitalize casefold count endswith find index isalpha isdigit islower isupper lower lstrip partition "
        "removeprefix removesuffix rpartition rsplit rstrip split splitlines startswith strip swapcase title upper"
    ).split()
)


_LINE_END = re.compile(r"[ \t]*\n")


IDENTIFIER = re.compile(r"\{#(?=[^\s#{}-][^#{}\n]*\})")
"""pandoc's attribute `{#id .class}`."""


class HeadingIdentifiers(Extension):
    """Keeps `# Heading {#id}` from opening a comment, which would begin `{# ` or end `#}`."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002  # Jinja's hook
        """Part the two characters (Jinja's hook before the lexer); pandoc takes the space."""
        return IDENTIFIER.sub("{ #", source)


class TemplateLines(Extension):
    """Puts the mark of its line before each line end of a template's text, and drops lines that hold but a tag.

    Jinja's own `trim_blocks` drops the line end after every tag, also after one that ends a line of prose: the
    paragraph would run into the next.
    """

    def filter_stream(self, stream: Any) -> Iterable[Any]:
        """Change the stream's data tokens (Jinja's hook between lexer and parser)."""
        number = self.environment.file_number(stream.name)  # type: ignore[attr-defined]  # our environment's
        tags, bare, previous = 0, True, ""  # of the present line: its tags, and whether it prints nothing else
        for token in stream:
            if token.type != "data":
                tags += token.type == "block_begin"
                bare = bare and token.type != "variable_begin"
                previous = token.type
                yield token
                continue
            text, line = token.value, token.lineno
            # text right after text: a comment stood between the two
            alone = bare and (tags == 1 if previous == "block_end" else not tags and previous == "data")
            end = _LINE_END.match(text) if alone else None
            if end:
                text, line, tags = text[end.end() :], line + 1, 0
            *lines, last = text.split("\n")
            if lines:
                tags, bare = 0, True
            bare, previous = bare and not last.strip(), "data"
            if text:
                yield type(token)(line, token.type, marks.mark_lines(text, number, line))


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
        self._steps = bounds.Steps()
        self.folders = TemplateFolders(folders)
        self._printed = finalize
        super().__init__(
            loader=self.folders,
            undefined=undefined,
            # taking the context keeps Jinja from calling it while it compiles, when there is no line to name
            finalize=jinja2.pass_context(lambda _context, value: self._print(value)),
            autoescape=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=[HeadingIdentifiers, TemplateLines],
            cache_size=50,
        )
        self.globals = {
            "range": bounds.bounded_range,
            "namespace": jinja2.utils.Namespace,
            "step_": self._steps.step,
            "concat_": self.concatenate,
            "bounded_": bounds.bound_list,
        }
        self.filters = {name: self.filters[name] for name in _FILTERS if name in self.filters}
        self.filters |= {
            "join": self._join,
            "replace": self._replace,
            "round": bounds.bounded_round,
            "sum": bounds.bounded_sum,
            "batch": bounds.with_few(self.filters["batch"]),
            "slice": bounds.with_few(self.filters["slice"]),
        }

    def file_number(self, name: str | None) -> int:
        """The number that stands for a template's name in line marks."""
        return self._files.setdefault(name or "", len(self._files))

    def file_names(self) -> tuple[str, ...]:
        """Template names by number."""
        return tuple(self._files)

    def _print(self, value: Any) -> Any:
        self._steps.print(len(value) if isinstance(value, str) else 1)
        return self._printed(value)

    def concatenate(self, *parts: Any) -> Any:
        """What ``~`` means, within bounds."""
        for part in parts:
            bounds.bound_list(part)
        texts = [str(part) for part in parts]
        bound_text(sum(map(len, texts)))
        if any(isinstance(part, Markup) for part in parts):
            return Markup("").join(map(self._as_template_text, parts))
        return "".join(texts)

    def _as_template_text(self, part: Any) -> Markup:
        """Template text as it is; anything else as the insert that prints it as written."""
        return part if isinstance(part, Markup) else Markup(self._printed(part))  # noqa: S704  # it gives inserts

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse what would make a huge text, list or number (hook of Jinja's sandbox)."""
        bounds.bound_operation(operator, left, right)
        if operator == "+" and all(isinstance(side, (str, Placed)) for side in (left, right)):
            return self.concatenate(left, right)
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

    def _join(self, values: Iterable[Any], separator: Any = "", attribute: str | None = None) -> Any:
        parts = [self.getattr(value, attribute) if attribute else value for value in values]
        joined: list[Any] = []
        for index, part in enumerate(parts):
            joined += [separator, part] if index else [part]
        return self.concatenate(*joined)

    def _replace(self, text: Any, old: object, new: object) -> str:
        whole = text if isinstance(text, str) else str(text)
        if isinstance(whole, Markup):
            new = self._as_template_text(new)
        bound_text(len(whole) + whole.count(str(old)) * len(str(new)))
        # str's own method: Markup's would escape what it puts in
        return type(whole)(str.replace(whole, str(old), str(new)))


def _counted(template: nodes.Template) -> nodes.Template:
    """A template in which loops and macros count their turns and ``~`` is bounded."""
    looping: Iterable[Any] = template.find_all((nodes.For, nodes.Macro, nodes.CallBlock))
    for loop in list(looping):
        text = sum(len(data.data) for data in loop.find_all(nodes.TemplateData))
        call = nodes.Call(nodes.Name("step_", "load"), [nodes.Const(text)], [], None, None)
        step = nodes.Output([call], lineno=loop.lineno)
        _place(step, loop.lineno, template.environment)
        loop.body.insert(0, step)
    return _Bounds().visit(template)  # type: ignore[no-any-return]  # NodeTransformer is untyped


class _Bounds(jinja2.visitor.NodeTransformer):
    """Sends ``~`` and the literals of lists through our own functions; the names are those that Jinja calls."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _call("concat_", node.nodes, node)

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _call("bounded_", [node], node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _call("bounded_", [node], node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _call("bounded_", [node], node) if node.ctx == "load" else node


def _call(name: str, arguments: list[nodes.Expr], at: nodes.Node) -> nodes.Call:
    call = nodes.Call(nodes.Name(name, "load"), arguments, [], None, None)
    _place(call, at.lineno, at.environment)
    return call


def _place(node: nodes.Node, line: int, environment: Any) -> None:
    node.set_lineno(line, override=False)
    node.set_environment(environment)


class TemplateFolders(jinja2.BaseLoader):
    """Templates by their path under one of some folders; nothing outside them, by links neither."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folder for folder in folders if folder.is_dir())

    def find(self, name: str) -> Path | None:
        """The file of a template, None where no folder has it or it lies outside."""
        for folder in self.folders:
            try:
                file = (folder / name).resolve()
                if file.is_file() and file.is_relative_to(folder.resolve()):
                    return file
            except (OSError, ValueError, RuntimeError):  # names too long, with U+0000, links that go in a circle
                continue
        return None

    def is_outside(self, name: str) -> bool:
        """Whether a name leads out of the folder that it is looked for in."""
        try:
            return not all((folder / name).resolve().is_relative_to(folder.resolve()) for folder in self.folders)
        except (OSError, ValueError, RuntimeError):
            return False

    def text_of(self, file: Path, shown: str) -> str:
        """The text of a template's file.

        Raises BriefwrightError where it is no text in UTF-8 or holds characters reserved for marks.
        """
        read = decode(file.read_bytes(), shown)
        if read.value is None or has_errors(read.findings):
            raise BriefwrightError(*read.findings)
        return read.value.text

    def get_source(self, _environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Jinja's question for a template's text."""
        file = self.find(template)
        if file is None and self.is_outside(template):
            # not TemplateNotFound, which `ignore missing` would swallow
            raise SecurityError(f"`{template}` lies outside the folders of templates")
        if file is None:
            raise jinja2.TemplateNotFound(template)
        return self.text_of(file, f"templates/{template}"), str(file), lambda: True

    def list_templates(self) -> list[str]:
        """Names of all templates."""
        found = {
            file.relative_to(folder).as_posix() for folder in self.folders for file in sorted(folder.rglob("*.md"))
        }
        return sorted(found)
