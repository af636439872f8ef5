"""Fixed texts in the language of a brief: `templates/words/LANG.toml`, a project's own before the package's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from briefwright.diagnostics import Code, Finding, Location, Warned, error, warning

FALLBACK = "en"


def load_words(lang: str, folders: Iterable[Path]) -> Warned[Mapping[str, str]]:
    """The fixed texts for a BCP 47 tag.

    English fills what a language lacks; a language without a file of its own is a finding. folders: template
    folders, the first winning.
    """
    words: dict[str, str] = {}
    findings: list[Finding] = []
    primary = lang.split("-")[0].lower()
    known = False
    for folder in reversed(list(folders)):
        for name in dict.fromkeys((FALLBACK, primary, lang)):
            file = folder / "words" / f"{name}.toml"
            if file.is_file():
                known = known or name != FALLBACK or primary == FALLBACK
                words.update(_read(file, findings))
    if not known:
        findings.append(
            warning(
                Code.UNKNOWN_LOCALE,
                f"there are no fixed texts for the language `{lang}`: headings such as “References” are in English",
                hint=f"add templates/words/{primary}.toml after the pattern of the English one",
            )
        )
    return Warned(words, tuple(findings))


def _read(file: Path, findings: list[Finding]) -> dict[str, str]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        findings.append(error(Code.THEME_INVALID, f"{file.name} cannot be read: {problem}", Location(str(file))))
        return {}
    return {key: value for key, value in table.items() if isinstance(value, str)}
