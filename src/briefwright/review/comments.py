"""Comments in the margin as a list of tasks, each with the words that it is about and where these come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefwright.review.home import Home
from briefwright.review.model import Target, Task
from briefwright.review.pairs import Comparison
from briefwright.word.comment_reading import is_ours
from briefwright.word.story import Piece, Story


def tasks_of(story: Story, home: Home, comparison: Comparison) -> Iterator[Task]:
    """The comments that people wrote; of those that the tool wrote, the answered ones."""
    kept = comparison.old_of() | {one.new: one.old for one in comparison.moved}
    places = _places(home)
    for comment in story.comments:
        if is_ours(comment) and not comment.replies:
            continue
        if comment.id not in places:
            yield Task(comment, "")
            continue
        number, pieces = places[comment.id]
        about = " ".join("".join(piece.text for piece in pieces if piece.deleted is None).split())
        old = kept.get(number)
        today = home.today_of.get(old) if old is not None else None
        owner = _owner(home, pieces)
        if owner:
            yield Task(comment, about, owner, home.facts.target(owner))
        elif today is not None:
            place = home.places.of(today)
            anchor = home.today.parts[today].anchor
            yield Task(comment, about, anchor.id if anchor else "", Target(place.location, "the brief"))
        else:
            yield Task(comment, about)


def _places(home: Home) -> dict[str, tuple[int, list[Piece]]]:
    """From the ids of comments to the first block that each is about, and what it is about there."""
    found: dict[str, tuple[int, list[Piece]]] = {}
    for number, part in enumerate(home.back.parts):
        for piece in part.block.pieces:
            for comment in piece.comments:
                first, pieces = found.setdefault(comment, (number, []))
                if first == number:
                    pieces.append(piece)
    return found


def _owner(home: Home, pieces: Sequence[Piece]) -> str:
    """The fact that all words of a comment are part of; empty for none."""
    named = {
        tuple(name for name in piece.anchors if name in home.base.anchors and home.base.anchors[name].fact)
        for piece in pieces
        if piece.text.strip()
    }
    return next(iter(named))[-1] if len(named) == 1 and all(named) else ""
