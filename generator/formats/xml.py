"""Add elements to XML documents, and serialize them."""

from __future__ import annotations

from lxml import etree

#: Characters that XML 1.0 forbids (section 2.2); scraped texts have them.
FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """Add an element with a text, without the characters that XML forbids."""
    element = etree.SubElement(parent, name, attributes)
    if text:
        element.text = text.translate(FORBIDDEN)
    return element


def document(root: etree._Element) -> bytes:
    """Return a document with its XML declaration."""
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))
