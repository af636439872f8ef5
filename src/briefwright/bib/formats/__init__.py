"""Reading references from files of other programs. What a file is, its content tells, not its name."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from briefwright.bib.formats.found import Found, Read, told, unusable
from briefwright.diagnostics import Code, Finding, Location, error, warning

__all__ = ["Found", "Read", "read_file", "read_references"]

MOST_BYTES = 256 * 1024 * 1024
"""Of a file: ten times a library of 50,000 references."""
READABLE = "BibTeX, biblatex, RIS, CSL JSON, EndNote XML, PubMed nbib, MODS and Word documents can be read"
_SIGNS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "look for its DOI: `briefwright bib add DOI`"),
    (b"{\\rtf", "an RTF document", "save it as .docx in Word"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document", "save it as .docx in Word"),
    (b"SQLite format 3", "a database (Zotero's or Calibre's)", "export the references from the program as BibTeX"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
)
_OTHERS = (
    (
        r"(?m)\A\s*FN (?:Thomson|Clarivate|ISI)|^PT [JBSP]$",
        "Web of Science's tagged format",
        "export it as RIS or BibTeX",
    ),
    (r"(?m)^RT (?:Journal|Book|Web)", "RefWorks' tagged format", "export it as RIS"),
    (r"(?m)^%0 \w", "EndNote's or Refer's tagged format (.enw)", "export it as RIS or EndNote XML"),
    (r"(?i)\A\s*<(?:!doctype html|html)", "a web page", "give its address: `briefwright bib add ADDRESS`"),
)


def read_file(path: Path, shown: str) -> Read:
    """The references of a file, all problems told; never raises for what it holds."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            return _refused(shown, "it is a folder", "name the files in it")
        if size > MOST_BYTES:
            return _refused(shown, f"it has {size:,} bytes, more than is read at once", "divide it")
        data = path.read_bytes()
    except OSError as problem:
        said = f"the file cannot be read: {problem.strerror or problem}"
        return Read("", findings=(error(Code.UNREADABLE_FILE, said, Location(shown)),))
    return read_references(data, shown)


def read_references(data: bytes, shown: str) -> Read:
    """The references in a file's bytes. shown: its name in findings."""
    if data.startswith(b"PK"):
        return _docx(data, shown)
    for sign, what, hint in _SIGNS:
        if data.startswith(sign):
            return _refused(shown, f"it is {what}, which is not read", hint)
    text, findings = _decoded(data, shown)
    if not text.strip():
        return _refused(shown, "it is empty", "")
    if "\0" in text[:100_000]:
        return _refused(shown, "it is a binary file of no kind that is read", READABLE)
    made = _text(data, text, shown)
    return Read(made.format, made.found, made.bib, (*findings, *made.findings))


def _text(data: bytes, text: str, shown: str) -> Read:
    from briefwright.bib.formats import tagged

    head = text.lstrip()[:1]
    for pattern, what, hint in _OTHERS:
        if re.search(pattern, text[:20_000]):
            return _refused(shown, f"it is {what}, which is not read", hint)
    if head == "<":
        return _xml(text, shown)
    if re.search(r"(?m)^TY[ \t]{1,2}-", text):
        return _made("RIS", tagged.read_ris(text), shown)
    if re.search(r"(?m)^PMID[ \t]*-[ \t]*\d", text):
        return _made("PubMed nbib", tagged.read_nbib(text), shown)
    if head in ("[", "{"):
        return _json(text, shown)
    if re.search(r"@[ \t]*[A-Za-z]\w*\s*[{(]", text):
        return Read("BibTeX", bib=data)
    return _refused(shown, "it is of no kind that is read", READABLE)


def _json(text: str, shown: str) -> Read:
    from briefwright.bib.formats import csl

    try:
        return _made("CSL JSON", csl.read_csl(text), shown)
    except csl.NotCslError as problem:
        return _refused(shown, str(problem), "export it anew as CSL JSON")


def _xml(text: str, shown: str) -> Read:
    from briefwright.bib.formats import xml
    from briefwright.safe_xml import BadXmlError, parse

    try:
        root = parse(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).encode("utf-8"))
    except BadXmlError as problem:
        where = f" (line {problem.line})" if problem.line else ""
        return _refused(shown, f"its XML cannot be read{where}: {problem}", "export it anew")
    name = xml.local(root)
    readers: dict[str, tuple[str, Callable[[object], Iterable[Found]]]] = {
        "mods": ("MODS", xml.read_mods),
        "modsCollection": ("MODS", xml.read_mods),
        "Sources": ("Word's sources", xml.read_word_sources),
        "xml": ("EndNote XML", xml.read_endnote),
        "records": ("EndNote XML", xml.read_endnote),
    }
    if name in readers:
        return _made(readers[name][0], readers[name][1](root), shown)
    said = "it is PubMed's XML, which is not read" if name == "PubmedArticleSet" else f"its XML is `{name}`"
    return _refused(shown, said, "save it in the format PubMed (.nbib)" if "PubMed" in said else READABLE)


def _docx(data: bytes, shown: str) -> Read:
    from briefwright.bib.formats import docx
    from briefwright.word.package import BadPackageError, read_package

    try:
        package = read_package(data)
    except BadPackageError as problem:
        return _refused(shown, str(problem), "open it in Word and save it anew")
    if "word/document.xml" not in package.parts:
        return _refused(shown, "it is a packed file, and no Word document", READABLE)
    found = list(docx.read_docx(package))
    if not found:
        said = "no references are in this document: no citations of Zotero, Mendeley, EndNote or Word"
        return _refused(shown, said, "typed references can be looked up by their DOI: `briefwright bib add DOI`")
    return _made("Word", found, shown)


def _made(name: str, found: Iterable[Found | str], shown: str) -> Read:
    records: list[Found] = []
    findings: list[Finding] = []
    for one in found:
        if isinstance(one, str):
            findings.append(unusable(shown, 0, one))
            continue
        for what in told([one], shown):
            if isinstance(what, Finding):
                findings.append(what)
            else:
                records.append(what)
    if not records and not findings:
        return _refused(shown, f"it is {name}, and holds no reference", "")
    return Read(name, tuple(records), findings=tuple(dict.fromkeys(findings)))


def _decoded(data: bytes, shown: str) -> tuple[str, tuple[Finding, ...]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        said = "the file is not in UTF-8 and is read as CP1252"
        told_ = warning(Code.BIB_ENCODING, said, Location(shown, line), hint="export it in UTF-8")
        return data.decode("cp1252", "replace"), (told_,)


def _refused(shown: str, said: str, hint: str) -> Read:
    return Read(
        "",
        findings=(error(Code.FORMAT_UNKNOWN, f"nothing is taken from the file: {said}", Location(shown), hint=hint),),
    )
