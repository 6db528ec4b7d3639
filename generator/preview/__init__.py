"""Show the archive in a browser while it is edited (`backfile serve`).

Doors: `options`, `server`.
"""
