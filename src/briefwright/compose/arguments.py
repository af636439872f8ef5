"""What the functions of the vocabulary are given: checked at the call, so that they can rely on it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Undefined

from briefwright.compose.views import Placed
from briefwright.diagnostics import did_you_mean


class CallError(TypeError):
    """A call does not fit a function; the text says why, for the user."""

    def __init__(self, said: str, near: str = "") -> None:
        super().__init__(said)
        self.near = near
        """A guess at the name that was meant; may be empty."""


def bind(function: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any]) -> inspect.BoundArguments:
    """The arguments of a call by parameter, numbers and inserts given for texts as texts.

    Raises TypeError, with a sentence for the user, where they do not fit the function's annotations.
    """
    signature = inspect.signature(function)
    try:
        bound = signature.bind(*arguments, **named)
    except TypeError as problem:
        raise _call_error(problem, signature.parameters, named) from problem
    for name, value in bound.arguments.items():
        annotation = str(signature.parameters[name].annotation)
        fits, wanted = _FITS[annotation]
        if not isinstance(value, Undefined) and not fits(value):
            raise TypeError(f"`{name}` must be {wanted}")
        if annotation == "str":
            bound.arguments[name] = str(value)
    return bound


def _call_error(problem: TypeError, parameters: Iterable[str], named: Mapping[str, Any]) -> CallError:
    """What Python says of a call, in our words."""
    known = tuple(parameters)
    unknown = next((name for name in named if name not in known), None)
    if unknown is not None:
        return CallError(f"it has no argument `{unknown}`", did_you_mean(unknown, known))
    missing = re.fullmatch(r"missing a required (?:keyword-only )?argument: '(\w+)'", str(problem))
    if missing:
        return CallError(f"it needs `{missing[1]}`")
    return CallError("it is given too many arguments" if "too many" in str(problem) else str(problem))


def _is_text(value: object) -> bool:
    return isinstance(value, (str, int, float, Placed)) and not isinstance(value, bool)


def _are_texts(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, Mapping))


def _are_columns(value: object) -> bool:
    if not isinstance(value, (list, tuple)):
        return False
    return all(
        isinstance(column, str)
        or (
            isinstance(column, (list, tuple))
            and len(column) == 2
            and _is_text(column[0])
            and isinstance(column[1], str)
        )
        for column in value
    )


_FITS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "object": (lambda _: True, ""),
    "bool": (lambda _: True, ""),
    "Iterable[object]": (lambda _: True, ""),
    "str": (_is_text, "a text"),
    "int": (lambda value: isinstance(value, int), "a whole number"),
    "str | Sequence[str] | None": (
        lambda value: value is None or isinstance(value, str) or _are_texts(value),
        "a name or a list of names",
    ),
    "Sequence[object] | None": (lambda value: value is None or _are_texts(value), "a list of facts"),
    "Sequence[str] | None": (lambda value: value is None or _are_texts(value), "a list of names"),
    "Sequence[str | Sequence[str]]": (_are_columns, "a list of names, or of pairs of heading and name"),
}
"""By annotation in `vocabulary`: whether a value fits, and what is asked for."""
