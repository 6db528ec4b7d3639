"""Write an OpenSearch description (OpenSearch 1.1, draft 6), by which browsers offer the site's search."""

from __future__ import annotations

from generator.formats.xml import XmlWriter, without_forbidden

_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
#: Characters that the short name may have at most.
_SHORT = 16


def opensearch(title: str, language: str, page: str) -> bytes:
    """Return the description; `page` is the URL of the search page."""
    writer = XmlWriter()
    writer.begin("OpenSearchDescription", xmlns=_NAMESPACE)
    writer.add("ShortName", without_forbidden(title)[:_SHORT])
    writer.add("Description", title)
    writer.add("InputEncoding", "UTF-8")
    writer.add("Language", language)
    writer.add("Url", type="text/html", template=f"{page}?q={{searchTerms}}")
    return writer.document()
