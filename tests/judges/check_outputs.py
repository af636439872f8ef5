"""Put every output in a folder before the judges: ``python -m tests.judges.check_outputs FOLDER [KIND]...``.

KIND: pdf, docx or html; all of them where none is named. One line for each file and judge; ends with 1 where a judge
refuses a file or is not installed, or where there is no output of some kind.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from briefwright.word.final_check import check_final
from briefwright.word.manifest_part import find_manifest
from briefwright.word.package import read_package
from tests.judges import judges
from tests.judges.judges import Verdict


def opens_in_libreoffice(path: Path) -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        try:
            judges.libreoffice_pdf(path, Path(folder))
        except judges.ConversionError as failure:
            return Verdict("LibreOffice", path.name, (str(failure),))
    return Verdict("LibreOffice", path.name)


def citations_are_read(path: Path) -> Verdict:
    """Whether the fields of a DOCX to edit are read; a final one must have none, nor anything else of the kind."""
    data = path.read_bytes()
    if not find_manifest(read_package(data)):
        return Verdict("the final check", path.name, tuple(finding.message for finding in check_final(data)))
    cited = judges.docx_citations(path)
    problems = cited.problems if cited.fields and cited.lists == 1 else (*cited.problems, "a field is missing")
    return Verdict("biblatex-csl-converter", path.name, problems)


JUDGES: Mapping[str, Mapping[str, Callable[[Path], Verdict]]] = {
    "pdf": {"veraPDF": judges.vera_pdf, "page-validation": judges.pdf_ua, "qpdf": judges.qpdf},
    "docx": {
        "Open XML SDK": judges.ooxml,
        "LibreOffice": opens_in_libreoffice,
        "biblatex-csl-converter": citations_are_read,
    },
    "html": {"vnu": judges.vnu},
}
"""Kind of file -> who judges it."""


def verdicts(folder: Path, kinds: Sequence[str] = ()) -> Iterator[Verdict]:
    """What every judge says about every output in a folder, or about those of some kinds."""
    for kind in kinds or JUDGES:
        asked = JUDGES[kind]
        files = sorted(folder.glob(f"*.{kind}"))
        if not files:
            yield Verdict("the folder", str(folder), (f"holds no {kind}",))
        for name, ask in asked.items():
            if judges.INSTALLED[name]():
                yield from map(ask, files)
            else:
                yield Verdict(name, f"*.{kind}", ("is not installed",))


def main(folder: Path, kinds: Sequence[str] = ()) -> int:
    given = list(verdicts(folder, kinds))
    for verdict in given:
        print(verdict)
    refused = sum(not verdict.passed for verdict in given)
    print(f"{len(given)} verdicts, {refused} of them refusals")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
