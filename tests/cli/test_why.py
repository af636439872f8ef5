"""`briefwright why`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Ran, on_terminal

Call = Callable[..., Ran]

WHY = """\
One brief (briefs/one.md)

briefs/one.md:7
  The debt stood at about US$1.5 billion.
    fact debt-total (facts/debt.yaml:4): reported, checked, as of 2015-11, said by The agency
      supported by kuch2015, para. 2
        “a debt of $1.5 billion”
        in the saved text at para. 2, snapshots/kuch2015.txt:8:
          It is [a debt of $1.5 billion] – rather more than the kingdom’s three-day income, as it was put.

briefs/one.md:10
  Some say otherwise: The debt was small.
    fact debt-small (facts/debt.yaml:18): fact, disputed
      supported by pich2024, p. 12, which cites ivanov2019
        without a quotation
  Plainly.
    the author's own words, citing pich2024, p. 13

Sources

  kuch2015: Kúch, Agency. (2015, November 24). Debt & dams.
  pich2024: Pich, P., & Yuok, O. (2024). Two Rivers. Rivers, 3, 10–19. https://doi.org/10.1000/r.2024
  ivanov2019: Ivanov, I. (2019). Dams. P.

3 statements: 2 on facts, 1 on citations alone, 0 on neither.
"""


def test_every_statement_with_what_it_rests_on(call: Call) -> None:
    done = call("why", "one")
    assert (done.code, done.err) == (0, "")
    assert done.out.replace("\u00a0", " ") == WHY


def test_statements_that_rest_on_nothing_are_named(call: Call, project: Path) -> None:
    text = (project / "briefs/one.md").read_text(encoding="utf-8")
    (project / "briefs/one.md").write_text(f"{text}\nEverybody knows.\n", encoding="utf-8")
    out = call("why", "briefs/one.md").out
    assert "  Everybody knows.\n    the author's own words, with neither a fact nor a citation\n" in out
    assert out.endswith("4 statements: 2 on facts, 1 on citations alone, 1 on neither.\n")


def test_a_fact_that_comes_again_is_told_once(call: Call, project: Path) -> None:
    text = (project / "briefs/one.md").read_text(encoding="utf-8")
    (project / "briefs/one.md").write_text(f'{text}\n{{{{ fact("debt-total") }}}}\n', encoding="utf-8")
    out = call("why", "one").out
    assert out.count("in the saved text") == 1
    assert "      its evidence is told above, at briefs/one.md:7\n" in out


def test_only_statements_on_one_fact(call: Call) -> None:
    out = call("why", "one", "--fact", "debt-small").out
    assert "debt-total" not in out
    assert out.endswith("1 statement: 1 on facts, 0 on citations alone, 0 on neither.\n")


def test_a_fact_that_is_not_there_or_not_used(call: Call) -> None:
    unknown = call("why", "one", "--fact", "debt-totl")
    assert (unknown.code, unknown.out) == (1, "")
    assert "there is no fact `debt-totl`" in unknown.err
    assert "did you mean `debt-total`?" in unknown.err
    unused = call("why", "one", "--fact", "trade-began")
    assert unused.code == 1
    assert "one does not use the fact `trade-began`" in unused.err
    assert "`briefwright show trade-began` names the briefs that do" in unused.err


def test_words_that_are_not_in_the_saved_text(call: Call, project: Path) -> None:
    saved = project / "snapshots/kuch2015.txt"
    text = saved.read_text(encoding="utf-8")
    saved.write_text(text.replace("a debt of $1.5 billion", "a debt of $1.7 billion"), encoding="utf-8")
    out = call("why", "one").out
    assert "        not in the saved text of the source; nearest, at snapshots/kuch2015.txt:8:\n" in out
    assert "[a debt of $1.7 billion]" in out
    saved.write_text("Nothing of the kind.\n", encoding="utf-8")
    assert "        not in the saved text of the source\n" in call("why", "one").out


def test_a_locator_that_the_saved_text_denies_or_cannot_settle(call: Call, project: Path) -> None:
    facts = project / "facts/debt.yaml"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(text.replace("para. 2", "para. 1"), encoding="utf-8")
    assert "in the saved text at para. 2, snapshots/kuch2015.txt:8 (the fact says para. 1):" in call("why", "one").out
    facts.write_text(text.replace("para. 2", "fig. 1"), encoding="utf-8")
    assert "snapshots/kuch2015.txt:8 (whether that is fig. 1 cannot be told: " in call("why", "one").out


def test_without_saved_texts(call: Call, project: Path) -> None:
    (project / "snapshots/kuch2015.txt").unlink()
    (project / "snapshots").rmdir()
    out = call("why", "one").out
    assert out.endswith("There are no saved texts of sources, so quotations are told as the facts have them.\n")


def test_json(call: Call) -> None:
    content = json.loads(call("why", "one", "--json").out)
    assert [one["rests_on"] for one in content["statements"]] == ["facts", "facts", "citations"]
    total = content["statements"][0]["facts"][0]
    assert (total["id"], total["status"], total["as_of"]) == ("debt-total", "checked", "2015-11")
    (evidence,) = total["evidence"]
    assert (evidence["source"], evidence["locator"], evidence["relation"]) == ("kuch2015", "para. 2", "supports")
    assert (evidence["passage"]["line"], evidence["passage"]["locator"]) == (8, "agrees")
    assert content["statements"][1]["facts"][0]["evidence"][0]["passage"] is None
    assert content["statements"][2]["citations"] == [{"source": "pich2024", "locator": "p. 13"}]
    assert content["counts"] == {"facts": 2, "citations": 1}
    assert list(content["sources"]) == ["kuch2015", "pich2024", "ivanov2019"]


def test_a_brief_that_is_not_there_or_has_errors(call: Call, project: Path) -> None:
    unknown = call("why", "ones")
    assert (unknown.code, unknown.out) == (1, "")
    assert "did you mean `one`?" in unknown.err
    (project / "briefs/one.md").write_text('---\ntitle: B\n---\n{{ fact("nothing") }}\n', encoding="utf-8")
    broken = call("why", "one")
    assert (broken.code, broken.out) == (1, "")
    assert "briefs/one.md:4:" in broken.err


def test_long_lines_are_broken_on_a_terminal(project: Path) -> None:
    done = on_terminal(project, "why", "one", columns=70)
    assert done.code == 0
    assert max(map(len, done.out.split("\n"))) <= 70
    assert "\n            " in done.out
