"""Watch the archive, and tell which saved files matter to a preview."""
