"""The order in which files are sent, so that no page is there before what it needs and leads to.

Styles and pictures come first, then the pages that use them, then the lists
that link to the pages, then feeds and sitemaps, which tell others of them.
What is gone goes last, when nothing leads to it any more.
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
