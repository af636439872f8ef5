"""Names and attributes that do not exist: each use is recorded, and the rest of the template runs on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jinja2

from briefwright.compose.views import FactView, Placed
from briefwright.compose.vocabulary import Vocabulary
from briefwright.diagnostics import Code, did_you_mean, error

_OPERATIONS = (
    "__add__ __radd__ __sub__ __rsub__ __mul__ __rmul__ __truediv__ __rtruediv__ __floordiv__ __rfloordiv__"
    " __mod__ __rmod__ __pow__ __rpow__ __pos__ __neg__ __call__ __getitem__"
).split()
_COMPARISONS = "__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __bool__ __contains__".split()
_ANSWERS = dict.fromkeys(("yes", "on"), "write `true`") | dict.fromkeys(("no", "off"), "write `false`")
"""What people write for a truth value, as YAML has it."""
_OF_JINJA = ("loop", "range", "namespace", "true", "false", "none")


def undefined_class(vocabulary: Vocabulary) -> type[jinja2.Undefined]:
    """An Undefined that records a finding when it is used: empty as text and as a list, false, and zero."""

    def used(result: Callable[[Any], Any]) -> Callable[..., Any]:
        def method(self: Any, *_: Any, **__: Any) -> Any:
            _record(self, vocabulary)
            return result(self)

        return method

    def attribute(self: Any, name: str) -> Any:
        if name.startswith("__"):  # what copying and the like look for, not what a template does
            raise AttributeError(name)
        _record(self, vocabulary)
        return self

    methods: dict[str, Callable[..., Any]] = {
        **dict.fromkeys(_OPERATIONS, used(lambda self: self)),
        **dict.fromkeys(_COMPARISONS, used(lambda _: False)),
        **dict.fromkeys(("__len__", "__int__", "__hash__"), used(lambda _: 0)),
        "__float__": used(lambda _: 0.0),
        "__str__": used(lambda _: ""),
        "__iter__": used(lambda _: iter(())),
        "__getattr__": attribute,
    }
    return type("RecordingUndefined", (jinja2.Undefined,), {"__slots__": (), **methods})


def _record(undefined: Any, vocabulary: Vocabulary) -> None:
    name, owner = undefined._undefined_name, undefined._undefined_obj
    known: tuple[str, ...] = ()
    if undefined._undefined_hint:  # Jinja's own words, as for a template that lacks an imported name
        message = undefined._undefined_hint
    elif owner is jinja2.utils.missing:
        message, known = f"`{name}` is not defined", (*vocabulary.globals(), *_OF_JINJA)
    else:
        message, known = f"there is no `{name}` in {_kind_of(owner)}", tuple(map(str, _names_in(owner)))
    hint = _ANSWERS.get(str(name).lower()) or did_you_mean(str(name), known)
    vocabulary.findings.append(error(Code.TEMPLATE_UNDEFINED, message, vocabulary.locate(), hint=hint))


def _names_in(owner: object) -> list[object]:
    if isinstance(owner, Mapping):
        return list(owner)
    return [entry for entry in dir(owner) if not entry.startswith("_") and not entry.endswith("_")]


def _kind_of(owner: object) -> str:
    if isinstance(owner, FactView):
        return "a fact"
    if isinstance(owner, Placed):
        return "what a function of the vocabulary prints"
    names = {str: "a text", list: "a list", tuple: "a list", dict: "a group of values", int: "a number"}
    return names.get(type(owner), f"a value of type {type(owner).__name__}")
