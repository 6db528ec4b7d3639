"""Import posts from records: JSON Lines and tables."""
