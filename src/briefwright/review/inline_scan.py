"""Sources as items: inline Markdown of briefs, statements of facts, and plain text.

The scanner of Markdown need not be right about everything that pandoc reads: its items are aligned with what was
rendered, and a source that was changed is read by pandoc before it is used.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefwright.compose.inline import TOKEN
from briefwright.compose.lexing import LexError, pieces_of
from briefwright.review.inline_items import Collector, Item, Syntax, Wrap
from briefwright.review.units import UnitKind

_SPACE = re.compile(r"\s+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CODE = re.compile(r"(`+)(?!`)(.*?[^`])\1(?!`)(\{[^{}]*\})?", re.DOTALL)
_AUTOLINK = re.compile(r"<((?:https?|mailto|ftp):[^\s<>]+|[^\s<>@]+@[^\s<>@]+)>")
_KEY = r"\{[^{}\s]+\}|\w(?:[\w:.#$%&+?<>~/-]*[\w/])?"
_AUTHOR = re.compile(rf"-?@({_KEY})(?:\s*\[[^\[\]]*\])?")
_CITED = re.compile(rf"(?<![\w\\])@({_KEY})")
_TARGET = re.compile(
    r"\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\([^\s()]*\))*))(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)", re.DOTALL
)
_ATTRIBUTES = re.compile(r"\{(?![{%])[^{}]*\}")
_LABEL = re.compile(r"\[([^\[\]]*)\]")
_NOTE_MARK = re.compile(r"\[\^[^\s\[\]]+\]")
_CLASSES = {"underline": "underline", "ul": "underline", "smallcaps": "small-caps", "mark": "mark"}
_FENCES = (("~~", "strike"), ("==", "mark"), ("^", "sup"), ("~", "sub"))
_CALL = re.compile(r"""\{\{-?\s*(\w+)\(\s*(?:"([^"]*)"|'([^']*)')(.*?)\)\s*-?\}\}""", re.DOTALL)
_ARGUMENT = re.compile(r"""\A\s*,\s*(?:name\s*=\s*)?(?:"([\w-]+)"|'([\w-]+)')""")
_CLAUSE = re.compile(r"\bclause\s*=\s*[Tt]rue\b")


def items_of(source: str, syntax: Syntax, definitions: str = "") -> tuple[Item, ...]:
    """The items of a source. Raises LexError where its tags cannot be told from its text.

    definitions: the text in which the addresses of `[text][name]` are defined.
    """
    out = Collector()
    try:
        _scan(source, syntax, definitions, out)
    except RecursionError:
        raise LexError("too many marks stand inside one another", 1) from None
    return out.done()


def _scan(source: str, syntax: Syntax, definitions: str, out: Collector) -> None:
    if syntax is Syntax.STATEMENT:
        _statement(source, (), out)
    elif syntax is Syntax.PLAIN:
        _plain(source, (), out)
    else:
        _Markdown(source, out, _defined(definitions)).scan(0, len(source), ())


def _plain(text: str, wraps: tuple[Wrap, ...], out: Collector) -> None:
    position = 0
    for space in _SPACE.finditer(text):
        for char in text[position : space.start()]:
            out.sign(char, char, wraps)
        out.sign(space[0], space[0] if len(space[0]) == 1 else " ", wraps)
        position = space.end()
    for char in text[position:]:
        out.sign(char, char, wraps)


def _statement(text: str, wraps: tuple[Wrap, ...], out: Collector) -> None:
    position = 0
    for token in TOKEN.finditer(text):
        _plain(text[position : token.start()], wraps, out)
        position = token.end()
        if token["escape"]:
            out.sign(token[0], token[0][1:], wraps)
        elif token["value"]:
            out.thing(Item(token[0], "", UnitKind.VALUE, token["value"], wraps))
        elif token["target"]:
            inside = Wrap("[", f"]({token['target']})", link=token["target"])
            _statement(token["label"], (*wraps, inside), out)
        elif token["strong"]:
            _statement(token["strong"], (*wraps, Wrap("__", "__", "strong")), out)
        else:
            _statement(token["emphasis"], (*wraps, Wrap("_", "_", "emph")), out)
    _plain(text[position:], wraps, out)


def _defined(definitions: str) -> Mapping[str, str]:
    found = re.finditer(r"^ {0,3}\[([^\]^]+)\]:\s*<?([^\s>]+)", definitions, re.MULTILINE)
    return {" ".join(match[1].lower().split()): match[2] for match in found}


def call_of(text: str) -> tuple[UnitKind, str]:
    """What a call `{{ ... }}` puts into a text: its kind and its name, as a Unit has them."""
    call = _CALL.fullmatch(text)
    name = call[2] or call[3] or "" if call else ""
    if call and call[1] == "fact":
        return UnitKind.FACT, f"{name}:{'clause' if _CLAUSE.search(call[4]) else 'statement'}"
    if call and call[1] == "value":
        named = _ARGUMENT.match(call[4])
        return UnitKind.FACT, f"{name}:value.{(named[1] or named[2]) if named else 'value'}"
    if call and call[1] == "cite":
        return UnitKind.CITATION, ""
    return UnitKind.CALL, text


@dataclass(slots=True)
class _Markdown:
    source: str
    out: Collector
    defined: Mapping[str, str]
    tags: dict[int, tuple[int, str]] = field(default_factory=dict)
    """From where a tag or comment begins to its end and its kind."""
    ends: dict[tuple[int, int, str], int] = field(default_factory=dict)
    """Where emphasis ends, by what was asked: it is asked often."""

    def __post_init__(self) -> None:
        position = 0
        for piece in pieces_of(self.source):
            if piece.start > position:
                self._between(position, piece.start)
            if piece.kind != "text":
                self.tags[piece.start] = (piece.end, piece.kind)
            position = piece.end
        self._between(position, len(self.source))

    def _between(self, start: int, end: int) -> None:
        """What lies between the pieces is a comment, and white space that Jinja drops."""
        begin = self.source.find("{#", start, end)
        if begin >= 0:
            self.tags[begin] = (self.source.rindex("#}", begin, end) + 2, "comment")

    def scan(self, position: int, end: int, wraps: tuple[Wrap, ...]) -> None:
        """Items of a stretch of the source."""
        while position < end:
            position = self._one(position, end, wraps)

    def _one(self, at: int, end: int, wraps: tuple[Wrap, ...]) -> int:
        """Take what begins at a place; returns where it ends."""
        source, char = self.source, self.source[at]
        if at in self.tags:
            return self._tag(at, wraps)
        if char == "\\" and at + 1 < end and not source[at + 1].isalnum():
            escaped = source[at + 1]
            if escaped == "\n":
                space = _SPACE.match(source, at + 1, end)
                stop = space.end() if space else at + 2
                self.out.sign(source[at:stop], " ", wraps)
                return stop
            self.out.sign(source[at : at + 2], "\u00a0" if escaped == " " else escaped, wraps)
            return at + 2
        if char.isspace():
            space = _SPACE.match(source, at, end)
            stop = space.end() if space else at + 1
            self.out.sign(source[at:stop], source[at:stop] if stop - at == 1 else " ", wraps)
            return stop
        special = self._special(at, end, wraps)
        if special:
            return special
        self.out.sign(char, char, wraps)
        return at + 1

    def _tag(self, at: int, wraps: tuple[Wrap, ...]) -> int:
        end, kind = self.tags[at]
        text = self.source[at:end]
        if kind == "print":
            self.out.thing(Item(text, "", *call_of(text), wraps))
        else:
            self.out.thing(Item(text, "", None, kind, wraps))
        return end

    def _special(self, at: int, end: int, wraps: tuple[Wrap, ...]) -> int:
        """Markup that begins at a place; returns where it ends, 0 where there is none."""
        char = self.source[at]
        if char == "`":
            return self._code(at, end, wraps)
        if char in "[!" or self.source.startswith("^[", at):
            return self._bracket(at, end, wraps)
        if char in "@-":
            return self._author(at, end, wraps)
        if char in "*_":
            return self._emphasis(at, end, wraps)
        if char in "~^=":
            return self._fenced(at, end, wraps)
        if char == "&" and (entity := _ENTITY.match(self.source, at, end)):
            self.out.sign(entity[0], html.unescape(entity[0]), wraps)
            return entity.end()
        if char == "<" and (link := _AUTOLINK.match(self.source, at, end)):
            address = link[1] if ":" in link[1] else f"mailto:{link[1]}"
            _plain(link[1], (*wraps, Wrap("<", ">", link=address)), self.out)
            return link.end()
        return 0

    def _code(self, at: int, end: int, wraps: tuple[Wrap, ...]) -> int:
        code = _CODE.match(self.source, at, end)
        if not code:
            return 0
        inside = code[2]
        text = inside.strip()
        before = inside[: len(inside) - len(inside.lstrip())]
        after = inside[len(inside.rstrip()) :]
        wrap = Wrap(code[1] + before, after + code[1] + (code[3] or ""), "code")
        _plain(text, (*wraps, wrap), self.out)
        return code.end()

    # --- brackets -----------------------------------------------------------------------------------------

    def _bracket(self, at: int, end: int, wraps: tuple[Wrap, ...]) -> int:
        source = self.source
        lead = 1 if source[at] in "!^" else 0
        if not source.startswith("[", at + lead):
            return 0
        close = self._closing(at + lead, end)
        mark = _NOTE_MARK.match(source, at, end)
        if mark or (close and source[at] == "^"):
            stop = mark.end() if mark else close + 1
            self.out.thing(Item(source[at:stop], "", UnitKind.NOTE, "", wraps))
            return stop
        if not close:
            return 0
        closing, address, look = self._after_bracket(at + lead + 1, close, end)
        stop = close + 1 + len(closing)
        if source[at] == "!":
            if not address:
                return 0
            self.out.thing(Item(source[at:stop], "", UnitKind.PICTURE, address, wraps))
            return stop
        keys = [key.strip("{}") for key in _CITED.findall(source, at, close)]
        if keys and not closing:
            self.out.thing(Item(source[at:stop], "", UnitKind.CITATION, ";".join(keys), wraps))
            return stop
        if not closing and not address:
            return 0
        if close == at + 1:  # nothing is seen of it
            self.out.thing(Item(source[at:stop], "", None, "", wraps))
            return stop
        self.scan(at + 1, close, (*wraps, Wrap("[", f"]{closing}", look, address)))
        return stop

    def _after_bracket(self, start: int, close: int, end: int) -> tuple[str, str, str]:
        """What follows a bracket and makes markup of it, the address, and the look."""
        source, at = self.source, close + 1
        target = _TARGET.match(source, at, end)
        if target:
            address = re.sub(r"\\(\W)", r"\1", target[1] or target[2] or "")
            more = _ATTRIBUTES.match(source, target.end(), end)
            return target[0] + (more[0] if more else ""), address, ""
        attributes = _ATTRIBUTES.match(source, at, end)
        if attributes:
            looks = (look for name, look in _CLASSES.items() if re.search(rf"\.{name}\b", attributes[0]))
            return attributes[0], "", next(looks, "")
        label = _LABEL.match(source, at, end)
        name = (label[1] if label else "") or source[start:close]
        address = self.defined.get(" ".join(name.lower().split()), "")
        return label[0] if label and address else "", address, ""

    def _closing(self, at: int, end: int) -> int:
        """Where the bracket that opens at a place closes, 0 where it does not."""
        depth, position = 0, at
        while position < end:
            char = self.source[position]
            if position in self.tags:
                position = self.tags[position][0]
                continue
            code = _CODE.match(self.source, position, end) if char == "`" else None
            if code:
                position = code.end()
                continue
            depth += (char == "[") - (char == "]")
            if not depth:
                return position
            position += 2 if char == "\\" else 1
        return 0

    def _author(self, at: int, end: int, wraps: tuple[Wrap, ...]) -> int:
        """`@key [p. 3]`: a citation whose author stands in the sentence."""
        cited = _AUTHOR.match(self.source, at, end)
        if not cited or (at and self.source[at - 1].isalnum()):
            return 0
        self.out.thing(Item(cited[0], "", UnitKind.CITATION, cited[1].strip("{}"), wraps))
        return cited.end()

    # --- emphasis and its like ----------------------------------------------------------------------------

    def _emphasis(self, at: int, end: int, wraps: tuple[Wrap, ...]) -> int:
        char = self.source[at]
        run = self._run(at, end)
        before = self.source[at - 1] if at else " "
        after = self.source[at + run : at + run + 1] or " "
        if run > 3 or after.isspace() or (char == "_" and before.isalnum()):
            return 0
        for length in {1: (1,), 2: (2, 1), 3: (3, 1, 2)}[run]:
            close = self._emphasis_end(at + length, end, char * length)
            if close:
                looks = {1: ("emph",), 2: ("strong",), 3: ("strong", "emph")}[length]
                marks = {"emph": char, "strong": char * 2}
                inside = (Wrap(marks[look], marks[look], look) for look in looks)
                self.scan(at + length, close, (*wraps, *inside))
                return close + length
        return 0

    def _run(self, at: int, end: int) -> int:
        stop = at
        while stop < end and self.source[stop] == self.source[at]:
            stop += 1
        return stop - at

    def _emphasis_end(self, start: int, end: int, mark: str) -> int:
        """Where the closing signs stand of emphasis whose inside begins at `start`, 0 where there are none."""
        asked = (start, end, mark)
        if asked not in self.ends:
            self.ends[asked] = self._find_emphasis_end(start, end, mark)
        return self.ends[asked]

    def _find_emphasis_end(self, start: int, end: int, mark: str) -> int:
        position = start
        while position < end:
            step = self._step(position, end)
            if self.source[position] != mark[0] or step > position + 1:
                position = step
                continue
            run = self._run(position, end)
            closes = not self.source[position - 1].isspace() and position > start
            if mark[0] == "_" and self.source[position + run : position + run + 1].isalnum():
                closes = False
            if closes and (run == len(mark) or run == 3):
                return position  # of three signs the first close the inner emphasis
            if run != len(mark) and run < 3:  # emphasis of the other sort inside
                inner = self._emphasis_end(position + run, end, mark[0] * run)
                if inner:
                    position = inner + run
                    continue
            position += run
        return 0

    def _step(self, at: int, end: int) -> int:
        """Past what begins at a place, where signs of emphasis in it do not count."""
        char = self.source[at]
        if at in self.tags:
            return self.tags[at][0]
        if char == "\\":
            return min(end, at + 2)
        if char == "`" and (code := _CODE.match(self.source, at, end)):
            return code.end()
        if char == "[" and (close := self._closing(at, end)):
            target = _TARGET.match(self.source, close + 1, end)
            return target.end() if target else close + 1
        if char == "<" and (link := _AUTOLINK.match(self.source, at, end)):
            return link.end()
        if (
            char == "@"
            and not (at and self.source[at - 1].isalnum())
            and (cited := _AUTHOR.match(self.source, at, end))
        ):
            return cited.end()
        return at + 1

    def _fenced(self, at: int, end: int, wraps: tuple[Wrap, ...]) -> int:
        """~~struck out~~, ==marked==, x^2^, H~2~O."""
        for fence, look in _FENCES:
            start = at + len(fence)
            if not self.source.startswith(fence, at) or not self.source[start : start + 1].strip():
                continue
            close = self.source.find(fence, start, end)
            while close > 0 and self.source[close - 1] == "\\":
                close = self.source.find(fence, close + 1, end)
            if close <= start:
                continue
            inside = self.source[start:close]
            if len(fence) == 1 and re.search(r"(?<!\\)\s", inside):
                continue
            self.scan(start, close, (*wraps, Wrap(fence, fence, look)))
            return close + len(fence)
        return 0


__all__ = ["LexError", "call_of", "items_of"]
