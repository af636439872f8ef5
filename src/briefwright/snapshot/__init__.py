"""Saved copies of sources: kept, read, searched for quotations, and the places in them."""
