"""Words that rules on English prose look for, as patterns."""

from __future__ import annotations

import re

_IGNORE = re.IGNORECASE | re.VERBOSE

NORM = re.compile(
    r"""\b(?:under\s+(?:the|its|a|an|this|that|these|present|existing)|by\s+law|legally|requires?|required|requirements?|oblig\w+
        |stipulat\w+|constitution(?:al)?|statutes?|charter|decree|regulations?|procedures?|guidelines?|rules?|schedule[ds]?
        |timetable|calendar|deadline|clause|articles?\s+\d+|(?:parties|signatories|members|party)\s+to\s+the|out\s+of\s+order|standing\s+orders?|orders?\s+\d+)\b""",
    _IGNORE,
)
"""Of a sentence that says what is laid down somewhere, rather than what ought to be or is to come."""

HEDGE = re.compile(r"\b(?:may|might|could|would|[Pp]erhaps|[Pp]ossibly|maybe|^Maybe|if|unless|suppose|supposing)\b")
"""Of a sentence that claims nothing outright. A capital letter makes May a month and If the head of a sentence."""

SELF_REFERENCE = re.compile(
    r"""\b(?:this|these|the\s+present)\s+(?:brief|note|paper|report|section|annex|study|sheet|chapter|document
    |series|table
        |chart|figure|list|paragraph|box|reading|sections|pages)\b
      | \b(?:below|above|overleaf)\b | \b(?:table|figure|chart|annex|section|box|chapter)\s+(?:\d+|[A-Z]\b)
      | \b(?:we|our|(?-i:us))\b | \b(?:the\s+)?readers?\b
      | \b(?:documents?|sources?|accounts?|texts?)\s+(?:\w+\s+)?(?:cited|used|read|consulted|at\s+hand|collected
      |drawn\s+on)\b
      | ^(?:No|None|Not\s+one|All|Every|Each|Most|Few|Neither|Both|Only|Two|Three|Four|The|These|Some
      |One)\s+(?:\w+\s+){0,4}?
        (?:documents?|sources?|figures?|counts?|entries|entry|accounts?|tables?|rows?|columns?|records?|quotations?
        |dates
        |references|texts?|datasets?|series|witnesses)\b(?![^.]*\b(?:rose|fell|grew|was|were|had|\w+ed)\b)""",
    _IGNORE,
)
"""Of a sentence about the brief and its evidence themselves."""

_SAID = """said told wrote announced declared stated claimed confirmed denied warned pledged promised insisted admitted
    acknowledged argued reported ordered rejected accused urged vowed signed ratified launched opened closed visited met
    arrested expelled banned imposed lifted approved adopted acceded joined left withdrew withdraw invaded attacked
    bought sold built won lost elected appointed dismissed resigned seized cancelled suspended agreed threatened refused
    granted sent deployed delivered founded established dissolved abolished nationalised privatised recognised
    recognized defeated toppled annexed blocked vetoed voted hosted chaired paid borrowed lent forgave defaulted raised
    cut doubled tripled struck convicted sentenced jailed killed endorsed condemned praised inaugurated awarded welcomed
    criticised criticized proposed offered demanded requested commissioned completed started finished began became
    allocated pardoned nominated extended renewed amended repealed cancelled postponed delayed sanctioned fined
    raided deported extradited evicted relocated donated supplied exported imported hired assumed pleaded joined
    contributed""".split()
_NAME = r"\b[A-Z][\w.’-]{0,40}[\w’]"
ACTION = re.compile(
    rf"(?P<actor>(?:(?:{_NAME}|of|and|the|de|van|al)\s+){{0,6}}{_NAME})\s+"
    rf"(?:(?:has|have|had|also|then|later|first)\s+)*(?P<verb>{'|'.join(_SAID)})\b"
)
"""A name and what it did."""

NO_NAMES = frozenset(
    """He She It They We I You Who What Which This That These Those Then There Here One Two Three Four Five Some
    Many Most Few Several Others Both All None Nobody Everybody Everyone Somebody Someone Neither Either
    Each Another Other Nothing Everything Something Anyone When While Once After Before Since As And But Or
    Yet So Also Later First Second Third Police Opposition People Staff Men Women Children Half Much Little
    More Less""".split()
)
"""Words at the head of a sentence that name nobody."""

