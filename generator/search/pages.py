"""Read the texts of pages of posts: new ones from the staging folder, others from the output."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from generator.output.staging import Stage
from generator.search.binary import DIGEST
from generator.search.documents import Document
from generator.search.page_text import page_text
from generator.search.terms import Terms, Text, terms_of


class Remote(Protocol):
    """An output that is not on this machine. Workers reach it, too; it can be pickled."""

    def read_new(self, paths: Sequence[str]) -> list[bytes | None]:
        """Return files as they will be in the output; None for each that does not exist."""
        ...

    def read_old(self, path: str) -> bytes | None:
        """Return a file as the last build left it."""
        ...


class Pages(NamedTuple):
    """Where pages of posts lie: new ones in the staging folder, others in the output, "" for none.

    If the output is not on this machine, pages that are not in the staging folder are in `remote`.
    """

    staging: str
    output: str
    remote: Remote | None = None

    def stage(self) -> Stage:
        """Return what writes files into the staging folder."""
        return Stage(self.staging, self.output)

    def here(self, page: str) -> str | None:
        """Return a page as it will be in the output; None if it is not on this machine."""
        for folder in filter(None, (self.staging, self.output)):
            try:
                return Path(folder, page).read_text("utf-8")
            except FileNotFoundError:
                continue
        return None

    def html(self, pages: Sequence[str]) -> list[str | None]:
        """Return pages as they will be in the output; None for each that does not exist."""
        return completed(self.remote, pages, [self.here(page) for page in pages])

    def blocks(self, page: str) -> list[str]:
        """Return the text of a page as it will be in the output; none if there is no such page."""
        return blocks_of(self.html([page])[0])

    def old_blocks(self, page: str) -> list[str]:
        """Return the text of a page as the last build left it."""
        data = self.old(page)
        return blocks_of(None if data is None else data.decode())

    def old(self, path: str) -> bytes | None:
        """Return a file as the last build left it; None if there is none."""
        if self.remote:
            return self.remote.read_old(path)
        try:
            return Path(self.output, path).read_bytes() if self.output else None
        except FileNotFoundError:
            return None


def completed(remote: Remote | None, pages: Sequence[str], found: Sequence[str | None]) -> list[str | None]:
    """Return pages, of which some were found, with the others from where the output is."""
    missing = [page for page, html in zip(pages, found, strict=True) if html is None]
    if not (remote and missing):
        return list(found)
    read = iter(remote.read_new(missing))
    return [html if html is not None else _text(next(read)) for html in found]


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode()


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
