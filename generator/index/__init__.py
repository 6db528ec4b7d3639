"""Keep posts, terms, addresses and lists in one SQLite database, the index. It can be deleted at any time.

Doors: `change_set`, `claims`, `damage`, `database`, `file_pictures`, `git_objects`, `ingest`, `packs`,
`pictures`, `posts`, `schema`, `site_links`, `sources`, `transactions`,
`unkept_pictures`.
"""
