"""Findings for other programs."""

from __future__ import annotations

import pytest

from briefwright.cli.reports import sarif
from briefwright.diagnostics import Code, error


@pytest.mark.parametrize(
    ("message", "hint", "text"),
    [
        ("there is no fact `a`", "did you mean `b`?", "There is no fact `a`. Did you mean `b`?"),
        ("`source` names no entry", "mend the key", "`source` names no entry. Mend the key."),
        ("the marking is wrong", "", "The marking is wrong."),
    ],
)
def test_a_message_of_sarif_is_made_of_sentences(message: str, hint: str, text: str) -> None:
    log = sarif([error(Code.UNKNOWN_FACT, message, hint=hint)], {})
    assert [result["message"]["text"] for result in log["runs"][0]["results"]] == [text]