PAST = re.compile(
    rf"""\b(?:{"|".join(_SAID)}|was|were|had|has\s+been|have\s+been|did|became|began|came|went|took|gave|made|rose
    |fell|grew|held
        |brought|stood|kept|found|ran|set\s+up|put|spent|fled|led|broke|drew|fought|sought|ended|[a-z]{{3,}}ed)\b""",
    re.VERBOSE,
)
"""A verb in the past."""

EVALUATIVE = re.compile(
    r"""(?P<word>\b(?:unfortunately|fortunately|regrettably|sadly|alarmingly|worryingly|disturbingly|deplorabl[ey]
    |shameful(?:ly)?
        |outrageous(?:ly)?|scandalous(?:ly)?|disgraceful(?:ly)?|disastrous(?:ly)?|catastrophic(?:ally)?
        |appalling(?:ly)?|dreadful(?:ly)?
        |terribl[ey]|horribl[ey]|horrific|awful(?:ly)?|absurd(?:ly)?|ridiculous(?:ly)?|ludicrous(?:ly)?
        |foolish(?:ly)?|stupid(?:ly)?|idiotic
        |reckless(?:ly)?|irresponsibl[ey]|unacceptabl[ey]|inexcusabl[ey]|unforgivabl[ey]|brilliant(?:ly)?
        |admirabl[ey]|laudabl[ey]
        |commendabl[ey]|praiseworthy|impressive(?:ly)?|magnificent(?:ly)?|wonderful(?:ly)?|fantastic(?:ally)?
        |amazing(?:ly)?
        |astonishing(?:ly)?|remarkabl[ey]|outstanding(?:ly)?(?!\s+(?:debts?|loans?|amounts?|balance|bills?|issues?
        |sums?|claims?|questions?
        |payments?|principal))|excellent|superb(?:ly)?|heroic(?:ally)?|courageous(?:ly)?|cowardly|cynical(?:ly)?
        |hypocritical(?:ly)?|naive(?:ly)?
        |undoubtedly|obviously|needless\s+to\s+say|(?<!matter\s)of\s+course|without\s+(?:a\s+)?doubt|undeniabl[ey]
        |indisputabl[ey]|clearly(?=,)
        |sadly|rightly|wrongly\s+(?!(?:dated|spelt|spelled|cited|printed))|thankfully|mercifully|pathetic(?:ally)?
        |abysmal(?:ly)?
        |lamentabl[ey]|woeful(?:ly)?|miserabl[ey]|blatant(?:ly)?|brazen(?:ly)?|shocking(?:ly)?|unwise(?:ly)?
        |masterful(?:ly)?|masterly
        |a\s+(?:great|terrible|huge|grave|fatal)\s+mistake|a\s+disgrace|a\s+farce|a\s+scandal|a\s+triumph
        |a\s+disaster|a\s+fiasco)\b)
      | ^(?:And\s+|But\s+)?(?P<head>Clearly|Surely|Evidently|Naturally|Hopefully|Curiously|Surprisingly|Ironically
      |Tellingly),
      | \b(?:is|are|was|were)\s+(?P<copula>clearly)\s+(?:an?\s+|the\s+)?(?!\w+(?:ed|en|wn)\b|legible|visible|set\b
      |laid\b|put\b)\w+""",
    _IGNORE,
)
"""Opinion in words that hardly ever have another use."""

_ACTORS = r"""governments?|ministry|ministers?|ministries|states?|members?|leaders?|parliaments?|authorities
    |donors?|officials|negotiators
    |policymakers|policy-makers|diplomats|lenders|creditors|banks?|investors?|voters|the\s+West|we|one|companies
    |countries|country|courts?
    |partners?|powers?|army|police|president|capitals|world|region|public|citizens|regulators?|commission|council
    |union|embassy|party
    |parties|opposition|nobody|everyone|everybody"""
