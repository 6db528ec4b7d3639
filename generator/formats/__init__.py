"""Write feeds, sitemaps and other files for machines: values in, bytes out.

Doors: `atom`, `entries`, `headers`, `json_feed`, `llms`, `media_types`, `opensearch`, `opml`, `redirects`,
`robots`, `rss`, `sitemap`, `web_manifest`.
"""
