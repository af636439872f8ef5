"""What each rule makes of an entry. Where a case gives nothing to come out, all stays as it is."""

from __future__ import annotations

from typing import Any

import pytest

from briefwright.bib.tidy import RULES, Choice, chosen
from briefwright.bib.tidy.choose import UnknownRuleError
from briefwright.bib.tidy.names import last_first
from briefwright.diagnostics import BriefwrightError, Code
from tests.bib.tidy.samples import after, tidied

E = "@misc{a,\n  title = {T},\n  author = {A, B},\n"
"""An entry that is as it should be, to put before those of another form, so that they are the few."""


@pytest.mark.parametrize(
    ("rule", "before", "wanted"),
    [
        ("page-dashes", "12-30", "12--30"),
        ("page-dashes", "12 - 30, 41\N{EN DASH}43", "12--30, 41--43"),
        ("page-dashes", "xi-xxiv", "xi--xxiv"),
        ("page-dashes", "A12-A19; 435-9", "A12--A19; 435--9"),
        ("page-dashes", "12--30", None),
        ("page-dashes", "1235:1--1235:14", None),
        ("page-dashes", "12-A3", None),
        ("page-dashes", "10-K-2", None),
        ("page-dashes", "no page", None),
        ("dois", "https://doi.org/10.5555/a_b", "10.5555/a_b"),
        ("dois", "doi: 10.5555/a.", "10.5555/a"),
        ("dois", r"http://dx.doi.org/10.5555/a\_b", "10.5555/a_b"),
        ("dois", "10.5555/a", None),
        ("dois", "see the printed copy", None),
        ("unicode", r"Garc{\'i}a, {\O}stergaard, \'{\i}, {\ss}", "García, Østergaard, í, ß"),
        ("unicode", r"\AA{}str\"om, Wa{\l}{\k e}sa, {\c{S}}, \v{c}, \L{\'o}d\'z", "Åström, Wałęsa, Ş, č, Łódź"),
        ("unicode", r"{\em De \'Ete} and $\bar{x}\'e$", r"{\em De Éte} and $\bar{x}\'e$"),
        ("unicode", r"50\% \& \TeX{} {\LaTeX} \url{a\'e} \emph{x}", None),
        ("tex", "García Østergaard ß ć ş Ž", r"Garc{\'\i}a {\O}stergaard {\ss} {\'c} {\c{s}} {\v{Z}}"),
        ("tex", "1\N{EN DASH}2 \N{RIGHT SINGLE QUOTATION MARK} Мосяков", "1--2 ' Мосяков"),
        ("tex", "$α$ plain", None),
        ("capitals", "The ASEAN way of eGovernment", "The {ASEAN} way of {eGovernment}"),
        ("capitals", "The {ASEAN} way: {{EU}} law", None),
        ("capitals", "TRADE AND DEBT", None),
        ("capitals", r"On {\LaTeX} and \TeX{} in $ABC$", None),
    ],
)
def test_values(rule: str, before: str, wanted: str | None) -> None:
    field = {"page-dashes": "pages", "dois": "doi"}.get(rule, "title")
    done = after(f"@misc{{a,\n  {field} = {{{before}}},\n}}\n", rule)
    assert done == f"@misc{{a,\n  {field} = {{{before if wanted is None else wanted}}},\n}}\n"


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("Juan de la Cruz", "de la Cruz, Juan"),
        ("J. R. R. Tolkien", "Tolkien, J. R. R."),
        ("Jean d'Alembert", "d'Alembert, Jean"),
        ("John Smith Jr.", "Smith, Jr., John"),
        ("Henry Ford II", "Ford, II, Henry"),
        ("Donald~E. Knuth", "Knuth, Donald E."),
        ("Christina A. L.\\ Thiele", "Thiele, Christina A. L."),
        ("\\TUG\\ Board", None),
        (r"{\'E}mile Zola", r"Zola, {\'E}mile"),
        (r"{\L}ukasz Nowak", r"Nowak, {\L}ukasz"),
        (r"{\O}ystein {\o}re Lie", r"{\o}re Lie, {\O}ystein"),
        ("Hans {von der Heide}", "{von der Heide}, Hans"),
        ("Ivan Petrov", "Petrov, Ivan"),
        ("Иван Петров", "Петров, Иван"),
        ("Smith, John", None),
        ("van Beethoven", None),
        ("{World Bank}", None),
        ("{World Bank} ", "{World Bank}"),
        ("others", None),
        ("សុខ សាន", None),
        ("王 小波", None),
        ("Smith, Jr., John", None),
        ("", None),
    ],
)
def test_names(before: str, wanted: str | None) -> None:
    assert last_first(before) == (before if wanted is None else wanted)


