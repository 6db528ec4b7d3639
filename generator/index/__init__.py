"""The one SQLite index of the archive.

Doors: `claims`, `damage`, `database`, `git_objects`, `ingest`, `posts`, `sources`.
"""
