"""By which names a house's styles are ours: Word's own, aliases, other spellings, other languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from briefwright.word.ooxml import Element, w

_LEVELS = range(1, 7)

CALLED: Mapping[str, tuple[str, ...]] = {
    **{
        f"Heading{level}": tuple(
            f"{word} {level}" for word in ("Überschrift", "Titre", "Заголовок", "Título", "Titolo", "Kop", "Rubrik")
        )
        for level in _LEVELS
    },
    **{f"TOC{level}": (f"Contents {level}", f"Verzeichnis {level}", f"Inhaltsverzeichnis {level}", f"TM {level}",
                       f"Оглавление {level}") for level in (1, 2, 3)},
    "BodyText": ("Text Body", "Fließtext", "Textkörper", "Standardtext", "Haupttext", "Corps de texte",
                 "Texte courant", "Основной текст", "Cuerpo de texto", "Body"),
    "FirstParagraph": ("Erster Absatz", "Premier paragraphe"),
    "ListParagraph": ("Listenabsatz", "Paragraphe de liste", "Абзац списка"),
    "BlockText": ("Quote", "Quotations", "Block Quotation", "Zitat", "Blockzitat", "Citation", "Цитата"),
    "Title": ("Titel", "Titre", "Название", "Título", "Document Title"),
    "Subtitle": ("Untertitel", "Sous-titre", "Подзаголовок", "Subtítulo"),
    "Author": ("Autor", "Auteur", "Автор", "Byline"),
    "Caption": ("Beschriftung", "Légende", "Название объекта"),
    "TableCaption": ("Table Title", "Tabellenbeschriftung", "Tabellentitel", "Titre de tableau"),
    "ImageCaption": ("Figure Caption", "Bildunterschrift", "Abbildungsbeschriftung", "Légende de figure"),
    "TableText": ("Table Contents", "Tabellentext", "Tabelleninhalt", "Texte de tableau"),
    "FootnoteText": ("Footnote", "Fußnotentext", "Note de bas de page", "Текст сноски"),
    "FootnoteReference": ("Footnote anchor", "Footnote Characters", "Fußnotenzeichen", "Appel note de bas de p.",
                          "Знак сноски"),
    "Hyperlink": ("Internet link", "Lien hypertexte", "Гиперссылка"),
    "Header": ("Kopfzeile", "En-tête", "Верхний колонтитул"),
    "Footer": ("Fußzeile", "Pied de page", "Нижний колонтитул"),
    "TOCHeading": ("Contents Heading", "Inhaltsverzeichnisüberschrift", "En-tête de table des matières",
                   "Заголовок оглавления"),
    "TableofFigures": ("Figure Index 1", "Table Index 1", "Abbildungsverzeichnis", "Table des illustrations",
                       "Перечень рисунков"),
    "Bibliography": ("Literaturverzeichnis", "Bibliographie", "References", "Список литературы"),
    "SourceCode": ("Preformatted Text", "HTML Preformatted", "Code", "Quelltext"),
    "VerbatimChar": ("Source Text", "HTML Code", "Inline Code"),
    "Summary": ("Zusammenfassung", "Résumé", "Abstract"),
    "KeyPoints": ("Kernpunkte", "Points clés", "Key Messages"),
    "Box": ("Kasten", "Encadré", "Infobox"),
    "Note": ("Hinweis", "Remarque"),
    "Warning": ("Warnung", "Avertissement"),
    "Table": ("Tabelle", "Tableau", "House Table"),
    "KeyFigures": ("Kennzahlen", "Chiffres clés"),
    "Timeline": ("Zeitleiste", "Chronologie"),
    "Sources": ("Quellen",),
}  # fmt: skip
"""From our id of a style to what else people and programs call it. Files hold Word's own styles by their English names
(ECMA-376 part 1, 17.7.4.9), whatever Word shows; these are names that people and other programs gave."""


def kind_of(style: Element) -> str:
    """paragraph, character, table or numbering."""
    return str(style.get(w("type"), "paragraph"))


def name_of(style: Element) -> str:
    """A style's name; its id where it has none."""
    found = style.find(w("name"))
    return str(found.get(w("val"), "")) if found is not None else str(style.get(w("styleId"), ""))


class Names:
    """The names in a house's style sheet."""

    def __init__(self, styles: Element, used: Collection[str] = ()) -> None:
        """used: ids of the styles that the house's own text has; of two that are one of ours, such a one is meant."""
        self._used = used
        self._ids: dict[tuple[str, str], str] = {}
        self._loose: dict[tuple[str, str], str] = {}
        self._own: dict[tuple[str, str], str] = {}
        self.default: dict[str, str] = {}
        """By kind of style: the id of the default one."""
        for style in styles.iter(w("style")):
            identifier, kind = style.get(w("styleId"), ""), kind_of(style)
            for name in _names(style):
                self._ids.setdefault((kind, name.casefold()), identifier)
                self._loose.setdefault((kind, _bare(name)), identifier)
            self._own.setdefault((kind, identifier.casefold()), identifier)
            if style.get(w("default")) in ("1", "true", "on"):
                self.default.setdefault(kind, identifier)

    def find(self, style: Element) -> str:
        """The id of the house's style that is one of ours; empty where there is none."""
        kind, ours = kind_of(style), style.get(w("styleId"), "")
        if style.get(w("default")) and self.default.get(kind):
            return self.default[kind]
        called = (name_of(style), *CALLED.get(ours, ()))
        exact = [self._ids.get((kind, name.casefold()), "") for name in called]
        loose = [self._loose.get((kind, _bare(name)), "") for name in called]
        own = self._own.get((kind, ours.casefold()), "")
        in_use = [name for name in exact if name in self._used]
        return next(filter(None, (*in_use, *exact, *loose, own)), "")


def _names(style: Element) -> Iterator[str]:
    yield name_of(style)
    aliases = style.find(w("aliases"))
    if aliases is not None:
        yield from (name.strip() for name in aliases.get(w("val"), "").split(",") if name.strip())


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
