"""Themes: lookup and inheritance, the one Jinja environment, what a template sees."""
