"""Find mistakes in an archive before it is published (`backfile check`).

Doors: `check`, `codes`, `findings`, `formats`.
"""
