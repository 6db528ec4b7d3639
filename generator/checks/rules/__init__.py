"""Find mistakes in an archive; each module finds one kind (`table` lists them)."""
