"""Bring articles from a Jekyll site, JSON Lines or a table into an archive (`backfile import`).

Doors: `cleaning.clean`, `jekyll.site`, `records.field_names`, `records.reader`, `records.run`, `report`.
"""
