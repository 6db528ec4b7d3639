"""The one SQLite index of the archive."""
