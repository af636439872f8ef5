"""What the README and the guide say is so: commands run as typed, examples load, tables are complete."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click
import pytest
import yaml

from briefwright import pandoc
from briefwright.check import RULES
from briefwright.cite.styles import style_names
from briefwright.cli import COMMANDS
from briefwright.cli.exits import Exit
from briefwright.compose.selection import GROUP_KEYS, SORT_KEYS
from briefwright.compose.values import format_date, format_value
from briefwright.compose.vocabulary import Vocabulary
from briefwright.compose.words import load_words
from briefwright.dates import parse_edtf
from briefwright.diagnostics import Code
from briefwright.load import load_project
from briefwright.load.bibliography import load_bibliography
from briefwright.load.config import load_config
from briefwright.load.schema import EvidenceEntry, FactEntry, FrontMatterEntry, QuotationEntry, ValueEntry
from briefwright.locators import parse_locator
from briefwright.model import Config, Project
from briefwright.pipeline import make_document
from briefwright.resources import package_templates
from briefwright.write.theme import SCHEMA, load_theme
from tests.pages import GUIDE, PAGES, ROOT, Block, Shell, anchors, blocks, links, named_in, rows, section

README = ROOT / "README.md"
DOCS = ROOT / "docs" / "guide"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def all_blocks(*langs: str) -> list[Block]:
    return [block for page in (README, *GUIDE) for block in blocks(page, *langs)]


def each(some: Sequence[Block]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("block", some, ids=str)


# --- commands, as a reader types them ---------------------------------------------------------------------------


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.mark.parametrize("page", [page for page in GUIDE if blocks(page, "sh")], ids=lambda page: page.name)
def test_commands_of_the_guide_run(page: Path, shell: Shell) -> None:
    for block in blocks(page):
        if block.file:
            shell.put(block)
        elif block.lang == "sh":
            done = shell.type(block.text)
            assert done.returncode == 0, f"{block}: {done.stdout}"
            assert not re.search(r"\b(error|warning) [A-Z]\d{3}\b", done.stdout), f"{block}: {done.stdout}"


def test_tour_of_the_readme(shell: Shell) -> None:
    """Five minutes, as a newcomer spends them."""
    _setup, fact, new, lines, render, mistake, checked, look, bib, word, start = blocks(README)
    facts = yaml.safe_load((ROOT / "facts/debt.yaml").read_text(encoding="utf-8"))["facts"]
    real = next(entry for entry in facts if entry["id"] == "soviet-debt-total")
    (shown,) = yaml.safe_load(fact.text)
    assert shown["evidence"][0].items() <= real["evidence"][0].items()
    assert shown | {"evidence": real["evidence"]} == {name: real[name] for name in shown}

    assert shell.type(new.text).returncode == 0
    brief = shell.folder / "briefs/my-brief.md"
    skeleton = brief.read_text(encoding="utf-8")
    text = re.sub(r"(?<=# Key points\n\n)\{#.*?#\}\n", lambda _: lines.text, skeleton)
    assert text != skeleton
    brief.write_text(text, encoding="utf-8")
    done = shell.type(render.text)
    assert done.returncode == 0
    assert "1 brief, 1 file, no warning" in done.stdout

    brief.write_text(text.replace("soviet-debt-total", "soviet-dept-total"), encoding="utf-8")
    done = shell.type(render.text)
    assert done.returncode == 1
    assert mistake.text in done.stdout
    assert (shell.folder / "build/my-brief.pdf").is_file()

    brief.write_text(text, encoding="utf-8")
    for block in (checked, look, bib, word, start):
        done = shell.type(block.text)
        assert done.returncode == 0, f"{block}: {done.stdout}"


def test_example_of_a_finding_is_the_tours() -> None:
    mistake = blocks(README)[5].text
    assert mistake == blocks(DOCS / "findings.md")[0].text


def test_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = {name for block in all_blocks("sh") for name in re.findall(r"^make ([a-z]+)", block.text, re.MULTILINE)}
    for page in PAGES:
        named |= set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE))
    assert {"briefs", "test"} <= named <= targets
    helped = {name for line in MAKEFILE.splitlines() if "@echo" in line for name in re.findall(r"make ([a-z]+)", line)}
    assert targets - {"help"} <= helped


@pytest.mark.skipif(os.environ.get("BRIEFWRIGHT_JUDGES") != "required", reason="run by .ci/run, where make may set up")
def test_make_briefs(tmp_path: Path) -> None:
    command = ["make", "briefs", f"ARGS=at-a-glance --to html --output {tmp_path}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "at-a-glance.html").is_file()


# --- links ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    dead = []
    for link in links(page):
        if link.startswith(("https://", "http://")):
            continue
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("name", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_files_that_are_named_exist(name: str) -> None:
    named = {
        word
        for word in named_in((ROOT / name).read_text("utf-8"))
        if re.fullmatch(r"[\w./-]+(/|\.(py|md|toml|sh))", word)
    }
    assert named
    made = ("build/", ".tools/", ".venv/")
    gone = [word for word in named if not (ROOT / word).exists() and not (ROOT / "src/briefwright" / word).exists()]
    assert [word for word in gone if word not in made] == []


# --- examples that load and render ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample with the guide's examples of facts, and the citation style and language that its tables are in."""
    shell = Shell(tmp_path_factory.mktemp("sample"))
    facts = [block.text for page in GUIDE for block in blocks(page, "yaml") if block.text.startswith("- id:")]
    body = "".join(facts).replace("\n", "\n  ")
    (shell.folder / "facts/examples.yaml").write_text(f"topic: examples\nfacts:\n  {body}\n", encoding="utf-8")
    project = load_project(shell.folder)
    assert project.findings == ()
    assert sum(fact.topic == "examples" for fact in project.value.facts.values()) == "".join(facts).count("- id:")
    return replace(project.value, config=replace(project.value.config, lang="en", csl="apa", template="base"))


