"""Numbers of captions, and links that say them: part of the document, the same for every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.cite.captions import Caption, captions_in
from briefwright.diagnostics import Code
from tests.projects import document_of, findings_of, text_of
from tests.word.sample import PIXEL

HEAD = "---\ntitle: B\n{}---\n"
TEXT = """# One

See [](#tbl-a), [](#fig-p), [](#one) and [this](#tbl-a) [@pich2024, p. 428].

| A |
|---|
| 1 |

| B |
|---|
| 1 |

: Of *b*^[A note.] {#tbl-a}

| C |
|---|
| 1 |

: Of c

![A picture](p.png){#fig-p}
"""


@pytest.fixture
def picture() -> dict[str, str | bytes]:
    import base64

    return {"briefs/p.png": base64.b64decode(PIXEL.partition(",")[2])}


def test_captions_are_counted_and_links_say_them(tmp_path: Path, picture: dict[str, str | bytes]) -> None:
    made = document_of(tmp_path, HEAD.format("numbered_captions: true\n") + TEXT, picture)
    said = text_of(made).replace("\u00a0", " ")
    assert "See Table 1, Figure 1, One and this" in said
    assert list(captions_in(made.blocks, "table")) == [
        Caption("table", "cap_tbl_a", "Table 1. Of b"),
        Caption("table", "cap_table_2", "Table 2. Of c"),
    ]
    assert list(captions_in(made.blocks, "figure")) == [Caption("figure", "cap_fig_p", "Figure 1. A picture")]
    texts = [anchor.text.replace("\u00a0", " ") for anchor in made.anchors]
    assert any(text.startswith("See Table 1, Figure 1, One and this") for text in texts), "as it is rendered"


@pytest.mark.parametrize("key", ["lot", "lof"])
def test_a_list_of_them_numbers_them(tmp_path: Path, picture: dict[str, str | bytes], key: str) -> None:
    made = document_of(tmp_path, HEAD.format(f"{key}: true\n") + TEXT, picture)
    assert len(list(captions_in(made.blocks, "table"))) == 2


def test_words_of_the_language(tmp_path: Path, picture: dict[str, str | bytes]) -> None:
    made = document_of(tmp_path, HEAD.format("numbered_captions: true\nlang: fr\n") + TEXT, picture)
    first = next(captions_in(made.blocks, "table"))
    assert first.text == "Tableau 1 : Of b"


def test_without_the_switch_captions_have_no_numbers(tmp_path: Path, picture: dict[str, str | bytes]) -> None:
    made = document_of(tmp_path, HEAD.format("") + TEXT.replace("[](#tbl-a), [](#fig-p), ", ""), picture)
    assert not list(captions_in(made.blocks, "table"))
    assert "Table 1" not in text_of(made)


def test_a_link_without_words_is_told(tmp_path: Path) -> None:
    text = "See [](#tbl-a), [](#nowhere) [@pich2024, p. 428].\n\n| A |\n|---|\n| 1 |\n\n: Of a {#tbl-a}\n"
    found = [(one.code, one.message) for one in findings_of(tmp_path, text)]
    assert found == [
        (Code.DEAD_LINK, "the link goes to `#nowhere`, which is nowhere in the brief"),
        (Code.DEAD_LINK, "the link to `#tbl-a` has no words"),
    ]


def test_labels_do_not_take_ids_that_are_there(tmp_path: Path) -> None:
    text = "# H {#cap_tbl_a}\n\n[@pich2024, p. 428]\n\n| A |\n|---|\n| 1 |\n\n: Of a {#tbl-a}\n"
    made = document_of(tmp_path, HEAD.format("numbered_captions: true\n") + text)
    assert [caption.label for caption in captions_in(made.blocks, "table")] == ["cap_tbl_a-2"]
