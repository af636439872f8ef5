"""What kind of section a passage stands in, by its headings in English and the box around it."""

from __future__ import annotations

import re

from briefwright.check.passages import Passage

_JUDGING = re.compile(
    r"""\b(?:assess|outlook|options?\b|recommend|conclu|implication|judge?ment|scenario|forecast|prospect|opinion
        |way\s+forward|ahead\b|next\s+steps|our\s+view|so\s+what|the\s+future|policy\s+choices|risks?\b|comment\b|expect
        |what\s+(?:to\s+watch|next|now|to\s+do|follows|it\s+means|this\s+means|we\s+think|should|could|would|might))
      | \b(?:not\s+know|unknown|unclear|gaps?\b|open\s+questions?|remains?\s+open|uncertain
        |not\s+(?:said|settled|established|clear))""",
    re.IGNORECASE | re.VERBOSE,
)
_APPARATUS = re.compile(
    r"""^(?:how\s+to\s+read|about\s+(?:this|the\s+(?:brief|authors?|series|data|sources))|method|scope\b
        |(?:the\s+)?(?:sources?|evidence|authors?)\b|notes?\b|a\s+note|terms\b|terminology|glossary|abbreviations
        |acknowledg|limitations|caveats|how\s+we|references|further\s+reading|contact|annex|correction)""",
    re.IGNORECASE | re.VERBOSE,
)
_SUMMARY = re.compile(
    r"""^(?:(?:executive\s+|short\s+)?summary|key\s+(?:points?|findings?|messages?|figures?|facts?|takeaways?)
        |at\s+a\s+glance|in\s+(?:brief|short)\b|main\s+points|highlights|abstract)""",
    re.IGNORECASE | re.VERBOSE,
)
_SUMMARY_BOXES = ("summary", "key-points")


def is_judging(passage: Passage) -> bool:
    """Whether a passage stands where the author judges, advises or says what is open."""
    return any(_JUDGING.search(heading) for heading in passage.headings)


def is_apparatus(passage: Passage) -> bool:
    """Whether a passage stands in a section about the brief itself: method, sources, terms."""
    return any(_APPARATUS.search(heading) for heading in passage.headings)


def is_summary(passage: Passage) -> bool:
    """Whether a passage says beforehand what stands below with its sources."""
    return passage.box in _SUMMARY_BOXES or any(_SUMMARY.search(heading) for heading in passage.headings)
