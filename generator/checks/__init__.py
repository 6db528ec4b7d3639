"""Find what is wrong with an archive before it is published.

Doors: `check`, `codes`, `findings`, `formats`.
"""
