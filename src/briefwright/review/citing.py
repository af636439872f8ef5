"""Citations in the words of a brief's Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefwright.word.story import CitedItem

_LABELS: Mapping[str, tuple[str, str]] = {
    "page": ("p.", "pp."), "paragraph": ("para.", "paras."), "chapter": ("chap.", "chaps."), "note": ("n.", "nn."),
    "section": ("sec.", "secs."), "figure": ("fig.", "figs."), "line": ("l.", "ll."), "volume": ("vol.", "vols."),
    "verse": ("v.", "vv."), "book": ("bk.", "bks."), "part": ("pt.", "pts."), "column": ("col.", "cols."),
    "folio": ("fol.", "fols."), "issue": ("no.", "nos."), "opus": ("op.", "opp."),
}  # fmt: skip
"""How a locator's sort is written in English, one and several, as pandoc's manual lists them for CSL's terms."""


def citation_source(items: Sequence[CitedItem], *, narrative: bool = False) -> str:
    """A citation in Markdown: `[see @key, p. 3; -@other]`, or `@key [p. 3]` for an author in the sentence."""
    if narrative and len(items) == 1:
        where = _where(items[0])
        return f"@{_key(items[0].key)}" + (f" [{where}]" if where else "")
    return "[" + "; ".join(map(_item, items)) + "]"


def paired_items(
    before: Sequence[CitedItem], after: Sequence[CitedItem]
) -> Iterator[tuple[CitedItem | None, CitedItem | None]]:
    """References that were cited and are cited, those of one key together where something about them differs."""
    old = list(before)
    for item in after:
        same = next((one for one in old if one == item), None) or next(
            (one for one in old if one.key == item.key), None
        )
        if same is not None:
            old.remove(same)
        if same != item:
            yield same, item
    yield from ((item, None) for item in old)


def _item(item: CitedItem) -> str:
    prefix = f"{item.prefix.strip()} " if item.prefix.strip() else ""
    where = _where(item)
    return f"{prefix}{'-' if item.suppress_author else ''}@{_key(item.key)}" + (f", {where}" if where else "")


def _where(item: CitedItem) -> str:
    suffix = item.suffix.strip()
    glue = "" if suffix.startswith((",", ";", ")")) or not item.locator else " "
    return (f"{locator_text(item)}{glue}{suffix}" if suffix else locator_text(item)).lstrip(", ")


def locator_text(item: CitedItem) -> str:
    """A locator as people write it: "pp. 3-5"; empty for none."""
    if not item.locator:
        return ""
    value = item.locator.replace("\u2013", "-").strip()
    one, several = _LABELS.get(item.label, (item.label, item.label))
    many = any(sign in value for sign in "-,;&") or " and " in value
    return f"{several if many else one} {value}".strip()


def _key(key: str) -> str:
    return key if all(sign.isalnum() or sign in "_:.#$%&-+?<>~/" for sign in key) else f"{{{key}}}"
