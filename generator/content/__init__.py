"""Read a file under `content/` as a `Post`: decode it, read its front matter, date and body."""
