"""Show the archive in a browser: make pages on request, and reload them after changes.

Doors: `options`, `server`.
"""
