"""Comments in the margin as a list of tasks, each with the words that it is about and where these come from."""

from __future__ import annotations

from collections.abc import Iterator

from briefwright.review.home import Home
from briefwright.review.model import Target, Task
from briefwright.review.pairs import Comparison
from briefwright.word.comment_reading import is_ours
from briefwright.word.story import Block, Comment, Story


def tasks_of(story: Story, home: Home, comparison: Comparison) -> Iterator[Task]:
    """The comments that people wrote; of those that the tool wrote, the answered ones."""
    kept = comparison.old_of() | {one.new: one.old for one in comparison.moved}
    for comment in story.comments:
        if is_ours(comment) and not comment.replies:
            continue
        found = next(
            ((number, part.block) for number, part in enumerate(home.back.parts) if _is_about(part.block, comment)),
            None,
        )
        if found is None:
            yield Task(comment, "")
            continue
        number, block = found
        about = " ".join("".join(_words(block, comment)).split())
        old = kept.get(number)
        today = home.today_of.get(old) if old is not None else None
        owner = _owner(home, number, comment)
        if owner:
            yield Task(comment, about, owner, home.facts.target(owner))
        elif today is not None:
            place = home.places.of(today)
            anchor = home.today.parts[today].anchor
            yield Task(comment, about, anchor.id if anchor else "", Target(place.location, "the brief"))
        else:
            yield Task(comment, about)


def _is_about(block: Block, comment: Comment) -> bool:
    return any(comment.id in piece.comments for piece in block.pieces)


def _words(block: Block, comment: Comment) -> Iterator[str]:
    for piece in block.pieces:
        if comment.id in piece.comments and piece.deleted is None:
            yield piece.text


def _owner(home: Home, number: int, comment: Comment) -> str:
    """The fact that all words of a comment are part of; empty for none."""
    tokens = home.back.parts[number].flow.tokens
    anchors = {
        anchor
        for piece in home.back.parts[number].block.pieces
        if comment.id in piece.comments
        for anchor in piece.anchors
    }
    owners = {token.owner for token in tokens if token.owner and token.owner in anchors}
    plain = any(
        comment.id in piece.comments and not piece.anchors and piece.text.strip()
        for piece in home.back.parts[number].block.pieces
    )
    return next(iter(owners)) if len(owners) == 1 and not plain else ""
