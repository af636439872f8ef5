"""Whether a sentence gives somebody else's words or view, or says that it is the author's own judgement. English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefwright.check.sentences import QUOTE_MARK, Sentence

_IRREGULAR = """
    say says said tell tells told write writes wrote written writing hold holds held think thinks thought
    foresee foresees foresaw feel feels felt finds found sees saw puts deny denies denied denying
    read reads vow vows vowed vowing
"""
_REGULAR = """
    state argue claim report note add declare announce insist maintain concede admit warn call describe believe
    predict forecast expect project estimate promise pledge plan hope suggest conclude judge assess consider regard
    observe explain recommend urge demand ask assume agree assert contend complain praise criticise criticize condemn
    welcome fear doubt want wish intend propose stress emphasise emphasize reason record list quote remark reckon advise
"""
_RARELY_FINITE = frozenset(
    """state report note add call project forecast plan judge assess consider regard observe record list quote reason
    ask demand estimate recommend welcome fear doubt advise read wish hope promise pledge claim want hold find see feel
    puts projects plans states""".split()
)
"""Forms that are as often a noun, or an infinitive, as a verb with its subject."""
_NO_SUBJECT = frozenset(
    "will would shall should must can could may might to not cannot ought the a an we i been".split()
)
"""Words after which no verb of somebody else's stands; after "been" it has no subject that says it."""


def _forms(verb: str) -> Iterator[str]:
    stem = verb.removesuffix("e")
    yield verb
    yield f"{verb}es" if verb.endswith(("s", "sh", "ch")) else f"{verb}s"
    double = {"admit": "admitt", "plan": "plann"}.get(verb, stem)
    yield f"{double}ed"
    yield f"{double}ing"


_SAYING = frozenset(_IRREGULAR.split()) | frozenset(form for verb in _REGULAR.split() for form in _forms(verb))
_WORD = re.compile(r"[A-Za-z][\w’-]*")
_VIEW = "words|view|eyes|opinion|judge?ment|account|reading|telling|mind|terms|assessment|analysis|phrase|reckoning"
_FRAME = re.compile(
    rf"""\b[Aa]ccording\s+to\b | \b(?:[Cc]ritics|[Ss]upporters|[Oo]pponents|[Pp]roponents)\b
      | \b(?:{_VIEW})\s+of\s+(?:the\s+|its\s+)?[a-zA-Z]
      | \b(?:[Ii]n|[Bb]y|[Tt]o|[Oo]n)\s+(?:his|her|their|its|the\s+(?:same\s+)?\w+(?:’s|s’)
      |(?:[\w.\-]+\s){{0,3}}[\w.\-]+(?:’s|s’))
        \s+(?:own\s+)?(?:{_VIEW})\b
      | ^(?:For|To)\s+(?:[A-Z]\w+|the\s+(?:\w+\s+)?(?:authors?|envoys?|governments?|ministry|ministers?|critics
      |donors|authorities))\b[^,]*,
    """,
    re.VERBOSE,
)
_OURS = (
    r"(?:judge?ments?|assessments?|view|reading|reckoning|estimates?|opinion|inferences?|calculations?|count"
    r"|forecasts?"
    r"|expectations?|confidence|conclusions?)"
)
_WE_VERBS = (
    r"(?:judge|assess|think|believe|expect|estimate|conclude|consider|find|see|doubt|hold|read|take|infer|argue"
    r"|suggest|recommend|propose|would|reckon|count|calculate|cannot|do\s+not|have|are|put|rate|regard)"
)
_JUDGEMENT = re.compile(
    rf"""\b(?:we|I)\s+(?:\w+ly\s+|also\s+|therefore\s+)?{_WE_VERBS}\b | \b(?:our|my)\s+(?:own\s+)?(?:\w+\s+)?{_OURS}\b
      | \bour\s+own\b | ^(?:Assessment|Judge?ment|Comment|Analysis)\s*[:.–—]
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_attributed(sentence: Sentence) -> bool:
    """Whether a sentence quotes, or says whose words or view it gives: a verb of saying or thinking, "according to".

    A verb whose subject is "we" or "I" is the author's own.
    """
    own = sentence.own
    return QUOTE_MARK in own or bool(_FRAME.search(own)) or _somebody_says(own)


def is_marked_judgement(sentence: Sentence) -> bool:
    """Whether a sentence says that it is the author's own judgement."""
    return bool(_JUDGEMENT.search(sentence.own))


def _somebody_says(own: str) -> bool:
    before = ""
    for found in _WORD.finditer(own):
        word = found[0].lower()
        is_verb = word in _SAYING and word not in _RARELY_FINITE and before not in _NO_SUBJECT
        if is_verb and found[0][0].islower():
            return True
        if not word.endswith("ly"):
            before = word
    return False
