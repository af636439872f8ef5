from __future__ import annotations

import pytest

from briefwright import pandoc
from briefwright.word.package import BadPackageError, Package, read_package, relationships_of, target_of, write_package


@pytest.fixture
def package() -> Package:
    return read_package(pandoc.default_reference_docx())


def test_a_part_that_is_removed_leaves_nothing_behind(package: Package) -> None:
    package.remove("word/comments.xml")
    assert not [name for name, data in package.parts.items() if b"comments.xml" in data]
    package.remove("word/comments.xml")  # again: nothing to do


def test_a_part_that_is_added_has_a_type_and_a_relationship(package: Package) -> None:
    package.add("word/header1.xml", b"<x/>", "application/x")
    first = package.relate("word/document.xml", "urn:kind", "header1.xml")
    second = package.relate("word/document.xml", "urn:kind", "/word/footnotes.xml")
    assert first != second
    assert package.related("word/document.xml", "urn:kind") == ["word/header1.xml", "word/footnotes.xml"]
    assert package.parts["[Content_Types].xml"].count(b'PartName="/word/header1.xml"') == 1


def test_a_relationship_to_nowhere_is_passed_over(package: Package) -> None:
    package.relate("", "urn:kind", "../../etc/passwd")
    assert package.related("", "urn:kind") == []


@pytest.mark.parametrize(
    ("source", "target", "name"),
    [
        ("word/document.xml", "media/a.png", "word/media/a.png"),
        ("word/document.xml", "../customXml/item1.xml", "customXml/item1.xml"),
        ("word/document.xml", "/word/styles.xml", "word/styles.xml"),
        ("", "word/document.xml", "word/document.xml"),
    ],
)
def test_targets_are_relative_to_their_source(source: str, target: str, name: str) -> None:
    assert target_of(relationships_of(source), target) == name


def test_writing_is_the_same_whatever_the_order() -> None:
    one = Package({"[Content_Types].xml": b"<t/>", "a": b"1", "b": b"2"})
    other = Package({"b": b"2", "a": b"1", "[Content_Types].xml": b"<t/>"})
    assert write_package(one, 0) == write_package(other, -5)
    assert write_package(one, 10**12) == write_package(other, 10**13)
    assert read_package(write_package(one, 0)).parts == one.parts


def test_no_zip_is_refused() -> None:
    with pytest.raises(BadPackageError, match="not a Word document"):
        read_package(b"no zip")
