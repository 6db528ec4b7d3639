"""Turn Markdown or untrusted HTML into safe, valid HTML for a page.

Doors: `accessibility`, `excerpt`, `html.attributes`, `html.elements`, `html.mathml`, `html.pictures`,
`html.pipeline`, `links`, `markdown.code`, `markdown.comments`, `markdown.contents`, `markdown.convert`,
`markdown.engines`, `markdown.tail`, `markers`, `options`, `plain_text`, `remote_pictures`,
`site_addresses`, `site_links`, `web_addresses`, `written_addresses`.
"""
