"""Read site.yaml into declared types."""
