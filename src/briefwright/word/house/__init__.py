"""A house's own .docx: its styles, page, head, foot and cover taken over, its places filled, and what it lacks told."""