def test_lists_of_names() -> None:
    text = "@misc{a,\n  author = {Ann Lee and {Budget and Trade Board} and Roe, R. and others},\n}\n"
    assert "{Lee, Ann and {Budget and Trade Board} and Roe, R. and others}" in after(text, "names")


@pytest.mark.parametrize(
    ("settings", "before", "wanted"),
    [
        ({}, "{August}", "aug"),
        ({}, '"Sept."', "sep"),
        ({}, "{08}", "aug"),
        ({}, "8", "aug"),
        ({}, "aug", None),
        ({}, 'jul # "~4"', None),
        ({}, "{4 July}", None),
        ({}, "{août}", None),
        ({"months": "numbers"}, "aug", "{8}"),
        ({"months": "numbers"}, "{8}", None),
        ({"months": "numbers"}, "8", None),
    ],
)
def test_months(settings: dict[str, str], before: str, wanted: str | None) -> None:
    done = after(f"@misc{{a,\n  month = {before},\n}}\n", "months", **settings)
    assert done == f"@misc{{a,\n  month = {wanted or before},\n}}\n"


def test_a_month_that_the_file_defines_itself_stays() -> None:
    text = '@string{aug = "Ernting"}\n@misc{a,\n  month = {August},\n}\n'
    assert after(text, "months") == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("note = {},", ""),
        ('note = " ",', ""),
        ("note = {{}},", None),
        ("year = {},", None),
        ("crossref = {b},\n  note = {},", None),
        ("note = {},\n  NOTE = {x},", None),
    ],
)
def test_empty_fields(text: str, wanted: str | None) -> None:
    before = f"{E}  {text}\n}}\n"
    assert after(before, "empty-fields") == (before if wanted is None else f"{E}}}\n")


def test_an_entry_never_loses_its_last_field() -> None:
    text = "@misc{a,\n  note = {},\n}\n"
    assert after(text) == text


@pytest.mark.parametrize(
    ("second", "goes"), [("title = {T},", True), ('TITLE = "T",', True), ("title = {U},", False), ("title = T,", False)]
)
def test_duplicate_fields(second: str, goes: bool) -> None:
    before = f"{E}  {second}\n}}\n"
    assert after(before, "duplicate-fields") == (f"{E}}}\n" if goes else before)


LAYOUTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("one-field-per-line", {}, "@misc{b, title = {T}, year = 1}\n", "@misc{b,\n  title = {T},\n  year = 1\n}\n"),
    ("one-field-per-line", {}, "@misc{b ,\n\n  title = {T}\n\n,}\n", "@misc{b,\n  title = {T},\n}\n"),
    ("indentation", {}, "@misc{b,\n\ttitle = {T},\n  }\n", "@misc{b,\n  title = {T},\n}\n"),
    ("indentation", {"indent": "4"}, "@misc{b,\n  title = {T},\n}\n", "@misc{b,\n    title = {T},\n}\n"),
    ("alignment", {}, "@misc{b,\n  title={T},\n}\n", "@misc{b,\n  title = {T},\n}\n"),
    (
        "alignment",
        {"align": "names"},
        "@misc{b,\n  title = {T},\n  year = 1,\n}\n",
        "@misc{b,\n  title = {T},\n  year  = 1,\n}\n",
    ),
    (
        "alignment",
        {"align": "values"},
        "@misc{b,\n  title = {T},\n  year = 1,\n}\n",
        "@misc{b,\n  title = {T},\n  year =  1,\n}\n",
    ),
    ("trailing-comma", {}, "@misc{b,\n  title = {T}\n}\n", "@misc{b,\n  title = {T},\n}\n"),
    ("trailing-comma", {"trailing_comma": "no"}, "@misc{b,\n  title = {T},\n}\n", "@misc{b,\n  title = {T}\n}\n"),
    ("letter-case", {}, "@MISC{b,\n  TITLE = {T},\n}\n", "@misc{b,\n  title = {T},\n}\n"),
    ("letter-case", {"case": "lower"}, "@InBook{b,\n  ISSN-L = {T},\n}\n", "@inbook{b,\n  issn-l = {T},\n}\n"),
    ("braces", {}, '@misc{b,\n  title = "T {"} U",\n}\n', '@misc{b,\n  title = {T {"} U},\n}\n'),
    ("braces", {"values": "quotes"}, '@misc{b,\n  title = {a "b"},\n}\n', '@misc{b,\n  title = {a "b"},\n}\n'),
    ("braces", {"values": "quotes"}, "@misc{b,\n  title = {a},\n}\n", '@misc{b,\n  title = "a",\n}\n'),
    ("numbers", {"numbers": "bare"}, "@misc{b,\n  year = {1999},\n}\n", "@misc{b,\n  year = 1999,\n}\n"),
    ("numbers", {"numbers": "bare"}, "@misc{b,\n  number = {007},\n}\n", "@misc{b,\n  number = {007},\n}\n"),
    ("numbers", {"numbers": "braces"}, "@misc{b,\n  year = 1999,\n}\n", "@misc{b,\n  year = {1999},\n}\n"),
    (
        "field-order",
        {},
        "@misc{b,\n  abstract = {A},\n  own = {O},\n  title = {T},\n}\n",
        "@misc{b,\n  title = {T},\n  own = {O},\n  abstract = {A},\n}\n",
    ),
    (
        "field-order",
        {"fields": ("year",)},
        "@misc{b,\n  title = {T},\n  year = 1,\n}\n",
        "@misc{b,\n  year = 1,\n  title = {T},\n}\n",
    ),
]


@pytest.mark.parametrize(("rule", "settings", "before", "wanted"), LAYOUTS)
def test_layout(rule: str, settings: dict[str, Any], before: str, wanted: str) -> None:
    usual = f"{E}}}\n" * 2
    assert after(before + usual, rule, **settings).endswith(after(usual, rule, **settings))
    assert after(before + usual, rule, **settings).startswith(wanted)


@pytest.mark.parametrize(
    "text",
    [
        "@Article{a,\n\tTitle = {T},\n\tYear = {1999}}\n",  # BibDesk
        "@Article{a,\n  author       = {A, B},\n  journal      = {J},\n  DOI          = {10.5555/a},\n}\n",  # JabRef
        '@Book{a,\n  title =        "T",\n  publisher =    "P",\n  acknowledgement = ack,\n}\n',  # bibclean
        "@article{a,\n  title={T},\n  author={A, B},\n  year={1999}\n}\n",  # Google Scholar
        "@misc{a,\nauthor = {A, B},\ntitle = {{T}},\nyear = {1999}\n}\n@misc{b,\ntitle = {{T}}\n}\n",  # Mendeley
        "@misc{a, title={T}, year=1999}\n@misc{b, title={U}, year=2000}\n",
    ],
)
def test_a_file_that_has_one_way_keeps_it(text: str) -> None:
    assert after(text * 3) == text * 3


