"""Watch the archive, and find out which saved files matter to a preview."""
