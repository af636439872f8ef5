"""Whether what `review pull` says and does is what a case of the corpus wants; each answer is a list of complaints."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pypandoc

from tests.review.corpora import Case, call, render

FACT_FILES = {
    "facts/traffic.yaml": ("passengers-2023", "passengers-2019", "cars-share-2023", "winter-cancellations",
                           "fares-rise-2022", "commuters-share", "visitors-gap"),
    "facts/fleet.yaml": ("aurora-2018", "fire-2021", "order-2024", "yard-delay", "crew-shortage", "battery-life"),
    "facts/harbours.yaml": ("shore-power-2020", "quay-depth", "dredging-cost", "pier-1911"),
}  # fmt: skip
IN_FACTS = {"fact", "value", "date", "formatting"}
"""Kinds of edits whose target is the file of their fact, where they have one."""

Json = Mapping[str, Any]


def problems_of(case: Case, document: Path, project: Path) -> list[str]:
    """Bring a case's document home in a project, and say what is not as the case wants it.

    document: as the editor made it; project: a copy that may be changed, with what was rendered in build/.
    """
    returned = project.parent / "returned" / Path(case.brief).with_suffix(".docx").name
    returned.parent.mkdir()
    shutil.copy(document, returned)
    before = texts_of(project)
    code, printed = call("review", "pull", returned, "--apply", "--yes", "--json", "--project", project)
    assert "Traceback" not in printed, printed
    after = texts_of(project)
    said = _json(printed)
    if said is None:
        found = [] if code and refused(case) else [f"no JSON, exit code {code}"]
    else:
        found = complaints_of(case, said, printed, code)
    found += changed_wrongly(case, before, after)
    if before != after:
        try:
            render(project, project.parent / "again", case.docx, Path(case.brief).stem)
            found += reads_otherwise(case, returned, project.parent / "again" / returned.name)
        except ValueError as problem:
            found.append(f"it no longer renders: {problem}")
    return [*found, f"exit code {code}", printed] if found else []


def texts_of(project: Path) -> dict[str, str]:
    """A project's sources by path; a picture is its bytes in hexadecimal."""
    files = sorted(file for file in project.rglob("*") if file.is_file() and "build" not in file.parts)
    return {file.relative_to(project).as_posix(): _text(file) for file in files}


def _text(file: Path) -> str:
    return file.read_bytes().hex() if file.suffix == ".png" else file.read_text(encoding="utf-8")


def _json(printed: str) -> Json | None:
    start = re.search(r"(?m)^\{$", printed)
    return json.JSONDecoder().raw_decode(printed, start.start())[0] if start else None


def complaints_of(case: Case, said: Json, printed: str, code: int) -> list[str]:
    """What is wrong with what was said of a case's document.

    said: the command's JSON; printed: all that it printed; code: its exit code.
    """
    wanted = case.wanted
    found = [
        *_edits(case, said),
        *_citations(wanted.get("citations", []), said.get("citations", [])),
        *_comments(wanted.get("comments", []), said.get("comments", [])),
        *_unplaced(wanted.get("unplaced", []), said.get("unplaced", [])),
        *(f"nothing says {words!r}" for words in wanted.get("mentions", []) if words not in spaced(printed)),
    ]
    if "fresh" in wanted and said.get("fresh") is not wanted["fresh"]:
        found.append(f"fresh is {said.get('fresh')}")
    if "said" in wanted and not (code or said.get("findings")):
        found.append("no finding and no exit code says that something is wrong")
    if wanted.get("said") and wanted["said"] not in printed:
        found.append(f"no message names {wanted['said']!r}")
    return found


def refused(case: Case) -> bool:
    """Whether a case's document may be refused outright, without any JSON."""
    return case.wanted.get("said") == ""


def _edits(case: Case, said: Json) -> list[str]:
    wanted = case.wanted.get("edits", [])
    edits: list[Json] = said.get("edits", [])
    if wanted == "any":
        return []
    if wanted == "none-applied":
        return [f"would be applied: {_short(edit)}" for edit in edits if edit.get("state") == "applies"]
    fits = {number: [one for one in edits if _fits(case, want, one)] for number, want in enumerate(wanted)}
    fitting = [one for ones in fits.values() for one in ones]
    return [
        *(f"not found: {want}" for number, want in enumerate(wanted) if not fits[number] and not want.get("optional")),
        *(f"not wanted: {_short(one)}" for one in edits if one not in fitting),
    ]


