"""The shape of a fact file and of a brief's front matter, for validation and for editors.

Scalars arrive as text (`yaml_reader`) and are converted here. The JSON Schemas accept what an editor makes of the
same file by YAML's own rules: `as_of: 2015` is a number there, `amount: 5` too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, NoReturn

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from briefwright.dates import Edtf, parse_edtf
from briefwright.locators import parse_locator
from briefwright.model import Kind, Locator, Quotation, Relation, Status, Text, Value
from briefwright.names import IDENTIFIER, LANGUAGE_TAG, MAX_SLUG, SLUG, STYLE_NAME, VALUE_NAME

PLURAL_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""Unicode CLDR's, as in Babel."""


def fail(message: str, hint: str = "") -> NoReturn:
    """Stop validating a value: a message of ours, in which {name} is the field, and a hint."""
    raise PydanticCustomError("ours", "{message}", {"message": message, "hint": hint})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        only = value[0] if isinstance(value, list) and len(value) == 1 else None
        fail("{name} must be text", f"write `{_short(only)}`" if isinstance(only, str) else "")
    text: str = value.strip()
    if not text:
        fail("{name} is empty", "write the text, or remove the field")
    return text


def _slug(value: Any) -> str:
    text = _text(value)
    if not SLUG.fullmatch(text):
        near = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:MAX_SLUG].strip("-")
        hint = "use lower-case letters, digits and single hyphens" + (f": `{near}`" if near else "")
        fail(f"{{name}} is `{_short(text)}`, which is no slug", hint)
    if len(text) > MAX_SLUG:
        fail(f"{{name}} has {len(text)} characters", f"an id has at most {MAX_SLUG}: it must fit into a Word tag")
    return text


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _language_tag(value: Any) -> str:
    text = _text(value)
    if not LANGUAGE_TAG.fullmatch(text):
        fail(f"{{name}} is `{_short(text)}`, which is no language tag", "write a tag like `en`, `en-GB`, `fr` or `ru`")
    return text


def _text_by_language(value: Any) -> Text:
    if isinstance(value, str):
        return Text({"": _text(value)})
    if not isinstance(value, dict) or not value:
        fail("{name} must be text, or one text for each language", "write `en: ...` and `ru: ...` under it")
    for tag, text in value.items():
        if not LANGUAGE_TAG.fullmatch(tag):
            hint = "quote a value that begins with `{{`" if "{" in str(text) else "write a tag like `en` or `ru`"
            fail(f"{{name}} has `{_short(tag)}` where a language tag should stand", hint)
        if not isinstance(text, str) or not text.strip():
            fail(f"{{name}} has no text for `{tag}`", "write the text, or remove the language")
    return Text({tag: text.strip() for tag, text in value.items()})


@functools.lru_cache(maxsize=4096)
def _parse_date(text: str) -> Edtf:
    return parse_edtf(text)


def _date(value: Any) -> Edtf:
    text = _text(value)
    try:
        return _parse_date(text)
    except ValueError as exc:
        fail("{name}: " + str(exc), _date_hint(text))


def _date_hint(text: str) -> str:
    decade = re.fullmatch(r"(\d{3})[Xx]", text)
    century = re.fullmatch(r"(\d{2})[Xx]{2}", text)
    day_first = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text)
    years = re.fullmatch(r"(\d{4})\s*[-–—]\s*(\d{4})", text)
    if decade:
        return f"write a decade as `{decade[1]}0/{decade[1]}9`"
    if century:
        return f"write a century as `{century[1]}00/{century[1]}99`"
    if day_first:
        return f"write year, month, day: `{day_first[3]}-{int(day_first[2]):02}-{int(day_first[1]):02}`"
    if years:
        return f"write an interval as `{years[1]}/{years[2]}`"
    return ""


_NUMBER = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?")


def _number(value: Any) -> Decimal:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Decimal(value)
    text = _text(value)
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    fail(f"{{name}} is `{_short(text)}`, which is no plain number", _number_hint(text))


