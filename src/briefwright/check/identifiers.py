"""What is wrong with a DOI, an ISBN, an ISSN, an ORCID iD or a web address, in words.

Each function takes a field's value, without TeX, and gives a sentence's end ("has 12 digits; ..."), empty where
nothing is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_WRAPPED = re.compile(
    r"(?i)(?:https?:/{0,2}(?:[\w.-]*\.)?doi\.org/|(?:[\w.-]*\.)?doi\.org/|doi\s*[:=]?\s*)(?=10\.)"
)
_DASHES = re.compile(r"[-\u2010-\u2015\u2212]")
_REMARK = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|(?i:\b(?:[ep]-?)?is[bs]n(?:-l\b)?(?:[-\s]?1[03](?=[\s:]))?[:.]?)|\b[^\W\d_]{2,}\b\.?"
)
"""What people write beside a number: "(pbk.)", "ISBN-13:", "print"."""

SCHEMES: Mapping[str, bool] = {
    **dict.fromkeys(("http", "https", "ftp", "ftps", "sftp"), True),
    **dict.fromkeys(("urn", "doi", "info", "hdl", "ark", "mailto", "file", "data", "ipfs", "magnet", "news"), False),
}
"""What an address may begin with, and whether `//` and a host follow."""
_SOUND = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w./?&=%#:;,+~@!$'()*-]*)?(?<!\.\.\.)")
"""What most addresses are: the other questions need not be asked."""
_SCHEME = re.compile(r"((?:hdl|doi|urn|info|ark)(?=:)|[A-Za-z][A-Za-z0-9+.-]*(?=:(?!\d{1,5}(?:/|\Z)))):", re.IGNORECASE)
_HOST = re.compile(r"//([^/?#]*)")


def doi_problem(text: str) -> str:
    """What is wrong with a DOI (DOI Handbook, 2.2: a prefix that begins with 10., a slash, a suffix)."""
    wrapped = "holds more than the DOI" if _DOI_WRAPPED.match(text) else ""
    if re.search(r"\s", text):
        return "has a space inside" + (f", and {wrapped}" if wrapped else "")
    if wrapped:
        return wrapped
    if not _DOI.fullmatch(text):
        return "is no DOI: one begins with `10.` and a number, and has a slash after it"
    if text.endswith((".", ",", ";")):
        return f"ends in `{text[-1]}`, which is not part of the DOI"
    return ""


def bare_doi(text: str) -> str:
    """The DOI in an address, after "doi:" or before a full stop; empty where there is none that is sound."""
    wrapped = _DOI_WRAPPED.match(text)
    doi = text[wrapped.end() if wrapped else 0 :].rstrip(".,; ")
    return doi if _DOI.fullmatch(doi) else ""


def isbn_problem(text: str) -> str:
    """What is wrong with one or several ISBNs (ISO 2108): their length, their beginning or their check digit."""
    numbers = list(_numbers(text, (10, 13)))
    if not numbers:
        return "holds no number"
    return next((said for number in numbers if (said := _isbn_problem(number))), "")


def _isbn_problem(number: str) -> str:
    if len(number) == 8 and not issn_problem(number):
        return f"holds an ISSN, {number[:4]}-{number[4:]}"
    if not re.fullmatch(r"\d{9}[\dXx]|\d{13}", number):
        return _wrong_length(number, "an ISBN", "10 or 13")
    if len(number) == 13 and not number.startswith(("978", "979")):
        return "has 13 digits and begins with neither 978 nor 979"
    sound = _mod_11(number) if len(number) == 10 else _mod_10(number)
    return "" if sound else f"has a wrong check digit: {number}"


def issn_problem(text: str) -> str:
    """What is wrong with one or several ISSNs (ISO 3297): their length or their check digit."""
    numbers = list(_numbers(text, (8,)))
    if not numbers:
        return "holds no number"
    for number in numbers:
        if not re.fullmatch(r"\d{7}[\dXx]", number):
            return _wrong_length(number, "an ISSN", "8")
        if not _mod_11(number):
            return f"has a wrong check digit: {number[:4]}-{number[4:]}"
    return ""


def orcid_problem(text: str) -> str:
    """What is wrong with one or several ORCID iDs: their form, or their check digit (ISO 7064 MOD 11-2)."""
    found = re.findall(r"(?<![\w-])\d[\d-]{6,}[Xx]?(?![\w-])", _DASHES.sub("-", text))
    if found and _DASHES.sub("", text) != text.replace("-", ""):
        return "is written with dashes, where an iD has hyphens"
    if not found:
        return "holds no ORCID iD"
    for one in found:
        if not re.fullmatch(r"(?:\d{4}-){3}\d{3}[\dXx]", one):
            return f"is not four groups of four digits: {one}"
        if not _mod_11_2(one.replace("-", "")):
            return f"has a wrong check digit: {one}"
    return ""


def address_problem(text: str) -> str:
    """What is wrong with a web address (RFC 3986, sections 3 and 2.2), as far as its text tells."""
    if _SOUND.fullmatch(text):
        return ""
    if re.search(r"\s", text):
        return "has a space inside"
    if "{" in text or "}" in text or "\\" in text:
        return "holds braces or a command of TeX"
    if found := re.search(r"[<>\"]", text):
        return f"holds `{found[0]}`, which no address can"
    if text.endswith(("…", "...")):
        return "is cut short"
    scheme = _SCHEME.match(text)
    if scheme is None:
        return "does not say `https://` or `http://`"
    if scheme[1].lower() not in SCHEMES:
        return f"begins with `{scheme[1]}:`, which nothing opens"
    return _host_problem(text[scheme.end() :]) if SCHEMES[scheme[1].lower()] else ""


def _host_problem(rest: str) -> str:
    found = _HOST.match(rest)
    if found is None:
        return "has not two slashes after its scheme"
    host = found[1].rpartition("@")[2].lower()
    if host.rstrip(":") in SCHEMES:
        return "has its scheme twice"
    name = host if host.startswith("[") else host.partition(":")[0]
    if name.rstrip(".") in ("", "www") or ".." in name or name.startswith("."):
        return "names no site"
    return ""


def _numbers(text: str, lengths: tuple[int, ...]) -> Iterator[str]:
    """The numbers in a field: divided by commas and the like, or by spaces where each part is a whole number."""
    for part in re.split(r"[,;/|]|\band\b", _REMARK.sub(" ", _DASHES.sub("-", text))):
        words = [word.replace("-", "") for word in part.split()]
        yield from (words if all(len(word) in lengths for word in words) else _regrouped(words, lengths))


def _regrouped(words: Sequence[str], lengths: tuple[int, ...]) -> list[str]:
    """Numbers whose own parts are divided by spaces, as they are from one another: all, or one that is wrong."""
    found: list[str] = []
    number = ""
    for word in words:
        number += word
        wanted = max(lengths) if number.startswith(("978", "979")) else min(lengths)
        if len(number) == wanted:
            found.append(number)
            number = ""
    return found if not number else ["".join(words)]


def _wrong_length(number: str, what: str, right: str) -> str:
    if not re.fullmatch(r"\d+[Xx]?", number):
        return f"is not made of digits: {number[:20]}"
    return f"has {len(number)} digits; {what} has {right}"


def _digits(number: str) -> list[int]:
    return [10 if sign in "Xx" else int(sign) for sign in number]


def _mod_10(number: str) -> bool:
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(_digits(number))) % 10 == 0


def _mod_11(number: str) -> bool:
    """Weights from the number's length down to 1, as ISBN-10 and ISSN have them."""
    return sum(digit * (len(number) - place) for place, digit in enumerate(_digits(number))) % 11 == 0


def _mod_11_2(number: str) -> bool:
    total = 0
    for digit in _digits(number[:-1]):
        total = (total + digit) * 2 % 11
    return (12 - total) % 11 == _digits(number[-1])[0]
