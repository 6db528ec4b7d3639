"""Make the search index: terms of texts, lists of posts, blocks of lists, segments by time.

Doors: `documents`, `files`, `jobs`, `leftovers`, `manifest`, `matching`, `page_text`, `pages`, `tiers`,
`update`.
"""
