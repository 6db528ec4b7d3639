"""Write an OpenSearch description (OpenSearch 1.1, draft 6), by which browsers offer the site's search."""

from __future__ import annotations

from lxml import etree

from generator.formats.xml import FORBIDDEN, document

_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
#: Characters that the short name may have at most.
_SHORT = 16


def opensearch(title: str, language: str, page: str) -> bytes:
    """Return the description; `page` is the URL of the search page."""
    root = etree.Element("OpenSearchDescription", {"xmlns": _NAMESPACE})
    name = title.translate(FORBIDDEN)
    for tag, text in (
        ("ShortName", name[:_SHORT]),
        ("Description", name),
        ("InputEncoding", "UTF-8"),
        ("Language", language),
    ):
        etree.SubElement(root, tag).text = text
    attributes = {"type": "text/html", "template": f"{page}?q={{searchTerms}}"}
    etree.SubElement(root, "Url", attributes)
    return document(root)
