"""The table "where the sources differ": a question, the account ranked first, and the others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from briefwright.ast import Node
from briefwright.compose import inline
from briefwright.compose.inserts import Cell, TableInsert, TextInsert
from briefwright.compose.parts import Parts
from briefwright.disagreements import disagreements, ranked
from briefwright.model import Fact, Project

WIDTHS = (0.18, 0.41, 0.41)
COLUMNS = ("column-question", "column-account", "column-other-accounts")


def chosen(
    project: Project,
    *,
    topic: frozenset[str] | None = None,
    subject: frozenset[str] | None = None,
    ids: Sequence[Fact] | None = None,
) -> list[tuple[Fact, ...]]:
    """The disagreements of a project, each ranked.

    topic, subject: those with a fact of these among theirs. ids: those among these facts alone, in their order.
    """

    def asked(group: Collection[Fact]) -> bool:
        of_topic = topic is None or any(fact.topic in topic for fact in group)
        return of_topic and (subject is None or any(fact.subject in subject for fact in group))

    groups = disagreements(project.facts.values() if ids is None else ids)
    return [ranked(group, project.bibliography) for group in groups if asked(group)]


def as_table(groups: Sequence[Sequence[Fact]], parts: Parts, caption: str) -> TableInsert:
    """The table of some disagreements; its rows are statements with their citations."""
    return TableInsert(
        header=tuple(parts.words.get(name, name.removeprefix("column-")) for name in COLUMNS),
        rows=tuple(
            (_question(group, parts), _account(group[:1], parts), _account(group[1:], parts)) for group in groups
        ),
        widths=WIDTHS,
        caption=caption,
        classes=("disagreements",),
        origin=parts.locate(),
    )


def _question(group: Sequence[Fact], parts: Parts) -> Cell:
    """What the facts of a group are about: the words that begin all their labels, else the label of the first."""
    labels = [parts.label_text(fact) for fact in group]
    text = _common_beginning(labels) or labels[0]
    return (TextInsert(tuple(inline.literal_nodes(text)), parts.locate()),)


def _account(facts: Sequence[Fact], parts: Parts) -> Cell:
    """Statements with their citations, each on a line of its own."""
    cell: list[object] = []
    line_break: Node = {"t": "LineBreak"}
    for index, fact in enumerate(facts):
        if index:
            cell.append(TextInsert((line_break,), parts.locate()))
        cell += parts.cell(fact, "statement", cited=False)
    return tuple(cell)  # type: ignore[arg-type]  # inserts of two types


def _common_beginning(labels: Sequence[str]) -> str:
    """Whole words: "Origin of the debt" of "Origin of the debt (column)" and "Origin of the debt (op-ed)"."""
    words: list[str] = []
    for column in zip(*(label.split() for label in labels), strict=False):
        bare = {word.rstrip(",;:") for word in column}
        if len(bare) > 1:
            break
        words.append(min(column, key=len))
    return " ".join(words).rstrip(" –—-(")
