"""Files of the output: staged, replaced one by one, pruned.

Doors: `changes`, `comparison`, `staging`, `survey`.
"""