def printed(project: Project, body: str, **meta: str) -> str:
    """What a brief of some text prints, its references left out, with straight quotes and plain spaces."""
    brief = next(iter(project.briefs.values()))
    front = replace(type(brief.meta)(title="B"), **meta)
    made = make_document(replace(brief, name="b", meta=front, body=f"\n{body}\n", meta_lines={}), project)
    assert [one for one in made.findings if one.code is not Code.BRIEF_CITES_NOTHING] == []
    assert made.value is not None
    return plain(pandoc.to_plain(made.value.blocks, "plain"))


def plain(text: str) -> str:
    return re.sub(r"[“”]", '"', text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'"))


@each(all_blocks("jinja"))
def test_examples_of_text_render(block: Block, sample: Project) -> None:
    if not block.file:
        assert printed(sample, block.text).strip()


@each([block for block in all_blocks("yaml") if block.file])
def test_examples_of_fact_files_load(block: Block, shell: Shell) -> None:
    shell.put(block)
    loaded = load_project(shell.folder)
    assert loaded.findings == ()
    assert any(fact.location.path == block.file for fact in loaded.value.facts.values())


@each(all_blocks("bibtex"))
def test_examples_of_references_load(block: Block, tmp_path: Path) -> None:
    (tmp_path / "b.bib").write_text(block.text, encoding="utf-8")
    loaded = load_bibliography(tmp_path, ("b.bib",))
    assert loaded.value.keys()
    assert (*loaded.findings, *loaded.value.problems()) == ()


@each([block for block in all_blocks("toml") if not block.file])
def test_examples_of_settings_load(block: Block, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(block.text, encoding="utf-8")
    loaded = load_config(tmp_path)
    assert loaded.findings == ()
    assert loaded.value != Config()


@each([block for block in all_blocks("toml") if block.file.startswith("templates/themes/")])
def test_examples_of_themes_load(block: Block, shell: Shell) -> None:
    for other in blocks(block.page, "toml", "css"):
        shell.put(other)
    loaded = load_theme(Path(block.file).stem, shell.folder, "templates")
    assert loaded.findings == ()
    assert loaded.value.css


def test_example_of_a_template_prints_its_parts(shell: Shell) -> None:
    for block in blocks(DOCS / "templates.md"):
        if block.file:
            shell.put(block)
    project = load_project(shell.folder).value
    made = make_document(project.briefs["memo-on-debt"], project)
    assert made.findings == ()
    assert made.value is not None
    text = pandoc.to_plain(made.value.blocks)
    for part in ("To: The Director", "about US$1.5 billion", "Talks on relief", "Ask the desk", "Sources used"):
        assert part in text


# --- what tables say is printed ---------------------------------------------------------------------------------

CALLS = [
    (row[0].strip("`"), row[1])
    for page in (DOCS / "vocabulary.md", DOCS / "briefs.md")
    for row in rows(page.read_text(encoding="utf-8"))
    if re.match(r"`(\{\{|\[-?@|\[see|@\w+ \[)", row[0]) and re.search(r"\d", row[1])
]


@pytest.mark.parametrize(("call", "expected"), CALLS)
def test_calls_print_what_tables_say(call: str, expected: str, sample: Project) -> None:
    assert len(CALLS) > 10
    first = printed(sample, call).split("\n\n")[0]
    assert " ".join(first.split()) == plain(expected)


def test_dates_print_what_the_table_says() -> None:
    words = load_words("en-GB", (package_templates(),)).value
    table = rows(section(DOCS / "facts.md", "Dates"))
    assert len(table) > 5
    for written, _, expected in table:
        assert format_date(parse_edtf(written.strip("`")), "en-GB", words) == expected


def test_values_print_what_the_table_says() -> None:
    for written, *expected in rows(section(DOCS / "facts.md", "Values and units")):
        value = ValueEntry.model_validate(yaml.safe_load(written.strip("`"))).as_value()
        for lang, text in zip(("en", "fr", "ru"), expected, strict=True):
            words = load_words(lang, (package_templates(),)).value
            assert text in ("", plain(format_value(value, lang, words)))


def test_locators_are_read_and_printed_as_the_table_says(sample: Project) -> None:
    table = [row for row in rows(section(DOCS / "facts.md", "Locators")) if len(row) == 4]
    assert len(table) > 6
    for written, _, *expected in table:
        first, *others = [parse_locator(form) for form in re.findall(r"`([^`]+)`", written.split(";")[0])]
        assert {other.label for other in others} <= {first.label}
        assert first.label
        for lang, text in zip(("en", "ru"), expected, strict=True):
            call = f'{{{{ cite("maza2017respite", locator="{first.text}") }}}}'
            out = printed(sample, call, lang=lang, csl="chicago-author-date").split("\n\n")[0]
            assert out.strip() == f"(Maza 2017, {text.removeprefix('p. ').removeprefix('с. ')})"


# --- tables that must be complete -------------------------------------------------------------------------------


def test_every_code_has_its_row() -> None:
    documented = {(row[0], row[1]) for row in rows((DOCS / "findings.md").read_text("utf-8"))}
    # those from 101 on are rules of the checker, which have pages of their own
    assert documented == {(code.value, code.slug) for code in Code if int(code.value[1:]) < 101}


def test_exit_codes() -> None:
    assert {int(row[0]) for row in rows(section(DOCS / "commands.md", "Exit codes"))} == {int(code) for code in Exit}


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, f"{path} {name}")


def test_every_command_is_in_the_table_at_the_top() -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    table = [row[0] for row in rows(text[: text.index("## Exit codes")])]
    assert table == [f"[`briefwright {name}`](#{name})" for name in COMMANDS]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_guide(name: str) -> None:
    page = DOCS / "commands.md"
    text = section(page, name) + page.read_text("utf-8")[: page.read_text("utf-8").index("## render")]
    words = set(re.findall(r"--?[a-z][a-z-]*", text))
    group = import_module(COMMANDS[name][0]).command
    for path, command in commands(group, name):
        options = {opt for param in command.params if isinstance(param, click.Option) for opt in param.opts}
        assert options <= words, path
        assert all(part in text for part in path.split()), path


def test_options_in_the_guide_exist() -> None:
    words = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", (DOCS / "commands.md").read_text("utf-8")))
    known = {"--help", "--version"}
    for name, (module, _) in COMMANDS.items():
        for _, command in commands(import_module(module).command, name):
            known |= {opt for param in command.params for opt in param.opts}
    assert words <= known


@pytest.mark.parametrize(
    ("page", "heading", "model"),
    [
        ("facts.md", "Every field", FactEntry),
        ("facts.md", "Evidence", EvidenceEntry),
        ("facts.md", "Evidence", QuotationEntry),
        ("facts.md", "Values and units", ValueEntry),
        ("briefs.md", "Front matter", FrontMatterEntry),
    ],
)
def test_every_field_is_in_the_guide(page: str, heading: str, model: type[FactEntry]) -> None:
    named = {re.split(r"\W", word)[0] for word in named_in(section(DOCS / page, heading))}
    assert set(model.model_fields) <= named


def test_every_setting_with_its_default() -> None:
    table = {row[0].strip("`"): row[1].strip("`") for row in rows(section(ROOT / "docs/guide.md", "Settings"))}
    names = [name for name in Config.__dataclass_fields__ if name not in ("check", "tidy")]
    defaults = {name.replace("_", "-"): getattr(Config(), name) for name in names}
    shown = {
        name: str(list(value)).replace("'", '"') if isinstance(value, tuple) else f'"{value}"' if value else ""
        for name, value in defaults.items()
    }
    assert table == shown


def test_every_key_of_a_theme() -> None:
    documented: dict[str, set[str]] = {}
    for row in rows(section(DOCS / "templates.md", "Themes")):
        documented.setdefault(row[0].strip("`"), set()).update(named_in(row[1]))
    assert documented == {table: set(keys) for table, keys in SCHEMA.items()}


def test_every_function_with_every_argument() -> None:
    tables = ("table", "key_figures", "timeline", "disagreements", "sources", "bibliography")
    for name in ("fact", "value", "facts", "cite", *tables):
        text = section(DOCS / "vocabulary.md", name)
        for parameter in inspect.signature(getattr(Vocabulary, name)).parameters.values():
            if parameter.kind is parameter.KEYWORD_ONLY:
                assert re.search(rf"\b{parameter.name}\b", text), f"{name}: {parameter.name}"
    names = named_in(section(DOCS / "vocabulary.md", "facts"))
    assert set(SORT_KEYS) | set(GROUP_KEYS) <= {word for name in names for word in re.findall(r"\w+", name)}


def test_number_of_styles() -> None:
    number = f"{len(style_names()):,}"
    told = [
        word for page in PAGES for word in re.findall(r"\b\d\d,\d{3}(?= (?:citation )?styles)", page.read_text("utf-8"))
    ]
    assert set(told) <= {number, "10,000"}
    assert number in told


def test_every_rule_is_in_the_guide() -> None:
    text = (DOCS / "checking.md").read_text(encoding="utf-8")
    for rule in RULES:
        off = "" if rule.on else ", off"
        row = f"| [{rule.code.value}](../rules/{rule.code.slug}.md) | {rule.code.slug} | {rule.about} | "
        assert f"{row}{rule.severity.value}{off} |" in text
    assert text.count("](../rules/") == len(RULES)
