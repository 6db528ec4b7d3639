"""Read site.yaml into declared types.

Doors: `groups`, `load`, `reference`, `rules.addresses`, `rules.cross_options`, `rules.feed_paths`,
`rules.machine_files`, `rules.permalinks`, `rules.pictures`, `schema`,
`yaml.errors`, `yaml.reader`, `yaml.scalars`, `yaml.syntax`, `yaml.tree`.
"""
