"""Edits made with LibreOffice through its own API (UNO), saved as "Word 2007-365". See drive.py for how to run it.

It runs in the Python that has `uno`. One LibreOffice, with a profile of its own, is started for all edits.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import drive
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from drive import edit

ANN = ("Ann", "Reader")
BEN = ("Ben", "Editor")


class Office:
    """A running LibreOffice."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.manager = context.ServiceManager
        self.desktop = self.manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def sit_down(self, person: tuple[str, str]) -> None:
        """From now on that person works at it."""
        provider = self.manager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self.context
        )
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            (prop("nodepath", "/org.openoffice.UserProfile/Data"),),
        )
        access.givenname, access.sn = person
        access.commitChanges()

    def do(self, document: Any, command: str, **arguments: Any) -> None:
        """Choose something from a menu."""
        dispatcher = self.manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", self.context)
        frame = document.CurrentController.Frame
        given = tuple(prop(name, value) for name, value in arguments.items())
        dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, given)


def prop(name: str, value: Any) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


@contextlib.contextmanager
def running() -> Iterator[Office]:
    """A LibreOffice that listens on a pipe, ended when it is done with."""
    with tempfile.TemporaryDirectory(prefix="lo-corpus-") as folder:
        pipe = f"corpus{time.time_ns()}"
        command = [
            "soffice", f"-env:UserInstallation={Path(folder).as_uri()}", "--headless", "--norestore", "--nologo",
            "--nodefault", f"--accept=pipe,name={pipe};urp;",
        ]  # fmt: skip
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            office = Office(_connect(pipe))
            yield office
            with contextlib.suppress(Exception):  # it hangs up while it answers
                office.desktop.terminate()
            process.wait(timeout=30)
        finally:
            process.kill()


def _connect(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.25)
    raise TimeoutError("LibreOffice does not answer")


def make_with(office: Office) -> Callable[[Any, Path, Path], None]:
    def make(change: Any, base: Path, out: Path) -> None:
        if change is comments_saved_by_libreoffice:
            change(base, out)
            return
        office.sit_down(ANN)
        own = out.with_suffix(".opened.docx")  # LibreOffice puts a lock beside what it opens
        shutil.copy(base, own)
        document = office.desktop.loadComponentFromURL(own.resolve().as_uri(), "_blank", 0, (prop("Hidden", True),))
        try:
            document.RecordChanges = False  # people switch it off; those who do not switch it on below
            change(Page(document, office))
            document.storeToURL(out.resolve().as_uri(), (prop("FilterName", "MS Word 2007 XML"),))
        finally:
            document.close(True)
            own.unlink()

    return make


class Page:
    """An open document, and what a person does to it."""

    def __init__(self, document: Any, office: Office) -> None:
        self.document = document
        self.office = office

    def track(self) -> None:
        self.document.RecordChanges = True

    def find(self, words: str, nth: int = 0) -> Any:
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.document.findFirst(search)
        for _ in range(nth):
            found = self.document.findNext(found.End, search)
        if found is None:
            raise LookupError(f"not found: {words!r}")
        return found

    def replace(self, old: str, new: str, nth: int = 0) -> None:
        self.find(old, nth).setString(new)

    def type_after(self, words: str, new: str) -> None:
        place = self.find(words).End
        place.Text.insertString(place, new, False)

    def enter_before(self, words: str) -> None:
        place = self.find(words).Start
        place.Text.insertControlCharacter(place, PARAGRAPH_BREAK, False)

    def paragraph(self, words: str) -> Any:
        """A cursor that has selected the paragraph with the words, and its end."""
        place = self.find(words)
        cursor = place.Text.createTextCursorByRange(place.Start)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor

    def remove(self, words: str) -> None:
        """Delete the paragraph with the words, and the end of the one in front of it."""
        cursor = self.paragraph(words)
        cursor.setString("")
        cursor.goLeft(1, True)
        cursor.setString("")

    def look(self, words: str, **properties: Any) -> None:
        found = self.find(words)
        for name, value in properties.items():
            setattr(found, name, value)

    def table(self, words: str) -> Any:
        return self.find(words).TextTable

    def note(self, words: str, text: str) -> None:
        place = self.find(words).End
        made = self.document.createInstance("com.sun.star.text.Footnote")
        place.Text.insertTextContent(place, made, False)
        made.setString(text)


# Nothing


@edit
def saved_by_libreoffice(page: Page) -> None:
    """Open and save."""


@edit
def saved_by_libreoffice_after_typing_and_undoing(page: Page) -> None:
    page.replace("three years", "four years")
    page.document.UndoManager.undo()


# Facts


@edit
def lo_fact_word(page: Page) -> None:
    page.replace("wind from", "gales from")


@edit
def lo_fact_numbers(page: Page) -> None:
    page.replace("31%", "35%")
    page.replace("port for 19", "port for 20")


