"""`briefwright new`: a fact from quoted words, or the skeleton of a brief."""

from __future__ import annotations

import difflib
import os
import re
import shlex
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefwright.cli import printing
from briefwright.cli.exits import Exit
from briefwright.cli.project import find, load, project_option
from briefwright.diagnostics import BriefwrightError, Code, Finding, did_you_mean, error, warning
from briefwright.model import Project, Reference

if TYPE_CHECKING:
    from briefwright.snapshot.folder import Snapshot

LONGEST_QUOTATION = 15
"""Words, recommended: enough to find a passage again, and no more of another's text than that."""
_SMALL_WORDS = frozenset(
    "a an and are as at be been by for from has have in into is it its of on or that the their this to was were will "
    "with".split()
)


@click.group(name="new")
def command() -> None:
    """Start a fact or a brief."""


@command.command(name="fact")
@click.argument("key")
@click.argument("quoted_words", nargs=-1, required=True, metavar='"QUOTED WORDS"')
@click.option("--topic", metavar="TOPIC", help="What it is about: chooses the file that it is added to.")
@click.option("--id", "fact_id", metavar="ID", help="Its id; by default made from the statement.")
@click.option("--statement", metavar="TEXT", help="One sentence in your own words; asked for on a terminal.")
@click.option("--locator", metavar="LOCATOR", help='Where in it: "p. 3", "para. 2"; found where that is possible.')
@click.option("--unchecked", is_flag=True, help="Take words that are not in the source's saved text; gives a draft.")
@project_option
def fact(
    *,
    key: str,
    quoted_words: tuple[str, ...],
    topic: str | None,
    fact_id: str | None,
    statement: str | None,
    locator: str | None,
    unchecked: bool,
    folder: Path,
) -> int:
    """Add a fact: KEY is the source's, QUOTED WORDS are its own, up to 15 of them.

    Where a copy of the source is kept (`briefwright snapshot`), the words are looked up in it and the locator is
    filled in.
    White space, hyphens, quotation marks and letter case need not agree.
    """
    loaded = load(folder)
    project = loaded.value
    _refuse_broken(loaded.findings)
    if project.bibliography.get(key) is None:
        hint = did_you_mean(key, project.bibliography.keys()) or "`briefwright list references` shows those there are"
        raise BriefwrightError(error(Code.UNKNOWN_REFERENCE, f"there is no reference `{key}`", hint=hint))
    quoted = _look_up(project, key, " ".join(quoted_words), unchecked=unchecked, locator=locator)
    printing.print_findings(quoted.findings, printing.console(err=True))
    if quoted.said:
        click.echo(quoted.said, err=True)
    place = locator or quoted.locator or _ask("Locator (p. 3, para. 2, note 12)", "--locator")
    sentence = statement or _ask("Statement, one sentence in your own words", "--statement")
    name = _id(project, fact_id, sentence, key)
    fields: dict[str, Any] = {
        "id": name,
        "statement": " ".join(sentence.split()),
        "evidence": [{"source": key, "locator": place, "quote": quoted.words}],
        "status": "draft" if unchecked and not quoted.found else "",
    }
    _append(project, fields, topic or _topic(project, key))
    return Exit.FINE


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Quoted words, looked up."""

    words: str
    found: bool
    locator: str = ""
    said: str = ""
    """Where they are, or why that is not known."""
    findings: tuple[Finding, ...] = ()


def _refuse_broken(findings: tuple[Finding, ...]) -> None:
    """Raises BriefwrightError where fact files are broken: a fact that is there might be taken for missing."""
    broken = [one for one in findings if one.severity == "error" and re.match("F|P00[12]|R001", one.code.value)]
    if broken:
        raise BriefwrightError(*broken)


def _look_up(project: Project, key: str, words: str, *, unchecked: bool, locator: str | None) -> _Quoted:
    from briefwright.snapshot.folder import find_snapshot, snapshot_folder
    from briefwright.snapshot.passage import find_passage

    words = " ".join(words.split()).strip("\"'“”„«»‘’ ")
    if not words:
        raise click.UsageError("the quoted words are empty")
    findings: list[Finding] = []
    number = len(words.split())
    if number > LONGEST_QUOTATION:
        message = f"the quotation has {number} words; up to {LONGEST_QUOTATION} are enough to find the passage again"
        findings.append(warning(Code.FACT_INVALID, message))
    where = snapshot_folder(project)
    read = find_snapshot(where, key, project.root)
    findings += read.findings
    if read.value is None:
        said = f"(not looked up: there is no copy of {key} in {where}; `briefwright snapshot` keeps one)"
        return _Quoted(words, False, said=said, findings=tuple(findings))
    passage = find_passage(read.value, words, project.bibliography.get(key))
    if passage is None:
        return _not_found(read.value, words, unchecked=unchecked, findings=findings)
    findings += _elsewhere(read.value, words, locator, project.bibliography.get(key))
    place = passage.locator or f"no locator: {passage.doubt}"
    said = f"Found in {read.value.path.name}, line {passage.line}: {place}"
    return _Quoted(passage.words, True, passage.locator, said, tuple(findings))


def _elsewhere(snapshot: Snapshot, words: str, locator: str | None, reference: Reference | None) -> list[Finding]:
    """A warning (F104) where the words are in another place than the locator that was given says."""
    from briefwright.locators import parse_locator
    from briefwright.model import Quotation
    from briefwright.snapshot.locating import Answer, compare
    from briefwright.snapshot.quotations import find_quotation

    if not locator or not locator.strip():
        return []
    spans = find_quotation(snapshot.folded, Quotation(words))
    verdict = compare(parse_locator(locator), spans, snapshot.places(reference))
    if verdict.answer is not Answer.DIFFERS:
        return []
    message = f"the words are in {verdict.found} of {snapshot.path.name}, not in {locator}"
    hint = f"`{locator}` is written as you gave it; without --locator it would be {verdict.found}"
    return [warning(Code.LOCATOR_WRONG, message, hint=hint)]


def _not_found(snapshot: Snapshot, words: str, *, unchecked: bool, findings: list[Finding]) -> _Quoted:
    from briefwright.snapshot.quotations import near_miss

    message = f"the words are not in {snapshot.path.name}: “{words}”"
    if unchecked:
        findings.append(warning(Code.FACT_INVALID, message))
        return _Quoted(words, False, findings=tuple(findings))
    near = near_miss(snapshot.text, snapshot.folded, words)
    hint = "copy them from there, or say --unchecked to take them as they are"
    raise BriefwrightError(
        *findings, error(Code.FACT_INVALID, message, hint=f"the nearest are “{near.text}”" if near else hint)
    )


def _ask(question: str, option: str) -> str:
    """An answer from the terminal. Raises click.UsageError where there is none to ask."""
    if not printing.can_ask():
        raise click.UsageError(f"there is no terminal to ask at: give {option}")
    while not (answer := str(click.prompt(question, err=True)).strip()):
        continue
    return answer


def _topic(project: Project, key: str) -> str:
    """The topic of a new fact: the only one there is, or asked for."""
    topics = Counter(fact.topic for fact in project.facts.values())
    if len(topics) == 1:
        return next(iter(topics))
    if not printing.can_ask():
        raise click.UsageError(f"give --topic: there are {', '.join(sorted(topics)) or 'none yet'}")
    same = [fact.topic for fact in project.facts.values() if key in (item.source for item in fact.evidence)]
    likely = Counter(same).most_common(1)
    click.echo(f"Topics: {', '.join(sorted(topics)) or 'none yet'}", err=True)
    return str(click.prompt("Topic", default=likely[0][0] if likely else None, err=True)).strip()


def _id(project: Project, given: str | None, statement: str, key: str) -> str:
    from briefwright.names import MAX_SLUG, SLUG

    if given is None:
        return _free_slug(project, statement, key)
    if given in project.facts:
        there = project.facts[given]
        message = f"the id `{given}` is that of a fact: {there.location}"
        hint = "an id is never used again: choose another"
        raise BriefwrightError(error(Code.FACT_DUPLICATE_ID, message, hint=hint))
    if not SLUG.fullmatch(given) or len(given) > MAX_SLUG:
        message = f"`{given}` is no id: lower-case letters, digits and hyphens, at most {MAX_SLUG} of them"
        raise click.UsageError(message)
    return given


def _free_slug(project: Project, statement: str, key: str) -> str:
    """An id of a statement's first words that say something; of the source's key where none are in Latin letters."""
    from briefwright.names import MAX_SLUG

    def slug(text: str) -> list[str]:
        plain = unicodedata.normalize("NFKD", text.replace("’s", "").replace("'s", "")).encode("ascii", "ignore")
        return re.findall(r"[a-z0-9]+", plain.decode().lower())

    said = [word for word in slug(re.sub(r"\{\{.*?\}\}", " ", statement)) if word not in _SMALL_WORDS]
    name = ""
    for word in said[:6] or slug(key):
        if len(name) + len(word) + 1 > MAX_SLUG - 3:
            break
        name = f"{name}-{word}" if name else word
    name = name or "fact"
    numbered = (f"{name}-{number}" for number in range(2, 10_000))
    return name if name not in project.facts else next(one for one in numbered if one not in project.facts)


def _append(project: Project, fields: Mapping[str, Any], topic: str) -> None:
    """Put a fact at the end of its topic's file, and say so."""
    from briefwright.load import load_project
    from briefwright.load.exchange import append_fact, schema_beside
    from briefwright.load.facts import validate_entry
    from briefwright.write.files import write_atomically

    given = {name: value for name, value in fields.items() if value}
    _, problems = validate_entry(given)
    if problems:
        raise BriefwrightError(*(Finding(one.code, one.severity, one.message, hint=one.hint) for one in problems))
    path = _file_of(project, topic)
    whole = project.root / path
    before = whole.read_bytes().decode("utf-8") if whole.exists() else ""
    after = append_fact(before, given, topic=topic, schema=schema_beside(path, project))
    write_atomically(whole, after.encode("utf-8"))
    again = load_project(project.root)
    added = again.value.facts.get(str(fields["id"]))
    click.echo(f"Added `{fields['id']}` to {added.location if added else path}:", err=True)
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    click.echo("\n".join(line[2:] for line in lines if line.startswith("+ ")))
    own = [finding for finding in again.findings if finding.subject == fields["id"]]
    printing.print_findings(own, printing.console(err=True))


