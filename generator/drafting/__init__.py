"""Create a new post: choose its file, slug and date, and write its front matter (`backfile new`).

Doors: `editor`, `new_post`.
"""
