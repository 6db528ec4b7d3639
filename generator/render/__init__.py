"""Tasks to bytes.

Doors: `job`, `renderer`.
"""
