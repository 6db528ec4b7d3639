"""Declare the kinds of output: one module says all that the program knows of one of them.

Doors: `kind`, `packed`, `parts.bodies`, `parts.feed_settings`, `parts.indexes`, `parts.inputs`,
`parts.lead_pictures`, `parts.list_pages`, `parts.navigation`, `parts.pictures`, `parts.search`,
`parts.sentences`, `parts.settings`, `parts.source_files`, `parts.terms`, `registry`, `robots`,
`search_index`, `site_config`.
"""
