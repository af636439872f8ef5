"""A review for people: each place with what was changed there, by whom, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from briefwright.cli import printing

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from briefwright.review.model import CitationEdit, Edit, Review, Target, Task
    from briefwright.word.story import Change

_CONTEXT = 8
"""Words shown on either side of a change."""
_LONG = 20_000
"""Characters of a paragraph, before and after, whose differences are shown word by word."""
_SHOWN = 400
_STATES = {"conflict": "bold red", "by hand": "yellow", "done": "dim", "applies": ""}


def tell(review: Review, screen: Console) -> None:
    """Print a review."""
    counts = (
        printing.many(len(review.edits), "edit"),
        printing.many(len(review.citations), "changed citation"),
        printing.many(len(review.tasks), "comment"),
        f"{len(review.unplaced)} unplaced" if review.unplaced else "",
    )
    screen.print(f"{review.file}, brief {review.brief}: {', '.join(filter(None, counts))}", markup=False)
    if not review.fresh:
        screen.print("The brief or its facts have changed since this file was made; edits are compared with both.")
    for line in (*_edits(review.edits), *_citations(review.citations), *_tasks(review.tasks), *_unplaced(review)):
        screen.print(line, soft_wrap=True)
    _last_line(review, screen)


def _last_line(review: Review, screen: Console) -> None:
    states = [*(one.state.value for one in review.edits), *(one.state.value for one in review.citations)]
    ready = states.count("applies")
    if not states:
        screen.print("Nothing was edited.")
        return
    said = [f"{ready} of {len(states)} can be applied"]
    said += [f"{states.count('conflict')} in conflict"] if "conflict" in states else []
    said += [f"{states.count('by hand')} by hand"] if "by hand" in states else []
    said += [f"{states.count('done')} done already"] if "done" in states else []
    screen.print(f"{', '.join(said)}.")


def _edits(edits: Sequence[Edit]) -> Iterator[Text]:
    from rich.text import Text

    for (target, was, now), some in groupby(edits, key=lambda one: (one.target, one.was, one.now)):
        group = list(some)
        yield _head(target)
        for one in group:
            note = f": {one.note}" if one.note else ""
            yield Text(f"  {_kind(one)}, {one.state.value}{note}{_who(one.changes)}", _STATES.get(one.state.value, ""))
            if one.also:
                yield Text(f"  shown in {', '.join(one.also)} as well", "yellow")
        if was or now:
            yield _difference(was, now)


def _kind(edit: Edit) -> str:
    if edit.kind.value == "formatting":
        return f"formatting of “{edit.after[:60]}”"
    return edit.kind.value.replace("-", " ")


def _head(target: Target | None) -> Text:
    from rich.text import Text

    if target is None:
        return Text("\n(no place)", "bold")
    place = target.location
    return Text.assemble(("\n" + f"{place.path}:{place.line}", "bold"), f"  {target.what}" if target.what else "")


def _who(changes: Sequence[Change]) -> str:
    said = [", ".join(filter(None, (one.author, one.date[:10]))) for one in changes]
    return f" ({'; '.join(filter(None, said))})" if any(said) else ""


def _difference(was: str, now: str) -> Text:
    """Two texts in one, what went in [-brackets-] and what came in {+braces+}; long stretches alike cut short."""
    from rich.text import Text

    from briefwright.word.compare import align, split_words

    if len(was) + len(now) > _LONG:
        return Text(f"    {now[:_SHOWN]} … ({len(was):,} characters were, {len(now):,} are)")
    old, new = split_words(was), split_words(now)
    out = Text("    ")
    codes = align(old, new)
    for number, code in enumerate(codes):
        if code.same:
            out.append(_shortened(old[code.a : code.b], first=number == 0, last=number == len(codes) - 1))
            continue
        if code.a < code.b:
            out.append(f"[-{''.join(old[code.a : code.b])}-]", "red")
        if code.c < code.d:
            out.append(f"{{+{''.join(new[code.c : code.d])}+}}", "green")
    return out


def _shortened(words: Sequence[str], *, first: bool, last: bool) -> str:
    room = 2 * _CONTEXT
    if len(words) <= (2 * room if not (first or last) else room):
        return "".join(words)
    head = "" if first else "".join(words[:room])
    tail = "" if last else "".join(words[-room:])
    return (
        " … ".join((head.rstrip(), tail.lstrip()))
        if head and tail
        else f"{head.rstrip()} …"
        if head
        else f"… {tail.lstrip()}"
    )


def _citations(citations: Sequence[CitationEdit]) -> Iterator[Text]:
    from rich.text import Text

    for one in citations:
        yield _head(one.target)
        new = ", a new reference" if one.new_reference else ""
        note = f": {one.note}" if one.note else ""
        said = f"  citation {one.kind}, {one.state.value}{new}{note}{_who(one.changes)}"
        yield Text(said, _STATES.get(one.state.value, ""))
        yield Text.assemble(
            "    ",
            (f"[-{one.before}-]", "red") if one.before else "",
            (f"{{+{one.after}+}}", "green") if one.after else "",
        )


def _tasks(tasks: Sequence[Task]) -> Iterator[Text]:
    from rich.text import Text

    for one in tasks:
        yield _head(one.target)
        done = ", resolved" if one.comment.resolved else ""
        yield Text(f"  comment{done} ({one.comment.author}, {one.comment.date[:10]}) on “{one.about[:120]}”")
        yield Text(f"    {one.comment.text}")
        for reply in one.comment.replies:
            yield Text(f"    > {reply.author}: {reply.text}")


def _unplaced(review: Review) -> Iterator[Text]:
    from rich.text import Text

    for one in review.unplaced:
        yield Text(f"\nUnplaced: {one.kind}: {one.why}{_who(one.changes)}", "bold red")
        if one.before:
            yield Text(f"    [-{one.before}-]", "red")
        if one.after:
            yield Text(f"    {{+{one.after}+}}", "green")
