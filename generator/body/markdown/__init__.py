"""Turn Markdown into HTML that is not yet safe."""
