"""Share what imports of whole sites need: front matter, links, copied files, settings, addresses."""
