"""Template files: where they are found, what they may hold, and which of their lines print."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.compose.sandbox import TemplateFolders
from briefwright.resources import package_templates
from tests.projects import compose_brief, draft_of, make_project, shown

OWN = "---\ntitle: B\ntemplate: own\n---\nText.\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"caf\xe9 {{ brief.title }}", "the file is not UTF-8: byte 0xe9 stands here"),
        (b"\xff\xfea\x00", "the file is UTF-16, not UTF-8"),
        (b"a\x00b", "the file is not text"),
        ("a \ufdd0 b".encode(), "the character U+FDD0 is reserved for Briefwright's own marks"),
    ],
)
def test_templates_that_are_no_text(content: bytes, said: str, tmp_path: Path) -> None:
    composed = compose_brief(make_project(tmp_path, OWN, {"templates/own.md": content}))
    assert composed.value is None
    assert [finding.message for finding in composed.findings] == [said]
    assert [finding.location.path for finding in composed.findings if finding.location] == ["templates/own.md"]


def test_a_template_with_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfFirst.\r\n\r\n{% block body %}{% endblock %}\r\n"
    assert draft_of(tmp_path, OWN, {"templates/own.md": content}).markdown.startswith("First.\n\n")


def test_links_that_lead_out_of_the_templates(tmp_path: Path) -> None:
    project = make_project(tmp_path / "p", "Text.\n\n{% include 'out.md' %}", {"templates/kept.md": "Kept."})
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (tmp_path / "p" / "templates" / "out.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "p" / "templates" / "in.md").symlink_to("kept.md")
    assert shown(compose_brief(project).findings) == (
        "briefs/b.md:6 T006 error: not allowed in a template: `out.md` lies outside the folders of templates\n"
        "    | {% include 'out.md' %}\n"
        "    templates reach facts, references and each other, and nothing else\n"
    )
    inside = make_project(tmp_path / "p", "{% include 'in.md' %}")
    assert "Kept." in getattr(compose_brief(inside).value, "markdown", "")


def test_finding_never_fails(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a", encoding="utf-8")
    (tmp_path / "round.md").symlink_to("round.md")
    folders = TemplateFolders([tmp_path, tmp_path / "nowhere", package_templates()])
    assert folders.find("a.md") == (tmp_path / "a.md").resolve()
    assert folders.find("base.md") == (package_templates() / "base.md").resolve()
    for name in ("", ".", "..", "/", "x\0", "x" * 5000, "../a.md/..", "round.md", "themes", "/etc/hostname", "~"):
        assert folders.find(name) is None
    assert "a.md" in folders.list_templates()


def test_the_project_s_own_template_comes_first(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, "Text.", {"templates/base.md": "Mine. {% block body %}{% endblock %}"})
    assert draft.markdown.startswith("Mine. Text.")


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a\n{% if true %}\nb\n{% endif %}\nc\n", "a\nb\nc\n"),
        ("a {% if true %}b{% endif %}\n\nc\n", "a b\n\nc\n"),
        ("- a\n{% for x in [1, 2] %}\n- b\n{% endfor %}\n- c\n", "- a\n- b\n- b\n- c\n"),
        ("- a\n{# comment #}\n- b\n", "- a\n- b\n"),
        ("- a\n{# two\nlines #}\n- b\n", "- a\n- b\n"),
        ("a {# comment #}\n\nb\n", "a \n\nb\n"),
        ("a\n\n{% set x = 1 %}\n\nb\n", "a\n\n\nb\n"),
        ("{% if true %}  \na\n{% endif %}\t\nb\n", "a\nb\n"),
        ("a\n{%- if true %} b{% endif -%}\n c\n", "a bc\n"),
        ("{% raw %}\n{{ a }}\n{% endraw %}\nb\n", "{{ a }}\nb\n"),
        ("a\n    {% if true %}\n    b\n    {% endif %}\nc\n", "a\n    b\nc\n"),
        ("# A {#own}\n{#x .y key=z}\n", "# A { #own}\n{ #x .y key=z}\n"),
        ("a{#x#}b{# {#c #}d{#-e-#}f\n", "abdf\n"),
        ("{% if true %}{% if true %}a{% endif %}{% endif %}\n\nb", "a\n\nb"),
    ],
)
def test_lines_that_hold_but_a_tag_are_dropped(text: str, markdown: str, tmp_path: Path) -> None:
    made = draft_of(tmp_path, text, {"templates/base.md": "{% block body %}{% endblock %}"}).markdown
    assert made.lstrip("\n").rstrip() == markdown.lstrip("\n").rstrip()


def test_top_level_names_are_known_in_every_block(tmp_path: Path) -> None:
    text = (
        "{% set x = 'kept' %}{% macro m(y) %}*{{ y }}*{% endmacro %}"
        "{% from 'part.md' import n %}{% import 'part.md' as p %}"
        "Body {{ x }}.\n\n{% block references %}Block {{ x }} {{ m('a') }} {{ n() }} {{ p.n() }}{% endblock %}"
    )
    markdown = draft_of(tmp_path, text, {"templates/part.md": "{% macro n() %}**n**{% endmacro %}"}).markdown
    assert "*" in markdown
    assert markdown.count("**n**") == 2


def test_a_block_within_a_brief_s_own_block(tmp_path: Path) -> None:
    text = "{% block document %}Around {% block body %}inside{% endblock %}.{% endblock %}"
    composed = compose_brief(make_project(tmp_path, text))
    assert composed.findings == ()
    assert composed.value is not None
    assert "Around inside." in composed.value.markdown


def test_a_block_of_one_line_is_a_paragraph_of_its_own(tmp_path: Path) -> None:
    head = "---\ntitle: B\ntemplate: briefing-note\n---\n"
    text = "{% block background %}One.{% endblock %}\n{% block outlook %}Two.{% endblock %}\nThree.\n"
    markdown = draft_of(tmp_path, head + text).markdown
    paragraphs = [part.strip() for part in markdown.split("\n\n") if part.strip()]
    assert [part for part in paragraphs if part in ("One.", "Two.", "Three.")] == ["One.", "Three.", "Two."]
