"""The bibliography that keeps itself right: what is written into .bib files, and what goes along with it."""
