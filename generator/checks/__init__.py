"""What is wrong with an archive, told before it is published.

Doors: `check`, `codes`, `findings`, `formats`.
"""
