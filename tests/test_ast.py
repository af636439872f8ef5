from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefwright import ast, pandoc


def test_text_is_what_a_reader_sees() -> None:
    markdown = "A *b* \"c\" 'd' `e` [f](https://x.org) ![g](h.png) i\\\nj^[note] ~~k~~ [@l]"
    blocks, _ = pandoc.read_markdown(markdown)
    assert ast.text_of(blocks) == "A b “c” ‘d’ e f  i jnote k [@l]"
    assert ast.text_of(tuple(blocks), notes=False) == "A b “c” ‘d’ e f  i j k [@l]"


def test_walking_goes_in_reading_order_parents_first() -> None:
    blocks, _ = pandoc.read_markdown("# A\n\nB *c*")
    assert [node["t"] for node in ast.walk(blocks)] == ["Header", "Str", "Para", "Str", "Space", "Emph", "Str"]
    assert [node["t"] for node in ast.walk(tuple(blocks))][:2] == ["Header", "Str"]


def test_rewriting_replaces_splices_removes_and_leaves_the_original() -> None:
    blocks, _ = pandoc.read_markdown("a *b* c")

    def change(node: ast.Node) -> ast.Node | list[ast.Node] | None:
        if node["t"] == "Emph":
            return [ast.string("x"), *node["c"], ast.string("y")]
        if node["t"] == "Space":
            return []
        return ast.string("A") if node == ast.string("a") else None

    assert ast.text_of(ast.rewrite(blocks, change)) == "Axbyc"
    assert ast.text_of(blocks) == "a b c"
    assert ast.rewrite(blocks, lambda _: None) == blocks


def test_attributes_of_each_kind_of_node() -> None:
    attr = ast.attributes("i", ["c"], {"k": "v"})
    for node in (ast.span([], attr), ast.div([], attr), {"t": "Header", "c": [1, attr, []]}):
        assert (ast.identifier_of(node), ast.classes_of(node), ast.pairs_of(node)) == ("i", ["c"], {"k": "v"})
    assert (ast.identifier_of(ast.string("x")), ast.classes_of(ast.string("x")), ast.pairs_of({"t": "Space"})) == (
        "",
        [],
        {},
    )
    assert list(ast.index_by_id([ast.div([ast.para([ast.span([], attr)])], ast.attributes("d"))])) == ["d", "i"]


@given(st.text(max_size=50))
def test_words_keep_every_character(text: str) -> None:
    assert ast.text_of(ast.words(text)) == text


def test_pandoc_takes_the_nodes_that_are_made_here() -> None:
    nodes = [
        ast.para([*ast.words("a b"), ast.link([ast.string("l")], "https://x.org"), ast.raw("html", "<i>")]),
        ast.div(
            [ast.plain([ast.span([ast.string("s")], ast.attributes())]), ast.raw("html", "<hr>", block=True)],
            ast.attributes(),
        ),
    ]
    assert pandoc.to_plain(nodes) == "a bl\n\ns\n"
