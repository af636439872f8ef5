"""The blocks of templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.compose.outline import blocks_to_fill, template_names
from briefwright.diagnostics import BriefwrightError
from briefwright.resources import package_templates

PARENT = """{% block document %}{% block body %}{% endblock %}{% endblock %}
{% block references %}# Refs{% endblock %}"""


def blocks(tmp_path: Path, text: str) -> tuple[str, ...]:
    (tmp_path / "parent.md").write_text(PARENT, encoding="utf-8")
    (tmp_path / "child.md").write_text(text, encoding="utf-8")
    return blocks_to_fill("child", [tmp_path])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{% extends "parent.md" %}', ("body",)),
        ('{% extends "parent.md" %}{% block references %}{% endblock %}', ("body", "references")),
        (
            '{% extends "parent.md" %}{% block document %}{% block a %}{% endblock %}'
            "{% if x %}{% block b %} {# note #} {% endblock %}{% endif %}{% block c %}said{% endblock %}{% endblock %}",
            ("a", "b"),
        ),
        (
            '{% extends "parent.md" %}{% block document %}{% block main %}{% block body %}{% endblock %}{% endblock %}'
            "{% endblock %}",
            ("main",),
        ),
        (
            '{% extends "parent.md" %}{% block document %}{% block main %}Always. {% block body %}{% endblock %}'
            "{% endblock %}{% endblock %}",
            ("body",),
        ),
        ("{% block z %}{{ x }}{% endblock %}{% block y %}{% endblock %}", ("y",)),
        ('{% extends "child.md" %}{% block y %}{% endblock %}', ("y",)),
        ("# Heading {#key-points}\n\n{% block y %}{% endblock %}", ("y",)),
    ],
)
def test_blocks_that_print_nothing_of_their_own(tmp_path: Path, text: str, expected: tuple[str, ...]) -> None:
    assert blocks(tmp_path, text) == expected


@pytest.mark.parametrize("text", ["{% block %}", '{% extends "nowhere.md" %}', "{% block a %}"])
def test_what_cannot_be_read(tmp_path: Path, text: str) -> None:
    with pytest.raises(BriefwrightError):
        blocks(tmp_path, text)


def test_the_packages_templates() -> None:
    folders = [package_templates()]
    assert set(template_names(folders)) >= {"at-a-glance", "briefing-note", "fact-sheet"}
    assert blocks_to_fill("at-a-glance", folders) == ("key_points", "figures", "main", "outlook", "gaps")
