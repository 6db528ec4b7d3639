"""Turn names into slugs and output paths, and output paths into links.

Doors: `calendar`, `folders`, `jekyll`, `links`, `lists`, `requests`, `routes`, `segments`, `stem`, `written`.
"""
