"""Rules on what a screen reader needs of a brief's source: headings in order, table heads, languages.

A picture without alternative text is found where briefs are cited (W008). Sources: WCAG 2.2, success criteria 1.3.1,
3.1.1 and 3.1.2 (https://www.w3.org/TR/WCAG22/); PDF/UA-1 (ISO 14289-1), 7.2, 7.4 and 7.5.
"""

from __future__ import annotations

import functools
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefwright import ast
from briefwright.ast import Node
from briefwright.check.rule import Context, Reviewed, Rule
from briefwright.diagnostics import Code, Finding, Location, Severity, SourceText, warning
from briefwright.document import Document
from briefwright.model import Project

SHORTEST_RUN = 60
"""Letters in another script that are more than a name or a title."""
SHORTEST_DENSE_RUN = 20
"""The same in scripts whose signs stand for a syllable or a word."""

_SHOWN = {"HAN": "Chinese or Japanese"}
_DENSE = frozenset(("HAN", "HANGUL"))
_NAMES = {"CJK": "HAN", "HIRAGANA": "HAN", "KATAKANA": "HAN", "IDEOGRAPHIC": "HAN"}
"""First words of characters' names in Unicode that are not the script's own."""
_SCRIPTS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys("ru uk be bg mk kk ky".split(), frozenset({"CYRILLIC"})),
    **dict.fromkeys("sr mn tg uz az bs".split(), frozenset({"CYRILLIC", "LATIN", "MONGOLIAN"})),
    **dict.fromkeys("ar fa ur ps".split(), frozenset({"ARABIC"})),
    **dict.fromkeys("hi mr ne".split(), frozenset({"DEVANAGARI"})),
    "el": frozenset({"GREEK"}),
    "he": frozenset({"HEBREW"}),
    "hy": frozenset({"ARMENIAN"}),
    "ka": frozenset({"GEORGIAN"}),
    "km": frozenset({"KHMER"}),
    "lo": frozenset({"LAO"}),
    "my": frozenset({"MYANMAR"}),
    "th": frozenset({"THAI"}),
    "bn": frozenset({"BENGALI"}),
    "ta": frozenset({"TAMIL"}),
    "zh": frozenset({"HAN"}),
    "ja": frozenset({"HAN"}),
    "ko": frozenset({"HANGUL", "HAN"}),
    **dict.fromkeys(
        "en fr de es pt it nl da sv nb nn no fi et lv lt pl cs sk sl hr hu ro sq tr vi id ms tl".split(),
        frozenset({"LATIN"}),
    ),
}


def heading_level_skipped(context: Context) -> Iterable[Finding]:
    """Headings more than one level below the heading before them, and a first heading below the highest level."""
    for one in context.reviewed:
        if one.document is None:
            continue
        places = {anchor.id: anchor.origin for anchor in one.document.anchors}
        before = 0
        for node in ast.walk(one.document.blocks):
            if node["t"] != "Header":
                continue
            level = node["c"][0]
            if level > before + 1:
                yield _skipped(node, before, places.get(ast.identifier_of(node)), one)
            before = level


def table_without_header(context: Context) -> Iterable[Finding]:
    """Tables none of whose head cells has text."""
    for one in context.reviewed:
        places = {anchor.id: anchor.origin for anchor in one.document.anchors} if one.document else {}
        for node in ast.walk(one.document.blocks if one.document else ()):
            if node["t"] != "Table" or _has_content(node["c"][3]):
                continue
            caption, cells = node["c"][1], node["c"][3:]
            found = (places.get(ast.identifier_of(child)) for child in ast.walk([*cells, caption]))
            place = next((place for place in found if place), one.brief.location)
            message = "the table has no head row: nothing says what its columns hold"
            hint = "write a row of column names above the line of dashes"
            yield warning(Code.TABLE_WITHOUT_HEADER, message, place, hint=hint, subject=one.brief.name)


def language_not_set(context: Context) -> Iterable[Finding]:
    """Briefs whose language nobody has set, and longer text in another script that is not marked as such."""
    configured = _project_sets_language(context.project)
    for one in context.reviewed:
        if not one.brief.meta.lang and not configured:
            message = f"the language of `{one.brief.name}` is not set: `{context.project.config.lang}` is taken"
            hint = "write `lang: en` (or fr, ru, ...) at the brief's head, or `lang` in the project's settings"
            place = SourceText(one.brief.location.path, one.brief.source).at(1)
            yield warning(Code.LANGUAGE_NOT_SET, message, place, hint=hint, subject=one.brief.name)
        if one.document is not None:
            yield from _unmarked(one.document)


