"""Read and write packs: the posts of a month in one file, with their paths and bytes (docs/packs.md)."""
