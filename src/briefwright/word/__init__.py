"""What makes a DOCX live: its reference document, content controls and bookmarks, and reading them back."""
