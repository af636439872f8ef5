"""From a brief to a draft: its template filled, its facts called, every line's origin known."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError

from briefwright.compose import marks
from briefwright.compose.inserts import (
    CitationItem,
    CiteInsert,
    FactInsert,
    InlineInsert,
    Insert,
    TableInsert,
    TextInsert,
)
from briefwright.compose.sandbox import MAX_TEXT, BriefEnvironment, TemplateTooLargeError
from briefwright.compose.vocabulary import Vocabulary
from briefwright.diagnostics import (
    BriefwrightError,
    Code,
    Finding,
    Location,
    SourceText,
    Warned,
    did_you_mean,
    error,
    has_errors,
)
from briefwright.model import Brief, Fact, Project

BODY = "body"
"""The block that text outside blocks belongs to."""

_HOISTED = (nodes.Macro, nodes.Import, nodes.FromImport, nodes.Assign, nodes.AssignBlock)


@dataclass(frozen=True, slots=True)
class Draft:
    """What composing gives: Markdown plus the ordered record of what was put into it."""

    brief: Brief
    lang: str
    markdown: str
    """With reserved characters around the numbers of inserts."""
    inserts: tuple[Insert, ...]
    lines: tuple[Location, ...]
    """The origin of each line of the Markdown."""
    words: Mapping[str, str]
    templates: tuple[Path, ...] = ()
    """Files that took part, for the manifest."""

    @property
    def inline_inserts(self) -> Iterator[InlineInsert]:
        """Every insert that stands in a line or a table's cell, in the order of the calls."""
        for insert in self.inserts:
            if isinstance(insert, TableInsert):
                yield from (one for row in insert.rows for cell in row for one in cell)
            elif isinstance(insert, (TextInsert, CiteInsert, FactInsert)):
                yield insert

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts used, in the order of their calls."""
        used = {insert.fact.id: insert.fact for insert in self.inline_inserts if isinstance(insert, FactInsert)}
        return tuple(used.values())

    @property
    def citation_items(self) -> tuple[CitationItem, ...]:
        """What calls of the vocabulary cite; citations typed in Markdown are not among it."""
        cited = (insert.items for insert in self.inline_inserts if not isinstance(insert, TextInsert))
        return tuple(item for items in cited for item in items)


def compose(
    brief: Brief, project: Project, *, folders: Sequence[Path], words: Mapping[str, str]
) -> Warned[Draft | None]:
    """Compose a brief.

    folders: where templates are looked for, the project's own before the package's. words: the fixed texts of
    the brief's language. The value is None where nothing could be composed.
    """
    return _Composer(brief, project, folders, words).run()


class _Composer:
    def __init__(self, brief: Brief, project: Project, folders: Sequence[Path], words: Mapping[str, str]) -> None:
        self.brief, self.project, self.words = brief, project, words
        self.lang = brief.meta.lang or project.config.lang
        self.vocabulary = Vocabulary(project, brief, self.lang, words, self.here)
        self.env = BriefEnvironment(folders, _undefined_class(self.vocabulary), self.vocabulary.finalize)
        self.env.globals.update(self.vocabulary.globals())
        self.templates: dict[str, Path] = {}
        self.texts: dict[str, SourceText] = {brief.location.path: SourceText(brief.location.path, brief.source)}

    def run(self) -> Warned[Draft | None]:
        findings = self.vocabulary.findings
        try:
            text = self._rendered()
        except BriefwrightError as stop:
            return Warned(None, (*findings, *stop.findings))
        except (jinja2.TemplateError, TemplateTooLargeError, RecursionError, MemoryError) as problem:
            return Warned(None, (*findings, self._explain(problem)))
        except Exception as problem:  # any Python error an expression of the user's can cause
            return Warned(None, (*findings, self._explain(problem)))
        markdown, origins = marks.take_origins(text)
        draft = Draft(
            self.brief,
            self.lang,
            markdown,
            tuple(self.vocabulary.register.inserts),
            tuple(self._location(origin) for origin in origins),
            self.words,
            tuple(self.templates.values()),
        )
        return Warned(draft, tuple(findings))

    def _rendered(self) -> str:
        name = self.brief.location.path
        template = self.brief.meta.template or self.project.config.template
        blocks = self._blocks_of(f"{template}.md", template)
        tree = self._child(self.env.parse(self.brief.body, name, name), f"{template}.md", blocks)
        code = self.env.compile(tree, name, name)
        compiled = self.env.template_class.from_code(self.env, code, self.env.make_globals(None))
        parts: list[str] = []
        length = 0
        for part in compiled.generate():
            parts.append(part)
            length += len(part)
            if length > MAX_TEXT:
                raise TemplateTooLargeError(f"a brief of more than {MAX_TEXT:,} characters")
        return "".join(parts)

    def _blocks_of(self, file: str, template: str) -> dict[str, frozenset[str]]:
        """The blocks of a template and its parents, each with the blocks that stand around it."""
        blocks: dict[str, frozenset[str]] = {}
        seen: set[str] = set()
        while file and file not in seen:
            seen.add(file)
            path = self.env.loader.find(file)  # type: ignore[union-attr]  # the loader is ours
            if path is None:
                raise BriefwrightError(self._unknown_template(template))
            self.templates[file] = path
            source = path.read_text(encoding="utf-8-sig")
            self.texts[file] = SourceText(self._shown(path), source)
            tree = self.env.parse(source, file, file)
            blocks = _nested(tree, frozenset()) | blocks
            parent = next(iter(tree.find_all(nodes.Extends)), None)
            file = parent.template.value if parent and isinstance(parent.template, nodes.Const) else ""
        return blocks

    def _unknown_template(self, template: str) -> Finding:
        known = [name.removesuffix(".md") for name in self.env.list_templates()]
        hint = did_you_mean(template, known) or f"there are {', '.join(known)}"
        line = self.brief.meta_lines.get("template", 0)
        return error(Code.TEMPLATE_UNKNOWN, f"there is no template `{template}`", self._at(line), hint=hint)

    def _child(self, tree: nodes.Template, parent: str, blocks: Mapping[str, frozenset[str]]) -> nodes.Template:
        """The brief as a child of its template: what stands outside blocks becomes the block `body`.

        Jinja drops such text silently and ignores blocks that the template lacks.
        """
        own = [node for node in tree.body if isinstance(node, nodes.Block)]
        first = [node for node in tree.body if isinstance(node, _HOISTED)]
        rest = [node for node in tree.body if not isinstance(node, (nodes.Block, nodes.Extends, *_HOISTED))]
        findings = [self._unknown_block(block, blocks) for block in own if block.name not in blocks]
        findings += [
            error(
                Code.TEMPLATE_SYNTAX,
                "a brief does not extend a template itself",
                self._at(node.lineno),
                hint="name the template in the front matter: `template: at-a-glance`",
            )
            for node in tree.find_all(nodes.Extends)
        ]
        if any(_says_something(node) for node in rest):
            named = next((block for block in own if block.name == BODY), None)
            if named:
                message = "text stands outside blocks although the brief has a block `body`"
                hint = "text outside blocks is the block `body`: drop the block's tags, or move the text into it"
                place = next(node.lineno for node in rest if _says_something(node))
                findings.append(error(Code.TEMPLATE_SYNTAX, message, self._at(place), hint=hint))
            else:
                body = nodes.Block(BODY, rest, False, False, lineno=rest[0].lineno)
                body.set_environment(self.env)
                own.append(body)
        findings += [self._hidden(block, own, blocks) for block in own if self._covers(block, own, blocks)]
        self.vocabulary.findings.extend(findings)
        extends = nodes.Extends(nodes.Const(parent), lineno=1)
        extends.set_environment(self.env)
        whole = nodes.Template([extends, *first, *own], lineno=1)
        whole.set_environment(self.env)
        return whole

    def _covers(
        self, block: nodes.Block, own: Sequence[nodes.Block], blocks: Mapping[str, frozenset[str]]
    ) -> nodes.Block | None:
        """The brief's own block that takes the place of the one in which the template prints this one."""
        around = blocks.get(block.name, frozenset())
        return next((other for other in own if other.name in around and not _calls_super(other)), None)

    def _hidden(
        self, block: nodes.Block, own: Sequence[nodes.Block], blocks: Mapping[str, frozenset[str]]
    ) -> Finding:
        other = self._covers(block, own, blocks)
        name = other.name if other else ""
        what = "text outside blocks" if block.name == BODY else f"the block `{block.name}`"
        message = f"{what} would not be printed: the template prints it inside the block `{name}`, which is replaced"
        hint = f"move the text into the block `{name}`, or call {{{{ super() }}}} there"
        return error(Code.TEMPLATE_UNKNOWN_BLOCK, message, self._at(block.lineno), hint=hint)

    def _unknown_block(self, block: nodes.Block, blocks: Mapping[str, frozenset[str]]) -> Finding:
        hint = did_you_mean(block.name, blocks) or f"it has {', '.join(sorted(blocks))}"
        template = self.brief.meta.template or self.project.config.template
        message = f"the template `{template}` has no block `{block.name}`"
        return error(Code.TEMPLATE_UNKNOWN_BLOCK, message, self._at(block.lineno), hint=hint)

    # --- places -------------------------------------------------------------------------------------------

    def here(self) -> Location:
        """The line of the template that is running; the brief's own where it is among the callers."""
        found: tuple[str, int] | None = None
        frame = sys._getframe(1)
        while frame is not None:
            template = frame.f_globals.get("__jinja_template__")
            if template is not None:
                place = (
                    str(template.name or self.brief.location.path),
                    template.get_corresponding_lineno(frame.f_lineno),
                )
                if place[0] == self.brief.location.path:
                    return self._at(place[1])
                found = found or place
            frame = frame.f_back  # type: ignore[assignment]  # ends with None, which the loop tests
        return self._in_template(*found) if found else self._at(0)

    def _at(self, line: int) -> Location:
        return self.texts[self.brief.location.path].at(line)

    def _in_template(self, name: str, line: int) -> Location:
        if name not in self.texts:
            path = self.env.loader.find(name)  # type: ignore[union-attr]  # the loader is ours
            if path is None:
                return Location(name, line)
            self.templates[name] = path
            self.texts[name] = SourceText(self._shown(path), path.read_text(encoding="utf-8-sig"))
        return self.texts[name].at(line)

    def _location(self, origin: marks.Origin | None) -> Location:
        if origin is None:
            return self._at(0)
        return self._in_template(self.env.file_names()[origin.file], origin.line)

    def _shown(self, path: Path) -> str:
        if path.is_relative_to(self.project.root):
            return path.relative_to(self.project.root).as_posix()
        return f"templates/{path.name}"

    # --- problems -----------------------------------------------------------------------------------------

    def _explain(self, problem: BaseException) -> Finding:
        place = self._place_of(problem)
        if isinstance(problem, jinja2.TemplateSyntaxError):
            return self._syntax(problem)
        if isinstance(problem, jinja2.TemplateNotFound):
            known = self.env.list_templates()
            hint = (
                did_you_mean(str(problem), known) or "templates are files under templates/, named by their path there"
            )
            return error(Code.TEMPLATE_UNKNOWN, f"there is no template file `{problem}`", place, hint=hint)
        if isinstance(problem, SecurityError):
            return error(Code.TEMPLATE_FORBIDDEN, f"not allowed in a template: {problem}", place)
        if isinstance(problem, (TemplateTooLargeError, RecursionError, MemoryError)):
            said = "it calls itself without end" if isinstance(problem, RecursionError) else str(problem)
            hint = "a brief is no program: use fewer or smaller loops"
            return error(Code.TEMPLATE_TOO_LARGE, f"the template asks for too much: {said}", place, hint=hint)
        return error(Code.TEMPLATE_ERROR, f"the expression fails: {problem}", place)

    def _place_of(self, problem: BaseException) -> Location:
        """The last line of the brief in a traceback, else of a template (Jinja rewrites tracebacks to them)."""
        places = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(problem.__traceback__)]
        own = [line for name, line in places if name == self.brief.location.path]
        if own:
            return self._at(own[-1])
        for name, line in reversed(places):
            key = name if name in self.texts else next((k for k, p in self.templates.items() if str(p) == name), "")
            if key:
                return self._in_template(key, line)
        return self._at(0)

    def _syntax(self, problem: jinja2.TemplateSyntaxError) -> Finding:
        name = problem.name or self.brief.location.path
        text = (
            self.brief.body if name == self.brief.location.path else self.texts[name].text if name in self.texts else ""
        )
        place = (
            self._at(problem.lineno) if name == self.brief.location.path else self._in_template(name, problem.lineno)
        )
        message, hint = problem.message or "cannot be read", ""
        opener = _unclosed(self.env, text) if "end of template" in message else None
        if opener:
            tag, line = opener
            place = self._at(line) if name == self.brief.location.path else self._in_template(name, line)
            message = f"`{{% {tag} %}}` is never closed"
            hint = f"add {{% end{tag} %}} where it ends"
        elif "end of print statement" in message:
            hint = "an expression ends with }}"
        elif "unknown tag" in message:
            hint = "tags are block, for, if, set, macro, include and their ends"
        return error(
            Code.TEMPLATE_SYNTAX, f"template syntax: {message[0].lower()}{message[1:]}".rstrip("."), place, hint=hint
        )


