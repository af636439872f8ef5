"""How an entry is set: lines, indentation, alignment, the last comma, the case of what is not read as text."""

from __future__ import annotations

from briefwright.bib.tidy.entry import Entry, Field
from briefwright.bib.tidy.rule import Rule
from briefwright.bib.tidy.style import Style
from briefwright.bib.tidy.values import change_fields


def letter_case(entry: Entry, style: Style) -> Entry:
    """Types and names of fields as most of the file spells them, or in small letters."""
    spelled = style.spellings.get if style.settings.case == "file" else _no_spelling
    type_ = (spelled(f"@{entry.type.lower()}") or "@" + _other(entry.type, style))[1:]
    if type_ != entry.type:
        entry = entry._replace(type=type_)
    names = [field.name for field in entry.fields]
    made = [spelled(name.lower()) or _other(name, style) for name in names]
    if made == names:
        return entry
    pairs = zip(entry.fields, made, strict=True)
    return entry._replace(fields=tuple(field._replace(name=name) for field, name in pairs))


def _no_spelling(_: str) -> None:
    return None


def _other(name: str, style: Style) -> str:
    """A name that the file's habits say nothing of."""
    return name if style.settings.case == "file" else name.lower()


def one_field_per_line(entry: Entry, style: Style) -> Entry:
    """Each field, and the closing brace, on a line of its own; no line stays empty."""
    if not style.lines:
        return entry
    indent = style.indent
    if not all(map(_begins_line, {field.gap for field in entry.fields})):
        fields = tuple(
            field if _begins_line(field.gap) else field._replace(gap=f",\n{indent}") for field in entry.fields
        )
        entry = entry._replace(fields=fields)
    tail = _closing_line(entry, style)
    return entry if tail == entry.tail else entry._replace(tail=tail)


def indentation(entry: Entry, style: Style) -> Entry:
    """The white space before fields, and before a closing brace that begins a line."""
    before = f"\n{style.indent}"
    gaps = {field.gap for field in entry.fields}
    if any(_lies(gap) and not _indented(gap, style.indent) for gap in gaps):
        fields = tuple(
            field._replace(gap=field.gap.rpartition("\n")[0] + before) if _lies(field.gap) else field
            for field in entry.fields
        )
        entry = entry._replace(fields=fields)
    start, line, last = entry.tail[:-1].rpartition("\n")
    if line and last != style.closing_indent and "," not in last:
        entry = entry._replace(tail=f"{start}\n{style.closing_indent}{entry.tail[-1]}")
    return entry


def alignment(entry: Entry, style: Style) -> Entry:
    """The white space around equals signs, of fields that begin a line."""
    lined = [field for field in entry.fields if "\n" in field.gap]
    if not lined or style.align.holds(lined):
        return entry
    longest = max(len(field.name) for field in lined)

    def aligned(field: Field) -> Field:
        return field._replace(equals=style.align.equals(field.name, longest)) if "\n" in field.gap else field

    return change_fields(entry, None, aligned)


def trailing_comma(entry: Entry, style: Style) -> Entry:
    """A comma after the last field, or none."""
    inner, spread = entry.tail[:-1], bool(entry.fields) and "\n" in entry.fields[0].gap
    if ("," in inner) == style.comma or not spread:
        return entry
    return entry._replace(tail=(f",{inner}" if style.comma else inner.replace(",", "")) + entry.tail[-1])


def _begins_line(gap: str) -> bool:
    """Whether a gap is a comma, a line end and an indentation."""
    return gap.startswith(",\n") and gap.count("\n") == 1


def _lies(gap: str) -> bool:
    """Whether a gap ends in a line of white space."""
    return "\n" in gap and "," not in gap.rpartition("\n")[2]


def _indented(gap: str, indent: str) -> bool:
    return gap.endswith(indent) and gap[-len(indent) - 1 : len(gap) - len(indent)] == "\n"


def _closing_line(entry: Entry, style: Style) -> str:
    """The end of an entry, with its closing brace on a line of its own where it should be."""
    inner = entry.tail[:-1]
    if not entry.fields or not (style.closing_line or "\n" in inner):
        return entry.tail
    _, line, last = inner.rpartition("\n")
    space = last if line and "," not in last else style.closing_indent
    return ("," if "," in inner else "") + f"\n{space}{entry.tail[-1]}"


RULES: tuple[Rule, ...] = (
    Rule(
        "letter-case",
        "types and names of fields are spelled as most of the file spells them: all `doi`, or all `DOI`",
        letter_case,
    ),
    Rule("one-field-per-line", "a line for each field and for the closing brace", one_field_per_line),
    Rule("indentation", "fields begin where most of the file's do", indentation),
    Rule("alignment", "equals signs and values stand as in most of the file's entries", alignment),
    Rule("trailing-comma", "a comma after the last field, or none, as most of the file has it", trailing_comma),
)
