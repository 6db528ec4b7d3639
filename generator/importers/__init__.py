"""Bring articles from a site, JSON Lines or a table into an archive (`backfile import`).

Doors: `cleaning.clean`, `hexo.site`, `hugo.site`, `jekyll.site`, `pelican.site`, `records.field_names`,
`records.reader`, `records.run`, `report`, `sites.calls`.
"""
