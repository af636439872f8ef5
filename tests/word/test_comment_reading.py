"""Comments as Word, LibreOffice and docx-plus write them, and as somebody could write them on purpose."""

from __future__ import annotations

import time

import pytest

from briefwright.word.comment_reading import AUTHOR, EXTENDED, fingerprint, is_ours, read_comments
from briefwright.word.ooxml import WORD, WORD_2010, WORD_2012
from briefwright.word.package import OFFICE, Package
from briefwright.word.story import Comment

SPACES = f'xmlns:w="{WORD}" xmlns:w14="{WORD_2010}" xmlns:w15="{WORD_2012}"'
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def package(comments: str, *, extended: str | None = None, body: str = "") -> Package:
    """A package of comments, of what commentsExtended.xml says, and of a body."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"/>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/comments.xml": f"<w:comments {SPACES}>{comments}</w:comments>",
    }
    made = Package({name: text.encode() for name, text in parts.items()})
    made.relate("", f"{OFFICE}/officeDocument", "word/document.xml")
    made.relate("word/document.xml", f"{OFFICE}/comments", "comments.xml")
    if extended is not None:
        made.parts["word/commentsExtended.xml"] = f"<w15:commentsEx {SPACES}>{extended}</w15:commentsEx>".encode()
        made.relate("word/document.xml", EXTENDED, "commentsExtended.xml")
    return made


def comment(number: int, author: str, *texts: str) -> str:
    paragraphs = "".join(
        f'<w:p w14:paraId="{number:04d}{place:04d}"><w:r><w:t>{text}</w:t></w:r></w:p>'
        for place, text in enumerate(texts)
    )
    return (
        f'<w:comment w:id="{number}" w:author="{author}" w:date="2026-01-0{number}T10:00:00Z">{paragraphs}</w:comment>'
    )


def entry(number: int, *, parent: int | None = None, done: int = 0, place: int = 0) -> str:
    above = f' w15:paraIdParent="{parent:04d}0000"' if parent is not None else ""
    return f'<w15:commentEx w15:paraId="{number:04d}{place:04d}"{above} w15:done="{done}"/>'


def on(text: str, *numbers: int) -> str:
    """Words with comments on them, as programs nest them."""
    starts = "".join(f'<w:commentRangeStart w:id="{number}"/>' for number in reversed(numbers))
    ends = "".join(
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>' for number in numbers
    )
    return f"{starts}<w:r><w:t>{text}</w:t></w:r>{ends}"


def shape(comments: tuple[Comment, ...]) -> list[tuple[str, bool, list[str]]]:
    return [(one.text, one.resolved, [reply.text for reply in one.replies]) for one in comments]


def test_threads_as_word_writes_them() -> None:
    made = package(
        comment(1, "Ann", "First", "second") + comment(2, "Bo", "Answer") + comment(3, "Ann", "To the answer"),
        extended=entry(1, place=1, done=1) + entry(2, parent=1) + entry(3, parent=2),
    )
    assert shape(read_comments(made)) == [("First\nsecond", True, ["Answer", "To the answer"])]


def test_several_comments_on_the_same_words_stay_apart_where_the_file_says_so() -> None:
    made = package(
        comment(1, "Ann", "One") + comment(2, "Bo", "Two"),
        extended=entry(1) + entry(2),
        body=f"<w:p>{on('words', 1, 2)}</w:p>",
    )
    assert shape(read_comments(made)) == [("One", False, []), ("Two", False, [])]


def test_libreoffice_forgets_who_answers_whom() -> None:
    # LibreOffice 7.4 writes an entry for resolved comments alone, and no parents.
    made = package(
        "".join(comment(number, "Ann", f"Comment {number}") for number in range(1, 6)),
        extended=entry(1, done=1),
        body=f"<w:p>{on('some words', 1, 2)}{on('', 3)}{on('other words', 4)}</w:p><w:p>{on('', 5)}</w:p>",
    )
    assert shape(read_comments(made)) == [
        ("Comment 1", True, ["Comment 2", "Comment 3"]),
        ("Comment 4", False, []),
        ("Comment 5", False, []),
    ]


def test_without_a_part_of_threads() -> None:
    made = package(comment(1, "Ann", "One") + comment(2, "Bo", "Two"), body=f"<w:p>{on('words', 1, 2)}</w:p>")
    assert shape(read_comments(made)) == [("One", False, ["Two"])]


def ours(text: str) -> str:
    return f"{text}\n· {fingerprint(text)}"


def test_ours_are_known_until_somebody_changes_them() -> None:
    made = package(
        comment(1, AUTHOR, *ours("Maza 2017: “quoted”").split("\n"))
        + comment(2, AUTHOR, *ours("F111").split("\n"))
        + comment(3, "Ann", "Is it?")
        + comment(4, AUTHOR, *ours("More").replace("More", "More, says Ann").split("\n"))
        + comment(5, "Ann", *ours("Maza 2017").split("\n")),
        body=f"<w:p>{on('words', 1, 2, 3)}{on('more', 4)}{on('yet more', 5)}</w:p>",
    )
    comments = read_comments(made)
    assert [is_ours(one) for one in comments] == [True, True, False, False]
    assert [one.text for one in comments[1].replies] == ["Is it?"], "an answer to one of ours is kept"


def test_tabs_lines_and_deleted_words() -> None:
    kept = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"
    gone = "<w:del><w:r><w:delText>d</w:delText></w:r></w:del>"
    made = package(f'<w:comment w:id="1"><w:p>{kept}{gone}</w:p></w:comment>')
    assert read_comments(made) == (Comment("1", "", "", "a\tb\nc"),)


@pytest.mark.parametrize("extended", ["", entry(1, parent=2) + entry(2, parent=1), entry(1, parent=1), "<broken"])
def test_damaged_threads_lose_no_comment(extended: str) -> None:
    made = package(comment(1, "Ann", "One") + comment(2, "Bo", "Two"), extended=extended)
    said = [text for one in read_comments(made) for text in (one.text, *(reply.text for reply in one.replies))]
    assert sorted(said) == ["One", "Two"]


def test_a_long_chain_of_answers_takes_no_long_time() -> None:
    count = 9_999
    made = package(
        "".join(comment(number, "Ann", str(number)) for number in range(count)),
        extended="".join(entry(number, parent=(number + 1) % count) for number in range(count)),
    )
    start = time.perf_counter()
    (thread,) = read_comments(made)
    assert len(thread.replies) == count - 1
    assert time.perf_counter() - start < 5


def test_a_package_without_comments() -> None:
    made = package("")
    made.remove("word/comments.xml")
    assert read_comments(made) == ()


def test_comments_that_are_no_xml() -> None:
    made = package("")
    made.parts["word/comments.xml"] = b"<!DOCTYPE x><x/>"
    with pytest.raises(ValueError, match="document type"):
        read_comments(made)
