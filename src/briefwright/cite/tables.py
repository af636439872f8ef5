"""Tables of the vocabulary as pandoc's Table nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefwright import ast
from briefwright.ast import Node


def table(
    head: Sequence[Sequence[Node]],
    rows: Sequence[Sequence[Sequence[Node]]],
    *,
    widths: Sequence[float] = (),
    caption: Sequence[Node] = (),
    classes: Sequence[str] = (),
) -> Node:
    """A table with one head row and one body.

    head, rows: the inlines of each cell. widths: shares of the text width, adding up to 1; none for columns as
    wide as they need. caption: inlines.
    """
    columns = [{"t": "ColWidth", "c": width} for width in widths] or [{"t": "ColWidthDefault"} for _ in head]
    return {
        "t": "Table",
        "c": [
            ast.attributes(classes=classes),
            [None, [ast.plain(caption)] if caption else []],
            [[{"t": "AlignLeft"}, width] for width in columns],
            [ast.attributes(), [_row(head)]],
            [[ast.attributes(), 0, [], [_row(row) for row in rows]]],
            [ast.attributes(), []],
        ],
    }


def _row(cells: Sequence[Sequence[Node]]) -> list[Any]:
    made = [[ast.attributes(), {"t": "AlignDefault"}, 1, 1, [ast.plain(cell)] if cell else []] for cell in cells]
    return [ast.attributes(), made]
