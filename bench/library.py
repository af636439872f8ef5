"""Make up a project of any size from a seed: a bibliography, facts, and a brief of about fifteen pages.

The brief cites 90 times from the first hundred references, forty times through facts. The same text is also written
out as the plain Markdown that pandoc takes, for the comparison with tools used by hand.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

SEED = 20240701
CITED = 90
THROUGH_FACTS = 40
SECTIONS = 15
PARAGRAPHS_A_SECTION = 6

WORDS = """debt trade grain port river treaty envoy summit council export loan credit budget survey border market
policy region partner delegation agreement ministry parliament observer forecast inflation currency harvest shipping
energy tourism health defence training exchange university language history archive statement visit dialogue""".split()
VERBS = "raised lowered described questioned renewed delayed supported reviewed measured reported".split()
NAMES = """Sok Chea Vann Petrov Ivanova Müller Nguyễn Okafor García Lindqvist Dvořák Østergaard Tanaka Haddad Smith
Lefèvre Kowalski Rossi Andersson Phan""".split()
JOURNALS = ("Journal of Regional Studies", "Asian Survey of Affairs", "Review of Small States", "Mekong Quarterly")


@dataclass(frozen=True, slots=True)
class Made:
    """Where a made-up project is."""

    root: Path
    brief: str
    """The name to render it by."""
    composed: Path
    """The same brief as plain Markdown."""
    bibliography: Path


def make_project(root: Path, references: int) -> Made:
    """Write a project whose bibliography has so many references; the brief is the same whatever their number."""
    for folder in ("facts", "briefs", "by-hand"):
        (root / folder).mkdir(parents=True)
    bibliography = root / "bibliography.bib"
    bibliography.write_text(_bibliography(references), encoding="utf-8")
    (root / "pyproject.toml").write_text('[tool.briefwright]\nlang = "en-GB"\ncsl = "apa"\n', encoding="utf-8")
    facts, brief, composed = _texts()
    (root / "facts" / "bench.yaml").write_text(facts, encoding="utf-8")
    head = "---\ntitle: A brief to time\ntemplate: base\ndate: 2024-07-01\ncsl: apa\nlang: en-GB\n---\n\n"
    (root / "briefs" / "timed.md").write_text(head + brief, encoding="utf-8")
    by_hand = root / "by-hand" / "timed.md"
    head = "---\ntitle: A brief to time\ndate: 1 July 2024\nlang: en-GB\n---\n\n"
    by_hand.write_text(f"{head}{composed}\n\n# References\n\n::: {{#refs}}\n:::\n", encoding="utf-8")
    return Made(root, "timed", by_hand, bibliography)


def add_facts(made: Made, facts: int) -> None:
    """Write more facts into a project, 500 to a file, each resting on a book of its bibliography."""
    dice = random.Random(SEED)
    books = made.bibliography.read_text(encoding="utf-8").count("@book{")
    for start in range(0, facts, 500):
        entries = [_fact(number, 3 * dice.randrange(books), dice) for number in range(start, min(start + 500, facts))]
        text = "\n".join(["topic: library", "facts:", *entries]) + "\n"
        (made.root / "facts" / f"library-{start:06d}.yaml").write_text(text, encoding="utf-8")


def _fact(number: int, book: int, dice: random.Random) -> str:
    words = " ".join(dice.choice(WORDS) for _ in range(8))
    return f"""\
  - id: library-{number}
    kind: reported
    statement: The {words} is put at {{{{ value }}}}.
    value: {{amount: {dice.randint(1, 10**6)}, unit: USD}}
    subject: subject-{number}
    property: amount
    as_of: {dice.randint(1990, 2024)}
    evidence:
      - source: key{book}
        locator: p. {dice.randint(1, 300)}
        quote: {words} {number}"""


def _bibliography(references: int) -> str:
    dice = random.Random(SEED)
    return "\n".join(_entry(number, dice) for number in range(references))


def _entry(number: int, dice: random.Random) -> str:
    authors = " and ".join(f"{dice.choice(NAMES)}, {dice.choice('ABCDEFGHIJKLM')}." for _ in range(dice.randint(1, 4)))
    title = " ".join(dice.choice(WORDS) for _ in range(dice.randint(5, 11))).capitalize()
    fields = [f"author = {{{authors}}}", f"title = {{{title}}}", f"year = {{{dice.randint(1979, 2024)}}}"]
    kind, more = (_book, _page, _article)[number % 3](number, dice)
    return f"@{kind}{{key{number},\n  " + ",\n  ".join(fields + more) + ",\n}\n"


def _book(_number: int, dice: random.Random) -> tuple[str, list[str]]:
    return "book", [f"publisher = {{{dice.choice(NAMES)} Press}}", "address = {Geneva}"]


def _page(number: int, dice: random.Random) -> tuple[str, list[str]]:
    return "online", [f"url = {{https://example.org/{dice.choice(WORDS)}/{number}}}", "urldate = {2024-05-02}"]


def _article(number: int, dice: random.Random) -> tuple[str, list[str]]:
    first = dice.randint(1, 400)
    return "article", [
        f"journal = {{{dice.choice(JOURNALS)}}}",
        f"volume = {{{dice.randint(1, 60)}}}",
        f"number = {{{dice.randint(1, 4)}}}",
        f"pages = {{{first}--{first + dice.randint(4, 30)}}}",
        f"doi = {{10.5555/{number:08d}}}",
        f"abstract = {{{' '.join(_sentence(dice) for _ in range(3))}}}",
    ]


def _sentence(dice: random.Random) -> str:
    words = [dice.choice(WORDS) for _ in range(dice.randint(8, 16))]
    subject, thing = f"The {words[0]} of the {words[1]}", f"the {' '.join(words[2:5])}"
    return f"{subject} {dice.choice(VERBS)} {thing} of {' and '.join(words[5:])}."


def _texts() -> tuple[str, str, str]:
    """The facts' YAML, the brief that calls them, and the Markdown that comes of it."""
    dice = random.Random(SEED)
    facts, brief, composed = ["topic: bench\nfacts:"], [], []
    places = SECTIONS * PARAGRAPHS_A_SECTION
    assert places == CITED
    for number in range(places):
        if number % PARAGRAPHS_A_SECTION == 0:
            heading = f"# {' '.join(dice.choice(WORDS) for _ in range(4)).capitalize()}"
            brief.append(heading)
            composed.append(heading)
        lead, said = _sentence(dice), _sentence(dice)
        key, page = f"key{number}", dice.randint(1, 300)
        written = f"{said.removesuffix('.')} [@{key}, p. {page}]."
        composed.append(f"{lead} {written}")
        if number * THROUGH_FACTS // places != (number + 1) * THROUGH_FACTS // places:
            statement = f"  - id: fact-{number}\n    statement: {said}"
            facts.append(f"{statement}\n    evidence:\n      - source: {key}\n        locator: p. {page}")
            brief.append(f'{lead} {{{{ fact("fact-{number}") }}}}')
        else:
            brief.append(f"{lead} {written}")
        if number % PARAGRAPHS_A_SECTION == 3:
            items = "\n".join(f"- {_sentence(dice)}" for _ in range(2))
            brief.append(items)
            composed.append(items)
        if number % (3 * PARAGRAPHS_A_SECTION) == 4:
            table = _table(dice)
            brief.append(table)
            composed.append(table)
    return "\n".join(facts) + "\n", "\n\n".join(brief) + "\n", "\n\n".join(composed) + "\n"


def _table(dice: random.Random) -> str:
    rows = "\n".join(f"| {dice.choice(WORDS)} | {dice.randint(1, 999)} | {dice.randint(1, 999)} |" for _ in range(8))
    return f"| Item | 2014 | 2024 |\n|:-----|-----:|-----:|\n{rows}\n\n: {dice.choice(WORDS).capitalize()} by year"