def _says_something(node: nodes.Node) -> bool:
    """Whether a node outside blocks prints anything but white space."""
    if isinstance(node, nodes.Output):
        return any(
            not isinstance(part, nodes.TemplateData) or marks.LINE.sub("", part.data).strip() for part in node.nodes
        )
    return True


def _nested(node: nodes.Node, around: frozenset[str]) -> dict[str, frozenset[str]]:
    """The blocks below a node, each with the names of those around it."""
    found: dict[str, frozenset[str]] = {}
    for child in node.iter_child_nodes():
        inside = around
        if isinstance(child, nodes.Block):
            found[child.name] = around
            inside = around | {child.name}
        found |= _nested(child, inside)
    return found


def _calls_super(block: nodes.Block) -> bool:
    return any(isinstance(call.node, nodes.Name) and call.node.name == "super" for call in block.find_all(nodes.Call))


def _unclosed(env: jinja2.Environment, text: str) -> tuple[str, int] | None:
    """The innermost tag without its end, and its line."""
    opened: list[tuple[str, int]] = []
    try:
        previous = ""
        for line, kind, value in env.lex(text):
            if kind == "name" and previous == "block_begin":
                if value.startswith("end") and opened:
                    opened.pop()
                elif value in ("for", "if", "block", "macro", "call", "filter", "raw", "with", "autoescape"):
                    opened.append((value, line))
            previous = kind if kind != "whitespace" else previous
    except jinja2.TemplateSyntaxError:
        return None
    return opened[-1] if opened else None


