"""Judge the values of settings beyond their types."""
