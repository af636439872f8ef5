from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright import tex


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (r"Caf{\'e} de l'\^{I}le", "Café de l'Île"),
        (r"{\v{S}}pa\v{c}ek", "Špaček"),
        (r"Stra{\ss}e", "Straße"),
        (r"\emph{Angkor} Wat", "Angkor Wat"),
        (r"{ASEAN} \& Russia", "ASEAN & Russia"),
        (r"50% of \'Etat", "50% of État"),
        (r"50\% more", "50% more"),
        (r"US\$1.5 and $2 billion", "US$1.5 and $2 billion"),
        (r"\noopsort{1990a}1990", "1990"),
        (r"\url{https://example.org/a_b}", "https://example.org/a_b"),
        (r"pp.~3--4", "pp.\u00a03--4"),
        ("Соглашение", "Соглашение"),
        (r"\{a\} \textasciitilde{}b\textasciicircum{}2 {c}~d", "{a} ~b^2 c\u00a0d"),
    ],
)
def test_fields_as_plain_text(field: str, text: str) -> None:
    assert tex.plain(field) == text


@pytest.mark.parametrize(
    ("field", "text"),
    [(r"https://x.org/\~{}me/a\_b", "https://x.org/~me/a_b"), ("https://x.org/~me/a--b", "https://x.org/~me/a--b")],
)
def test_addresses_stay_what_they_are(field: str, text: str) -> None:
    assert tex.verbatim(field) == text


@given(st.text(st.sampled_from("ab \\{}$%~'&_#^\n"), max_size=30))
def test_any_field_gives_text_without_braces_but_those_that_are_printed(field: str) -> None:
    shown = tex.plain(field)
    assert shown.count("{") <= field.count("\\{")
    assert shown.count("}") <= field.count("\\}")
