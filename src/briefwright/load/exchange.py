"""Facts to and from the tables of colleagues who live in spreadsheets.

An import changes nothing by itself: it gives the fact files' new texts, in which only the lines of changed and new
facts differ. Facts that a table leaves out stay as they are, and columns that it leaves out are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefwright.diagnostics import BriefwrightError, Code, Finding, Location, Warned, did_you_mean, error, in_order
from briefwright.load import sheets, table
from briefwright.load.files import FORBIDDEN, read_text
from briefwright.load.yaml_edit import append_fact, append_facts, change_fact, change_facts
from briefwright.load.yaml_write import FIELD_ORDER
from briefwright.load.yaml_write import in_order as fields_in_order
from briefwright.model import Fact, Kind, Project, Relation, Status

__all__ = [
    "FactImport",
    "FileEdit",
    "append_fact",
    "change_fact",
    "export_facts",
    "file_name",
    "import_facts",
    "schema_beside",
]


@dataclass(frozen=True, slots=True)
class FileEdit:
    """A fact file's new text."""

    path: str
    """Relative to the project's root."""
    before: str
    """As it was read; empty for a new file."""
    after: str


@dataclass(frozen=True, slots=True)
class FactImport:
    """What a table would change."""

    edits: tuple[FileEdit, ...] = ()
    added: tuple[str, ...] = ()
    """Ids of new facts."""
    changed: tuple[str, ...] = ()
    """Ids of facts with a field that differs."""
    unchanged: tuple[str, ...] = ()


def export_facts(facts: Iterable[Fact], fmt: str) -> bytes:
    """A table of facts, one row for each, as `csv` or `xlsx`; the same bytes for the same facts.

    Raises BriefwrightError for a text that is too long for a cell of XLSX, ValueError for another format.
    """
    rows = [table.flatten(fact) for fact in facts]
    names = table.columns(rows)
    if fmt == "csv":
        return sheets.write_csv(names, rows)
    if fmt == "xlsx":
        return sheets.write_xlsx(names, rows, {name: words for name in names if (words := _choices(name))})
    raise ValueError(f"unknown format: {fmt}")


def _choices(column: str) -> list[str]:
    words = {"kind": Kind, "status": Status}.get(column) or (Relation if column.startswith("relation_") else None)
    return [item.value for item in words] if words else []


def import_facts(data: bytes, fmt: str, project: Project, *, name: str = "") -> Warned[FactImport]:
    """What a table of `csv` or `xlsx` adds to and changes in a project's facts.

    name: the table's name for findings. A row with a problem is reported and left out. Raises ValueError for
    another format.
    """
    if fmt not in sheets.FORMATS:
        raise ValueError(f"unknown format: {fmt}")
    name = name or f"facts.{fmt}"
    read = sheets.read_csv(data, name) if fmt == "csv" else sheets.read_xlsx(data, name)
    findings = [*read.findings]
    if read.value:
        findings.extend(_unknown_columns(read.value[0][1], name))
    work = _Work(project, name)
    for number, cells in read.value:
        work.take(number, cells)
    result = work.result()
    return Warned(result, in_order([*findings, *work.findings]))


def _unknown_columns(cells: Mapping[str, str], name: str) -> list[Finding]:
    known = [*FIELD_ORDER, "topic", "source_1", "locator_1", "quote_1", "relation_1", "via_1", "origin_1"]
    findings = []
    for column in cells:
        if table.path_of(column) is None:
            hint = did_you_mean(column, known) or "remove the column, or call it by a field of facts"
            findings.append(error(Code.FACT_UNKNOWN_FIELD, f"there is no column `{column}`", Location(name), hint=hint))
    if "id" not in cells:
        hint = "its first row names the columns; begin with an export"
        findings.append(error(Code.FACT_INVALID, "the table has no column `id`", Location(name), hint=hint))
    return findings


def file_name(topic: str) -> str:
    """The name, without its ending, of a new file for a topic's facts."""
    return re.sub(r"[^\w-]+", "-", topic.lower()).strip("-_") or "facts"


def schema_beside(path: str, project: Project) -> str:
    """The JSON Schema that another fact file in the folder of a new one names for editors; empty where none does."""
    folder = Path(path).parent
    for other in dict.fromkeys(fact.location.path for fact in project.facts.values()):
        if Path(other).parent == folder and other != path and (project.root / other).exists():
            text = (project.root / other).read_text(encoding="utf-8-sig", errors="replace")
            match = re.match(r"# yaml-language-server: \$schema=(\S+)", text)
            if match:
                return match[1]
    return ""


_Editor = Callable[[str, dict[str, dict[str, Any]]], str]


