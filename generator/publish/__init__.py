"""Send the output of a finished build to a folder, an rsync server, a branch of git or a bucket.

Doors: `noted_pictures`, `picture_places`, `pictures`, `plan`, `publish`, `requests`, `source`, `target`.
"""
