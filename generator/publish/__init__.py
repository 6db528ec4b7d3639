"""The output of a finished build, carried to where readers find it.

Doors: `plan`, `publish`, `target`.
"""