def _number_hint(text: str) -> str:
    tight = re.sub(r"(?<=\d)[\s\u00a0\u202f'’_](?=\d)", "", text).replace("\N{MINUS SIGN}", "-")
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", tight):
        tight = tight.replace(",", "")
    elif re.fullmatch(r"[+-]?\d+,\d+", tight):
        tight = tight.replace(",", ".")
    elif re.fullmatch(r"[+-]?\d{1,3}(\.\d{3}){2,}", tight):
        tight = tight.replace(".", "")
    if _NUMBER.fullmatch(tight) and "\N{MINUS SIGN}" in text:
        return f"write `{tight}`, with a hyphen"
    if _NUMBER.fullmatch(tight):
        return f"write `{tight}`: separators are put in by the brief's language"
    percent = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)\s*%", tight)
    if percent:
        return f"write `amount: {percent[1]}` and `unit: percent`"
    return "write digits only, as in `1500000` or `2.5`; the unit stands in `unit`, a range in `low` and `high`"


def _named_values(values: dict[str, ValueEntry]) -> dict[str, ValueEntry]:
    for name in values:
        if not VALUE_NAME.fullmatch(name):
            fail(f"{{name}} has the name `{_short(name)}`, which no statement can call", "use letters and digits")
    return values


def _unit(value: Any) -> str | Mapping[str, str]:
    if isinstance(value, str):
        return _text(value)
    if not isinstance(value, dict) or "other" not in value:
        hint = "write `one: ...`, `other: ...`"
        fail("{name} must be a word, or words by plural category with `other` among them", hint)
    for category, word in value.items():
        if category not in PLURAL_CATEGORIES:
            fail(f"{{name}} has `{category}`, which is no plural category", "they are " + ", ".join(PLURAL_CATEGORIES))
        if not isinstance(word, str) or not word.strip():
            fail(f"{{name}} has no word for `{category}`")
    return {category: word.strip() for category, word in value.items()}


def _locator(value: Any) -> Locator:
    return parse_locator(_text(value))


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        text = value.strip() if isinstance(value, str) else "..."
        fail("{name} must be a list", f"write `[{_short(text)}]`")
    for number, item in enumerate(value, 1):
        if not isinstance(item, str) or not item.strip():
            fail(f"item {number} of {{name}} must be text")
    return tuple(item.strip() for item in value)


def _authors(value: Any) -> tuple[str, ...]:
    return (_text(value),) if isinstance(value, str) else _texts(value)


def _style_name(value: Any) -> str:
    text = _text(value)
    if not STYLE_NAME.fullmatch(text):
        near = re.sub(r"\.(csl|md|html|j2|css|yaml|toml)$", "", re.split(r"[/\\]", text)[-1])
        hint = "styles, templates and themes are given by name" + (f": `{near}`" if STYLE_NAME.fullmatch(near) else "")
        fail(f"{{name}} is `{_short(text)}`, which is no name", hint)
    return text


