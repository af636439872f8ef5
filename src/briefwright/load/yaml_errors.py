"""What libyaml says of a syntax error, in words for people who do not write parsers."""

from __future__ import annotations

import re
from typing import Any

from briefwright.diagnostics import Code, Finding, Location, error
from briefwright.load.files import TextFile

_QUOTE_IT = "put the whole value in quotes, or after `>-` on lines of its own"

_MESSAGES = {
    "mapping values are not allowed in this context": (
        "a colon followed by a space stands where no new field can begin",
        "if the colon belongs to a text, " + _QUOTE_IT + "; if it begins a field, check the indentation",
    ),
    "could not find expected ':'": ("this line is neither a field nor part of one", "a field is written `name: value`"),
    "did not find expected key": (
        "a field was expected here",
        "check the indentation, and that a quoted text has nothing after its closing quote",
    ),
    "did not find expected '-' indicator": (
        "the list ends here without being closed",
        "align this line with the lines around it: the items of one list begin in one column",
    ),
    "found character that cannot start any token": ("a value cannot begin with this character", _QUOTE_IT),
    "found unexpected end of stream": ("a quoted text is never closed", "add the closing quote"),
    "found unexpected document indicator": ("a quoted text is never closed", "add the closing quote"),
    "did not find expected ',' or ']'": ("a list in brackets is not closed", "add `]`, or a comma between its items"),
    "did not find expected ',' or '}'": (
        "a group in braces is not closed",
        "add `}`, or a comma between its fields",
    ),
    "found unknown escape character": (
        "after a backslash in double quotes stands a letter that means nothing",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    "did not find expected comment or line break": (
        "text stands on the line of `>` or `|`",
        "begin the text on the next line, further indented; or quote a value that begins so",
    ),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin on this line",
        "put its first `-` on a line of its own; quote a text that begins with `- `",
    ),
    "did not find expected alphabetic or numeric character": (
        "`*` and `&` at the beginning of a value have a meaning in YAML",
        _QUOTE_IT,
    ),
    "mapping keys are not allowed in this context": (
        "`? ` at the beginning of a value has a meaning in YAML",
        _QUOTE_IT,
    ),
    "found unexpected ':'": (
        "a colon stands where it divides nothing",
        "quote the text, or put a space after the colon",
    ),
    "did not find expected node content": ("a value was expected here", "remove the comma or bracket, or quote it"),
    "found a tab character that violates indentation": ("a tab stands in the indentation", "use spaces"),
    "found undefined tag handle": ("`!` at the beginning of a value has a meaning in YAML", _QUOTE_IT),
    "did not find expected <document start>": (
        "after the end of one value begins another",
        "check the quotes; a text that goes on after its closing quote must be quoted as a whole",
    ),
}


def describe(exc: Exception, file: TextFile, code: Code, *, first_line: int = 1) -> Finding:
    """The finding for an error of libyaml's or of PyYAML's own parser."""
    problem = getattr(exc, "problem", None) or ""
    mark = getattr(exc, "problem_mark", None)
    context_mark = getattr(exc, "context_mark", None)
    if mark is None:
        return _unreadable_character(exc, file, code, first_line)
    line, column = file.place(mark.index)
    message, hint = _MESSAGES.get(problem, (f"this cannot be read: {problem}", "check indentation, colons and quotes"))
    if "quoted text is never closed" in message and context_mark is not None:
        line, column = file.place(context_mark.index)
        message = "the quoted text that begins here is never closed"
    elif "could not find expected ':'" in problem and context_mark is not None:
        line, column = file.place(context_mark.index)
    line, column, text = _printable_place(file, line, column)
    special = _special_case(text, column, file.at(line - 1).text)
    if special:
        message, hint = special
    return error(code, message, Location(file.path, line + first_line - 1, column, text), hint=hint)


def _printable_place(file: TextFile, line: int, column: int) -> tuple[int, int, str]:
    """At the end of a text the parser stands on a line that is not there: go back to the last with something."""
    while line > 1 and not file.at(line).text.strip():
        line -= 1
        column = len(file.at(line).text) + 1
    return line, column, file.at(line).text


_PLAIN_START = re.compile(r"^\s*(?:- )?\s*(?:[\w-]+:|-)\s+(?P<value>\S.*)$")


def _special_case(line: str, column: int, before: str) -> tuple[str, str] | None:
    """Messages for the values that people forget to quote."""
    if re.match(r"\s*\t", line) and not line[: column - 1].strip():
        return "a tab stands in the indentation", "use spaces"
    cut = re.search(r"\S\s+#", before)
    if cut and not before.lstrip().startswith("#"):
        return (
            "the text of the line above ends before ` #`, where a comment begins, and cannot go on here",
            _QUOTE_IT,
        )
    match = _PLAIN_START.match(line)
    if not match:
        return None
    value, start = match["value"], match.start("value") + 1
    if value.startswith("{{"):
        return "a value that begins with `{{` must be quoted", as_quoted(value)
    if value[0] in "@`%":
        return f"a value cannot begin with `{value[0]}` unless it is quoted", as_quoted(value)
    if value[0] not in "\"'[{|>&*!" and column > start and ": " in value + " ":
        return "a text with a colon and a space inside must be quoted", as_quoted(value)
    bracketed = re.match(r"(\[[^\]]*\]|\{[^}]*\})\s*[^\s#,]", value)
    if bracketed and column > start:
        return f"a text that begins with `{value[0]}` must be quoted", as_quoted(value)
    if value[0] in "\"'" and column > start:
        return _after_quote(value)
    return None


def _after_quote(value: str) -> tuple[str, str] | None:
    if re.match(r"'(?:[^']|'')*'\s*[^\s#]", value):
        return (
            "text stands after the closing quote",
            "inside single quotes write an apostrophe twice (`''`), or use double quotes",
        )
    if re.match(r'"(?:[^"\\]|\\.)*"\s*[^\s#]', value):
        hint = 'inside double quotes write `\\"`, or quote the whole in single quotes'
        return "text stands after the closing quote", hint
    return None


def as_quoted(value: str) -> str:
    """A hint that shows a value in quotes."""
    text = value.strip()
    if '"' in text and "'" not in text:
        quoted = f"'{text}'"
    else:
        quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"write {quoted}" if len(text) <= 100 else _QUOTE_IT


def _unreadable_character(exc: Any, file: TextFile, code: Code, first_line: int) -> Finding:
    position = getattr(exc, "position", getattr(exc, "start", 0))
    line, column = file.place(position if isinstance(position, int) else 0)
    at = Location(file.path, line + first_line - 1, column, file.at(line).text)
    return error(code, "a character stands here that YAML does not allow", at, hint="remove it")
