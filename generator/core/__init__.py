"""Share errors, values, digests, paths and wording with every other package.

Doors: `digests`, `errors`, `languages`, `model`, `paths`, `wording`.
"""
