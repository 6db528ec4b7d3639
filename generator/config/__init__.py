"""site.yaml as declared types.

Doors: `load`, `rules.addresses`, `schema`, `yaml.errors`, `yaml.reader`.
"""
