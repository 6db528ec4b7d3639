"""Read site.yaml into declared types.

Doors: `groups`, `load`, `reference`, `rules.addresses`, `rules.machine_files`, `schema`, `yaml.errors`,
`yaml.reader`, `yaml.scalars`, `yaml.syntax`, `yaml.tree`.
"""
