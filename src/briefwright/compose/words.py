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
    for file in words_files(lang, folders):
        known = known or file.stem != FALLBACK or primary == FALLBACK
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


def words_files(lang: str, folders: Iterable[Path]) -> tuple[Path, ...]:
    """The files that the fixed texts for a BCP 47 tag are read from; a later one's texts win."""
    names = dict.fromkeys((FALLBACK, lang.split("-")[0].lower(), lang))
    files = (folder / "words" / f"{name}.toml" for folder in reversed(list(folders)) for name in names)
    return tuple(file for file in dict.fromkeys(files) if file.is_file())


def _read(file: Path, findings: list[Finding]) -> dict[str, str]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        findings.append(error(Code.THEME_INVALID, f"{file.name} cannot be read: {problem}", Location(str(file))))
        return {}
    return {key: value for key, value in table.items() if isinstance(value, str)}
