"""Categories, tags and calendar as one idea: terms with stable pages.

Doors: `definitions`, `labels`, `membership`, `placement`, `registry`, `similar_names`.
"""