def _skipped(node: Node, before: int, place: Location | None, one: Reviewed) -> Finding:
    level = node["c"][0]
    heading = ast.text_of(node["c"][2], notes=False).strip()
    after = f"follows one of level {before}" if before else "is the first"
    message = f"the heading “{heading}” of level {level} {after}"
    hint = f"give it level {before + 1}: {'#' * (before + 1)} {heading}"
    return warning(Code.HEADING_LEVEL_SKIPPED, message, place or one.brief.location, hint=hint, subject=one.brief.name)


def _has_content(head: list[Any]) -> bool:
    pictures = any(node["t"] == "Image" for node in ast.walk(head))
    return pictures or bool(ast.text_of(head[1], notes=False).strip())


def _project_sets_language(project: Project) -> bool:
    """Whether the settings name a language: in the loaded ones a default cannot be told from a choice."""
    try:
        table = tomllib.loads((project.root / "pyproject.toml").read_text(encoding="utf-8"))
        return "lang" in table["tool"]["briefwright"]
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _unmarked(document: Document) -> Iterator[Finding]:
    expected = _SCRIPTS.get(document.lang.split("-")[0].lower())
    if not expected:
        return
    places = {anchor.id: anchor.origin for anchor in document.anchors}
    for anchor, text in _texts(document.blocks, document.lang.split("-")[0].lower()):
        found = _foreign_run(text, expected)
        if found and anchor in places:
            script, words = found
            shown = _SHOWN.get(script, script.capitalize())
            message = f"“{words}…” is {shown} script in a text whose language is `{document.lang}`"
            hint = f"mark it: [{words}…]{{lang=..}}, or ::: {{lang=..}} around the paragraph"
            yield warning(Code.LANGUAGE_NOT_SET, message, places[anchor], hint=hint, subject=document.brief.name)


def _texts(value: Any, lang: str, other: bool = False) -> Iterator[tuple[str, str]]:
    """By anchor: the text that is not marked as being in another language. The list of references has its own."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item, lang, other)
    elif isinstance(value, dict):
        attr = ast.get_attr(value) if "t" in value else None
        if attr and attr[0] == "refs":
            return
        if attr:
            other = ast.pairs_of(value).get("lang", "xx" if other else lang).split("-")[0].lower() != lang
        inlines = _anchored(value)
        if inlines is not None:
            if not other:
                yield ast.identifier_of(value), ast.text_of(_without_marked(inlines, lang))
            return
        yield from _texts(value.get("c") if "t" in value else list(value.values()), lang, other)


def _anchored(value: Node) -> list[Node] | None:
    """The inlines of a paragraph's anchor or of a heading."""
    if value.get("t") == "Header":
        return value["c"][2]  # type: ignore[no-any-return]  # a node of pandoc's
    if value.get("t") == "Span" and "anchor" in ast.classes_of(value):
        return value["c"][1]  # type: ignore[no-any-return]  # the same
    return None


def _without_marked(inlines: list[Node], lang: str) -> Any:
    def change(node: Node) -> list[Node] | None:
        tag = ast.pairs_of(node).get("lang", lang) if node["t"] in ("Span", "Link", "Code", "Div") else lang
        return [] if node["t"] == "Cite" or tag.split("-")[0].lower() != lang else None

    return ast.rewrite(inlines, change)


def _foreign_run(text: str, expected: frozenset[str]) -> tuple[str, str] | None:
    """The first long run of letters in a script that the language is not written in, and its first words."""
    if text.isascii():
        return None
    run, start, script = 0, 0, ""
    for place, sign in enumerate(text):
        own = _script(sign)
        if not own:
            continue
        if own in expected:
            run, script = 0, ""
            continue
        if own != script:
            run, start, script = 0, place, own
        run += 1
        if run >= (SHORTEST_DENSE_RUN if script in _DENSE else SHORTEST_RUN):
            return script, " ".join(text[start : place + 1].split()[:4])[:40]
    return None


@functools.cache
def _script(sign: str) -> str:
    """The script of a letter; empty for anything else."""
    if not sign.isalpha():
        return ""
    name = unicodedata.name(sign, "").split(" ")[0].split("-")[0]
    return _NAMES.get(name, name)


RULES: tuple[Rule, ...] = (
    Rule(
        Code.HEADING_LEVEL_SKIPPED,
        Severity.WARNING,
        "a heading more than one level below the one before it",
        heading_level_skipped,
    ),
    Rule(Code.TABLE_WITHOUT_HEADER, Severity.WARNING, "a table without a head row", table_without_header),
    Rule(
        Code.LANGUAGE_NOT_SET,
        Severity.WARNING,
        "a brief whose language nobody has set, or text in another script without its language",
        language_not_set,
    ),
)
