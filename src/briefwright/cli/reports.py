"""Findings for other programs: SARIF 2.1.0 and the commands of GitHub's workflows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefwright import __version__
from briefwright.diagnostics import Code, Finding, Severity

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(findings: Sequence[Finding], about: dict[Code, str]) -> dict[str, Any]:
    """The findings as a SARIF log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).

    about: by code, what the rule finds.
    """
    codes = sorted({finding.code for finding in findings})
    rules = [
        {
            "id": code.value,
            "name": code.slug,
            "shortDescription": {"text": about.get(code, code.slug.replace("-", " "))},
        }
        for code in codes
    ]
    driver = {"name": "Briefwright", "version": __version__, "rules": rules}
    results = [_result(finding, codes.index(finding.code)) for finding in findings]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    text = " ".join(map(_sentence, filter(None, (finding.message, finding.hint))))
    result: dict[str, Any] = {
        "ruleId": finding.code.value,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": text},
    }
    where = finding.location
    if where and where.path:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(where.path)}}
        if where.line:
            physical["region"] = {"startLine": where.line} | ({"startColumn": where.column} if where.column else {})
        result["locations"] = [{"physicalLocation": physical}]
    return result


def _sentence(text: str) -> str:
    """A message or hint with a capital and a stop (SARIF 2.1.0, 3.11.1: a message's text is one or more sentences)."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!", "…")) else ".")


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path)


def github(findings: Sequence[Finding]) -> str:
    """A workflow command a finding, which GitHub shows beside the changed line."""
    return "".join(f"{_command(finding)}\n" for finding in findings)


def _command(finding: Finding) -> str:
    where = finding.location
    kind = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}[finding.severity]
    places = {"file": where.path, "line": where.line, "col": where.column} if where and where.path else {}
    named = places | {"title": f"{finding.code.value} {finding.code.slug}"}
    options = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in named.items() if value)
    text = f"{finding.message} ({finding.hint})" if finding.hint else finding.message
    return f"::{kind} {options}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    """Percent-encoded as the runner decodes it: % and line ends, in options also what parts them."""
    for sign in ("%", "\r", "\n", *more):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
