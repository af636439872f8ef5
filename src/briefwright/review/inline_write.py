"""Writing changed words: their markup, and signs escaped so that they are read as they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefwright.compose.inline import Quotes
from briefwright.review.inline_items import Item, Syntax, Wrap, link_of, looks_of, shared
from briefwright.review.units import Unit

_MARKDOWN = {
    "strong": ("**", "**"),
    "emph": ("*", "*"),
    "strike": ("~~", "~~"),
    "mark": ("==", "=="),
    "sub": ("~", "~"),
    "sup": ("^", "^"),
    "underline": ("[", "]{.underline}"),
    "small-caps": ("[", "]{.smallcaps}"),
    "code": ("`", "`"),
}
"""By look, outermost first."""
_STATEMENT = {"strong": ("__", "__"), "emph": ("_", "_")}
_SPECIAL = re.compile(r"[\\`*_\[\]{}@^~|<>$]|&(?=#|\w)|={2,}|-(?=-)|\.(?=\.\.)|(?<!\S)#|#(?!\S)|!(?=\[)|(?<=\{)[%#]")
_IN_STATEMENT = re.compile(r"\\(?=[_\[{\\])|\[(?=[^\[\]]*\]\()|\{(?=\{)|(?<=\{)\{|_")
_WITHIN_WORD = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
_LINE_START = re.compile(
    r"(?P<bare>[-+*](?=[ \t\n]|\Z)|#{1,6}(?=\s|\Z)|>|:(?=\s|:)|~(?=\s)|\|(?=\s)|[-=]{1,}[ \t]*(?=\n|\Z))"
    r"|(?P<number>\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+|#))(?P<stop>[.)])(?=[ \t\n]|\Z)"
)


class CannotWriteError(ValueError):
    """Some words cannot be written as they look; the text says why."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a source is written, so that what is new looks like it."""

    syntax: Syntax
    emphasis: str
    """The sign of emphasis that the source uses."""
    straight: frozenset[str]
    """Typographic signs that are written straight."""

    @classmethod
    def of(cls, source: str, syntax: Syntax, quotes: Quotes) -> Style:
        """The style of a source."""
        straight: set[str] = set()
        if syntax is not Syntax.PLAIN and not any(mark in source for mark in (*quotes, "’")):
            straight |= {"’", *(quotes[:2] if '"' in source else ())}
        underscored = re.search(r"(?<![\w\\])_(?=[^\s_])", source)
        starred = re.search(r"(?<![\\*])\*(?=[^\s*])", source)
        return cls(
            syntax, "_" if syntax is Syntax.STATEMENT or (underscored and not starred) else "*", frozenset(straight)
        )

    def wrap(self, look: str = "", link: str = "") -> Wrap:
        """New markup. Raises CannotWriteError where the source has none for a look."""
        if link:
            if self.syntax is Syntax.PLAIN or re.search(r"[\s<>]", link):
                raise CannotWriteError("a link cannot stand here")
            if self.syntax is Syntax.STATEMENT and not re.fullmatch(r"https?://[^\s()]+", link):
                raise CannotWriteError(f"the address {link} cannot stand in a fact")
            return Wrap("[", f"](<{link}>)" if re.search(r"[()\\]", link) else f"]({link})", link=link)
        if self.syntax is Syntax.MARKDOWN and look in ("emph", "strong"):
            sign = self.emphasis * (2 if look == "strong" else 1)
            return Wrap(sign, sign, look)
        known = {Syntax.MARKDOWN: _MARKDOWN, Syntax.STATEMENT: _STATEMENT, Syntax.PLAIN: {}}[self.syntax]
        if look not in known:
            where = {Syntax.STATEMENT: "a fact", Syntax.PLAIN: "this text"}.get(self.syntax, "Markdown")
            raise CannotWriteError(f"{where} has no markup for the look “{look}”")
        return Wrap(*known[look], look)

    def text(self, unit: Unit, wraps: Sequence[Wrap]) -> str:
        """A unit of text, not escaped yet."""
        looks = looks_of(wraps)
        text = unit.text
        if unit.is_space:
            text = text if len(text) == 1 and text not in "\n\r\t\v\f" else " "
            return "\\ " if {"sub", "sup"} & looks and self.syntax is Syntax.MARKDOWN else text
        if self.syntax is Syntax.PLAIN:
            return text
        if "code" in looks:
            if "`" in text:
                raise CannotWriteError("a backtick within code is written by hand")
            return text
        if text in self.straight:
            return "'" if text == "’" else '"'
        return text

    def order(self, looks: frozenset[str]) -> list[str]:
        """Looks in the order of their markup, outermost first."""
        return [look for look in _MARKDOWN if look in looks] + sorted(looks - set(_MARKDOWN))


