"""Watch the files of an archive, and decide which changes matter to a preview."""
