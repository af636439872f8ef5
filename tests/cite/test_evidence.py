"""What each fact rests on, in the words of the document's language."""

from __future__ import annotations

from pathlib import Path

from briefwright.document import Standing, Support
from tests.projects import document_of

FACT = """
facts:
  - id: told
    statement: It is so.
    as_of: 2018~
    status: disputed
    evidence:
      - {source: kuch2015, locator: paras. 2-3, quote: "it  is so"}
      - {source: pich2024, locator: p. 430, via: mosyakov2021, relation: partly}
      - source: ivanov2019
        relation: contradicts
        quote: {exact: это не так, lang: ru, translation: it is not so}
"""


def test_a_fact_with_all_that_evidence_can_say(tmp_path: Path) -> None:
    document = document_of(tmp_path, '{{ value("debt-total") }} {{ fact("told") }}', {"facts/more.yaml": FACT})
    assert document.evidence["told"] == Standing(
        "c. 2018",
        "disputed",
        (
            Support("Kuch 2015", "paras\u00a02–3", quote="‘it is so’"),
            Support("Pich and Sok 2024", "p.\u00a0430", "citing Mosyakov 2021", "supports in part"),
            Support(
                "Иванов 2019",
                relation="contradicts",
                quote="‘это не так’",
                quote_lang="ru",
                translation="translation: ‘it is not so’",
            ),
        ),
    )
    assert list(document.evidence) == ["debt-total", "told"]


def test_what_is_no_plain_fact_says_so_and_who_says_it(tmp_path: Path) -> None:
    voice = "    kind: reported\n    voice: {speaker: Dmitry Bokarev, mode: wrote}\n"
    voiced = FACT.replace("    as_of", f"{voice}    as_of")
    for lang, kind in (("en", "reported"), ("fr", "rapporté"), ("ru", "сообщение")):
        text = f'---\ntitle: B\nlang: {lang}\n---\n{{{{ fact("told") }}}} {{{{ value("debt-total") }}}}'
        evidence = document_of(tmp_path / lang, text, {"facts/more.yaml": voiced}).evidence
        assert (evidence["told"].kind, evidence["told"].speaker) == (kind, "Dmitry Bokarev")
        assert evidence["debt-total"].speaker == ""


def test_works_that_are_named_and_not_cited_are_at_hand(tmp_path: Path) -> None:
    document = document_of(tmp_path, '{{ fact("told") }}', {"facts/more.yaml": FACT})
    assert [item["id"] for item in document.csl_items] == ["kuch2015", "pich2024"]
    assert {item["id"] for item in document.uncited_items} == {"mosyakov2021", "ivanov2019"}


def test_it_is_in_the_language_of_the_document(tmp_path: Path) -> None:
    text = '---\ntitle: B\nlang: ru\n---\n{{ fact("told") }}'
    standing = document_of(tmp_path, text, {"facts/more.yaml": FACT}).evidence["told"]
    assert (standing.date, standing.status) == ("ок. 2018", "спорно")
    assert standing.supports[1] == Support(
        "Pich и Sok 2024", "с.\u00a0430", "со ссылкой на Mosyakov 2021", "подтверждает отчасти"
    )
    assert standing.supports[0].quote == "«it is so»"


def test_a_long_quotation_is_cut_at_a_word(tmp_path: Path) -> None:
    evidence = f"{{source: kuch2015, locator: p. 1, quote: '{'word ' * 200}'}}"
    long = f"facts: [{{id: long, statement: S., evidence: [{evidence}]}}]"
    document = document_of(tmp_path, '{{ fact("long") }}', {"facts/more.yaml": long})
    quote = document.evidence["long"].supports[0].quote
    assert quote.endswith("word\u00a0…’")
    assert len(quote) < 420
