"""Turn reStructuredText into HTML with docutils, as Pelican does, without files of its own."""

from __future__ import annotations

import io
import re
from typing import Any, NamedTuple

from generator.core.errors import BackfileError
from generator.importers.article import RefusalError

#: Nothing is read from other files, and an unknown directive stops nothing.
_SETTINGS = {
    "initial_header_level": "2", "syntax_highlight": "short", "halt_level": 5, "report_level": 2,
    "file_insertion_enabled": False, "raw_enabled": True, "_disable_config": True, "embed_stylesheet": False,
    "input_encoding": "unicode", "output_encoding": "unicode", "line_length_limit": 1_000_000,
}  # fmt: skip
#: The least level of messages that are told, and what comes before their text.
_WARNING = 2
_PLACE = re.compile(r"^<string>:[0-9]*: ?\([A-Z]+/[0-9]\) ")


class Rendered(NamedTuple):
    """The title, the fields of the document, its HTML, and what docutils reports: (line, message)."""

    title: str
    fields: dict[str, list[str]]
    html: str
    messages: list[tuple[int, str]]


def render_rst(text: str) -> Rendered:
    """Return a text in reStructuredText as HTML.

    Raises BackfileError if docutils is not installed, RefusalError if it fails.
    """
    try:
        from docutils.core import publish_doctree, publish_from_doctree
    except ImportError:
        raise BackfileError(
            "reStructuredText needs docutils, which is not installed: pip install 'backfile[import]'"
        ) from None
    try:
        tree = publish_doctree(text, settings_overrides={**_SETTINGS, "warning_stream": io.StringIO()})
        fields, messages = _fields(tree), _messages(tree)
        parts = publish_from_doctree(tree, writer="html4css1", settings_overrides=_parts(_SETTINGS))
    except Exception as error:
        # Of a hostile text, docutils may raise anything.
        reason = f"docutils can't read it: {type(error).__name__}: {error}"
        raise RefusalError("import.unreadable", reason, "correct it") from None
    title = str(tree.get("title", ""))
    return Rendered(title, fields, _body(str(parts)), messages)


def _parts(settings: dict[str, Any]) -> dict[str, Any]:
    return {**settings, "warning_stream": io.StringIO(), "stylesheet_path": "", "stylesheet": ""}


def _body(page: str) -> str:
    """Return what is inside the document's element, without its title and fields."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "html.parser")
    inside = soup.select_one("body > div.document")
    if inside is None:
        return ""
    for node in inside.select("h1.title, table.docinfo, :scope > h2.subtitle"):
        node.decompose()
    for node in inside.select('object[type^="image/"]'):  # a drawing, which bodies show as a picture
        node.replace_with(soup.new_tag("img", attrs={"src": node["data"], "alt": node.get_text(strip=True)}))
    return inside.decode_contents().strip()


def _fields(tree: Any) -> dict[str, list[str]]:
    """Return the fields at the head of a document, by name in small letters."""
    from docutils import nodes

    found: dict[str, list[str]] = {}
    for info in tree.findall(nodes.docinfo):
        for element in info.children:
            if isinstance(element, nodes.field):
                name, value = (child.astext() for child in element.children)
                found[name.lower()] = [value]
            elif isinstance(element, nodes.authors):
                found["authors"] = [child.astext() for child in element.children]
            else:
                found[element.tagname] = [element.astext()]
    return found


def _messages(tree: Any) -> list[tuple[int, str]]:
    """Take the messages of docutils out of a document, and return them."""
    from docutils import nodes

    found = []
    for message in list(tree.findall(nodes.system_message)):
        if message.get("level", 0) >= _WARNING:
            lines = _PLACE.sub("", message.astext()).splitlines() or [""]
            found.append((int(message.get("line", 0) or 0), " ".join(lines[0].split())[:200]))
        kept = [child for child in message.children if isinstance(child, nodes.literal_block)]
        if message.parent is not None:
            index = message.parent.index(message)
            message.parent.remove(message)
            for child in reversed(kept):
                message.parent.insert(index, nodes.comment("", child.astext()))
    return found
