"""Read the texts of pages of posts: new ones from the staging folder, others from the output."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from generator.search.binary import DIGEST
from generator.search.documents import Document
from generator.search.page_text import page_text
from generator.search.terms import Terms, Text, terms_of


class Pages(NamedTuple):
    """Where pages of posts lie: new ones in the staging folder, others in the output, "" for none."""

    staging: str
    output: str

    def html(self, page: str) -> str | None:
        """Return a page as it will be in the output; None if there is no such page."""
        for folder in filter(None, self):
            try:
                return Path(folder, page).read_text("utf-8")
            except FileNotFoundError:
                continue
        return None

    def blocks(self, page: str) -> list[str]:
        """Return the text of a page as it will be in the output; none if there is no such page."""
        return blocks_of(self.html(page))

    def old_blocks(self, page: str) -> list[str]:
        """Return the text of a page as the last build left it."""
        return Pages("", self.output).blocks(page)


def blocks_of(html: str | None) -> list[str]:
    """Return the text of a page; none for no page."""
    return [] if html is None else page_text(html)


def text_digest(blocks: Sequence[str]) -> bytes:
    """Return a digest of the text of a page."""
    return hashlib.sha256("\n".join(blocks).encode("utf-8", "surrogatepass")).digest()[:DIGEST]


def terms_in(document: Document, blocks: Sequence[str], *, titles: bool) -> Terms:
    """Return the terms of a post; with `titles` those of its title alone."""
    return terms_of(*text_of(document, blocks, titles=titles))


def text_of(document: Document, blocks: Sequence[str], *, titles: bool) -> Text:
    """Return what terms are collected from; with `titles` no blocks."""
    return Text(document.title, () if titles else blocks, document.categories)
