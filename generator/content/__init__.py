"""Read a file under `content/` as a `Post`: decode it, read its front matter, date and body.

Doors: `address`, `dates`, `decode`, `details`, `encodings.names`, `frontmatter.fields`, `frontmatter.keys`,
`frontmatter.record`, `frontmatter.split`, `frontmatter.trees`, `frontmatter.writing`,
`frontmatter.yaml_tree`, `new_archive`, `options`, `outcome`, `packs`, `problems`, `read_job`,
`scan`, `shown_bytes`, `visibility`.
"""
