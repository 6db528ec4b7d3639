"""Documents that are written as text: lxml reads back what was written, and would write the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.formats.xml import XmlWriter, element

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("&<>\"'\r\n\t\x00\x0b\ud800\ufffe 雪")))
FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


def as_lxml(name: str, text: str, value: str) -> etree._Element:
    made = etree.Element(name, {"a": value.translate(FORBIDDEN)})
    made.text = text.translate(FORBIDDEN) or None
    return made


@given(TEXTS, TEXTS)
def test_an_element_is_as_lxml_writes_it(text: str, value: str) -> None:
    assert element("b", text, a=value) == etree.tostring(as_lxml("b", text, value), encoding="unicode")


@given(st.lists(st.tuples(TEXTS, TEXTS)))
def test_a_document_is_read_back(rows: list[tuple[str, str]]) -> None:
    writer = XmlWriter()
    writer.begin("root", xmlns="urn:x")
    for text, value in rows:
        writer.begin("row")
        writer.add("b", text, a=value)
        writer.end()
    data = writer.document()
    root = etree.fromstring(data)
    found = [(one.text or "", one.get("a")) for one in root.iter("{urn:x}b")]
    assert found == [(text.translate(FORBIDDEN), value.translate(FORBIDDEN)) for text, value in rows]
    if rows:
        again = etree.tostring(
            etree.fromstring(data, etree.XMLParser(remove_blank_text=True)),
            encoding="utf-8",
            xml_declaration=True,
            pretty_print=True,
        )
        if all(text.translate(FORBIDDEN).strip() for text, _ in rows):
            assert data == again
