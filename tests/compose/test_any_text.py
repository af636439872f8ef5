"""Whatever a brief holds: composing and citing end, with findings or without, and never with a traceback."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefwright.compose import marks
from briefwright.diagnostics import has_errors
from briefwright.model import Project
from briefwright.pipeline import make_document
from tests.projects import compose_brief, make_project

SPACES = [" ", "\n", "\n\n", "    ", "\t", "  \n"]
JINJA = st.sampled_from(
    (
        "{{ }} {% %} {# #} {{- -}} for if endfor endif else block endblock set endset macro endmacro include import "
        "extends raw endraw call endcall filter endfilter in is not and or fact facts cite value table timeline "
        "key_figures sources bibliography term date brief self super loop caller namespace range x f body document "
        "debt-total 'debt-total' \"pich2024\" 'base.md' ( ) [ ] , = . | ~ + - * ** / // % == < > : 0 1 99 1.5 upper "
        "join list length first replace sum round true none recursive *a* # - > | @pich2024 [@x] \ufdd0 \ufde0 \ufdd1"
    ).split()
    + SPACES
)
MARKDOWN = st.sampled_from(
    (
        "* ** _ ` ``` ~~~ # ## > - + 1. a. (@) | |---| : ::: {.a} {#b} [ ] ( ) [^1] [^1]: ^[ ![ ]( \\ \\* @pich2024 "
        "[@pich2024] [-@kuch2015] @nope [@nope, https://x.org <b> </b> <!-- --> & &amp; &#xFDD0; &#xFDE0; &#xFDD1; "
        "&#xF0000; &#0; $ $$ ^ ~ ~~ == \" ' ... -- --- *** === a words жук 😀 \u200b \u00a0 a.png #b"
    ).split()
    + SPACES
)
CALLS = st.sampled_from(
    [
        '{{ fact("debt-total") }}',
        '{{ fact("debt-origin") }}',
        '{{ cite("pich2024", locator="p. 3") }}',
        "{{ table(facts()) }}",
        "{{ sources() }}",
        "{{ bibliography() }}",
        "{{ '*a* | b' }}",
    ]
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make_project(tmp_path_factory.mktemp("any"), "Text.")


def with_body(project: Project, body: str, **meta: str) -> Project:
    brief = project.briefs["b"]
    changed = dataclasses.replace(
        brief, body="\n\n\n" + body, source="---\ntitle: B\n---\n" + body, meta=dataclasses.replace(brief.meta, **meta)
    )
    return dataclasses.replace(project, briefs={"b": changed})


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=st.lists(JINJA, max_size=40))
def test_any_template(library: Project, parts: list[str]) -> None:
    composed = compose_brief(with_body(library, " ".join(parts)))
    assert composed.value is not None or has_errors(composed.findings)
    assert all(finding.location and finding.message for finding in composed.findings)
    assert not any(marks.LINE_OPEN in finding.message for finding in composed.findings)
    if composed.value:
        assert len(composed.value.lines) == composed.value.markdown.count("\n") + 1
        assert not marks.LINE.search(composed.value.markdown)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    parts=st.lists(st.one_of(MARKDOWN, MARKDOWN, MARKDOWN, CALLS), max_size=40),
    csl=st.sampled_from(["apa", "chicago-notes-bibliography", "ieee"]),
)
def test_any_markdown(library: Project, parts: list[str], csl: str) -> None:
    project = with_body(library, "".join(parts), csl=csl)
    made = make_document(project.briefs["b"], project)
    assert made.value is not None or has_errors(made.findings)
    assert all(finding.location for finding in made.findings)
    if made.value:
        names = [anchor.id for anchor in made.value.anchors]
        assert len(names) == len(set(names))
        assert not any(marks.RESERVED.search(anchor.text) for anchor in made.value.anchors)
        assert not any(marks.UNPRINTABLE.search(text) for text in strings(list(made.value.blocks)))


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return [text for item in items for text in strings(item)]


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_at_all(library: Project, text: str) -> None:
    composed = compose_brief(with_body(library, text))
    assert composed.value is not None or has_errors(composed.findings)


def test_a_long_brief_is_quick(tmp_path: Path) -> None:
    body = "\n\n".join(
        f'Paragraph {n} with {{{{ fact("debt-origin") }}}} and [@pich2024, p. {n}].' for n in range(1500)
    )
    project = make_project(tmp_path, body)
    made = make_document(project.briefs["b"], project)
    assert made.value is not None
    assert len([anchor for anchor in made.value.anchors if anchor.fact]) == 1500
