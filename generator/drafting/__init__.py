"""New posts, begun as a careful editor would: file, address, date, and front matter.

Doors: `draft`, `editor`.
"""
