"""Read a page of HTML as Pelican does: title and `<meta>` are its metadata, the body its text."""

from __future__ import annotations

from generator.importers.pelican.markdown_metadata import Metadata


def read_html(text: str) -> Metadata:
    """Return the metadata and the body of a page."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text, "html.parser")
    found: dict[str, list[str]] = {}
    head = soup.head
    if head and head.title:
        found["title"] = [head.title.get_text()]
    for meta in head.find_all("meta") if head else ():
        name = str(meta.get("name") or meta.get("property") or "").lower()
        content = str(meta.get("content") or meta.get("contents") or "")
        if name:
            found.setdefault("tags" if name == "keywords" else name, []).append(content)
    body = soup.body.decode_contents() if soup.body else "" if head else text
    line = text[: text.lower().find("<body")].count("\n") + 1
    return Metadata(found, body.strip(), line)