@edit
def lo_fact_deleted(page: Page) -> None:
    start = page.find("Holm has offered shore power").Start
    cursor = start.Text.createTextCursorByRange(start)
    cursor.gotoEndOfParagraph(True)
    cursor.setString("")


@edit
def lo_cell_with_value(page: Page) -> None:
    cell = page.table("Boats a day").getCellByName("B2")
    cell.setString("4.2 metres")


@edit
def lo_tracked_fact_number(page: Page) -> None:
    page.track()
    page.replace("60–70%", "55–70%")


@edit
def lo_tracked_clause(page: Page) -> None:
    page.track()
    page.replace("crossed the sound", "crossed the water")


# Prose


@edit
def lo_prose_in_rich_paragraph(page: Page) -> None:
    page.replace("not visitors", "seldom visitors")
    page.type_after("has hinted", " twice")


@edit
def lo_prose_in_note_style(page: Page) -> None:
    page.replace("between, ", "between them, ")
    page.replace("carried ", "brought ")


@edit
def lo_tracked_prose_in_rich_paragraph(page: Page) -> None:
    page.track()
    page.replace("Since then", "Since that day")
    page.office.sit_down(BEN)
    page.replace("has drilled", "has trained")


@edit
def lo_not_latin(page: Page) -> None:
    page.type_after("The council", " (សភា)")


@edit
def lo_emphasis(page: Page) -> None:
    page.look("eight mates", CharPosture=uno.Enum("com.sun.star.awt.FontSlant", "ITALIC"))


@edit
def lo_link_added(page: Page) -> None:
    page.look("The council", HyperLinkURL="https://council.example.org/")


@edit
def lo_replaced_everywhere(page: Page) -> None:
    replace = page.document.createReplaceDescriptor()
    replace.SearchString, replace.ReplaceString, replace.SearchCaseSensitive = "survey", "poll", True
    page.document.replaceAll(replace)


@edit
def lo_heading(page: Page) -> None:
    found = page.find("The fleet", nth=1).End
    found.Text.insertString(found, " in 2024", False)


@edit
def lo_title(page: Page) -> None:
    page.replace("Ferries to the Skerry Islands", "Boats to the Skerry Islands")


# Paragraphs, lists, tables, notes


@edit
def lo_split(page: Page) -> None:
    page.replace(" A loan", "A loan")
    page.enter_before("A loan is")


@edit
def lo_joined(page: Page) -> None:
    cursor = page.paragraph("Money is short.")
    cursor.collapseToEnd()
    cursor.goRight(1, True)
    cursor.setString(" ")


@edit
def lo_paragraph_removed(page: Page) -> None:
    page.remove("The council meets in June.")


@edit
def lo_paragraph_added(page: Page) -> None:
    place = page.find("The council meets in June.").End
    place.Text.insertControlCharacter(place, PARAGRAPH_BREAK, False)
    place.Text.insertString(place, "A vote [@hansen2019islands, p. 12] is expected in the autumn.", False)


@edit
def lo_item_added(page: Page) -> None:
    place = page.find("a roof over the queue,").End
    place.Text.insertControlCharacter(place, PARAGRAPH_BREAK, False)
    place.Text.insertString(place, "coffee before seven,", False)


@edit
def lo_tracked_move(page: Page) -> None:
    page.track()
    page.document.CurrentController.select(page.find("Vik lacks"))
    page.office.do(page.document, "MoveUp")


@edit
def lo_row_added(page: Page) -> None:
    table = page.table("Boats a day")
    table.Rows.insertByIndex(3, 1)
    for name, words in zip("ABCD", ("Stad", "2 metres", "1", "summers only"), strict=True):
        table.getCellByName(f"{name}4").setString(words)


@edit
def lo_row_removed(page: Page) -> None:
    page.table("Boats a day").Rows.removeByIndex(3, 1)


@edit
def lo_note_added(page: Page) -> None:
    page.note("for the second year", "The first was 2021.")


@edit
def lo_note_changed(page: Page) -> None:
    page.replace("Two of them", "Both of them")


@edit
def lo_picture_removed(page: Page) -> None:
    pictures = page.document.GraphicObjects
    picture = pictures.getByIndex(0)
    picture.getAnchor().Text.removeTextContent(picture)
    page.remove("The sound at low tide")


# Comments and changes of others


@edit
def comments_saved_by_libreoffice(base: Path, out: Path) -> None:
    """Open and save at the command line.

    LibreOffice 7.4 crashes where a document with comments is stored as DOCX through its API.
    """
    with tempfile.TemporaryDirectory(prefix="lo-corpus-") as folder:
        command = [
            "soffice", f"-env:UserInstallation={Path(folder).as_uri()}/profile", "--headless", "--norestore",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", f"{folder}/out", str(base),
        ]  # fmt: skip
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
        shutil.copy(Path(folder) / "out" / base.name, out)


@edit
def lo_accepted_all(page: Page) -> None:
    page.office.do(page.document, "AcceptAllTrackedChanges")


if __name__ == "__main__":
    with running() as started:
        drive.main(make_with(started))