def with_escapes(texts: Sequence[str], syntax: Syntax) -> list[str]:
    """Neighbouring texts with a backslash before whatever would be markup."""
    whole = "".join(texts)
    pattern = _IN_STATEMENT if syntax is Syntax.STATEMENT else _SPECIAL
    within = {match.start() for match in _WITHIN_WORD.finditer(whole)}
    special = {at for match in pattern.finditer(whole) for at in range(*match.span())} - within
    out: list[str] = []
    position = 0
    for text in texts:
        out.append("".join(f"\\{char}" if at in special else char for at, char in enumerate(text, position)))
        position += len(text)
    return out


def chosen_wraps(
    looks: frozenset[str], link: str, before: tuple[Wrap, ...], after: tuple[Wrap, ...], style: Style
) -> tuple[Wrap, ...]:
    """The markup around something new between two neighbours: theirs where it fits, else as much of it as does."""
    for wraps in (shared(before, after), before, after):
        if looks_of(wraps) == looks and link_of(wraps) == link:
            return wraps
    candidates = [_fitting(wraps, looks, link, style.syntax) for wraps in (before, after)]
    wraps = max(candidates, key=len)
    if link and not link_of(wraps):
        wraps = (*wraps, style.wrap(link=link))
    return (*wraps, *(style.wrap(look) for look in style.order(looks - looks_of(wraps))))


def _fitting(wraps: tuple[Wrap, ...], looks: frozenset[str], link: str, syntax: Syntax) -> tuple[Wrap, ...]:
    kept: list[Wrap] = []
    if syntax is Syntax.STATEMENT and "strong" in looks - looks_of(wraps):
        return ()  # no strong words within emphasised ones there
    for wrap in wraps:
        if not (wrap.look in looks if wrap.look else bool(wrap.link) and wrap.link == link):
            break
        kept.append(wrap)
    return tuple(kept)


def is_block_start(text: str) -> bool:
    """Whether a line that begins so is no more of its paragraph."""
    return _LINE_START.match(text) is not None


def start_escaped(text: str) -> str:
    """A paragraph that begins with what would make a list, a heading or the like, with a backslash before that."""
    found = _LINE_START.match(text)
    if not found:
        return text
    if found["stop"]:
        return f"{found['number']}\\{text[found.end('number') :]}"
    return f"\\{text}"


def wanted_looks(item: Item, old: Unit, new: Unit) -> frozenset[str]:
    """The looks of an item after a change: its own, and what was changed of those that were rendered."""
    return (looks_of(item.wraps) - (old.looks - new.looks)) | (new.looks - old.looks)


def within_words(texts: Sequence[str], wraps: Sequence[tuple[Wrap, ...]]) -> list[tuple[Wrap, ...]]:
    """Markup in which `_` is `*` where it ends or begins within a word: pandoc reads no underscore there."""
    starred: dict[Wrap, Wrap] = {}
    for at in range(1, len(texts)):
        before, after = wraps[at - 1], wraps[at]
        if texts[at - 1][-1:].isalnum() and texts[at][:1].isalnum():
            same = len(shared(before, after))
            for wrap in (*before[same:], *after[same:]):
                if wrap.opening in ("_", "__"):
                    sign = "*" * len(wrap.opening)
                    starred[wrap] = Wrap(sign, sign, wrap.look)
    return [tuple(starred.get(wrap, wrap) for wrap in around) for around in wraps]