def _file_of(project: Project, topic: str) -> str:
    """The file that a topic's facts are in, the last where they are in several; a new one's name for a new topic."""
    from briefwright.load.exchange import file_name

    files = [fact.location.path for fact in project.facts.values() if fact.topic == topic]
    if files:
        return files[-1]
    path = f"{project.config.facts}/{file_name(topic)}.yaml"
    if (project.root / path).exists():
        hint = f"name its topic, or move it away to begin a file on {topic}"
        raise BriefwrightError(error(Code.FACT_INVALID, f"{path} is there already, with another topic", hint=hint))
    return path


# --- briefs ----------------------------------------------------------------------------------------------------


@command.command(name="brief")
@click.argument("name")
@click.option("--template", metavar="NAME", help="Its template; by default the project's.")
@click.option("--title", metavar="TEXT", help="Its title; by default made from the name.")
@project_option
def brief(name: str, template: str | None, title: str | None, folder: Path) -> int:
    """Write the skeleton of a brief, with every block of its template: briefs/NAME.md.

    NAME may have folders ("2024/debt"). A brief that is there is never overwritten.
    """
    from briefwright.load.config import load_config
    from briefwright.write.files import write_atomically

    root = find(folder)
    config = load_config(root).value
    short = unicodedata.normalize("NFC", name).removeprefix(f"{config.briefs}/").removesuffix(".md")
    if re.search(r"[\x00-\x1f\x7f\\]|(^|/)(\.|\s|/|$)|\s(/|$)", short):
        raise click.UsageError(f"`{name}` is no name for a brief: write it like `debt` or `2024/debt`")
    path = root / config.briefs / f"{short}.md"
    shown = f"{config.briefs}/{short}.md"
    if os.path.lexists(path):
        message = f"there is a brief `{short}` already: {shown}"
        raise BriefwrightError(error(Code.BRIEF_DUPLICATE_NAME, message, hint="choose another name"))
    chosen = template or config.template
    text = _skeleton(chosen, title or _title_of(short), (root / config.templates, *_package()))
    write_atomically(path, text.encode("utf-8"))
    click.echo(f"Wrote {shown}. To render it: briefwright render {shlex.quote(short)}")
    return Exit.FINE


