"""`[tool.briefwright.check]` of pyproject.toml."""

from __future__ import annotations

from typing import Any

from briefwright.diagnostics import Code, Finding, Location, Warned, did_you_mean, error, unknown_rule
from briefwright.model import CheckSettings

_FIELDS = ("select", "ignore", "per-file-ignores")


def read_check_settings(table: Any, at: Location) -> Warned[CheckSettings]:
    """The settings of the checker; what cannot be used is reported and left out.

    at: the table's place, for findings.
    """
    if not isinstance(table, dict):
        hint = 'write `[tool.briefwright.check]` and below it `ignore = ["R102"]`'
        return Warned(CheckSettings(), (error(Code.PROJECT_CONFIG, "`check` is not a table", at, hint=hint),))
    findings: list[Finding] = []
    for key in table:
        if key not in _FIELDS:
            hint = did_you_mean(key, _FIELDS) or f"the settings are {', '.join(_FIELDS)}"
            findings.append(error(Code.PROJECT_CONFIG, f"`check` has no setting `{key}`", at, hint=hint))
    select = _texts(table.get("select", []), "select", at, findings)
    ignore = _texts(table.get("ignore", []), "ignore", at, findings)
    by_file = table.get("per-file-ignores", {})
    if not isinstance(by_file, dict):
        message, hint = "`per-file-ignores` is not a table", 'write `"facts/old/*.yaml" = ["F111"]` below it'
        findings.append(error(Code.PROJECT_CONFIG, message, at, hint=hint))
        by_file = {}
    per_file = {str(pattern): _texts(codes, "per-file-ignores", at, findings) for pattern, codes in by_file.items()}
    return Warned(CheckSettings(select, ignore, per_file), tuple(findings))


def _texts(value: Any, key: str, at: Location, findings: list[Finding]) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
        findings += [found for text in texts if (found := unknown_rule(text, at))]
        return tuple(texts)
    hint = 'write codes or names of rules: ["R102", "weasel-words"]'
    findings.append(error(Code.PROJECT_CONFIG, f"`{key}` must be a list of texts", at, hint=hint))
    return ()
