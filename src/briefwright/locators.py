"""Locators: "p. 434", "para. 2", "прим. 12" -> a CSL label and a value.

The labels are those of CSL 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html#locators). pandoc
reads them only in a document's own language and not in every abbreviation ("ch. 3", "fn. 3"), so facts are read
here once, in English, French and Russian forms, and the label is emitted in the locale's own term.
"""

from __future__ import annotations

import re

from briefwright.model import Locator

FORMS = {
    "act": "act acts acte actes акт",
    "appendix": "appendix appendices app apps annex annexe annexes прил приложение",
    "article": "art arts article articles статья ст",
    "book": "bk bks book books liv livre livres кн книга",
    "canon": "canon canons can",
    "chapter": "ch chs chap chaps chapter chapters chapitre chapitres гл глава главы",
    "column": "col cols column columns colonne colonnes стб столб столбец",
    "elocation": "loc elocation location",
    "equation": "eq eqs equation equations éq équation équations ур уравнение",
    "figure": "fig figs figure figures рис рисунок",
    "folio": "fol fols fo folio folios feuillet feuillets fº л лл лист",
    "issue": "no nos issue issues nº n° № вып выпуск numéro",
    "line": "l ll line lines ligne lignes стк строка строки",
    "note": (
        "n nn note notes fn fns ftn footnote footnotes en endnote endnotes "
        "прим примеч примечание примечания сн сноска сноски"
    ),
    "opus": "op opp opus соч",
    "page": "p pp pg pgs page pages с сс стр страница страницы",
    "paragraph": (
        "para paras par pars paragraph paragraphs ¶ ¶¶ al alinéa alinéas paragraphe paragraphes "
        "абз абзац абзацы п пп пункт пункты"
    ),
    "part": "pt pts part parts partie parties ч часть части",
    "rule": "r rule rules règle règles правило",
    "scene": "sc scene scenes scène scènes сцена",
    "section": "sec secs sect section sections § §§ разд раздел разделы параграф",
    "sub-verbo": "s.v s.vv sv sub-verbo",
    "supplement": "supp supps suppl supplement supplements supplément доп",
    "table": "tab tbl table tables tabl tableau tableaux табл таблица",
    "timestamp": "timestamp time min minute at",
    "title": "tit title titles titre titres разряд",
    "verse": "v vv verse verses verset versets стих стихи",
    "volume": "vol vols volume volumes t tome tomes т тт том тома",
}
"""By CSL label: what people write before the value, without its point."""

_LABEL_OF = {form: label for label, forms in FORMS.items() for form in forms.split()}
_WITH_LABEL = re.compile(
    r"(?P<form>n[°º]|fº|[§¶]+|№|[^\W\d_]+(?:[.-][^\W\d_]+)*)(?P<point>\.?)(?P<gap>\s*)(?P<value>.+)", re.S
)
_ROMAN = r"(?i:(?=[ivxlcdm]+\b)m{0,4}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))"
_NUMBER = rf"(?:\d+[a-z]?\b|{_ROMAN}\b)"
_BARE = re.compile(rf"{_NUMBER}(?:\s*[-–—,;]\s*{_NUMBER})*(?:\s?ff?)?\.?")
_RANGE = re.compile(r"(?<=\w)\s*[–—]\s*(?=\w)")
_UNPOINTED = frozenset(("p", "pp", "с", "стр"))


def parse_locator(text: str) -> Locator:
    """Read a locator.

    A bare number is a page. The value of a range is given with a hyphen ("427-438"), whichever dash was typed.
    Where the text names no known kind of place its label is "" and its value is the text.
    """
    written = " ".join(text.split())
    if _BARE.fullmatch(written):
        return Locator("page", _plain(written), written)
    match = _WITH_LABEL.fullmatch(written)
    if match:
        label = _LABEL_OF.get(match["form"].lower(), "")
        if label and _is_label(match):
            return Locator(label, _plain(match["value"]), written)
    return Locator("", written, written)


def _is_label(match: re.Match[str]) -> bool:
    """Whether the letters before the value are cut off from it: "p. 3", "p.3", "p 3", "§3", "p3"; not "ten"."""
    form, value = match["form"], match["value"]
    if form.lower() in ("sub-verbo", "sv", "s.v", "s.vv"):
        return bool(match["point"] or match["gap"])
    starts_like_number = re.match(rf"[\[(]?(?:\d|{_NUMBER}\b|[A-Z]\b|[A-Z]?[.-]?\d)", value) is not None
    cut_off = bool(match["point"] or match["gap"]) or not form.isalpha() or form.lower() in _UNPOINTED
    return cut_off and starts_like_number


def _plain(value: str) -> str:
    return _RANGE.sub("-", value.strip())
