"""Send the output of a finished build to a folder, an rsync server or a branch of git.

Doors: `plan`, `publish`, `source`, `target`.
"""