def _words(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        fail("{name} must be a group of `name: text`")
    for key, text in value.items():
        if not IDENTIFIER.fullmatch(key):
            fail(f"{{name}} has `{_short(key)}`, which no template can call", "use letters, digits and underscores")
        if not isinstance(text, str):
            fail(f"`{key}` under {{name}} must be text")
    return dict(value)


def _shape(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema(schema)


_DATE_PATTERN = r"^(\d{4}(-\d{2}(-\d{2})?)?[~?%]?|\.\.)?(/(\d{4}(-\d{2}(-\d{2})?)?[~?%]?|\.\.)?)?$"
_LIST_OF_TEXT = {"type": "array", "items": {"type": ["string", "number"]}}
_LANGUAGES = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": f"^{LANGUAGE_TAG.pattern}$"},
    "additionalProperties": {"type": "string", "minLength": 1},
}
_SLUG_SHAPE = {"type": "string", "pattern": f"^{SLUG.pattern}$", "maxLength": MAX_SLUG}

Slug = Annotated[str, PlainValidator(_slug), _shape(**_SLUG_SHAPE)]
Line = Annotated[str, PlainValidator(_text), _shape(type=["string", "number", "boolean"])]
Languages = Annotated[
    Text, PlainValidator(_text_by_language), _shape(anyOf=[{"type": "string", "minLength": 1}, _LANGUAGES])
]
Date = Annotated[
    Edtf,
    PlainValidator(_date),
    _shape(
        anyOf=[{"type": "integer", "minimum": 1000, "maximum": 9999}, {"type": "string", "pattern": _DATE_PATTERN}],
        examples=["2015", "2015-11", "2015-11-29", "2015~", "2011/2013"],
    ),
]
Number = Annotated[
    Decimal,
    PlainValidator(_number),
    _shape(anyOf=[{"type": "number"}, {"type": "string", "pattern": rf"^{_NUMBER.pattern}$"}]),
]
Unit = Annotated[
    Any,
    PlainValidator(_unit),
    _shape(
        anyOf=[
            {"type": "string", "minLength": 1},
            {
                "type": "object",
                "propertyNames": {"enum": list(PLURAL_CATEGORIES)},
                "additionalProperties": {"type": "string"},
                "required": ["other"],
            },
        ],
        examples=["USD", "percent", {"one": "agreement", "other": "agreements"}],
    ),
]
Tag = Annotated[str, PlainValidator(_language_tag), _shape(type="string", pattern=f"^{LANGUAGE_TAG.pattern}$")]
Place = Annotated[
    Locator,
    PlainValidator(_locator),
    _shape(type=["string", "integer"], examples=["p. 434", "pp. 427-438", "para. 2", "note 12", "chap. 4"]),
]
Texts = Annotated[tuple[str, ...], PlainValidator(_texts), _shape(**_LIST_OF_TEXT)]
Authors = Annotated[tuple[str, ...], PlainValidator(_authors), _shape(anyOf=[{"type": "string"}, _LIST_OF_TEXT])]
StyleName = Annotated[str, PlainValidator(_style_name), _shape(type="string", pattern=r"^[^\W_][\w-]*$")]
Words = Annotated[
    dict[str, str],
    PlainValidator(_words),
    _shape(
        type="object",
        propertyNames={"pattern": f"^{IDENTIFIER.pattern}$"},
        additionalProperties={"type": ["string", "number", "boolean"]},
    ),
]


YesOrNo = Annotated[bool, _shape(anyOf=[{"type": "boolean"}, {"enum": ["yes", "no"]}])]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class QuotationEntry(_Entry):
    """Words of the source, after W3C Web Annotation's TextQuoteSelector."""

    exact: Line = Field(description="The words themselves, as the source has them; up to 15 words.")
    prefix: Line = Field("", description="Words just before, where the same words occur more than once.")
    suffix: Line = Field("", description="Words just after.")
    lang: Tag = Field("", description="The language of the words.")
    translation: Line = Field("", description="The words in the project's language.")

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"exact": value} if isinstance(value, str) else value

    def as_quotation(self) -> Quotation:
        """The model's word for it."""
        return Quotation(self.exact, self.prefix, self.suffix, self.lang, self.translation)


class EvidenceEntry(_Entry):
    """One passage that the fact rests on."""

    source: Line = Field(description="A key of the bibliography.", examples=["pichkhun2024cooperation"])
    locator: Place | None = Field(None, description="Where in the source: p. 434, para. 2, note 12, chap. 4.")
    quote: QuotationEntry | None = Field(None, description="The passage's own words, up to 15 of them.")
    relation: Relation = Field(Relation.SUPPORTS, description="What the passage does to the statement.")
    via: Line = Field("", description="Key of the original that was not read: gives `cited in`.")
    origin: Line = Field("", description="Whom it really comes from, to see circular reporting.")


class ValueEntry(_Entry):
    """A number with its unit, or a range."""

    amount: Number | None = Field(None, description="Digits only: 1500000000, 2.5.")
    unit: Unit = Field("", description="A currency code, `percent`, a word in the plural, or words by plural category.")
    low: Number | None = Field(None, description="The lower end of a range.")
    high: Number | None = Field(None, description="The upper end of a range.")
    approximate: YesOrNo = Field(False, description="Whether the source rounds it.")

    @model_validator(mode="after")
    def _one_or_range(self) -> ValueEntry:
        if self.amount is None and (self.low is None or self.high is None):
            fail("{name} has no `amount`", "give `amount`, or `low` and `high` for a range")
        if self.amount is not None and (self.low is not None or self.high is not None):
            fail("{name} has an `amount` and a range", "give `amount`, or `low` and `high`, not both")
        if self.low is not None and self.high is not None and self.low > self.high:
            fail(f"{{name}} has a `low` of {self.low} above its `high` of {self.high}", "exchange them")
        return self

    def as_value(self) -> Value:
        """The model's word for it."""
        return Value(self.amount, self.unit, self.low, self.high, self.approximate)


class DerivedEntry(_Entry):
    """How the value follows from values of other facts."""

    formula: Line = Field(description="Numbers, names and + - * / ( ).", examples=["a / b * 100"])
    inputs: Words = Field(
        description="What each name stands for: a fact's id, or `id.name` for one of several values.",
        examples=[{"a": "russian-tourists-2022", "b": "russian-tourists-2019"}],
    )


