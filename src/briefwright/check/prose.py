"""Rules on the author's own words: claims without a source, opinions, and views that are nobody's. English.

Other languages' text gets no findings here. Sources: ICD 203 (analytic standards: sourcing, and judgements apart from
what they rest on); the Wikipedia manual of style's "Words to watch" for unsupported attributions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefwright.check.attribution import is_attributed, is_marked_judgement
from briefwright.check.passages import Passage
from briefwright.check.quantities import find_dates, find_quantities
from briefwright.check.rule import Context, Rule
from briefwright.check.sections import is_apparatus, is_judging, is_summary
from briefwright.check.sentences import Sentence, english_passages, english_sentences, sentences_of
from briefwright.check.wording import (
    ACTION,
    ACTOR_BEFORE_MODAL,
    ANAPHORA,
    EVALUATIVE,
    HEDGE,
    NO_NAMES,
    NORM,
    ON_EVIDENCE,
    PAST,
    SELF_REFERENCE,
    WEASEL,
)
from briefwright.diagnostics import Code, Finding, Severity, warning
from briefwright.document import AnchorKind

FEWEST_COUNTED = 13
"""Smaller numbers are as often the author's own counting ("in two ways") as a claim."""


def claim_without_citation(context: Context) -> Iterable[Finding]:
    """Paragraphs and list items that claim what can be checked and have neither a citation nor a fact."""
    for one in context.reviewed:
        english = {id(passage) for passage in english_passages(one, context)}
        passages = context.passages.get(one.brief.name, ())
        names = _names(passages)
        for index, passage in enumerate(passages):
            if id(passage) not in english or not _must_be_sourced(passages, index):
                continue
            claim = next(filter(None, (_claim(sentence, names) for sentence in sentences_of(passage))), "")
            if claim:
                message = f"nothing is cited for “{claim}”"
                hint = "cite the source, or call the fact; if it is your own reckoning, say so (“by our own count”)"
                yield warning(Code.CLAIM_WITHOUT_CITATION, message, passage.location, hint=hint, subject=one.brief.name)


def opinion_in_own_voice(context: Context) -> Iterable[Finding]:
    """Words of opinion in sentences that are nobody's but the author's, outside sections that judge."""
    for one in context.reviewed:
        for sentence in english_sentences(one, context):
            if is_judging(sentence.passage) or is_attributed(sentence) or is_marked_judgement(sentence):
                continue
            word = _opinion(sentence)
            if word:
                message = f"“{word}” is an opinion in our own voice"
                hint = "say whose view it is, move it to the assessment, or mark it as ours (“we judge”)"
                yield warning(
                    Code.OPINION_IN_OWN_VOICE, message, sentence.passage.location, hint=hint, subject=one.brief.name
                )


def weasel_words(context: Context) -> Iterable[Finding]:
    """Views ascribed to nobody in particular, with no citation to say whose they are."""
    for one in context.reviewed:
        for passage in english_passages(one, context):
            sentences = sentences_of(passage)
            for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
                found = _weasel(sentence.own)
                named_next = following is not None and following.sourced and ANAPHORA.search(following.own)
                if not found or sentence.sourced or named_next or is_marked_judgement(sentence):
                    continue
                message = f"“{found}” does not say who"
                hint = "name them, and cite where they say so"
                yield warning(Code.WEASEL_WORDS, message, passage.location, hint=hint, subject=one.brief.name)


# --- claims -------------------------------------------------------------------------------------------------------


def _must_be_sourced(passages: Sequence[Passage], index: int) -> bool:
    passage = passages[index]
    if passage.facts or passage.cites or passage.cited_at or passage.text.endswith((":", "?")):
        return False
    if is_judging(passage) or is_apparatus(passage) or is_summary(passage):
        return False
    return not _announces(passages, index) and not _is_announced(passages, index)


def _announces(passages: Sequence[Passage], index: int) -> bool:
    """Whether a passage leads up to what has the sources: a table, or, where it opens its section, a list."""
    passage = passages[index]
    opens = index == 0 or passages[index - 1].headings != passage.headings
    for other in passages[index + 1 : index + 40] if passage.kind is AnchorKind.PARAGRAPH else ():
        in_list = other.kind is AnchorKind.ITEM
        if other.headings != passage.headings or other.kind is AnchorKind.PARAGRAPH or (in_list and not opens):
            return False
        if other.facts or other.cites:
            return True
    return False


