"""What the code of a citation's field says: Zotero's and Mendeley's CSL JSON, Word's own switches.

Zotero: ` ADDIN ZOTERO_ITEM CSL_CITATION {json}`; Mendeley: ` ADDIN CSL_CITATION {json}`; Word: ` CITATION Tag \\l 1033
\\p 434 \\m Tag2` (ECMA-376 part 1, 17.16.5.10).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from briefwright.word.story import CitedItem

MARK = "CSL_CITATION"
_SWITCH = re.compile(r'\\([a-zA-Z])(?:\s+("(?:[^"\\]|\\.)*"|[^\s\\"]+))?|"((?:[^"\\]|\\.)*)"|([^\s\\"]+)')
_MOST_ITEMS = 500


def field_type(code: str) -> str:
    """The first word of a field's code in capitals; of an add-in the second."""
    words = code.split(None, 2)
    if not words:
        return ""
    first = words[0].upper()
    return words[1].upper() if first == "ADDIN" and len(words) > 1 else first


def is_citation(code: str) -> bool:
    """Whether a field is a citation."""
    return MARK in code or field_type(code) in ("CITATION", "ZOTERO_ITEM", "EN.CITE")


def items_of(code: str) -> tuple[CitedItem, ...]:
    """The references that a citation's field cites; none where its data is broken."""
    if MARK in code:
        return tuple(_from_json(code.partition(MARK)[2]))
    return tuple(_from_switches(code)) if field_type(code) == "CITATION" else ()


def _from_json(text: str) -> Iterator[CitedItem]:
    try:
        content, _ = json.JSONDecoder(parse_float=str, parse_constant=str).raw_decode(text[text.index("{") :])
    except (ValueError, RecursionError):
        return
    items = content.get("citationItems") if isinstance(content, Mapping) else None
    for item in items[:_MOST_ITEMS] if isinstance(items, list) else []:
        if isinstance(item, Mapping):
            yield _item(item)


def _item(item: Mapping[str, Any]) -> CitedItem:
    given = item.get("itemData")
    data = given if isinstance(given, Mapping) else {}
    locator = _text(item.get("locator"))
    return CitedItem(
        key=_key(item, data),
        locator=locator,
        label=(_text(item.get("label")) or "page") if locator else "",
        prefix=_text(item.get("prefix")),
        suffix=_text(item.get("suffix")),
        suppress_author=item.get("suppress-author") is True,
        data=data,
    )


def _key(item: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    own = _text(data.get("citation-key")) or _text(data.get("citekey"))
    if own:
        return own
    sign = json.dumps([data.get("title"), data.get("author"), data.get("issued"), item.get("uris")], default=str)
    return f"?{hashlib.sha256(sign.encode()).hexdigest()[:10]}"


def _text(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _from_switches(code: str) -> Iterator[CitedItem]:
    groups: list[tuple[str, dict[str, str]]] = []
    for switch, value, quoted, word in _SWITCH.findall(code.split(None, 1)[1] if " " in code.strip() else ""):
        if not switch and not groups:
            groups.append((quoted or word, {}))
        elif switch.lower() == "m":
            groups.append((_unquoted(value), {}))
        elif switch and groups:
            groups[-1][1][switch.lower()] = _unquoted(value)
    for tag, switches in groups[:_MOST_ITEMS]:
        locator = switches.get("p", "")
        yield CitedItem(
            key=tag,
            locator=locator,
            label="page" if locator else "",
            prefix=switches.get("f", "").strip(),
            suffix=switches.get("s", "").strip(),
            suppress_author="n" in switches,
        )


def _unquoted(value: str) -> str:
    return value[1:-1].replace('\\"', '"') if value.startswith('"') else value
