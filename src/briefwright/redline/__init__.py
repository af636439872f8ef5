"""An edition of a document against an earlier one, as a DOCX with tracked changes."""
