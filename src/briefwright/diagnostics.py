"""What is told to the user: one type of finding, one enum of codes, one place that renders them.

A finding says what is wrong, where (file, line, column, the line itself) and what to do next. Stages
collect findings and hand them on; nothing prints before the command line does.
"""

from __future__ import annotations

import difflib
import functools
import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Severity(StrEnum):
    """How bad a finding is; only errors make a command fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Code(StrEnum):
    """Every kind of finding. The letter names the family: P project, F facts, R references, B briefs,
    T templates, C citing, W writing, D Word files that come back, N services on the network; from 101 on, the
    rules of the checker, and their families S sources against each other, L language of briefs, H handling,
    A accessibility."""

    PROJECT_CONFIG = "P001"
    UNREADABLE_FILE = "P002"
    EMPTY_PROJECT = "P003"
    MISSING_FOLDER = "P004"
    UNKNOWN_RULE = "P005"

    YAML_SYNTAX = "F001"
    FACT_INVALID = "F002"
    FACT_UNKNOWN_FIELD = "F003"
    FACT_DUPLICATE_ID = "F004"
    FACT_UNKNOWN_SOURCE = "F005"
    FACT_UNKNOWN_FACT = "F006"
    YAML_CUT_COMMENT = "F007"
    STATEMENT_UNKNOWN_VALUE = "F008"

    BIB_MISSING = "R001"
    BIB_BROKEN_ENTRY = "R002"
    BIB_DUPLICATE_KEY = "R003"
    BIB_UNDEFINED_STRING = "R004"
    BIB_UNKNOWN_PARENT = "R005"
    BIB_UNREADABLE_FIELD = "R006"
    BIB_ENCODING = "R007"
    BIB_WOULD_LOSE = "R008"
    BIB_LEFT_ALONE = "R009"
    KEY_INVALID = "R010"
    KEY_NOT_CHANGED = "R011"
    FORMAT_UNKNOWN = "R012"
    RECORD_UNUSABLE = "R013"

    FRONT_MATTER_SYNTAX = "B001"
    FRONT_MATTER_INVALID = "B002"
    FRONT_MATTER_UNKNOWN_FIELD = "B003"
    BRIEF_DUPLICATE_NAME = "B004"
    UNKNOWN_BRIEF = "B005"
    BRIEF_CITES_NOTHING = "B006"
    RESERVED_CHARACTER = "B007"
    RAW_MARKUP = "B008"
    BRIEF_EMPTY = "B009"

    TEMPLATE_UNKNOWN = "T001"
    TEMPLATE_SYNTAX = "T002"
    TEMPLATE_UNKNOWN_BLOCK = "T003"
    TEMPLATE_UNDEFINED = "T004"
    TEMPLATE_ERROR = "T005"
    TEMPLATE_FORBIDDEN = "T006"
    TEMPLATE_TOO_LARGE = "T007"
    UNKNOWN_FACT = "T008"
    UNKNOWN_VALUE = "T009"
    THEME_INVALID = "T010"
    BLOCK_IN_LINE = "T011"
    EMPTY_SELECTION = "T012"
    WRONG_ARGUMENT = "T013"

    UNKNOWN_REFERENCE = "C001"
    UNKNOWN_STYLE = "C002"
    STYLE_INVALID = "C003"
    UNKNOWN_LOCALE = "C004"
    CITATION_WARNING = "C005"
    DEAD_LINK = "C006"

    UNUSED_REFERENCE = "R101"
    UNUSED_FACT = "R102"
    INCOMPLETE_REFERENCE = "R103"
    NEWSPAPER_WITHOUT_DAY = "R104"
    FOREIGN_TITLE_WITHOUT_TRANSLATION = "R105"
    MALFORMED_DOI = "R106"
    MALFORMED_ISBN = "R107"
    MALFORMED_ISSN = "R108"
    MALFORMED_ORCID = "R109"
    MALFORMED_ADDRESS = "R110"
    UNPROTECTED_CAPITALS = "R111"
    DUPLICATE_REFERENCES = "R112"
    ACCESS_DATE_MISSING = "R113"
    NO_SNAPSHOT = "R114"

    NO_EVIDENCE = "F101"
    QUOTATION_NOT_FOUND = "F102"
    LOCATOR_MISSING = "F103"
    LOCATOR_WRONG = "F104"
    LOCATOR_UNVERIFIABLE = "F105"
    NUMBER_WITHOUT_UNIT = "F106"
    NUMBER_WITHOUT_DATE = "F107"
    DERIVED_VALUE_WRONG = "F108"
    DUPLICATE_FACTS = "F109"
    NEAR_DUPLICATE_FACTS = "F110"
    REVIEW_OVERDUE = "F111"
    SUPERSEDED_FACT_USED = "F112"
    WITHDRAWN_FACT_USED = "F113"
    SNAPSHOT_UNREADABLE = "F114"

    DISAGREEMENT_HIDDEN = "S101"
    ONE_ORIGIN_CITED_TWICE = "S102"
    ORIGIN_CYCLE = "S103"
    ORIGINAL_NOT_READ = "S104"
    RESTS_ON_ONE_ORIGIN = "S105"
    RESTS_ON_ONE_SIDE = "S106"
    CREDIBILITY_ABOVE_EVIDENCE = "S107"

    NUMBER_DIFFERS = "L101"
    DATE_DIFFERS = "L102"
    CLAIM_WITHOUT_CITATION = "L103"
    OPINION_IN_OWN_VOICE = "L104"
    FORECAST_WITHOUT_LIKELIHOOD = "L105"
    LIKELIHOOD_WITH_CONFIDENCE = "L106"
    MIXED_SCALES = "L107"
    WEASEL_WORDS = "L108"
    RELATIVE_TIME = "L109"
    SOURCE_AFTER_CUTOFF = "L110"

    MALFORMED_MARKING = "H101"
    FACT_ABOVE_BRIEF = "H102"

    HEADING_LEVEL_SKIPPED = "A101"
    TABLE_WITHOUT_HEADER = "A102"
    LANGUAGE_NOT_SET = "A103"

    PICTURE_MISSING = "W001"
    PICTURE_FORBIDDEN = "W002"
    PICTURE_UNREADABLE = "W003"
    MISSING_GLYPH = "W004"
    LAYOUT_WARNING = "W005"
    CONVERTER_WARNING = "W006"
    OUTPUT_UNWRITABLE = "W007"
    PICTURE_WITHOUT_ALT = "W008"
    ADDRESS_FORBIDDEN = "W009"
    CHANGED_MEANWHILE = "W010"
    UNFINISHED_WRITE = "W011"

    NO_SUCH_WORK = "N001"
    SERVICE_UNREACHABLE = "N002"
    SERVICE_BUSY = "N003"
    SERVICE_FAILED = "N004"
    SERVICE_ANSWER_UNREADABLE = "N005"
    SERVICE_REDIRECT = "N006"
    NOT_IN_CACHE = "N007"
    IDENTIFIER_UNKNOWN = "N008"
    REFERENCE_KNOWN = "N009"
    RECORD_INCOMPLETE = "N010"
    NOT_ARCHIVED = "N011"
    WORK_RETRACTED = "N012"
    ADDRESS_DEAD = "N013"
    KEY_TAKEN = "N014"
    PREPRINT_PUBLISHED = "N015"

    DOCX_UNREADABLE = "D001"
    DOCX_NO_MANIFEST = "D002"
    DOCX_DAMAGED_PART = "D003"
    DOCX_NOT_FINAL = "D004"
    DOCX_OF_ANOTHER = "D005"
    REVIEW_READS_OTHERWISE = "D006"
    WORD_TEMPLATE_UNREADABLE = "D010"
    WORD_TEMPLATE_PART_LEFT_OUT = "D011"
    WORD_TEMPLATE_WITHOUT_PLACE = "D012"
    WORD_TEMPLATE_UNKNOWN_PLACE = "D013"
    REDLINE_LEAVES_OUT = "D020"

    @property
    def slug(self) -> str:
        """The code's name for people: ``unknown-fact``."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file that the user can open."""

    path: str
    """Relative to the project's root, with forward slashes; absolute only for a file outside it."""
    line: int = 0
    """1-based; 0 where the whole file is meant."""
    column: int = 0
    """1-based, in characters; 0 where the whole line is meant."""
    text: str = field(default="", compare=False)
    """The line itself, without its end."""

    def __str__(self) -> str:
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Edit:
    """A safe change to one line that mends what a finding found."""

    path: str
    """As in Location.path."""
    line: int
    """1-based."""
    before: str
    """What the line holds, exactly once."""
    after: str
    """What takes its place."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One diagnostic."""

    code: Code
    severity: Severity
    message: str
    """What is wrong, one sentence, without a full stop at its end."""
    location: Location | None = None
    hint: str = ""
    """What to do about it, or a guess at what was meant."""
    subject: str = ""
    """The id of the fact, brief or reference concerned, where there is one."""
    fix: Edit | None = None
    """The change that mends it, where there is one that is safe."""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Files in order, lines in order; findings without a place first."""
        where = self.location or Location("")
        return (where.path, where.line, where.column, self.code.value, self.message)


@dataclass(frozen=True, slots=True)
class Warned(Generic[T_co]):
    """A result and what is to be said about it."""

    value: T_co
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether an error is among the findings."""
        return has_errors(self.findings)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file that was read, able to point into itself."""

    path: str
    """As in Location.path."""
    text: str

    def line(self, number: int) -> str:
        """The text of a 1-based line, empty where there is none."""
        lines = _lines(self.text)
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""

    def at(self, line: int, column: int = 0) -> Location:
        """The place of a 1-based line and column, with the line's text."""
        return Location(self.path, line, column, self.line(line))


