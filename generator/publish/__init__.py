"""Send the output of a finished build to a folder, an rsync server, a branch of git or a bucket.

Doors: `pictures`, `plan`, `publish`, `source`, `target`.
"""
