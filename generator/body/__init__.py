"""Bodies: from Markdown or HTML that nobody vouches for to HTML that may stand on a page.

Doors: `accessibility`, `html.attributes`, `html.elements`, `html.pipeline`, `links`, `markdown.convert`,
`markdown.tail`, `markers`, `options`, `plain_text`.
"""