def _package() -> tuple[Path, ...]:
    from briefwright.resources import package_templates

    return (package_templates(),)


def _title_of(name: str) -> str:
    words = re.sub(r"[-_]+", " ", name.rpartition("/")[2]).strip()
    return words[:1].upper() + words[1:]


def _skeleton(template: str, title: str, folders: tuple[Path, ...]) -> str:
    from briefwright.compose.outline import blocks_to_fill, template_names
    from briefwright.load.yaml_write import scalar

    known = template_names(folders)
    if template not in known:
        hint = did_you_mean(template, known) or f"there are {', '.join(known)}"
        raise BriefwrightError(error(Code.TEMPLATE_UNKNOWN, f"there is no template `{template}`", hint=hint))
    blocks = blocks_to_fill(template, folders)
    head = f"---\ntitle: {scalar(title)}\ntemplate: {template}\ndate: {_today()}\nstatus: draft\n---\n"
    return head + "\n".join(_block(name) for name in blocks)


def _today() -> str:
    import datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    return datetime.date.today().isoformat()


_HINTS = {
    "key_points": '- {{ fact("...") }}',
    "figures": '{{ key_figures("...", caption="...") }}',
    "timeline": '{{ timeline(facts(topic="..."), caption="...") }}',
    "annex": "{{ sources() }}",
}
_HEADINGS = {"figures": "Key figures", "gaps": "What is not known", "main": "Heading"}
_FACT = 'A sentence of your own. {{ fact("...") }} Or cite: [@key, p. 3].'


def _block(name: str) -> str:
    hint = f"{{# {_HINTS.get(name, _FACT)} #}}"
    if name == "body":
        return f"{hint}\n"
    heading = _HEADINGS.get(name) or name.replace("_", " ").capitalize()
    return f"{{% block {name} %}}\n# {heading}\n\n{hint}\n{{% endblock %}}\n"
