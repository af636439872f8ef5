"""A brief as the child of its template, on Jinja's syntax tree.

Jinja drops what stands outside blocks in a child template, unevaluated, and ignores blocks that the parent
lacks. Here such text becomes the block `body`, and what would not be printed is a finding.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import nodes

from briefwright.compose import marks
from briefwright.compose.places import Places
from briefwright.compose.sandbox import BriefEnvironment
from briefwright.diagnostics import Code, Finding, did_you_mean, error

BODY = "body"
"""The block that text outside blocks belongs to."""

Blocks = Mapping[str, frozenset[str]]
"""From a block's name to those of the blocks around it."""

_HOISTED = (nodes.Macro, nodes.Import, nodes.FromImport, nodes.Assign, nodes.AssignBlock)


_EMPTY_LINES = re.compile(rf"\A(?:[ \t]*{marks.LINE.pattern}\n)+")


@dataclass(frozen=True, slots=True)
class Template:
    """A template that briefs name."""

    name: str
    """As the front matter has it."""
    file: str
    """Among the template folders."""
    blocks: Blocks
    """Its own and its parents'."""


def as_child(
    tree: nodes.Template, template: Template, places: Places, env: BriefEnvironment
) -> tuple[nodes.Template, list[Finding]]:
    """The tree of a brief as one that extends a template, and what is wrong with its blocks."""
    own = [node for node in tree.body if isinstance(node, nodes.Block)]
    first = [node for node in tree.body if isinstance(node, _HOISTED)]
    rest = [node for node in tree.body if not isinstance(node, (nodes.Block, nodes.Extends, *_HOISTED))]
    findings = [_unknown(block, template, places) for block in own if block.name not in template.blocks]
    findings += [_extends(node, places) for node in tree.find_all(nodes.Extends)]
    spoken = [line for node in rest for line in _lines_that_speak(node)]
    if spoken and any(block.name == BODY for block in own):
        findings.append(_two_bodies(spoken[0], places))
    elif spoken:
        _drop_first_empty_lines(rest)
        body = nodes.Block(BODY, rest, False, False, lineno=spoken[0])
        body.set_environment(env)
        own.append(body)
    for block in own:
        other = _covering(block, own, template.blocks)
        findings += [_hidden(block, other, places)] if other else []
    extends = nodes.Extends(nodes.Const(template.file), lineno=1)
    whole = nodes.Template([extends, *first, *own], lineno=1)
    extends.set_environment(env)
    whole.set_environment(env)
    return whole, findings


def blocks_of(node: nodes.Node, around: frozenset[str] = frozenset()) -> dict[str, frozenset[str]]:
    """The blocks below a node, each with the names of those around it."""
    found: dict[str, frozenset[str]] = {}
    for child in node.iter_child_nodes():
        inside = around
        if isinstance(child, nodes.Block):
            found[child.name] = around
            inside = around | {child.name}
        found |= blocks_of(child, inside)
    return found


def _lines_that_speak(node: nodes.Node) -> list[int]:
    """The lines of a node outside blocks that print anything but white space."""
    if not isinstance(node, nodes.Output):
        return [node.lineno]
    lines: list[int] = []
    for part in node.nodes:
        if not isinstance(part, nodes.TemplateData):
            lines.append(part.lineno)
            continue
        text = marks.LINE.sub("", part.data)
        blank = len(text) - len(text.lstrip())
        lines += [part.lineno + text[:blank].count("\n")] if text.strip() else []
    return lines


def _drop_first_empty_lines(body: Sequence[nodes.Node]) -> None:
    """Take out the lines that pad a brief's text to keep its own numbers, which are no part of a template's line."""
    printed = itertools.takewhile(lambda node: isinstance(node, nodes.Output), body)
    for part in (part for node in printed for part in getattr(node, "nodes", ())):
        if not isinstance(part, nodes.TemplateData):
            return
        part.data = _EMPTY_LINES.sub("", part.data)
        if part.data:
            return


def _covering(block: nodes.Block, own: Sequence[nodes.Block], blocks: Blocks) -> nodes.Block | None:
    """The brief's own block that takes the place of the one in which the template prints this one."""
    around = blocks.get(block.name, frozenset())
    return next((other for other in own if other.name in around and not _calls_super(other)), None)


def _calls_super(block: nodes.Block) -> bool:
    return any(isinstance(call.node, nodes.Name) and call.node.name == "super" for call in block.find_all(nodes.Call))


def _unknown(block: nodes.Block, template: Template, places: Places) -> Finding:
    hint = did_you_mean(block.name, template.blocks) or f"it has {', '.join(sorted(template.blocks))}"
    message = f"the template `{template.name}` has no block `{block.name}`"
    return error(Code.TEMPLATE_UNKNOWN_BLOCK, message, places.in_brief(block.lineno), hint=hint)


def _extends(node: nodes.Extends, places: Places) -> Finding:
    message, hint = "a brief does not extend a template itself", "name it in the front matter: `template: at-a-glance`"
    return error(Code.TEMPLATE_SYNTAX, message, places.in_brief(node.lineno), hint=hint)


def _two_bodies(line: int, places: Places) -> Finding:
    message = "text stands outside blocks although the brief has a block `body`"
    hint = "text outside blocks is the block `body`: drop the block's tags, or move the text into it"
    return error(Code.TEMPLATE_SYNTAX, message, places.in_brief(line), hint=hint)


def _hidden(block: nodes.Block, other: nodes.Block, places: Places) -> Finding:
    what = "text outside blocks" if block.name == BODY else f"the block `{block.name}`"
    where = f"the template prints it inside the block `{other.name}`, which is replaced"
    hint = f"move the text into the block `{other.name}`, or call {{{{ super() }}}} there"
    message = f"{what} would not be printed: {where}"
    return error(Code.TEMPLATE_UNKNOWN_BLOCK, message, places.in_brief(block.lineno), hint=hint)
