"""Citing: references as CSL items, styles, locales, locators and citation processing."""
