"""Give posts their categories, tags and days, and give these terms their slugs and labels.

Doors: `definitions`, `labels`, `membership`, `placement`, `registry`, `similar_names`.
"""