class VoiceEntry(_Entry):
    """Whose claim it is, where it must not be put in our own voice."""

    speaker: Line = Field(description="A person, a paper, a government.")
    mode: Line = Field("", description="How: said, wrote, reported, according to.", examples=["said", "according to"])


class FactEntry(_Entry):
    """One assertion with its evidence and its dates."""

    id: Slug = Field(
        description="A name of its own, never used again for another fact.", examples=["soviet-debt-total"]
    )
    statement: Languages = Field(
        description="One sentence with its full stop; `{{ value }}` puts the number in. Text, or a text by language."
    )
    evidence: list[EvidenceEntry] = Field(
        description="What it rests on: at least one source with its locator.", json_schema_extra={"minItems": 1}
    )
    kind: Kind = Field(Kind.FACT, description="What sort of assertion it is.")
    label: Languages | None = Field(None, description="A short name, for table rows and timelines.")
    clause: Languages | None = Field(None, description="The statement in mid-sentence: no capital, no full stop.")
    value: ValueEntry | None = Field(None, description="The number in the statement, called as {{ value }}.")
    values: Annotated[dict[str, ValueEntry], AfterValidator(_named_values)] = Field(
        default_factory=dict,
        description="Several numbers by name, called as {{ name }}.",
        json_schema_extra={"propertyNames": {"pattern": f"^{VALUE_NAME.pattern}$"}},
    )
    subject: Line = Field(
        "", description="What it is about: subject, property and time bring differing figures together."
    )
    property: Line = Field("", description="Which property of the subject.")
    as_of: Date | None = Field(None, description="The time that it is true of (EDTF).")
    tags: Texts = Field((), description="Words to select by.")
    voice: VoiceEntry | None = Field(None, description="Whose claim it is, where it is not to be put in our own voice.")
    status: Status = Field(Status.CHECKED, description="How far it can be used.")
    review_by: Date | None = Field(None, description="When to look at it again.")
    supersedes: Texts = Field((), description="Ids of facts that it replaces.")
    conflicts_with: Texts = Field((), description="Ids of facts that say otherwise.")
    derived: DerivedEntry | None = Field(None, description="How its value follows from other facts'.")
    marking: Line = Field("", description="A handling label.", examples=["TLP:CLEAR", "TLP:AMBER"])
    credibility: Line = Field("", description="Of the information, 1 to 6 (Admiralty code).", examples=["2"])
    note: Line = Field("", description="For colleagues; never printed.")


class FactFile(_Entry):
    """A file of facts on one topic."""

    topic: Line = Field("", description="What the facts are about; the file's name where it is left out.")
    facts: list[FactEntry] = Field(description="The facts.")


class FrontMatterEntry(_Entry):
    """The head of a brief."""

    title: Line = Field(description="The brief's title.")
    template: StyleName = Field("", description="The template's name; the project's default where it is left out.")
    subtitle: Line = Field("", description="Printed under the title.")
    authors: Authors = Field((), description="Who wrote it.")
    institution: Line = Field("", description="Who publishes it.")
    date: Date | None = Field(None, description="The date that it bears.")
    information_cutoff: Date | None = Field(None, description="The day after which nothing was taken in.")
    csl: StyleName = Field("", description="The citation style's name.", examples=["apa", "chicago-notes-bibliography"])
    lang: Tag = Field("", description="Its language.", examples=["en", "en-GB", "fr", "ru"])
    theme: StyleName = Field("", description="The theme's name.")
    page: Literal["A4", "Letter"] | None = Field(None, description="The paper.")
    keywords: Texts = Field((), description="For the document's properties.")
    subject: Line = Field("", description="For the document's properties.")
    summary: Line = Field("", description="One or two sentences for lists of briefs.")
    number: Line = Field("", description="Its number in a series.")
    marking: Line = Field("", description="A handling label.", examples=["TLP:CLEAR"])
    status: Literal["draft", "final"] | None = Field(None, description="How far it is.")
    toc: YesOrNo = Field(False, description="Whether to print a table of contents.")
    lot: YesOrNo = Field(False, description="Whether to print a list of tables.")
    lof: YesOrNo = Field(False, description="Whether to print a list of figures.")
    numbered_captions: YesOrNo = Field(False, description="Whether captions of tables and figures have numbers.")
    extra: Words = Field(default_factory=dict, description="Texts of your own for a template of your own.")
