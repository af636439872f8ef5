"""What a template asks for: its blocks, read from its syntax tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import jinja2
from jinja2 import nodes

from briefwright.compose.child import BODY
from briefwright.compose.sandbox import HeadingIdentifiers, TemplateFolders
from briefwright.diagnostics import BriefwrightError, Code, error

SHARED = frozenset({"base"})
"""Templates that others extend, and that no brief names."""


def template_names(folders: Sequence[Path]) -> dict[str, Path]:
    """The templates that a brief can name, each with its file; an earlier folder's hides a later one's."""
    found: dict[str, Path] = {}
    loader = TemplateFolders(folders)
    for name in loader.list_templates():
        path = loader.find(name)
        if path and name.removesuffix(".md") not in SHARED and "/" not in name:  # pieces stand in folders
            found[name.removesuffix(".md")] = path
    return dict(sorted(found.items()))


def blocks_to_fill(template: str, folders: Sequence[Path]) -> tuple[str, ...]:
    """The blocks that a brief of a template writes, in the order of the page; "body" is text outside blocks.

    These are the blocks that print nothing of their own. A block that holds but the body goes by its own name.
    Raises BriefwrightError where the template, or one that it extends, cannot be read.
    """
    try:
        root, blocks = _read(template, folders)
    except jinja2.TemplateError as problem:
        message = f"the template `{template}` cannot be read: {problem}"
        raise BriefwrightError(error(Code.TEMPLATE_SYNTAX, message)) from problem
    found: list[str] = []

    def visit(children: Iterable[nodes.Node], around: tuple[str, ...]) -> None:
        for block in _outermost(children):
            inside = blocks.get(block.name, block)
            within = (*around, block.name)
            if any(True for _ in _outermost(inside.body)):
                visit(inside.body, within)
            elif not _prints(inside):
                found.append(_name(within, blocks))

    visit(root.body, ())
    return tuple(dict.fromkeys(found))


def _read(template: str, folders: Sequence[Path]) -> tuple[nodes.Template, dict[str, nodes.Block]]:
    """The template at the root of a chain of parents, and every block as the nearest to the brief defines it."""
    loader = TemplateFolders(folders)
    environment = jinja2.Environment(autoescape=True, extensions=[HeadingIdentifiers])
    blocks: dict[str, nodes.Block] = {}
    file, seen = f"{template}.md", set[str]()
    while True:
        source, _, _ = loader.get_source(environment, file)
        tree = environment.parse(source, file)
        for block in tree.find_all(nodes.Block):
            blocks.setdefault(block.name, block)
        seen.add(file)
        parent = next(iter(tree.find_all(nodes.Extends)), None)
        if parent is None or not isinstance(parent.template, nodes.Const) or parent.template.value in seen:
            return tree, blocks
        file = parent.template.value


def _outermost(children: Iterable[nodes.Node]) -> Iterable[nodes.Block]:
    for child in children:
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from _outermost(child.iter_child_nodes())


def _prints(block: nodes.Block) -> bool:
    return any(
        not isinstance(part, nodes.TemplateData) or part.data.strip()
        for output in block.find_all(nodes.Output)
        for part in output.nodes
    )


def _name(within: tuple[str, ...], blocks: dict[str, nodes.Block]) -> str:
    """The name of the innermost block, or of the one around it where that holds but the body."""
    if within[-1] != BODY or len(within) < 3:
        return within[-1]
    around = blocks[within[-2]]
    alone = sum(1 for _ in _outermost(around.body)) == 1 and not any(
        part.data.strip()
        for output in around.find_all(nodes.Output)
        for part in output.nodes
        if isinstance(part, nodes.TemplateData)
    )
    return within[-2] if alone else BODY
