"""Turn names into slugs and output paths, and output paths into links.

Doors: `links`, `routes`, `segments`.
"""
