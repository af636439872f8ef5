"""Citations of a DOCX that stay live: fields of Zotero's and of Word's own, or bookmarks around plain ones."""
