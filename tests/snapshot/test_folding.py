"""What is forgiven when texts are compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.snapshot.folding import fold, fold_words

SAME = [
    ("terror-\nism", "terrorism"),
    ("terror-\n  ism", "terrorism"),
    ("inter\u00ad\nnational", "international"),
    ("three-day", "three–day"),
    ("Russia — ASEAN", "Russia-ASEAN"),
    ("a visit – or two – in all", "a visit - or two - in all"),
    ("2015–2017", "2015 - 2017"),
    ("“the debt”", '"the debt"'),
    ("Cambodia’s", "Cambodia's"),
    ("the *old* **debt**", "the old debt"),
    ("oﬃce ﬂoor", "office floor"),
    ("Phnom  Penh\n\tcity", "phnom penh CITY"),
    ("Straße", "STRASSE"),
    ("café", "cafe"),
    ("Čeněk Łódź", "Cenek Lodz"),
    ("ёлка", "елка"),
    ("wait…", "wait..."),
    ("debt[^3] was", "debt was"),
    ("debt<sup>12</sup> was", "debt was"),
    ("terror² and", "terror and"),
    ("the end.³ Then", "the end. Then"),
    ("see [the report](https://e.org/x_y) now", "see the report now"),
    ("5 %", "5%"),
    ("( in brief )", "(in brief)"),
    ("US$ 5", "US$ 5"),
]

DIFFERENT = [
    ("1.5 billion", "15 billion"),
    ("1.5 billion", "1.6 billion"),
    ("−5 percent", "5 percent"),
    ("grew -5", "grew 5"),
    ("2015–2017", "2015 2017"),
    ("10⁶", "10"),
    ("10²", "102"),
    ("мой", "мои"),
    ("និយាយ", "នយយ"),
    ("was paid, and", "was paid and"),
    ("the debt", "the debts"),
    ("now here", "nowhere"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_is_forgiven(one: str, other: str) -> None:
    assert fold_words(one) == fold_words(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_is_not_forgiven(one: str, other: str) -> None:
    assert fold_words(one) != fold_words(other)


@pytest.mark.parametrize(
    ("text", "words", "times"),
    [
        ("in terrorism", "terror", 0),
        ("it grew by 1.5 points", "5 points", 0),
        ("it grew by 1.5 points", "by 1", 0),
        ("it grew by 1.5 points", "1.5", 1),
        ("down -5 points", "5 points", 0),
        ("short- and long-term plans", "and long-term plans", 1),
        ("one\n- two", "one two", 1),
        ("a debt of $1.5 billion", "1.5 billion", 1),
        ("the the the", "the", 3),
        ("“Yes,” he said", "yes", 1),
    ],
)
def test_whole_words_and_whole_numbers_are_found(text: str, words: str, times: int) -> None:
    assert len(fold(text).occurrences(fold_words(words))) == times


def test_decomposed_letters_of_a_scan_are_letters() -> None:
    text = unicodedata.normalize("NFD", "мой кафе́ й")
    assert fold_words(text) == "мой кафе й"


def test_places_in_the_text_itself() -> None:
    text = "He said: “It’s the ﬁrst vis-\nit<sup>2</sup> – ever.”"
    folded = fold(text)
    ((first, last),) = folded.occurrences(fold_words("its the first visit"))
    start, end = folded.origin(first, last)
    assert text[start:end] == "It’s the ﬁrst vis-\nit"


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=80), st.integers(0, 80), st.integers(1, 40))
def test_any_stretch_of_words_is_found_in_its_text(text: str, start: int, length: int) -> None:
    words = [word for word in unicodedata.normalize("NFC", text).split() if word.isalnum()]
    stretch = " ".join(words[start % (len(words) or 1) :][:length])
    wanted = fold_words(stretch)
    if wanted:
        folded = fold(unicodedata.normalize("NFC", " ".join(words)))
        found = folded.occurrences(wanted)
        assert found
        assert all(0 <= a < b <= len(" ".join(words)) for a, b in (folded.origin(*one) for one in found))


@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_fold(text: str) -> None:
    folded = fold(text)
    assert len(folded.starts) == len(folded.origins) == len(folded.tails)
    assert list(folded.starts) == sorted(folded.starts)