@functools.lru_cache(maxsize=8)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


class BriefwrightError(Exception):
    """Stops a command because of something the user can mend; carries the findings that say what."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = findings


def error(code: Code, message: str, at: Location | None = None, *, hint: str = "", subject: str = "") -> Finding:
    """A finding of severity error."""
    return Finding(code, Severity.ERROR, message, at, hint, subject)


def warning(code: Code, message: str, at: Location | None = None, *, hint: str = "", subject: str = "") -> Finding:
    """A finding of severity warning."""
    return Finding(code, Severity.WARNING, message, at, hint, subject)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings sorted by place, each once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.sort_key))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint naming the nearest known name, or an empty string where none is near.

    Near means a difflib ratio of at least 0.6, which lets one typing slip in a short word through.
    """
    names = list(known)
    likely = names if len(names) <= _FEW_NAMES else _likely(name, names)
    near = difflib.get_close_matches(name, likely, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else ""


def unknown_rule(name: str, at: Location | None = None) -> Finding | None:
    """A finding where a name is neither a code, nor the beginning of one ("F1"), nor a rule's name; None else."""
    if any(name.lower() == code.slug or (name and code.value.startswith(name.upper())) for code in Code):
        return None
    known = [text for code in Code for text in (code.value, code.slug)]
    hint = did_you_mean(name, known) or "`briefwright explain` takes codes like `F102` and names like `weasel-words`"
    return warning(Code.UNKNOWN_RULE, f"there is no rule `{name}`", at, hint=hint)


_FEW_NAMES = 500
"""How many difflib compares at once; it takes a second for 50,000 keys."""


def _likely(name: str, known: Iterable[str]) -> list[str]:
    """The few dozen names that share most pairs of letters with one, for their length."""
    pairs = {name[at : at + 2] for at in range(max(1, len(name) - 1))}
    scored = ((sum(pair in other for pair in pairs) / (len(name) + len(other) + 1), other) for other in known)
    return [other for score, other in heapq.nsmallest(40, scored, key=lambda item: (-item[0], item[1])) if score]
