"""site.yaml as declared types."""
