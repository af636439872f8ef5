"""Keys in briefs and templates: citations as pandoc reads them, strings where a reference can stand, nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefwright.bib.repoint.edits import EditedFile, Keys
from briefwright.bib.repoint.markdown import is_simple, repointed_markdown
from briefwright.diagnostics import BriefwrightError, Code
from briefwright.load.files import decode
from briefwright.pandoc import read_markdown_as_json

HARD = """\
# Title @K {#top}

Changed: @K says, @K. And [@K]; [-@K, p. 3]; [see @K, p. 4; @Kx; @other; @K]; (@K), "@K", *@K* and @K's.
In braces @{K} and [@{K}, p. 3]. Before a rule @K--so, a comma @K, a colon @K: a slash @K/ and @K?

Not changed: `@K`, \\@K, me@K.org, @Kx, @Kx2, @K-2, @K.b, @K:c, @K/d, @{Kx}, @{K }, {{ fact("K") }}, K, <https://a.org/@K>,
[text](https://a.org/@K "@Q"), [text]{.K}, {# @K #}

    @K in code

~~~
@K in code
~~~

> @K in a quotation[^1] and ^[an inline note @K].

[^1]: A note [@K].

- {% if x %}@K{% endif %} {{ cite("K", 'other', via="K", locator="K") }} {{ facts(source=["K", "x"], topic="K") }}
- {% set k = "K" %}{{ cite(k|default("K")) }} {% for f in facts(source="K") if "K" in f.sources and f.topic == "K" %}
- {{ m.source("K") }}{% endfor %} {% include "K" %} {% raw %}{{ @K }}{% endraw %}
"""

WANTED = """\
# Title @N {#top}

Changed: @N says, @N. And [@N]; [-@N, p. 3]; [see @N, p. 4; @Kx; @other; @N]; (@N), "@N", *@N* and @N's.
In braces @{N} and [@{N}, p. 3]. Before a rule @N--so, a comma @N, a colon @N: a slash @N/ and @N?

Not changed: `@K`, \\@K, me@K.org, @Kx, @Kx2, @K-2, @K.b, @K:c, @K/d, @{Kx}, @{K }, {{ fact("K") }}, K, <https://a.org/@K>,
[text](https://a.org/@K "@Q"), [text]{.K}, {# @K #}

    @K in code

~~~
@K in code
~~~

> @N in a quotation[^1] and ^[an inline note @N].

[^1]: A note [@N].

- {% if x %}@N{% endif %} {{ cite("N", 'other', via="N", locator="K") }} {{ facts(source=["N", "x"], topic="K") }}
- {% set k = "N" %}{{ cite(k|default("N")) }} {% for f in facts(source="N") if "N" in f.sources and f.topic == "K" %}
- {{ m.source("N") }}{% endfor %} {% include "K" %} {% raw %}{{ @N }}{% endraw %}
"""


def opened(text: str | bytes) -> EditedFile:
    data = text if isinstance(text, bytes) else text.encode()
    read = decode(data, "briefs/b.md").value
    assert read is not None
    return EditedFile(Path("/p/briefs/b.md"), data, read)


def after(text: str | bytes, keys: Keys) -> str:
    change = repointed_markdown(opened(text), keys)
    return change.after.decode() if change else (text if isinstance(text, str) else text.decode())


@pytest.mark.parametrize(("old", "new"), [("pich2024", "pichkhun2024rivers"), ("a", "b"), ("doe:2020.x", "x_1")])
def test_hard_places(old: str, new: str) -> None:
    text, wanted = (words.replace("K", old).replace("N", new) for words in (HARD.replace("Not", "not"), WANTED))
    text, wanted = text.replace("not changed", "Not changed"), wanted.replace(f"{new}ot changed", "Not changed")
    assert after(text, {old: new}) == wanted


def test_a_key_that_needs_braces_gets_them() -> None:
    assert not is_simple("doi:10/x.")
    wanted = "@{doi:10/x.}, [-@{doi:10/x.}] [@{doi:10/x.}] @{a1"
    assert after("@a1, [-@a1] [@{a1}] @{a1", {"a1": "doi:10/x."}) == wanted
    assert after("@{doi:10/x.}, @doi:10/x.", {"doi:10/x.": "a1"}) == "@{a1}, @doi:10/x."


def test_keys_that_begin_with_one_another_and_change_places() -> None:
    keys = {"a": "ab", "ab": "a", "ab.c": "z"}
    assert after("@a @ab @ab. @ab.c @ab.cd [@a;@ab] @{ab.c}", keys) == "@ab @a @a. @z @ab.cd [@ab;@a] @{z}"


def test_branches_of_a_tag_are_not_one_word() -> None:
    text = "{% if x %}@a{% else %}@ab{% endif %} {% if x %}[@a]{% else %}-@a{% endif %}"
    assert after(text, {"a": "N"}) == text.replace("@a{", "@N{").replace("@a]", "@N]")


def test_bytes_that_are_not_keys_stay() -> None:
    text = "\ufeff---\r\n\u2028 @k \x85\r\n@k\r [@k]\n".encode()
    assert after(text, {"k": "longer"}).encode() == text.replace(b"@k", b"@longer")


GRID = """\
+---------+------------------+
| [@KEY]  | b                |
+---------+------------------+
| c       | [@KEY; @KEY, p.] |
+---------+------------------+
"""
SIMPLE = """\
  a         b
---------  ----
[@KEY]     xx
y          [@KEY]
"""
PIPES = f"| a | b |\n|---|:-:|\n| [@KEY] | {'x ' * 28}|\n"


@pytest.mark.parametrize("new", ["LO", "LONG"])
@pytest.mark.parametrize("text", [GRID, SIMPLE, PIPES])
def test_tables_stay_tables(text: str, new: str) -> None:
    if new == "LONG":
        text = text.replace("[@KEY; @KEY, p.]", "[@KEY]          ")
    changed = after(text, {"KEY": new})
    assert changed.count(f"[@{new}") == text.count("[@KEY")
    assert "KEY" not in changed
    assert '"Table"' in read_markdown_as_json(changed).output.decode()
    if text is not PIPES:
        assert len({len(line) for line in changed.splitlines() if line.startswith(("|", "+"))}) <= 1


def test_a_table_without_room_is_refused() -> None:
    text = "+------+---+\n| [@K] | b |\n+------+---+\n"
    with pytest.raises(BriefwrightError) as failure:
        after(text, {"K": "a-much-longer-key"})
    (finding,) = failure.value.findings
    assert finding.code is Code.KEY_NOT_CHANGED
    assert finding.location is not None
    assert (finding.location.line, finding.location.column) == (2, 5)


def test_a_text_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BriefwrightError, match="a key may stand here, and unexpected char"):
        after("one\n{{ cite('K' ? }}\n[@K]\n", {"K": "N"})


PIECES = [
    "[@K]", "@K says", "[-@K, p. 3]", "[see @K; @Kx]", "@{K}.", "(@K)", "*@K*", "^[note @K]", "> @K", "- @K\n- @Kx",
    '{{ cite("K") }}', "{% set k = 'K' %}", '"@K"', "| a | [@K] |\n|---|---|\n| @K | `@K` |", "`@K`", "\\@K", "a@K",
    "@Kx", "@K-2", "~~~\n@K\n~~~", "    @K", "<https://x.org/@K>", "[t](https://x.org/@K)", "{# @K #}",
    "[@K", "@K]", "**", "[", "]", "`", "{{ x }}@K", "@K{{ x }}", "::: {.box}\n@K\n:::", "# @K", "[@K]: /url",
    "@@K", "_@K_", "--@K", "![@K](p.png)", "@K:\n", "[@K]{.x}", "<!-- @K -->", "{% if x %} @K {% endif %}",
    '{{ fact("K") }}', "[a @K][b]", "@K.",
]  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6),
    st.lists(st.sampled_from([" ", "\n", "\n\n"]), min_size=6, max_size=6),
    st.sampled_from([("k", "zz9"), ("doe2020", "ж"), ("a.b", "zz:y"), ("müller", "жж")]),
)
def test_what_pandoc_cites_changes_exactly(pieces: list[str], gaps: list[str], keys: tuple[str, str]) -> None:
    old, new = keys
    text = "".join(piece + gap for piece, gap in zip(pieces, gaps, strict=False)).replace("K", old)
    changed = after(text, {old: new})
    plain, plain_changed = (re.sub(r"\{#.*?#\}|\{%.*?%\}", "", words, flags=re.S) for words in (text, changed))
    before, now = (ids(read_markdown_as_json(words).output) for words in (plain, plain_changed))
    assert now == [new if key == old else key for key in before]
    assert text.count("\n") == changed.count("\n")
    assert changed.replace(new, old) == text


def ids(tree: bytes) -> list[str]:
    found: list[str] = []
    json.loads(tree, object_hook=lambda node: found.append(node["citationId"]) if "citationId" in node else node)
    return found
