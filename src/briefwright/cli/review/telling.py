"""A review for people: each edit with its place and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from briefwright.review.model import Review


def tell(review: Review, screen: Console) -> None:
    """Print a review."""
    for number, edit in enumerate(review.edits, start=1):
        place = edit.target.location if edit.target else None
        screen.print(
            f"{number}. {place.path if place else ''}:{place.line if place else ''} {edit.kind.value} [{edit.state.value}]",
            markup=False,
        )
        screen.print(f"   - {edit.before}\n   + {edit.after}", markup=False)
