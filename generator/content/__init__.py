"""Posts as files: decoding, front matter, dates, and what a file says as a `Post`.

Doors: `address`, `dates`, `decode`, `details`, `frontmatter.fields`, `frontmatter.keys`,
`frontmatter.record`, `frontmatter.split`, `frontmatter.writing`, `frontmatter.yaml_tree`, `options`,
`problems`, `read_job`, `scan`.
"""