class _Work:
    """An import under way: the texts of files as they are changed, row by row."""

    def __init__(self, project: Project, name: str) -> None:
        self._project, self._name = project, name
        self._changes: dict[str, dict[str, dict[str, Any]]] = {}
        self._additions: dict[str, dict[str, dict[str, Any]]] = {}
        self._topics: dict[str, str] = {}
        self._seen: dict[str, int] = {}
        self._files = {fact.topic: fact.location.path for fact in reversed(list(project.facts.values()))}
        self._added: list[str] = []
        self._changed: list[str] = []
        self._unchanged: list[str] = []
        self.findings: list[Finding] = []

    def result(self) -> FactImport:
        """What all rows together change."""
        edits = []
        for path in sorted({*self._changes, *self._additions}):
            try:
                before = self._text(path)
            except BriefwrightError as exc:
                self.findings.extend(exc.findings)
                continue
            changed = self._try(change_facts, before, self._changes.get(path, {}), self._changed)
            after = self._try(self._append(path), changed, self._additions.get(path, {}), self._added)
            if after != before:
                edits.append(FileEdit(path, before, after))
        return FactImport(tuple(edits), tuple(self._added), tuple(self._changed), tuple(self._unchanged))

    def _append(self, path: str) -> _Editor:
        topic, schema = self._topics.get(path, ""), schema_beside(path, self._project)
        return lambda text, facts: append_facts(text, [*facts.values()], topic=topic, schema=schema)

    def _try(self, edit: _Editor, text: str, facts: dict[str, dict[str, Any]], done: list[str]) -> str:
        """All edits of a file at once; where that fails one by one, so that each that fails is named."""
        if not facts:
            return text
        try:
            text = edit(text, facts)
            done.extend(facts)
        except BriefwrightError as exc:
            if len(facts) > 1:
                for fact_id, fields in facts.items():
                    text = self._try(edit, text, {fact_id: fields}, done)
            else:
                (fact_id,) = facts
                for finding in exc.findings:
                    self._report(self._seen[fact_id], finding.message, finding.hint)
        return text

    def take(self, number: int, cells: Mapping[str, str]) -> None:
        """One row."""
        fact_id = cells.get("id", "").strip()
        if "id" not in cells:
            return
        if fact_id in self._seen:
            hint = "keep one of the rows"
            self._report(number, f"the id `{fact_id}` is that of row {self._seen[fact_id]} too", hint)
            return
        self._seen[fact_id] = number
        spoilt = next((column for column, cell in cells.items() if FORBIDDEN.search(cell)), None)
        if spoilt is not None:
            self._report(number, f"`{spoilt}` holds a character that no document can hold", "type the text anew")
            return
        fact = self._project.facts.get(fact_id)
        if fact is None:
            self._add(number, cells, fact_id)
        else:
            self._change(number, cells, fact)

    def _report(self, number: int, message: str, hint: str = "") -> None:
        self.findings.append(error(Code.FACT_INVALID, message, Location(self._name, number), hint=hint))

    def _add(self, number: int, cells: Mapping[str, str], fact_id: str) -> None:
        fields = fields_in_order(self._fields(cells))
        topic = str(fields.pop("topic", "")) or "facts"
        if not self._is_valid(number, fields):
            return
        path = self._files.setdefault(topic, self._new_path(topic))
        self._topics[path] = topic
        self._additions.setdefault(path, {})[fact_id] = fields

    def _change(self, number: int, cells: Mapping[str, str], fact: Fact) -> None:
        old_cells = table.flatten(fact)
        differing = {name for name, cell in cells.items() if _same(cell) != _same(old_cells.get(name, ""))}
        differing = {name for name in differing if table.path_of(name) is not None}
        if "topic" in differing and cells["topic"].strip():
            self._report(number, "a fact's topic is that of its file", "move the fact to another file by hand")
        differing.discard("topic")
        if not differing:
            self._unchanged.append(fact.id)
            return
        merged = {**old_cells, **{name: cells[name] for name in differing}}
        fields = _merged(dict(fact.raw), self._fields(merged), differing)
        if not self._is_valid(number, fields):
            return
        self._changes.setdefault(fact.location.path, {})[fact.id] = fields

    def _fields(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """A row's fields; a text beside its translations is in the project's language."""
        fields = table.unflatten(cells)
        for name in table.BY_LANGUAGE:
            texts = fields.get(name)
            if isinstance(texts, dict) and "" in texts:
                fields[name] = {lang or self._project.config.lang: text for lang, text in texts.items()}
        return fields

    def _is_valid(self, number: int, fields: dict[str, Any]) -> bool:
        from briefwright.load.facts import validate_entry

        _, problems = validate_entry(fields)
        for problem in problems:
            self.findings.append(
                Finding(
                    problem.code,
                    problem.severity,
                    problem.message,
                    Location(self._name, number),
                    problem.hint,
                    problem.subject,
                )
            )
        return not problems

    def _text(self, path: str) -> str:
        """A fact file as it stands, its byte order mark and line ends too; empty where there is none."""
        full = self._project.root / path
        if not full.exists():
            return ""
        read = read_text(full, self._project.root)
        if read.value is None:
            raise BriefwrightError(*read.findings)
        return full.read_bytes().decode("utf-8")

    def _new_path(self, topic: str) -> str:
        folder, name = self._project.config.facts, file_name(topic)
        taken = set(self._files.values())
        path, number = f"{folder}/{name}.yaml", 2
        while path in taken or (self._project.root / path).exists():
            path, number = f"{folder}/{name}-{number}.yaml", number + 1
        return path


def _same(cell: str) -> str:
    """Spreadsheets change line ends and edges of cells; that is no edit."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def _merged(old: dict[str, Any], new: dict[str, Any], differing: Iterable[str]) -> dict[str, Any]:
    """The old fields with those of differing columns taken from the new; their order kept."""
    touched = {path[0] for name in differing if (path := table.path_of(name))}
    fields = {name: (new.get(name) if name in touched else value) for name, value in old.items()}
    added = {name: new[name] for name in fields_in_order(new) if name in touched and name not in fields}
    fields = {name: value for name, value in {**fields, **added}.items() if value not in (None, "", [], {})}
    return fields if not added else {name: fields[name] for name in _placed(list(old), fields)}


def _placed(old: list[str], fields: Mapping[str, Any]) -> list[str]:
    """Names of fields with the new ones where the usual order has them among the old."""
    names = [name for name in old if name in fields]
    for name in fields_in_order(fields):
        if name not in names:
            earlier = FIELD_ORDER[: FIELD_ORDER.index(name)] if name in FIELD_ORDER else names
            after = max((names.index(other) for other in earlier if other in names), default=len(names) - 1)
            names.insert(after + 1, name)
    return names
