"""Define the comments around a body on its page, and the one in a body that ends its summary.

Sanitised bodies have no comments, so nothing inside can imitate the marks; by
them the last good body is found again when a source goes bad.
"""

from __future__ import annotations

BODY_START, BODY_END = "<!--body-->", "<!--/body-->"

#: Ends the summary. Raw bodies keep it in this form, whatever was written (`<!-- more 继续阅读 -->`).
MORE = "<!--more-->"
