"""Bring articles from sites, exports, feeds and records into an archive (`backfile import`).

Doors: `cleaning.clean`, `feeds.run`, `hexo.site`, `hugo.site`, `jekyll.site`, `pelican.site`,
`records.field_names`, `records.reader`, `records.run`, `report`, `sites.calls`, `wordpress.run`.
"""
