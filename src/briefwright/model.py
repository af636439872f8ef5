"""The words of the field as data: frozen, typed, without input or output.

Every value that was read keeps its place in the source (`location`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from briefwright.dates import Edtf
from briefwright.diagnostics import Finding, Location


class Kind(StrEnum):
    """What sort of assertion a fact is."""

    FACT = "fact"
    REPORTED = "reported"
    ASSUMPTION = "assumption"
    JUDGEMENT = "judgement"
    FORECAST = "forecast"
    GAP = "gap"


class Status(StrEnum):
    """How far a fact can be used."""

    DRAFT = "draft"
    CHECKED = "checked"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Relation(StrEnum):
    """What a piece of evidence does to its fact."""

    SUPPORTS = "supports"
    PARTLY = "partly"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Text:
    """Text in one or more languages."""

    by_lang: Mapping[str, str]
    """From a language tag to the text; the key "" is text whose language was not given."""

    def in_language(self, lang: str) -> str:
        """The text for a BCP 47 tag: exact, then its primary language, then unmarked, then the first."""
        for tag in (lang, lang.split("-")[0], ""):
            if tag in self.by_lang:
                return self.by_lang[tag]
        return next(iter(self.by_lang.values()), "")


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in a source: a CSL locator label and its value."""

    label: str
    """A CSL locator term: page, paragraph, note, chapter, section, figure, table, line, ...; "" where the
    text names none of them and is cited as it stands."""
    value: str
    """What follows the label: "434", "427-438", "2"."""
    text: str
    """As it was written in the file: "p. 434"."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a source, after W3C Web Annotation's TextQuoteSelector."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    lang: str = ""
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One (source, locator, quotation, relation) that a fact rests on."""

    source: str
    locator: Locator | None = None
    quote: Quotation | None = None
    relation: Relation = Relation.SUPPORTS
    via: str = ""
    """Key of the original that was not read, for "cited in"."""
    origin: str = ""
    """Whom it really comes from, for circular reporting."""
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its unit, or a range of numbers."""

    amount: Decimal | None
    """None where low and high are given."""
    unit: Mapping[str, str] | str = ""
    """An ISO 4217 currency code, "percent", a word in the plural, or words by plural category ("one", "other")."""
    low: Decimal | None = None
    high: Decimal | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a fact's value follows from others' (PROV: wasDerivedFrom)."""

    formula: str
    """Numbers, the names in `inputs`, and + - * / ( )."""
    inputs: Mapping[str, str]
    """From a name in the formula to a fact's id, or "id.value-name" for one of several values."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose claim it is."""

    speaker: str
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One assertion with its evidence and its dates."""

    id: str
    statement: Text
    evidence: tuple[Evidence, ...]
    location: Location
    topic: str = ""
    kind: Kind = Kind.FACT
    label: Text | None = None
    """A short name, for table rows and timelines."""
    clause: Text | None = None
    """The statement for use in mid-sentence: no capital, no full stop."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """By name; `value:` in the file is the one named "value"."""
    subject: str = ""
    property: str = ""
    as_of: Edtf | None = None
    tags: tuple[str, ...] = ()
    voice: Voice | None = None
    status: Status = Status.CHECKED
    review_by: Edtf | None = None
    supersedes: tuple[str, ...] = ()
    conflicts_with: tuple[str, ...] = ()
    derived: Derivation | None = None
    marking: str = ""
    """A handling label such as TLP:AMBER; empty: none."""
    credibility: str = ""
    """Of the information, 1 to 6 after the Admiralty code; empty: not graded."""
    note: str = ""
    raw: Mapping[str, object] = field(default_factory=dict, compare=False)
    """The fact as its file has it, scalars as text: what the manifest hashes and an exporter shows."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the bibliography."""

    key: str
    type: str
    """The BibTeX entry type, lower-case."""
    fields: Mapping[str, str]
    """Lower-case names; values as the file has them after @string and concatenation, TeX kept."""
    location: Location
    raw: str = ""
    """The entry's own text, from its @ to its closing brace."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands at the head of a brief."""

    title: str
    template: str = ""
    """Empty: the project's default."""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    institution: str = ""
    date: Edtf | None = None
    information_cutoff: Edtf | None = None
    csl: str = ""
    lang: str = ""
    theme: str = ""
    page: str = ""
    """A4 or Letter; empty: the theme's."""
    keywords: tuple[str, ...] = ()
    subject: str = ""
    summary: str = ""
    number: str = ""
    """The brief's number in a series."""
    marking: str = ""
    """A handling label such as TLP:CLEAR."""
    status: str = ""
    """draft or final."""
    toc: bool = False
    lot: bool = False
    """Whether there is a list of tables."""
    lof: bool = False
    """Whether there is a list of figures."""
    numbered_captions: bool = False
    """Whether tables and figures are numbered; they are where there is a list of them."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Under `extra:`: text of the author's own for a template of the author's own."""


