"""From a document to files: one writer a format, and one place that puts bytes on disk."""