def _undefined_class(vocabulary: Vocabulary) -> type[jinja2.Undefined]:
    """An Undefined that records a finding when it is used, and lets the rest of the template run."""

    def fail(self: Any, *_: Any, **__: Any) -> Any:
        _record(self)
        return self

    def _record(undefined: Any) -> None:
        name, owner = undefined._undefined_name, undefined._undefined_obj
        if owner is jinja2.utils.missing:
            known = [*vocabulary.globals(), "loop", "range", "namespace"]
            message, hint = f"`{name}` is not defined", did_you_mean(str(name), known)
        else:
            known = [entry for entry in dir(owner) if not entry.startswith("_") and not entry.endswith("_")]
            known += list(owner) if isinstance(owner, dict) else []
            message = f"there is no `{name}` in {_kind_of(owner)}"
            hint = did_you_mean(str(name), map(str, known))
        vocabulary.findings.append(error(Code.TEMPLATE_UNDEFINED, message, vocabulary.locate(), hint=hint))

    methods: dict[str, Callable[..., Any]] = dict.fromkeys(
        [
            "__add__",
            "__radd__",
            "__sub__",
            "__rsub__",
            "__mul__",
            "__rmul__",
            "__truediv__",
            "__rtruediv__",
            "__floordiv__",
            "__mod__",
            "__pos__",
            "__neg__",
            "__call__",
            "__getitem__",
            "__pow__",
            "__lt__",
            "__le__",
            "__gt__",
            "__ge__",
        ],  # fmt: skip
        fail,
    )

    def text(self: Any) -> str:
        _record(self)
        return ""

    def attribute(self: Any, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        _record(self)
        return self

    def nothing(self: Any) -> Any:
        _record(self)
        return iter(())

    def no(self: Any) -> bool:
        _record(self)
        return False

    def zero(self: Any) -> int:
        _record(self)
        return 0

    special = {"__str__": text, "__getattr__": attribute, "__iter__": nothing, "__bool__": no, "__len__": zero}
    return type("RecordingUndefined", (jinja2.Undefined,), {"__slots__": (), **methods, **special})


def _kind_of(owner: object) -> str:
    from briefwright.compose.views import FactView

    return f"the fact `{owner.id}`" if isinstance(owner, FactView) else f"a value of type {type(owner).__name__}"


def failed(warned: Warned[Any]) -> bool:
    """Whether composing gave nothing to go on with."""
    return warned.value is None or has_errors(warned.findings)
