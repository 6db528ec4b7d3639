"""Themes: lookup and inheritance, the one Jinja environment, what a template sees.

Doors: `assets`, `bytecode`, `dependencies`, `environment`, `inputs`, `lookup`, `options`,
`template_references`, `view_models`.
"""
