"""Share errors, values, digests, paths and wording with every other package.

Doors: `digests`, `errors`, `languages`, `lazy_pattern`, `model`, `paths`, `wording`.
"""