def test_blank_lines() -> None:
    one, two, three = "@misc{a,\n  year = 1,\n}\n", "@misc{b,\n  year = 1,\n}\n", "@misc{c,\n  year = 1,\n}\n"
    assert after(f"{one}\n{two}\n\n\n{three}\n\n", "blank-lines") == f"{one}\n{two}\n{three}"
    assert after(f"{one}\n{two}\n% c\n\n\n{three}", "blank-lines") == f"{one}\n{two}\n% c\n\n\n{three}"


def test_order_of_entries() -> None:
    text = """\
% The library

% about zeta
@misc{zeta, title = {Z}}
@misc{alpha, crossref = {Beta}}

@misc{beta, title = {B}}

% --- 2. Others ---

@misc{delta, title = {D}}
@string{x = "y"}
@misc{gamma, title = x}
% about chi
% and more
@misc{chi, title = {C}}
"""
    assert (
        after(text, "entry-order")
        == """\
% The library

@misc{alpha, crossref = {Beta}}
% about zeta
@misc{zeta, title = {Z}}

@misc{beta, title = {B}}

% --- 2. Others ---

@misc{delta, title = {D}}
@string{x = "y"}
@misc{gamma, title = x}
% about chi
% and more
@misc{chi, title = {C}}
"""
    )


@pytest.mark.parametrize(("order", "keys"), [("key", "abc"), ("year", "cab"), ("author", "bca"), ("type", "bac")])
def test_orders(order: str, keys: str) -> None:
    text = (
        "@misc{a, author = {Zed, A}, year = 2000}\n"
        "@book{b, author = {Abel, B}, year = 2001}\n"
        "@misc{c, author = {{\\'E}lie, C}, date = {1999-01}}\n"
    )
    done = after(text, "entry-order", order=order)
    assert "".join(line.partition("{")[2][0] for line in done.splitlines()) == keys


def test_entries_of_one_key_stay_in_their_order() -> None:
    text = "@misc{b, year = 1}\n@misc{a, year = 3}\n@misc{a, year = 2}\n"
    wanted = "@misc{a, year = 3}\n@misc{a, year = 2}\n@misc{b, year = 1}\n"
    assert after(text, "entry-order") == wanted
    assert after(text, "entry-order", order="year") == "@misc{b, year = 1}\n@misc{a, year = 3}\n@misc{a, year = 2}\n"


def test_utf_16_without_a_mark_is_refused() -> None:
    with pytest.raises(BriefwrightError) as refused:
        after("@misc{a,\n  title = {\u20ac},\n}\n".encode("utf-16-be"), "encoding")
    assert refused.value.findings[0].code is Code.BIB_ENCODING


def test_encoding() -> None:
    raw = "\ufeff@misc{a,\r\n  title = {é},\r\n}\r\n".encode()
    assert after(raw, "encoding") == "@misc{a,\n  title = {é},\n}\n"
    assert after("@misc{a,\n  title = {é},\n}\n".encode("cp1252"), "encoding") == "@misc{a,\n  title = {é},\n}\n"


def test_changes_of_data_are_told() -> None:
    text = "@misc{a,\n  author = {Ann Lee},\n  doi = {doi:10.5555/a},\n  pages = {1-2},\n}\n"
    told = tidied(text, "default", "dois", "names").data
    assert [(one.key, one.field, one.before, one.after, one.rule) for one in told] == [
        ("a", "doi", "{doi:10.5555/a}", "{10.5555/a}", "dois"),
        ("a", "author", "{Ann Lee}", "{Lee, Ann}", "names"),
    ]


def test_rules_that_change_data_are_off() -> None:
    assert not [rule.name for rule in RULES if rule.on and rule.effect.value == "data"]


def test_choosing() -> None:
    names = [rule.name for rule in chosen(Choice(("default", "dois"), ("braces",)))]
    assert "dois" in names
    assert "page-dashes" in names
    assert "braces" not in names
    for wrong in (Choice(("doi",)), Choice((), ("page-dash",)), Choice(("unicode", "tex"))):
        with pytest.raises(UnknownRuleError):
            chosen(wrong)
