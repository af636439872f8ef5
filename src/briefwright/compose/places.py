"""Places in a brief and in the templates that it uses: where an expression stands, where a line came from."""

from __future__ import annotations

import bisect
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from jinja2 import Template

from briefwright.compose import marks
from briefwright.compose.sandbox import BriefEnvironment, TemplateFolders
from briefwright.diagnostics import Location, SourceText
from briefwright.model import Brief

TOP_LEVEL = "top-level template code"
"""Jinja's name in tracebacks for what stands outside blocks and macros."""

_TOP_LEVEL_FUNCTION = "root"
"""Its name as a Python function."""


@dataclass(slots=True)
class Places:
    """The texts of one brief and its templates, by the names under which Jinja knows them."""

    brief: Brief
    root: Path
    """The project's."""
    loader: TemplateFolders
    templates: dict[str, Path] = field(default_factory=dict)
    """Those that took part."""
    texts: dict[str, SourceText] = field(default_factory=dict)
    _tables: dict[Template, list[tuple[int, int]]] = field(default_factory=dict)
    """Of each template: its lines, and those of the Python that Jinja made of it."""

    def __post_init__(self) -> None:
        self.texts[self.own] = SourceText(self.own, self.brief.source)

    @property
    def own(self) -> str:
        """The name of the brief itself."""
        return self.brief.location.path

    def read(self, name: str) -> str | None:
        """The text of a template, None where there is none. Raises BriefwrightError where it cannot be read."""
        path = self.loader.find(name)
        if path is None:
            return None
        if name not in self.texts:
            shown = self._shown(path)
            self.texts[name] = SourceText(shown, self.loader.text_of(path, shown))
            self.templates[name] = path
        return self.texts[name].text

    def in_brief(self, line: int) -> Location:
        """A line of the brief."""
        return self.texts[self.own].at(line)

    def at(self, name: str, line: int) -> Location:
        """A line of a template, by Jinja's name for it or by its file."""
        name = self._name_of_file(name) or name
        if name not in self.texts and self.read(name) is None:
            return Location(name, line)
        return self.texts[name].at(line)

    def text(self, name: str) -> str:
        """The text that Jinja saw under a name: the brief's without its front matter."""
        if name == self.own:
            return self.brief.body
        name = self._name_of_file(name) or name
        return self.texts[name].text if name in self.texts else self.read(name) or ""

    def knows(self, name: str) -> bool:
        """Whether a name, or a file's path, is that of the brief or of a template."""
        return (
            name in self.texts
            or bool(self._name_of_file(name))
            or any(Path(name).is_relative_to(folder.resolve()) for folder in self.loader.folders)
        )

    def of_origin(self, origin: marks.Origin | None, env: BriefEnvironment) -> Location:
        """The place that a line mark names."""
        names = env.file_names()
        if origin is None or origin.file >= len(names):
            return self.in_brief(0)
        return self.at(names[origin.file], origin.line)

    def here(self) -> Location:
        """The line of the template that is running; the brief's own where it is among the callers.

        A brief's top level has its template run, and so is among the callers of everything: it counts only
        where it is what runs.
        """
        found: tuple[str, int] | None = None
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            template = frame.f_globals.get("__jinja_template__")
            if template is not None:
                place = (str(template.name or self.own), self._line_of(template, frame.f_lineno))
                if place[0] == self.own and (found is None or frame.f_code.co_name != _TOP_LEVEL_FUNCTION):
                    return self.in_brief(place[1])
                found = found or place
            frame = frame.f_back
        return self.at(*found) if found else self.in_brief(0)

    def _line_of(self, template: Template, python_line: int) -> int:
        """Template.get_corresponding_lineno, without reading the table of lines anew for each call."""
        if template not in self._tables:
            self._tables[template] = template.debug_info
        table = self._tables[template]
        index = bisect.bisect_right(table, python_line, key=lambda pair: pair[1])
        return table[index - 1][0] if index else 1

    def _name_of_file(self, path: str) -> str:
        return next((name for name, file in self.templates.items() if str(file) == path), "")

    def _shown(self, path: Path) -> str:
        if path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        folder = next((folder for folder in self.loader.folders if path.is_relative_to(folder.resolve())), path.parent)
        return f"templates/{path.relative_to(folder.resolve()).as_posix()}"
