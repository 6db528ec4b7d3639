"""Bodies: from Markdown or HTML that nobody vouches for to HTML that may stand on a page."""
