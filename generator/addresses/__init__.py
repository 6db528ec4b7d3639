"""Turn names into paths of the output, and paths into links.

Doors: `links`, `routes`, `segments`.
"""
