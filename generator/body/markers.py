"""Define the comments around a body on its page.

Sanitised bodies have no comments, so nothing inside can imitate the marks; by
them the last good body is found again when a source goes bad.
"""

from __future__ import annotations

BODY_START, BODY_END = "<!--body-->", "<!--/body-->"
