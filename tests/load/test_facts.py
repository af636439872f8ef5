from __future__ import annotations

from briefwright.diagnostics import in_order
from briefwright.load.facts import findings_of_duplicates, read_parts
from briefwright.load.files import decode
from briefwright.load.links import check_links
from tests.load.cases import accept, parametrize, shown

KEYS = ("s", "pichkhun2024cooperation")


def outcome(text: str) -> str:
    """The ids of the facts that load, and the findings, of a fact file."""
    file = decode(text.encode(), "facts/x.yaml")
    assert file.value is not None
    parts = read_parts(file.value)
    facts, duplicates = findings_of_duplicates(parts.value)
    check_links(parts.value, KEYS)
    found = [*file.findings, *parts.findings, *duplicates, *(item for part in parts.value for item in part.findings())]
    return f"facts: {' '.join(facts)}".strip() + "\n" + shown(in_order(found))


accept("facts.txt", outcome)


@parametrize("facts.txt")
def test_fact_files(given: str, expected: str) -> None:
    assert outcome(given) == expected
