"""Run a build: the order of its stages, from files to the index and from the index to the output.

Doors: `build`, `index_stage`, `inputs`, `last_good`, `problems`, `session`, `site_problems`, `slices`,
`verify`.
"""
