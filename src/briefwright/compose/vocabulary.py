"""The words that briefs and templates speak: fact, facts, cite, value, table, timeline, disagreements, sources, ...

Each function records what is wrong with its call as a finding at the call's own line and goes on with nothing
in its place, so that one run names every problem.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup

from briefwright.compose import differences, inline, marks, selection, values
from briefwright.compose.arguments import CallError, bind
from briefwright.compose.inserts import (
    BibliographyInsert,
    CitationItem,
    CiteInsert,
    Insert,
    Register,
    SourcesInsert,
    TableInsert,
    TextInsert,
    words_of,
)
from briefwright.compose.parts import Parts
from briefwright.compose.views import FactView, Placed
from briefwright.dates import parse_edtf
from briefwright.diagnostics import Code, Finding, Location, did_you_mean, error, warning
from briefwright.locators import parse_locator
from briefwright.model import Brief, Fact, Project

WIDTHS = {"statement": 6.0, "label": 3.0, "value": 2.4, "date": 1.8, "source": 2.6}
"""Relative widths of table columns; others get 1.6."""


@dataclass(slots=True)
class Vocabulary:
    """The functions, bound to one brief."""

    project: Project
    brief: Brief
    lang: str
    words: Mapping[str, str]
    words_in: Callable[[str], Mapping[str, str]]
    """The fixed texts of another language, for facts that are in it."""
    locate: Callable[[], Location]
    """The place of the call that is running."""
    register: Register = field(default_factory=Register)
    findings: list[Finding] = field(default_factory=list)

    @property
    def _parts(self) -> Parts:
        return Parts(self.project, self.lang, self.words, self.words_in, self.locate, self._error)

    def globals(self) -> dict[str, Any]:
        """The vocabulary as Jinja's globals."""
        functions: tuple[Callable[..., Any], ...] = (
            self.fact,
            self.facts,
            self.cite,
            self.value,
            self.table,
            self.key_figures,
            self.timeline,
            self.disagreements,
            self.sources,
            self.bibliography,
            self.term,
            self.date,
        )
        return {function.__name__: self._checked(function) for function in functions} | {"brief": self._meta()}

    def fact(
        self, which: object, *, cite: bool = True, clause: bool = False, locator: str = "", lang: str = ""
    ) -> Placed:
        """A fact's statement and its citation; `clause` for use in mid-sentence; `locator` in place of its own."""
        fact = self._find(which)
        if fact is None:
            return Placed("")
        items = self._parts.items(fact, self._words_of(locator)) if cite else ()
        return self._place(self._parts.part(fact, "clause" if clause else "statement", items, lang))

    def value(self, which: object, name: str = "value", *, cite: bool = False) -> Placed:
        """A fact's value with its unit, as the language writes it."""
        fact = self._find(which)
        if fact is None:
            return Placed("")
        return self._place(self._parts.part(fact, f"value.{name}", self._parts.items(fact) if cite else ()))

    def facts(
        self,
        *,
        topic: str | Sequence[str] | None = None,
        kind: str | Sequence[str] | None = None,
        tag: str | Sequence[str] | None = None,
        source: str | Sequence[str] | None = None,
        status: str | Sequence[str] | None = None,
        subject: str | Sequence[str] | None = None,
        property: str | Sequence[str] | None = None,  # the field's name in a fact file
        since: object = "",
        until: object = "",
        ids: Sequence[str] | None = None,
        sort: str = "",
        limit: int = 0,
        group: str = "",
    ) -> list[Any]:
        """Facts by topic, kind, tag, source, status, subject, property or date; sorted; grouped as (name, facts)."""
        chosen: Iterable[Fact] = self.project.facts.values()
        if ids is not None:
            chosen = [fact for fact in map(self._find, ids) if fact]
        found = selection.select(
            chosen,
            topic=selection.wanted(topic),
            kind=selection.wanted(kind),
            tag=selection.wanted(tag),
            source=selection.wanted(source),
            status=selection.wanted(status),
            subject=selection.wanted(subject),
            property_=selection.wanted(property),
            since=str(since),
            until=str(until),
        )
        found = selection.sort(found, sort) if sort else found
        if limit < 0:
            raise ValueError("`limit` is a number of facts, 0 for all")
        found = found[:limit] if limit else found
        if not found:
            self._warn(Code.EMPTY_SELECTION, "this selection finds no facts", hint=self._selection_hint(topic))
        if group:
            return [(name, [self._view(fact) for fact in some]) for name, some in selection.group(found, group)]
        return [self._view(fact) for fact in found]

    def cite(
        self,
        *keys: object,
        locator: str = "",
        prefix: str = "",
        suffix: str = "",
        narrative: bool = False,
        suppress_author: bool = False,
        via: str = "",
    ) -> Placed:
        """A citation of references by key; several in one; also of a fact's evidence.

        What stands before it, and the author in the sentence, belong to the first; what stands after it to the last.
        """
        if not keys:
            self._error(Code.WRONG_ARGUMENT, "`cite` names no reference", hint='write cite("key", locator="p. 3")')
            return Placed("")
        items: list[CitationItem] = []
        where = self._words_of(locator)
        for key in keys:
            if isinstance(key, FactView):
                items += self._parts.items(key.fact_, where)
            elif self._known(self._words_of(key)) and (not via or self._known(via)):
                items.append(CitationItem(self._words_of(key), parse_locator(where) if where else None, via=via))
        if not items:
            return Placed("")
        if suppress_author:
            items = [dataclasses.replace(item, mode="suppress") for item in items]
        mode = "narrative" if narrative else items[0].mode
        items[0] = dataclasses.replace(items[0], prefix=self._words_of(prefix), mode=mode)
        items[-1] = dataclasses.replace(items[-1], suffix=self._words_of(suffix))
        return self._place(CiteInsert(tuple(items), self.locate()))

    def table(
        self,
        rows: Iterable[object],
        *,
        columns: Sequence[str | Sequence[str]] = ("label", "value", "date", "source"),
        caption: str = "",
        kind: str = "facts",
    ) -> Placed:
        """A table with a row a fact. columns: names of parts, or [heading, name] pairs."""
        pairs = [(self._heading(column), column) if isinstance(column, str) else tuple(column) for column in columns]
        names = [pair[1] for pair in pairs]
        cited = "source" in names
        facts = self._found(rows)
        cells = tuple(tuple(self._parts.cell(fact, name, cited=cited) for name in names) for fact in facts)
        weights = [WIDTHS.get(name, 1.6) for name in names]
        insert = TableInsert(
            header=tuple(self._words_of(pair[0]) for pair in pairs),
            rows=cells,
            widths=tuple(weight / sum(weights) for weight in weights),
            caption=self._words_of(caption),
            classes=(kind,),
            origin=self.locate(),
        )
        return self._place(insert, block=True)

    def key_figures(self, *which: object, caption: str = "") -> Placed:
        """A table of values: what, how much, as of when, says who."""
        for fact in self._found(which):
            if not fact.values:
                hint = "give the fact a `value:`, or show it with `table`"
                self._error(Code.UNKNOWN_VALUE, f"the fact `{fact.id}` has no figure", hint=hint, subject=fact.id)
        return self.table(which, columns=("label", "value", "date", "source"), caption=caption, kind="key-figures")

    def timeline(self, rows: Iterable[object], *, caption: str = "") -> Placed:
        """A table of dated facts, earliest first."""
        facts = self._found(rows)
        for fact in facts:
            if fact.as_of is None:
                self._warn(
                    Code.EMPTY_SELECTION, f"the fact `{fact.id}` has no date, so it is not in the timeline",
                    hint="give it `as_of:`, or leave it out of the selection",
                )  # fmt: skip
        dated = selection.sort([fact for fact in facts if fact.as_of], "date")
        columns = (("column-date", "date"), ("column-event", "statement"))
        named = [[self.words.get(heading, name), name] for heading, name in columns]
        return self.table([self._view(fact) for fact in dated], columns=named, caption=caption, kind="timeline")

    def disagreements(
        self,
        *,
        topic: str | Sequence[str] | None = None,
        subject: str | Sequence[str] | None = None,
        ids: Sequence[object] | None = None,
        caption: str = "",
    ) -> Placed:
        """A table of facts that differ: what about, the account ranked first, the others."""
        named = None if ids is None else self._found(ids)
        groups = differences.chosen(
            self.project, topic=selection.wanted(topic), subject=selection.wanted(subject), ids=named
        )
        alone = [fact for fact in named or () if not any(fact in group for group in groups)]
        for fact in alone:
            hint = "name the facts of a pair together; `conflicts_with:` says that two facts differ"
            self._warn(Code.EMPTY_SELECTION, f"the fact `{fact.id}` differs from none of the others", hint=hint)
        if not groups:
            if not alone:
                hint = self._selection_hint(topic)
                self._warn(Code.EMPTY_SELECTION, "no facts differ in this selection", hint=hint)
            return Placed("")
        return self._place(differences.as_table(groups, self._parts, self._words_of(caption)), block=True)

    def sources(self, *, caption: str = "", summary: bool = True, grades: bool = True, matrix: bool = False) -> Placed:
        """What the brief cites: a statement about it all, a table, and a table of which source says what."""
        insert = SourcesInsert(self._words_of(caption), self.locate(), bool(summary), bool(grades), bool(matrix))
        return self._place(insert, block=True)

    def bibliography(self) -> Placed:
        """Where the list of references goes."""
        return self._place(BibliographyInsert(self.locate()), block=True)

    def term(self, name: str) -> Placed:
        """A fixed text in the brief's language, such as the heading of the list of references."""
        if name not in self.words:
            self._error(Code.WRONG_ARGUMENT, f"there is no fixed text `{name}`", hint=did_you_mean(name, self.words))
        return self._text(self.words.get(name, ""))

    def date(self, text: object) -> Placed:
        """An EDTF date in words."""
        return self._text(values.format_date(parse_edtf(str(text)), self.lang, self.words))

    def finalize(self, value: Any) -> Any:
        """What an expression prints: template text as it is, an insert's mark, anything else as literal text."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, Undefined):
            value = str(value)  # which records it
        if isinstance(value, FactView):
            value = value.statement
        if isinstance(value, Placed):
            return Markup(value.mark)  # noqa: S704  # a mark is ours
        if value is None:
            return Markup("")
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            self._unprintable(value)
            return Markup("")
        return Markup(self._as_written(str(value)))  # noqa: S704  # marks are ours

    def _as_written(self, text: str) -> str:
        """Marks that print a text as it is written; what is in it of earlier inserts stays what it is.

        No insert ever holds another, so that what a template prints cannot grow without it noticing.
        """
        out: list[str] = []
        position = 0
        for found in marks.INSERT.finditer(text):
            out.append(self._text(text[position : found.start()]).mark)
            out.append(found[0] if marks.number_of(found) < len(self.register.inserts) else "")
            position = found.end()
        return "".join([*out, self._text(text[position:]).mark])

    def _words_of(self, value: object) -> str:
        """An argument that is put into running text, such as a caption: inserts in it as their words."""

        def words(found: re.Match[str]) -> str:
            return words_of(self.register.get(marks.number_of(found)))

        return marks.UNPRINTABLE.sub("", marks.INSERT.sub(words, str(value)))

    def _unprintable(self, value: object) -> None:
        kind, hint = f"a value of type {type(value).__name__}", ""
        if isinstance(value, bool):
            kind, hint = "true or false", "ask with {% if ... %}"
        if isinstance(value, dict):
            kind, hint = "a group of values", f"name one of them: {', '.join(map(str, value))}"
        if isinstance(value, (list, tuple)):
            kind, hint = "a list", "go through it with {% for f in ... %}"
        elif callable(value):
            name = getattr(value, "__name__", "function")
            kind, hint = f"the function `{name}` itself", f'call it: {name}("...")'
        self._error(Code.WRONG_ARGUMENT, f"{kind} cannot be printed", hint=hint)

    # --- finding, placing, reporting ----------------------------------------------------------------------

    def _find(self, which: object) -> Fact | None:
        if isinstance(which, FactView):
            return which.fact_
        if isinstance(which, Undefined):
            str(which)
            return None
        name = self._words_of(which)
        fact = self.project.facts.get(name)
        if fact is None:
            hint = did_you_mean(name, self.project.facts) or "`briefwright list facts` shows those there are"
            self._error(Code.UNKNOWN_FACT, f"there is no fact `{name}`", hint=hint, subject=name)
        return fact

    def _found(self, rows: object) -> list[Fact]:
        """The facts of a table: a name or a view, or a list of them, or of lists."""
        if isinstance(rows, (str, Undefined)) or not isinstance(rows, Iterable):
            fact = self._find(rows)
            return [fact] if fact else []
        return [fact for row in rows for fact in self._found(row)]

    def _known(self, key: str) -> bool:
        if self.project.bibliography.get(key):
            return True
        hint = did_you_mean(key, self.project.bibliography.keys())
        self._error(Code.UNKNOWN_REFERENCE, f"there is no reference `{key}`", hint=hint, subject=key)
        return False

    def _view(self, fact: Fact) -> FactView:
        return FactView(
            fact, lambda of, part: self._place(self._parts.part(of, "value.value" if part == "value" else part))
        )

    def _heading(self, column: str) -> str:
        return self.words.get(f"column-{column}", column.capitalize())

    def _meta(self) -> dict[str, Any]:
        meta = self.brief.meta
        texts = {name: getattr(meta, name) for name in ("title", "subtitle", "summary", "number", "marking", "status")}
        return texts | {
            "institution": meta.institution or self.project.config.institution,
            "authors": list(meta.authors or self.project.config.authors),
            "keywords": list(meta.keywords),
            "date": values.format_date(meta.date, self.lang, self.words),
            "information_cutoff": values.format_date(meta.information_cutoff, self.lang, self.words),
            "lang": self.lang,
            "extra": dict(meta.extra),
        }

    def _text(self, text: str) -> Placed:
        if not marks.UNPRINTABLE.sub("", text):
            return Placed("")
        return self._place(TextInsert(tuple(inline.literal_nodes(text)), self.locate()))

    def _place(self, insert: Insert, *, block: bool = False) -> Placed:
        return Placed(marks.insert(self.register.add(insert)), block=block)

    def _error(self, code: Code, message: str, *, hint: str = "", subject: str = "") -> None:
        self.findings.append(error(code, message, self.locate(), hint=hint, subject=subject))

    def _warn(self, code: Code, message: str, *, hint: str = "") -> None:
        self.findings.append(warning(code, message, self.locate(), hint=hint))

    def _selection_hint(self, topic: str | Sequence[str] | None) -> str:
        topics = {fact.topic for fact in self.project.facts.values()}
        unknown = (selection.wanted(topic) or frozenset()) - topics
        return did_you_mean(min(unknown), topics) or f"topics: {', '.join(sorted(topics))}" if unknown else ""

    def _checked(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            hint = ""
            try:
                bound = bind(function, arguments, named)
            except TypeError as problem:
                said = str(problem)
                if isinstance(problem, CallError):
                    takes = f"it takes {function.__name__}({', '.join(inspect.signature(function).parameters)})"
                    hint = f"{problem.near} I{takes[1:]}" if problem.near else takes
            else:
                try:
                    return function(*bound.args, **bound.kwargs)
                except ValueError as problem:  # a date, an order or the like that is none
                    said = str(problem)
            self._error(Code.WRONG_ARGUMENT, f"`{function.__name__}`: {said}", hint=hint)
            return [] if function.__name__ == "facts" else Placed("")

        return call
