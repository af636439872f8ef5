"""Rules on likelihood and confidence: ICD 203 (US, 2015, D.6.e) and the UK's PHIA probability yardstick.

ICD 203 asks that a sentence does not hold both a degree of likelihood and a level of confidence, and that the terms
of one scale are used.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from briefwright.check.attribution import is_attributed, is_marked_judgement
from briefwright.check.passages import FACT_MARK
from briefwright.check.rule import Context, Reviewed, Rule
from briefwright.check.sentences import Sentence, english_sentences, sentences_of
from briefwright.check.wording import NORM
from briefwright.diagnostics import Code, Finding, Severity, warning
from briefwright.model import Kind

ICD_203 = "ICD 203"
PHIA = "the PHIA yardstick"
_SCALES: Mapping[str, str] = {
    r"almost\s+no\s+chance": ICD_203,
    r"very\s+unlikely": ICD_203,
    r"(?:roughly\s+)?even\s+(?:chance|odds)": ICD_203,
    r"very\s+likely": ICD_203,
    r"highly\s+improbable": ICD_203,
    r"highly\s+probable": ICD_203,
    r"nearly\s+certain": ICD_203,
    r"remote\s+chance": PHIA,
    r"highly\s+unlikely": PHIA,
    r"realistic\s+possibility": PHIA,
    r"highly\s+likely": PHIA,
}
"""The terms that belong to one scale alone; unlikely, likely, probable and almost certain belong to both."""
_OF_A_SCALE = re.compile("|".join(rf"(?P<t{number}>\b{term}\b)" for number, term in enumerate(_SCALES)), re.IGNORECASE)

_LIKELIHOOD = r"""(?:(?:very|highly|most|more|less|quite)\s+)?(?:un)?likely | (?:highly\s+)?(?:im)?probabl[ey]
    | almost\s+(?:no\s+chance|certain(?:ly)?)
  | nearly\s+certain | (?:remote|even|good|slim|better\s+than\s+even|realistic)\s+(?:chance|possibility|odds|prospect)
  | (?:chances?|odds|probability|likelihood)"""
_SCALED = re.compile(rf"\b(?:{_LIKELIHOOD})\b", re.IGNORECASE | re.VERBOSE)
_HEDGED = re.compile(
    rf"""\b(?:{_LIKELIHOOD} | certain(?:ly)? | possib(?:le|ly|ility) | perhaps | maybe | may | might | could
    | would | conceivabl[ey]
        | uncertain | expect\w* | appears? | seems? | tends? | chance | risk\w* | potential(?:ly)? | plausibl[ey]
        | should | \d+\s*(?:%|per\s*cent|percent) | in\s+all\s+likelihood | presumably | doubtful | doubt
        | by\s+all\s+accounts)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CONFIDENCE = re.compile(
    r"""\b(?:very\s+)?(?:low|moderate|medium|high|limited|little|low-to-moderate|moderate-to-high)\s+
        (?:analytic(?:al)?\s+)?confidence(?!-|\s+(?:among|of|interval|level|vote|in\s+the\s+(?:government|market
        |currency|economy|banks?)))
      | \bconfidence\b(?:\s+(?:in|of)\s+(?:this|that|these|the|our)\s+(?:\w+\s+)?(?:judge?ments?|assessments?
      |findings?|estimates?))?
        \s+(?:is|remains|as|:)\s+(?:very\s+|rather\s+|therefore\s+|only\s+)?(?:low|moderate|medium|high|limited)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def forecast_without_likelihood(context: Context) -> Iterable[Finding]:
    """The author's own sentences about the future that give no likelihood."""
    for one in context.reviewed:
        for sentence in english_sentences(one, context):
            found = _forecast(sentence)
            if found:
                message = f"“{found}” foretells without saying how likely it is"
                hint = "say how likely it is (“is likely to”), or whose forecast it is, and cite it"
                yield _finding(Code.FORECAST_WITHOUT_LIKELIHOOD, message, sentence, one, hint)


def likelihood_with_confidence(context: Context) -> Iterable[Finding]:
    """Sentences with both a likelihood and a level of confidence."""
    for one in context.reviewed:
        for sentence in english_sentences(one, context):
            if is_attributed(sentence) and not is_marked_judgement(sentence):
                continue
            text = _with_facts(sentence)
            likely, sure = _SCALED.search(text), _CONFIDENCE.search(text)
            if likely and sure:
                message = f"one sentence says both how likely it is (“{likely[0]}”) and how sure we are (“{sure[0]}”)"
                hint = "put the confidence, and what it rests on, into a sentence of its own (ICD 203)"
                yield _finding(Code.LIKELIHOOD_WITH_CONFIDENCE, message, sentence, one, hint)


def mixed_scales(context: Context) -> Iterable[Finding]:
    """Briefs with a term that only one scale of likelihood has, and another that only the other has."""
    for one in context.reviewed:
        first: tuple[str, str] | None = None
        for sentence, term, scale in _terms(one, context):
            if first is None:
                first = (term, scale)
            elif scale != first[1]:
                message = f"“{term}” is a term of {scale}, and “{first[0]}”, further up, one of {first[1]}"
                hint = "keep to the terms of one scale, and say which it is"
                yield _finding(Code.MIXED_SCALES, message, sentence, one, hint)
                break


def _finding(code: Code, message: str, sentence: Sentence, one: Reviewed, hint: str) -> Finding:
    return warning(code, message, sentence.passage.location, hint=hint, subject=one.brief.name)


def _with_facts(sentence: Sentence) -> str:
    text = sentence.own
    for fact in sentence.facts:
        text = text.replace(FACT_MARK, fact.text, 1)
    return text


def _terms(one: Reviewed, context: Context) -> Iterator[tuple[Sentence, str, str]]:
    """The terms of one scale alone, in our own sentences and in facts that are our own judgements."""
    scales = list(_SCALES.values())
    for sentence in english_sentences(one, context):
        if is_attributed(sentence) and not is_marked_judgement(sentence):
            continue
        own = sentence.own
        for use in sentence.facts:
            fact = context.project.facts.get(use.id)
            ours = fact is not None and fact.kind in (Kind.JUDGEMENT, Kind.FORECAST) and fact.voice is None
            own = own.replace(FACT_MARK, use.text if ours else " ", 1)
        for found in _OF_A_SCALE.finditer(own):
            yield sentence, found[0], scales[int((found.lastgroup or "t0")[1:])]


# --- forecasts ----------------------------------------------------------------------------------------------------

_FUTURE = re.compile(
    r"""(?<![\w-])(?P<subject>[\w’-]+\s+)?(?P<verb>(?:will(?:\s+(?:not|never|soon|also|then|thus|therefore|still|again
    |only|probably|eventually|increasingly)|,[^,;:.]{1,40},)?|won’t)\s+(?P<next>[a-z]+)
      | (?:is|are)\s+(?:now\s+|not\s+)?(?:going|set|bound|poised|destined|sure)\s+to\s+(?P<after>[a-z]+))""",
    re.VERBOSE,
)
_NOUN_BEFORE = frozenset(
    "the a of no their its his her our political good free popular public people’s own any some ill last".split()
)
_NOT_A_VERB = frozenset("of and or to is was in for on that by as has had are were from with at".split())
_HABIT = frozenset("often usually sometimes always generally typically normally rarely".split())
_ADJECTIVE = re.compile(r"(?!total|signal|equal)\w+(?:[cnrtu]al|ic|ous|imum)|zero|one|default|the|an?|its")
"""After "is set to" a measure follows, no verb: "set to local time"."""
_ABOUT_THE_TEXT = re.compile(
    r"\b(?:we|I|readers?|this\s+(?:brief|note|paper|report|section|series|annex|study|guide|handbook|sheet|page)|the\s+(?:next"
    r"|following)\s+(?:section|chapter|part|brief)|be\s+(?:noted|recalled|seen\s+below))\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|whether|provided|assuming|should|were|in\s+case|suppose|otherwise)\b", re.IGNORECASE
)
_UNSETTLED = re.compile(
    r"""\b(?:unclear|unknown|not\s+known|uncertain|open\s+question|question|depends?|remains?\s+to\s+be\s+seen
    |cannot\s+be\s+(?:said|known|told)
        |(?:who|what|which|how|when|where)\s+(?:\w+\s+){0,5}will)\b""",
    re.IGNORECASE | re.VERBOSE,
)


_HABITUAL = re.compile(r"\b(?:as\s+a\s+rule|usually|normally|typically|ordinarily)\b", re.IGNORECASE)
_DEFINES = re.compile(r"\b(?:which|that|who|whom)\s+(?:[\w’-]+\s+){0,4}$")
"""Of a clause that says what a thing is: "the part which the state is bound to spend"."""
_NEEDS = frozenset("need require take want".split())


def _is_of_the_text(sentence: Sentence) -> bool:
    """Whether "It" at a sentence's head is the brief, which the paragraph named before."""
    if not sentence.own.startswith(("It ", "They ")):
        return False
    before = itertools.takewhile(lambda other: other is not sentence, sentences_of(sentence.passage))
    return any(_ABOUT_THE_TEXT.search(other.own) for other in before)


def _forecast(sentence: Sentence) -> str:
    """The words that foretell, in our own voice and without a likelihood; empty where there are none."""
    own = sentence.own
    if "will" not in own and " to " not in own and "won’t" not in own:
        return ""
    if sentence.is_question or sentence.cited or is_attributed(sentence):
        return ""
    if any(pattern.search(own) for pattern in (_HEDGED, _CONDITION, _UNSETTLED, _ABOUT_THE_TEXT, NORM)):
        return ""
    if any(_HABITUAL.search(other.own) for other in sentences_of(sentence.passage)) or _is_of_the_text(sentence):
        return ""
    for found in _FUTURE.finditer(own):
        if _DEFINES.search(own[: found.start("verb")]) and (found["after"] or found["next"] in _NEEDS):
            continue
        subject = (found["subject"] or "").strip().lower()
        following = found["next"] or found["after"] or ""
        if found["after"] and _ADJECTIVE.fullmatch(found["after"]):
            continue
        if found["next"] and (subject in _NOUN_BEFORE or following in _NOT_A_VERB or following in _HABIT):
            continue
        return " ".join(found["verb"].split())
    return ""


RULES: tuple[Rule, ...] = (
    Rule(
        Code.FORECAST_WITHOUT_LIKELIHOOD,
        Severity.WARNING,
        "a forecast in our own voice that does not say how likely it is",
        forecast_without_likelihood,
    ),
    Rule(
        Code.LIKELIHOOD_WITH_CONFIDENCE,
        Severity.WARNING,
        "a likelihood and a level of confidence in one sentence",
        likelihood_with_confidence,
    ),
    Rule(Code.MIXED_SCALES, Severity.WARNING, "terms of two scales of likelihood in one brief", mixed_scales),
)
