"""Tasks to bytes."""
