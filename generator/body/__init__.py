"""Turn Markdown or untrusted HTML into safe, valid HTML for a page."""
