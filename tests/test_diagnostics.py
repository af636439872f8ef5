from __future__ import annotations

from briefwright.diagnostics import (
    BriefwrightError,
    Code,
    Finding,
    Location,
    Severity,
    SourceText,
    Warned,
    did_you_mean,
    error,
    has_errors,
    in_order,
    warning,
)


def test_codes_are_all_different_and_have_names() -> None:
    assert len({code.value for code in Code}) == len(list(Code))
    assert Code.UNKNOWN_FACT.slug == "unknown-fact"
    assert all(code.value[0].isupper() and code.value[1:].isdigit() for code in Code)


def test_places_are_written_as_editors_read_them() -> None:
    assert str(Location("a.md")) == "a.md"
    assert str(Location("a.md", 3)) == "a.md:3"
    assert str(Location("a.md", 3, 5)) == "a.md:3:5"
    assert str(Location("a.md", 0, 5)) == "a.md"


def test_a_text_points_into_itself() -> None:
    source = SourceText("a.md", "one\r\ntwo\n")
    assert source.at(1, 2) == Location("a.md", 1, 2)
    assert [source.line(number) for number in (-1, 0, 1, 2, 3, 4)] == ["", "", "one", "two", "", ""]
    assert source.at(2).text == "two"


def test_findings_come_in_the_order_of_files_and_lines_each_once() -> None:
    late = error(Code.UNKNOWN_FACT, "late", Location("b.md", 9))
    early = warning(Code.UNKNOWN_FACT, "early", Location("b.md", 2, 7))
    left = warning(Code.UNKNOWN_FACT, "left", Location("b.md", 2, 1))
    other = error(Code.UNKNOWN_FACT, "other", Location("a.md", 50))
    nowhere = error(Code.EMPTY_PROJECT, "nowhere")
    assert in_order([late, early, left, late, other, nowhere]) == (nowhere, other, left, early, late)


def test_only_errors_fail() -> None:
    warned = warning(Code.BRIEF_CITES_NOTHING, "w")
    assert not has_errors([warned])
    assert not Warned(1, (warned,)).failed
    assert Warned(1, (warned, error(Code.UNKNOWN_FACT, "e"))).failed
    assert warned.severity is Severity.WARNING


def test_a_guess_is_near_or_is_not_made() -> None:
    known = ("debt-total", "trade-share")
    assert did_you_mean("debt-totl", known) == "did you mean `debt-total`?"
    assert did_you_mean("zzz", known) == ""
    assert did_you_mean("", ()) == ""


def test_an_error_that_stops_carries_its_findings() -> None:
    one, two = error(Code.UNKNOWN_FACT, "one"), error(Code.UNKNOWN_FACT, "two")
    stop = BriefwrightError(one, two)
    assert stop.findings == (one, two)
    assert str(stop) == "one; two"


def test_findings_have_no_full_stop_to_add() -> None:
    assert Finding(Code.UNKNOWN_FACT, Severity.ERROR, "m").sort_key == ("", 0, 0, "T008", "m")


def test_the_nearest_of_thousands_of_names_is_the_nearest() -> None:
    known = [
        f"{who}{year}{what}" for who in ("kuch", "ivanov") for year in range(1000, 2025) for what in ("debt", "trade")
    ]
    assert did_you_mean("kuhc2015debt", known) == "did you mean `kuch2015debt`?"
    assert did_you_mean("aap", [*known, "apa"]) == "did you mean `apa`?"
    assert did_you_mean("#", known) == ""
