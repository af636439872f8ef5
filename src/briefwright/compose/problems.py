"""What Jinja raises, put into the user's words at the user's line."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

import jinja2
from jinja2.exceptions import SecurityError

from briefwright.compose.bounds import TemplateTooLargeError
from briefwright.compose.places import TOP_LEVEL, Places
from briefwright.compose.sandbox import BriefEnvironment
from briefwright.diagnostics import Code, Finding, Location, did_you_mean, error

_WITH_END = "for if block macro call filter raw with autoescape set".split()
_NEVER_CLOSED = {
    "end of print statement": "an expression ends with }}",
    "end of statement block": "a tag ends with %}",
    "missing end of comment": "a comment ends with #}",
    "missing end of raw": "add {% endraw %} where it ends",
}
_VOCABULARY = frozenset(Path(__file__).with_name(f"{name}.py") for name in "vocabulary parts inline values".split())
"""Modules that only ever get arguments which have been checked."""
_CLOSING = {"{{": "}}", "{%": "%}"}
_TAGS = "tags are block, for, if, set, macro, include, import, raw and their ends"


def explain(problem: Exception, places: Places, env: BriefEnvironment) -> Finding:
    """A finding for whatever reading or running a template raised."""
    place = _place_of(problem, places)
    if isinstance(problem, jinja2.TemplateSyntaxError):
        return _syntax(problem, places, env)
    if isinstance(problem, jinja2.TemplateNotFound):
        name = problem.message or str(problem)
        hint = did_you_mean(name, env.list_templates()) or "templates are files under templates/, named by their path"
        return error(Code.TEMPLATE_UNKNOWN, f"there is no template file `{name}`", place, hint=hint)
    if isinstance(problem, SecurityError):
        hint = "templates reach facts, references and each other, and nothing else"
        return error(Code.TEMPLATE_FORBIDDEN, f"not allowed in a template: {problem}", place, hint=hint)
    if isinstance(problem, (TemplateTooLargeError, RecursionError, MemoryError)):
        said = "it calls itself without end" if isinstance(problem, RecursionError) else str(problem)
        hint = "a brief is no program: use fewer or smaller loops"
        return error(Code.TEMPLATE_TOO_LARGE, f"the template asks for too much: {said}", place, hint=hint)
    said = str(problem) or type(problem).__name__
    return error(Code.TEMPLATE_ERROR, f"the expression fails: {said.splitlines()[0].rstrip('.')}", place)


def is_ours(problem: Exception) -> bool:
    """Whether what running a template raised is a fault of the vocabulary's, and nothing that a template does."""
    if isinstance(problem, (jinja2.TemplateError, TemplateTooLargeError, RecursionError, MemoryError)):
        return False
    last = traceback.extract_tb(problem.__traceback__)[-1:]
    return bool(last) and Path(last[0].filename) in _VOCABULARY


def _place_of(problem: Exception, places: Places) -> Location:
    """The last line of the brief in a traceback, else of a template (Jinja rewrites tracebacks to them)."""
    frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if places.knows(frame.filename)]
    # a brief's top level has its template run, and so stands in every traceback
    own = [frame for frame in frames if frame.filename == places.own and frame.name != TOP_LEVEL]
    last = (own or frames)[-1:]
    return places.at(last[0].filename, last[0].lineno or 0) if last else places.in_brief(0)


def _syntax(problem: jinja2.TemplateSyntaxError, places: Places, env: BriefEnvironment) -> Finding:
    name = problem.name or places.own
    place = places.at(name, problem.lineno)
    message, hint = problem.message or "cannot be read", ""
    opener = _unclosed(env, places.text(name)) if "end of template" in message else None
    begun = _begun(env, places.text(name), problem.lineno) if "expected token 'end of" in message else None
    if opener:
        tag, line = opener
        place = places.at(name, line)
        message, hint = f"`{{% {tag} %}}` is never closed", f"add {{% end{tag} %}} where it ends"
    elif begun and begun[1] < problem.lineno:
        bracket, line = begun
        place = places.at(name, line)
        message, hint = f"`{bracket}` is never closed", f"it ends with {_CLOSING[bracket]}"
    else:
        message, hint = _in_words(message, env)
    said = f"template syntax: {message[0].lower()}{message[1:]}".rstrip(".")
    return error(Code.TEMPLATE_SYNTAX, said, place, hint=hint)


def _in_words(message: str, env: BriefEnvironment) -> tuple[str, str]:
    """A message of Jinja's and what to do about it."""
    unnamed = re.match(r"No (filter|test) named '(\w+)'", message)
    if unnamed:
        known = sorted(env.filters if unnamed[1] == "filter" else env.tests)
        return message, did_you_mean(unnamed[2], known) or f"there are {', '.join(known)}"
    nested = re.search(r"unknown tag '(\w+)'.*needs to be closed is '(\w+)'", message)
    if nested:
        wrong, still_open = nested.groups()
        return (
            f"`{{% {wrong} %}}` stands where `{{% {still_open} %}}` is open",
            f"add {{% end{still_open} %}} before it",
        )
    if "unknown tag" in message:
        return message, _TAGS
    if "unexpected char" in message:
        return re.sub(r" at \d+\Z", "", message), "a text stands between two quotation marks of the same kind"
    return message, next((hint for words, hint in _NEVER_CLOSED.items() if words in message.lower()), "")


def _begun(env: jinja2.Environment, text: str, line: int) -> tuple[str, int] | None:
    """The last expression or tag that begins in or before a line: its bracket, and its own line."""
    last: tuple[str, int] | None = None
    try:
        for at, kind, value in env.lex(text):
            if at > line:
                break
            if kind in ("variable_begin", "block_begin"):
                last = value[:2], at
    except jinja2.TemplateSyntaxError:
        pass
    return last


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
