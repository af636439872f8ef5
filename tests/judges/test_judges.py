"""Each judge lets a sound file pass and refuses one that is broken: a judge that cannot refuse judges nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypandoc
import pytest

from tests.conftest import Converter, Judge, present
from tests.judges import judges

PAGE = '<!DOCTYPE html><html lang="en"><head><title>Debt</title></head><body><h1>Debt</h1><p>Text.</p></body></html>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("judged")


@pytest.fixture(scope="module")
def tagged_pdf(folder: Path) -> Path:
    from weasyprint import HTML

    HTML(string=PAGE).write_pdf(folder / "tagged.pdf", pdf_variant="pdf/ua-1")
    return folder / "tagged.pdf"


@pytest.fixture(scope="module")
def untagged_pdf(folder: Path) -> Path:
    from weasyprint import HTML

    HTML(string=PAGE).write_pdf(folder / "untagged.pdf")
    return folder / "untagged.pdf"


@pytest.fixture(scope="module")
def docx(folder: Path) -> Path:
    file = folder / "sound.docx"
    pypandoc.convert_text("# Debt\n\nText.", "docx", format="markdown", outputfile=str(file))
    return file


def with_part(docx: Path, name: str, old: str, new: str | None) -> Path:
    """A copy of a DOCX in which old is replaced in one part; without that part where new is None."""
    copy = docx.with_name(f"broken-{name}".replace("/", "-").removesuffix(".xml") + ".docx")
    with zipfile.ZipFile(docx) as source, zipfile.ZipFile(copy, "w") as target:
        for item in source.namelist():
            data = source.read(item)
            if item == name:
                if new is None:
                    continue
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            target.writestr(item, data)
    return copy


@pytest.mark.judge
@pytest.mark.parametrize("judge", ["pdf_ua", "vera_pdf"])
def test_tagged_pdf_passes_and_untagged_is_refused(
    judge: str, request: pytest.FixtureRequest, tagged_pdf: Path, untagged_pdf: Path
) -> None:
    ask: Judge = request.getfixturevalue(judge)
    assert ask(tagged_pdf).passed, ask(tagged_pdf)
    refused = ask(untagged_pdf)
    assert not refused.passed
    assert "MarkInfo" in str(refused)


@pytest.mark.judge
def test_verapdf_tells_flavours_apart(vera_pdf: Judge, tagged_pdf: Path) -> None:
    assert not vera_pdf(tagged_pdf, "3b").passed


@pytest.mark.judge
def test_verapdf_refuses_what_is_no_pdf(vera_pdf: Judge, tmp_path: Path) -> None:
    file = tmp_path / "empty.pdf"
    file.write_bytes(b"")
    assert not vera_pdf(file).passed


@pytest.mark.judge
def test_qpdf_refuses_a_truncated_pdf(qpdf: Judge, tagged_pdf: Path, tmp_path: Path) -> None:
    assert qpdf(tagged_pdf).passed, qpdf(tagged_pdf)
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(tagged_pdf.read_bytes()[:-200])
    assert not qpdf(cut).passed


@pytest.mark.judge
def test_open_xml_sdk_refuses_a_paragraph_in_a_run(ooxml: Judge, docx: Path) -> None:
    # pandoc bases the style Table on a TableNormal that it does not write: no objection of the SDK's, but of Word's
    assert ooxml(docx).passed, ooxml(docx)
    refused = ooxml(with_part(docx, "word/document.xml", "<w:r>", "<w:r><w:p/>"))
    assert not refused.passed
    assert "invalid child element" in str(refused)


@pytest.mark.judge
def test_open_xml_sdk_refuses_what_is_no_package(ooxml: Judge, tmp_path: Path) -> None:
    file = tmp_path / "text.docx"
    file.write_text("only text", encoding="utf-8")
    assert not ooxml(file).passed


@pytest.mark.judge
def test_vnu_refuses_a_division_in_a_paragraph(vnu: Judge, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_text(PAGE, encoding="utf-8")
    bad.write_text(PAGE.replace("Text.", "<div>Text.</div>"), encoding="utf-8")
    assert vnu(good).passed, vnu(good)
    assert not vnu(bad).passed


@pytest.mark.judge
def test_libreoffice_opens_a_sound_docx_only(libreoffice_pdf: Converter, docx: Path, tmp_path: Path) -> None:
    assert libreoffice_pdf(docx, tmp_path).read_bytes().startswith(b"%PDF")
    with pytest.raises(judges.ConversionError):
        libreoffice_pdf(with_part(docx, "word/document.xml", "", None), tmp_path)


def test_missing_judge_is_a_skip_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("BRIEFWRIGHT_JUDGES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="LibreOffice is not installed"):
        present("LibreOffice")


def test_missing_judge_is_a_failure_where_judges_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("BRIEFWRIGHT_JUDGES", "required")
    with pytest.raises(pytest.fail.Exception, match="LibreOffice is not installed"):
        present("LibreOffice")


def test_verdict_is_readable() -> None:
    many = judges.Verdict("vnu", "a.html", tuple(f"problem {number}" for number in range(25)))
    assert str(judges.Verdict("vnu", "a.html")) == "vnu: a.html passes"
    assert str(many).splitlines()[0] == "vnu refuses a.html:"
    assert str(many).splitlines()[-1] == "  ... and 5 more"