@dataclass(frozen=True, slots=True)
class Brief:
    """One document: front matter and a Markdown body in which Jinja calls facts."""

    name: str
    """The file's name under briefs/ without its ending; folders keep their slash: "2024/debt"."""
    meta: FrontMatter
    body: str
    """Padded with as many newlines as the front matter had lines, so that its lines are the file's own."""
    location: Location
    """The file; line 0."""
    source: str = ""
    """The whole file's text."""
    meta_lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """From a front matter key to its 1-based line."""


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """`[tool.briefwright.check]`: which rules are asked."""

    select: tuple[str, ...] = ()
    """Codes, beginnings of codes, or names of rules; empty: all that are on by default."""
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """From a pattern of paths ("facts/old/*.yaml") to what is ignored there."""


@dataclass(frozen=True, slots=True)
class TidySettings:
    """`[tool.briefwright.tidy]`: which rules `bib tidy` follows, and how. `file`: as most of the file's entries."""

    select: tuple[str, ...] = ()
    """Names of rules; empty: those that are on by default."""
    ignore: tuple[str, ...] = ()
    indent: str = "file"
    """Before fields: `file`, a number of spaces, or `tab`."""
    align: str = "file"
    """`file`, `no`, `names` (the equals signs in one column) or `values` (the values)."""
    lines: str = "file"
    """`file`, or `one`: each field on a line of its own."""
    case: str = "file"
    """Of types and names of fields: `file` or `lower`."""
    values: str = "file"
    """`file`, `braces` or `quotes`."""
    numbers: str = "file"
    """`file`, `braces` or `bare`."""
    trailing_comma: str = "file"
    """`file`, `yes` or `no`."""
    months: str = "names"
    """`names` or `numbers`, for the rule `months`."""
    order: str = "key"
    """`key`, `author`, `year` or `type`, for the rule `entry-order`."""
    fields: tuple[str, ...] = ()
    """The order of fields, for the rule `field-order`; empty: Briefwright's own."""


@dataclass(frozen=True, slots=True)
class Config:
    """`[tool.briefwright]` of the project's pyproject.toml, with what it leaves out filled in."""

    facts: str = "facts"
    briefs: str = "briefs"
    templates: str = "templates"
    bibliography: tuple[str, ...] = ("bibliography.bib",)
    output: str = "build"
    lang: str = "en"
    csl: str = "apa"
    template: str = "briefing-note"
    theme: str = "plain"
    page: str = ""
    """A4 or Letter; empty: the theme's."""
    formats: tuple[str, ...] = ("pdf", "docx", "html")
    docx: str = "edit"
    """What a DOCX is for: edit or final."""
    citations: str = "zotero"
    """What the citations of a DOCX to edit are: zotero, word or plain."""
    word_template: str = ""
    """The house's own .docx, relative to the root; empty for none."""
    institution: str = ""
    authors: tuple[str, ...] = ()
    snapshots: str = "snapshots"
    """The folder of snapshots, relative to the root; it may lie outside the project, and need not exist."""
    mail: str = ""
    """An address that services on the network can write to (`bib add`, `bib refresh`)."""
    key: str = "{author}{year}{word}"
    """The pattern of keys of new entries (briefwright.bib.keys)."""
    check: CheckSettings = field(default_factory=CheckSettings)
    tidy: TidySettings = field(default_factory=TidySettings)


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that was read of a project."""

    root: Path
    """Absolute."""
    config: Config
    facts: Mapping[str, Fact]
    """By id, in the order of files and of facts in them."""
    briefs: Mapping[str, Brief]
    """By name."""
    bibliography: Bibliography


class Bibliography:
    """The references of a project, by key; entries are parsed when they are asked for.

    The loader supplies it (`briefwright.load.bibliography`); the model knows only what can be asked.
    """

    def keys(self) -> tuple[str, ...]:
        """All keys, in file order, each once."""
        raise NotImplementedError

    def __contains__(self, key: object) -> bool:
        """Whether a key is given, be its entry broken or not."""
        raise NotImplementedError

    def get(self, key: str) -> Reference | None:
        """The parsed entry of a key, None where it does not exist or is broken."""
        raise NotImplementedError

    def excerpt(self, keys: tuple[str, ...], lang: str = "en") -> str:
        """A .bib text of these entries alone, with the @strings and parents they need, for a converter.

        lang: the language to take an entry's title for where the entry does not say.
        """
        raise NotImplementedError

    def problems(self, keys: Iterable[str] | None = None) -> tuple[Finding, ...]:
        """What is wrong in these entries and their parents, or, for None, in all."""
        raise NotImplementedError