def _fits(case: Case, want: Json, edit: Json) -> bool:
    states = _several(want.get("state", "applies"))
    return (
        edit.get("kind") in _several(want["kind"])
        and edit.get("state") in states
        and ("fact" not in want or edit.get("fact") == want["fact"])
        and ("part" not in want or str(edit.get("part", "")).split(":")[0] == want["part"])
        and ("author" not in want or edit.get("author") == want["author"])
        and ("tracked" not in want or edit.get("tracked") is want["tracked"])
        and set(want.get("also", ())) <= _names(edit.get("also", ()))
        and _path(case, want) in (None, (edit.get("target") or {}).get("path"))
        and all(_words(want, edit, *side) for side in (("before", "was"), ("after", "now")))
        and ("now" not in want or loose(want["now"]) == loose(edit.get("now") or ""))
    )


def _words(want: Json, edit: Json, side: str, whole: str) -> bool:
    if side not in want:
        return True
    words = loose(want[side])
    return words in loose(edit.get(side) or "") or words in loose(edit.get(whole) or "")


def _path(case: Case, want: Json) -> str | None:
    if "generated" in _several(want["kind"]):
        return None
    if "path" in want:
        return want["path"]  # type: ignore[no-any-return]
    if "fact" in want and IN_FACTS.intersection(_several(want["kind"])):
        return next(path for path, ids in FACT_FILES.items() if want["fact"] in ids)
    return case.brief


def _names(also: Sequence[Any]) -> set[str]:
    names = (item if isinstance(item, str) else item.get("name") or item.get("brief") or item["path"] for item in also)
    return {Path(name).stem for name in names}


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _short(edit: Json) -> str:
    names = ("kind", "fact", "part", "state", "before", "after", "target")
    return json.dumps({name: edit[name] for name in names if edit.get(name)}, ensure_ascii=False)


def _citations(wanted: Any, citations: Sequence[Json]) -> list[str]:
    if wanted == "any":
        return []
    fitting: list[Json] = []
    found = []
    for want in wanted:
        ones = [
            one
            for one in citations
            if one.get("kind") in _several(want["kind"])
            and all(one.get(name) == want[name] for name in ("key", "author") if name in want)
            and all(str(want[side]) in str(one.get(side)) for side in ("before", "after") if side in want)
            and ("new_reference" not in want or bool(one.get("new_reference")) is want["new_reference"])
        ]
        fitting += ones
        found += [] if ones or want.get("optional") else [f"no citation: {want}"]
    return found + [f"citation not wanted: {one}" for one in citations if one not in fitting]


def _comments(wanted: Any, comments: Sequence[Json]) -> list[str]:
    if wanted == "any":
        return []
    found = []
    fitting: list[Json] = []
    for want in wanted:
        ones = [one for one in comments if _comment_fits(want, one)]
        fitting += ones
        found += [] if ones else [f"no comment: {want}; there are: {comments}"]
    return found + [f"comment not wanted: {one}" for one in comments if one not in fitting]


def _comment_fits(want: Json, one: Json) -> bool:
    replies = [(loose(reply["text"]), reply["author"]) for reply in one.get("replies", ())]
    place = json.dumps([one.get("anchor"), one.get("target"), one.get("fact")], ensure_ascii=False)
    return (
        loose(want["text"]) == loose(one["text"])
        and ("author" not in want or one["author"] == want["author"])
        and ("about" not in want or loose(want["about"]) in loose(one.get("about") or ""))
        and ("fact" not in want or want["fact"] in place)
        and bool(one.get("resolved")) is want.get("resolved", False)
        and [(loose(reply["text"]), reply["author"]) for reply in want.get("replies", ())] == replies
    )


def _unplaced(wanted: Any, unplaced: Sequence[Json]) -> list[str]:
    if wanted == "any":
        return []
    text = loose(json.dumps(unplaced, ensure_ascii=False))
    missing = [f"unplaced does not name {words!r}" for words in wanted if loose(words) not in text]
    return missing or ([f"unplaced: {unplaced}"] if unplaced and not wanted else [])


