"""Give posts their categories, tags and days, and give these terms their slugs and labels.

Doors: `definitions`, `labels`, `membership`, `pinyin`, `placement`, `registry`, `similar_names`.
"""
