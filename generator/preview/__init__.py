"""A preview of the archive in the browser: an index, pages made on request, and word of what changed.

Doors: `options`, `server`.
"""
