"""Read site.yaml into declared types.

Doors: `load`, `rules.addresses`, `schema`, `yaml.errors`, `yaml.reader`, `yaml.tree`.
"""
