"""Put every output in a folder before the judges: ``python -m tests.judges.check_outputs FOLDER``.

One line for each file and judge; ends with 1 where a judge refuses a file or is not installed, or where there is no
output of some kind.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.judges import judges
from tests.judges.judges import Verdict


def opens_in_libreoffice(path: Path) -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        try:
            judges.libreoffice_pdf(path, Path(folder))
        except judges.ConversionError as failure:
            return Verdict("LibreOffice", path.name, (str(failure),))
    return Verdict("LibreOffice", path.name)


JUDGES: Mapping[str, Mapping[str, Callable[[Path], Verdict]]] = {
    "pdf": {"veraPDF": judges.vera_pdf, "page-validation": judges.pdf_ua, "qpdf": judges.qpdf},
    "docx": {"Open XML SDK": judges.ooxml, "LibreOffice": opens_in_libreoffice},
    "html": {"vnu": judges.vnu},
}
"""Kind of file -> who judges it."""


def verdicts(folder: Path) -> Iterator[Verdict]:
    """What every judge says about every output in a folder."""
    for kind, asked in JUDGES.items():
        files = sorted(folder.glob(f"*.{kind}"))
        if not files:
            yield Verdict("the folder", str(folder), (f"holds no {kind}",))
        for name, ask in asked.items():
            if judges.INSTALLED[name]():
                yield from map(ask, files)
            else:
                yield Verdict(name, f"*.{kind}", ("is not installed",))


def main(folder: Path) -> int:
    given = list(verdicts(folder))
    for verdict in given:
        print(verdict)
    refused = sum(not verdict.passed for verdict in given)
    print(f"{len(given)} verdicts, {refused} of them refusals")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
