"""Checks documents against the schemas of their formats, without a network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

_FOLDER = Path(__file__).parent.parent / "schemas"


@cache
def _atom() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(_FOLDER / "atom.rng")))


@cache
def _sitemap() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(_FOLDER / "sitemap.xsd")))


def atom_mistakes(data: bytes) -> list[str]:
    """Return what is wrong with an Atom document by RFC 4287: its schema, and that authors are known."""
    schema, root = _atom(), etree.fromstring(data)
    schema.validate(root)
    names = {"atom": "http://www.w3.org/2005/Atom"}
    orphans = root.xpath("self::atom:feed[not(atom:author)]/atom:entry[not(atom:author)]", namespaces=names)
    bare = root.xpath(
        "//atom:entry[not(atom:content) and not(atom:link[@rel='alternate'])]", namespaces=names
    )
    found = [why for place, why in ((orphans, "no author"), (bare, "no link")) if place]
    return str(schema.error_log).splitlines() + found


def sitemap_mistakes(data: bytes) -> list[str]:
    """Return what is wrong with a sitemap or an index of them."""
    schema = _sitemap()
    schema.validate(etree.fromstring(data))
    return str(schema.error_log).splitlines()
