"""What the site consists of, and what of it is stale.

Doors: `page_borders`, `reasons`, `task`, `touched`.
"""
