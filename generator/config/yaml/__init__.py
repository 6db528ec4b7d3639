"""Read site.yaml with the line and column of every value."""
