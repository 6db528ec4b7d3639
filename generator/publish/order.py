"""Define the order in which files are sent: no page is sent before the files that it uses.

1. assets: styles, scripts, pictures;
2. the pages that use them;
3. the lists that link to the pages;
4. feeds and sitemaps, which announce the pages.

Files are removed last, when no page links to them any more.
"""

from __future__ import annotations

#: Names of the phases; their numbers are those of PHASE.
PHASES = ("assets", "pages", "lists", "feeds")

#: The phase of an output of the ledger, in SQL.
PHASE = """CASE
    WHEN kind IN ('asset', 'file') THEN 0
    WHEN kind IN ('post', 'page', 'alias') THEN 1
    WHEN kind IN ('feed', 'sitemap') OR kind = 'single' AND key IN ('feed', 'sitemap', 'robots') THEN 3
    ELSE 2 END"""
