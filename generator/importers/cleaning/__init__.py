"""Clean the bodies of imported posts."""
