"""Building: what went into an output, and whether it still is what it was."""
