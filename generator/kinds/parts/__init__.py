"""Share rows, settings, links, bodies and JSON-LD among kinds of output."""
