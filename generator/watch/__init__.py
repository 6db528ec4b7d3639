"""Build and publish an archive whenever something changes, as long as it runs (`backfile watch`).

Doors: `journal`, `options`, `run`.
"""
