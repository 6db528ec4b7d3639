"""What the site consists of, and what of it is stale."""
