"""From a brief to a draft: its template filled, its facts called, every line's origin known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import nodes

from briefwright.compose import marks
from briefwright.compose.bounds import bound_text
from briefwright.compose.child import Template, as_child, blocks_of
from briefwright.compose.inserts import CitationItem, FactInsert, InlineInsert, Insert, TextInsert, inline_inserts
from briefwright.compose.places import Places
from briefwright.compose.problems import explain, is_ours
from briefwright.compose.sandbox import BriefEnvironment
from briefwright.compose.undefined import undefined_class
from briefwright.compose.vocabulary import Vocabulary
from briefwright.compose.words import load_words
from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, Warned, did_you_mean, error
from briefwright.model import Brief, Fact, Project


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
        return (one for insert in self.inserts for one in inline_inserts(insert))

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
        self.vocabulary = Vocabulary(
            project, brief, self.lang, words, lambda lang: load_words(lang, folders).value, lambda: self.places.here()
        )
        self.env = BriefEnvironment(folders, undefined_class(self.vocabulary), self.vocabulary.finalize)
        self.env.globals.update(self.vocabulary.globals())
        self.places = Places(brief, project.root, self.env.folders)

    def run(self) -> Warned[Draft | None]:
        found = self.vocabulary.findings
        try:
            draft = self._draft(self._rendered())
        except BriefwrightError as stop:
            return Warned(None, tuple(dict.fromkeys((*found, *stop.findings))))
        except Exception as problem:  # whatever an expression of the user's can cause
            if is_ours(problem):
                raise
            return Warned(None, tuple(dict.fromkeys((*found, explain(problem, self.places, self.env)))))
        return Warned(draft, tuple(dict.fromkeys(found)))

    def _draft(self, text: str) -> Draft:
        markdown, origins = marks.take_origins(text)
        self.vocabulary.register.bound(markdown)
        return Draft(
            self.brief,
            self.lang,
            markdown,
            tuple(self.vocabulary.register.inserts),
            tuple(self.places.of_origin(origin, self.env) for origin in origins),
            self.words,
            tuple(self.places.templates.values()),
        )

    def _rendered(self) -> str:
        name = self.places.own
        template = self._template(self.brief.meta.template or self.project.config.template)
        tree, findings = as_child(self.env.parse(self.brief.body, name, name), template, self.places, self.env)
        self.vocabulary.findings.extend(findings)
        code = self.env.compile(tree, name, name)
        compiled = self.env.template_class.from_code(self.env, code, self.env.make_globals(None))
        parts: list[str] = []
        length = 0
        for part in compiled.generate():
            parts.append(part)
            length += len(part)
            bound_text(length)
        return "".join(parts)

    def _template(self, name: str) -> Template:
        """A template with its blocks and its parents', each with the blocks that stand around it."""
        blocks: dict[str, frozenset[str]] = {}
        seen: set[str] = set()
        file = f"{name}.md"
        while file and file not in seen:
            seen.add(file)
            source = self.places.read(file)
            if source is None:
                if len(seen) > 1:  # Jinja says so at the line that names it
                    break
                raise BriefwrightError(self._unknown_template(name))
            tree = self.env.parse(source, file, file)
            blocks = blocks_of(tree) | blocks
            parent = next(iter(tree.find_all(nodes.Extends)), None)
            named = parent.template if parent else None
            file = str(named.value) if isinstance(named, nodes.Const) else ""
        return Template(name, f"{name}.md", blocks)

    def _unknown_template(self, template: str) -> Finding:
        known = [name.removesuffix(".md") for name in self.env.list_templates()]
        hint = did_you_mean(template, known) or f"there are {', '.join(known)}"
        place = self.places.in_brief(self.brief.meta_lines.get("template", 0))
        return error(Code.TEMPLATE_UNKNOWN, f"there is no template `{template}`", place, hint=hint)
