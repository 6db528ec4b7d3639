"""Turn Markdown or untrusted HTML into safe, valid HTML for a page.

Doors: `accessibility`, `excerpt`, `html.attributes`, `html.elements`, `html.pipeline`, `links`,
`markdown.convert`, `markdown.tail`, `markers`, `options`, `plain_text`, `site_addresses`.
"""