ACTOR_BEFORE_MODAL = re.compile(
    rf"""\b(?P<subject>(?i:{_ACTORS})|[A-Z][\w’-]+)\s+(?:also\s+|therefore\s+|now\s+|thus\s+|still\s+)?
        (?P<modal>must|should|ought\s+to|has\s+to\s+(?:act|stop|end|change|choose|decide|learn|accept|understand)
        |need(?:s)?\s+to\s+(?:act|stop|end|change|do|wake|learn|accept|understand|rethink))
        (?!\s+(?:not\s+)?(?:have|be\s+(?:noted|read|treated|taken|kept|borne|distinguished|remembered|handled|used
        |seen|understood|compared)))\b
      | \b(?:[Ii]t|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Tt]here|[a-z]+)\s+(?P<passive>must|should
      |ought\s+to)\s+(?:not\s+|now\s+|never\s+|at\s+last\s+)?be\s+
        (?:stopped|ended|condemned|welcomed|abandoned|repealed|revoked|withdrawn|strengthened|opposed|supported|reformed|rejected|punished
        |abolished|defended|expanded
        |increased|reduced|cancelled|forgiven|lifted|tightened|avoided|encouraged|praised|resisted|scrapped
        |a\s+priority|the\s+priority|done)\b""",
    re.VERBOSE,
)
"""What somebody ought to do."""

ON_EVIDENCE = re.compile(
    r"\b(?:figures?|numbers?|claims?|accounts?|sources?|quotations?|dates?|tables?|estimates?|entries"
    r"|data)\s+(?:must|should|ought)\b",
    re.IGNORECASE,
)
"""Advice on how to read the evidence, which is an editor's and no opinion."""

_SOMEBODY = r"""(?:experts?|observers?|analysts?|commentators?|critics|scholars|specialists|researchers|academics
    |insiders|sources|people
    |diplomats|officials|economists|historians|pundits|watchers|circles|quarters|voices)"""
_BELIEVE = r"""(?:say|says|said|believe[sd]?|think|thought|argue[sd]?|claim(?:s|ed)?|agree[sd]?|hold|held
    |contend(?:ed)?|suggest(?:ed)?|fear(?:ed)?
    |expect(?:ed)?|assume[sd]?|suspect(?:ed)?|maintain(?:ed)?|warn(?:ed)?|see|saw|regard(?:ed)?|consider(?:ed)?
    |doubt(?:ed)?|hope[sd]?|note[sd]?|predict(?:ed)?)"""
WEASEL = re.compile(
    rf"""\b(?P<some>(?:some|many|most|several|various|numerous|a\s+few|few|certain|other|others|unnamed|informed
    |independent|western|local|regional)?
        \s*\b{_SOMEBODY}\s+(?:\w+ly\s+|have\s+|had\s+|also\s+)?{_BELIEVE})\b
      | \b(?P<bare>(?:some|many|others|most|several|a\s+few|everyone|everybody|nobody|few)\s+(?:have\s+|would\s+
      |even\s+)?{_BELIEVE})\b(?!\s+of\b)
      | \b(?P<passive>(?:it|there)\s+(?:is|was|has\s+been)\s+(?:(?:widely|generally|commonly|often|usually
      |sometimes|universally|well|broadly)\s+)*
        (?:believed|thought|held|accepted|assumed|known|said|reported|understood|rumoured|rumored|claimed|alleged
        |agreed|argued|felt|recognised
        |recognized|acknowledged|suspected|feared|hoped)(?!\s+(?:as|for|by|in|at|on)\b)\s+(?:that|to)?)\b
      | \b(?P<widely>(?:widely|generally|commonly|universally)\s+(?:believed|thought|seen|regarded|considered
      |viewed|held|assumed|accepted|acknowledged
        |understood|perceived|known|recognised|recognized)(?:\s+(?:to|as|that))?)\b
      | \b(?P<reportedly>reportedly|supposedly|rumou?r\s+has\s+it)\b""",
    _IGNORE,
)
"""Views that are nobody's."""

ANAPHORA = re.compile(
    r"^(?:They|These|Among|One\s+of|Two\s+of|Such|See|For\s+example|For\s+instance|Prominent|An?\s+example)\b"
)
"""The head of a sentence that names whom the one before it left unnamed."""