def changed_wrongly(case: Case, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What is wrong with a project's files after applying; the files by path, before and after."""
    wanted = case.wanted
    rules: Mapping[str, Json] = wanted.get("after_apply", {})
    found = [message for path, rule in rules.items() for message in _file(path, rule, after.get(path, ""))]
    for path, keeps in wanted.get("keeps", {}).items():
        found += [f"{path} lost {words!r}" for words in keeps if words not in after.get(path, "")]
    if rules or wanted.get("untouched"):
        found += [
            f"{path} was changed:\n{after.get(path, '')}"
            for path in sorted(before.keys() | after.keys())
            if path not in rules and before.get(path) != after.get(path)
        ]
    for path, text in before.items():
        found += [f"{path} lost its remark {remark!r}" for remark in _remarks(path, text) - _remarks(path, after[path])]
    return found


def _file(path: str, rule: Json, text: str) -> list[str]:
    found = [f"{path} lacks {words!r}" for words in rule.get("contains", ()) if words not in text]
    found += [f"{path} lacks what matches {form!r}" for form in rule.get("matches", ()) if not re.search(form, text)]
    found += [f"{path} has {words!r}" for words in rule.get("lacks", ()) if words in text]
    return [*found, text] if found else []


def _remarks(path: str, text: str) -> set[str]:
    return set(re.findall(r"(?m)(?:^|\s)(# .*)$", text)) if path.endswith((".yaml", ".toml")) else set()


def reads_otherwise(case: Case, edited: Path, rendered: Path) -> list[str]:
    """How the text of the document as rendered after applying differs from what the editor made of it."""
    if case.wanted.get("roundtrip") is False:
        return []
    theirs, ours = Counter(paragraphs(edited)), Counter(paragraphs(rendered))
    lost, new = list((theirs - ours).elements()), list((ours - theirs).elements())
    stale = [loose(words) for words in case.wanted.get("elsewhere", ())]
    left = [text for text in lost if not any(words in text for words in stale)]
    if not left and len(new) == len(lost):
        return []
    return [f"the editor wrote: {text!r}" for text in left] + [f"it now reads: {text!r}" for text in new]


def paragraphs(docx: Path) -> Iterator[str]:
    """The text of every paragraph, heading, cell and note in front of the references, citations left out."""
    command = [pypandoc.get_pandoc_path(), "-f", "docx+citations", "-t", "json", "--track-changes=accept", str(docx)]
    tree = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    meta = tree["meta"]
    for name in ("title", "subtitle"):
        if name in meta:
            yield _plain(meta[name]["c"])
    for block in tree["blocks"]:
        if block["t"] == "Header" and _plain(block["c"][2]) == "References":
            return
        yield from _texts(block)


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _texts(item)
    elif isinstance(node, dict):
        inlines = {"Para": 0, "Plain": 0, "Header": 2}.get(node.get("t", ""))
        if inlines is None:
            yield from _texts([node[name] for name in sorted(node)])
        else:
            content = node["c"] if node["t"] != "Header" else node["c"][inlines]
            text = _plain(content)
            if text:
                yield text
            yield from _notes(content)


def _notes(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _notes(item)
    elif isinstance(node, dict):
        if node.get("t") == "Note":
            yield from _texts(node["c"])
        else:
            yield from _notes(node.get("c"))


def _plain(inlines: Any) -> str:
    return loose("".join(_pieces(inlines)))


def _pieces(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _pieces(item)
    elif isinstance(node, dict):
        kind = node.get("t")
        content: Any = node.get("c")
        if kind in ("Str", "Code"):
            yield content if kind == "Str" else content[1]
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield " "
        elif kind == "Quoted":
            marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
            yield marks[0]
            yield from _pieces(content[1])
            yield marks[1]
        elif kind == "Cite":
            yield "(2000)"  # which goes, with the space in front of it, as a citation that is mere text does
        elif kind not in ("Note", "Image"):
            yield from _pieces(content)


CITATION = re.compile(r"\s*\[-?@[^\]]*\]|\s*\((?=[^()]*\b(?:(?:19|20)\d\d[a-z]?|n\.d\.))[^()]*\)")
"""A citation, typed or as author-date styles print it."""


def spaced(text: str) -> str:
    """A text with single white space, whatever its sort, also where JSON has it escaped."""
    return " ".join(text.replace("\\u00a0", " ").split())


def loose(text: str) -> str:
    """A text without citations, white space single, quotation marks straight: for comparing."""
    text = CITATION.sub("", text)
    text = text.translate({ord(mark): "'" for mark in "‘’"} | {ord(mark): '"' for mark in "“”"})
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(text.split()))
