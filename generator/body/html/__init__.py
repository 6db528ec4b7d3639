"""Make HTML safe and valid."""