def _is_announced(passages: Sequence[Passage], index: int) -> bool:
    """Whether a list item stands under a paragraph that has the sources and ends with a colon."""
    if passages[index].kind is not AnchorKind.ITEM:
        return False
    before = next((one for one in reversed(passages[:index]) if one.kind is AnchorKind.PARAGRAPH), None)
    led = before is not None and before.headings == passages[index].headings and before.text.endswith(":")
    return led and before is not None and bool(before.facts or before.cited_at)


def _claim(sentence: Sentence, names: frozenset[str]) -> str:
    """The words of a sentence that a reader could check; empty where there are none."""
    own = sentence.own
    if sentence.is_question or SELF_REFERENCE.search(own) or HEDGE.search(own) or is_marked_judgement(sentence):
        return ""
    if re.match(r"(?:If|Suppose|Unless|Imagine|[Ww]hether|(?:who|what|which|how|why|when|where))\b", own):
        return ""
    for quantity in find_quantities(own):
        if quantity.unit or quantity.low >= FEWEST_COUNTED:
            return _around(own, quantity.start, quantity.end)
    dates = find_dates(own)
    if dates and PAST.search(own):
        return _around(own, dates[0].start, dates[0].end)
    for found in ACTION.finditer(own):
        if _is_name(found["actor"], found.start(), names):
            return found[0]
    return ""


def _around(text: str, start: int, end: int) -> str:
    """A place in a text with a few words on each side."""
    return " ".join([*text[:start].split()[-3:], text[start:end].strip(), *text[end:].split()[:3]]).rstrip(" .,;:")


def _is_name(actor: str, start: int, names: frozenset[str]) -> bool:
    """Whether the words before a verb name somebody, rather than begin a sentence with a capital letter."""
    words = [word for word in actor.split() if word[0].isupper()]
    if start == 0:
        rest = words[1:] if words[0] in ("The", "A", "An") else words
        if len(rest) > 1 or any(word in names or (word.isupper() and len(word) > 1) for word in rest):
            return True
        # "Lavrov announced", "Parliament approved"; neither "Officials said" nor "The delegation left"
        return rest == words and not rest[0].endswith("s") and rest[0] not in NO_NAMES
    return True


_MID_SENTENCE = re.compile(r"(?<=[a-z,;]\s)(?!I\b)[A-Z][\w’-]+")


def _names(passages: Sequence[Passage]) -> frozenset[str]:
    """Words that have a capital letter within sentences."""
    return frozenset(word for passage in passages for word in _MID_SENTENCE.findall(passage.text))


# --- opinions -----------------------------------------------------------------------------------------------------


_ASKED = re.compile(r"\b(?:[Ww]hich|[Ww]hat|[Ww]hether|[Hh]ow|[Ww]ho|[Ww]hen|[Ww]here|[Ww]hy)\b[^.;,]*$")
"""What stands before the "should" of an indirect question."""


def _opinion(sentence: Sentence) -> str:
    own = sentence.own
    if sentence.is_question:
        return ""
    found = EVALUATIVE.search(own)
    if found:
        return next(word for word in found.groupdict().values() if word).strip()
    found = ACTOR_BEFORE_MODAL.search(own)
    if found is None or _ASKED.search(own[: found.start("modal" if found["modal"] else "passive")]):
        return ""
    laid_down = NORM.search(own) or any(other.cited for other in sentences_of(sentence.passage))
    if not (laid_down or ON_EVIDENCE.search(own)):
        return (found["modal"] or found["passive"]).strip()
    return ""


# --- views of nobody ----------------------------------------------------------------------------------------------

_DEFINITE = frozenset("the these those both his her their its our such two three four other same we who one".split())


def _weasel(own: str) -> str:
    """The words that leave open who says it; not where a "the", "these" or "Bokarev’s" points at somebody."""
    for found in WEASEL.finditer(own):
        before = own[: found.start()].split()[-2:]
        definite = any(word.lower() in _DEFINITE or word.endswith(("’s", "s’")) for word in before)
        if not definite or found["passive"] or found["reportedly"]:
            return found[0].strip()
    return ""


RULES: tuple[Rule, ...] = (
    Rule(
        Code.CLAIM_WITHOUT_CITATION,
        Severity.WARNING,
        "a paragraph that claims what can be checked and cites nothing",
        claim_without_citation,
    ),
    Rule(
        Code.OPINION_IN_OWN_VOICE,
        Severity.WARNING,
        "words of opinion outside quotations, attributed sentences and sections that judge",
        opinion_in_own_voice,
    ),
    Rule(Code.WEASEL_WORDS, Severity.WARNING, "a view ascribed to nobody in particular", weasel_words),
)
