"""Find the files of an archive, and read each as a `Post`.

Doors: `address`, `dates`, `decode`, `details`, `frontmatter.fields`, `frontmatter.keys`,
`frontmatter.record`, `frontmatter.split`, `frontmatter.writing`, `frontmatter.yaml_tree`, `options`,
`problems`, `read_job`, `scan`.
"""
