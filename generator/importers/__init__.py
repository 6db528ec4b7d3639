"""Brings articles from elsewhere into an archive: records of a file, or the sources of a Jekyll site.

Doors: `cleaning.clean`, `jekyll.site`, `records.field_names`, `records.reader`, `records.run`, `report`.
"""
