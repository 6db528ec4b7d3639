"""Make the files of a segment in workers: first runs of terms from pages, then blocks from runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.ledger.outputs import Output
from generator.ledger.search_record import SegmentRecord
from generator.output.staging import Stage
from generator.search.binary import DIGEST
from generator.search.documents import MANIFEST_KEY, OWNER, Document, Row
from generator.search.files import characters_name
from generator.search.head import Block
from generator.search.lists import blocks_of_runs
from generator.search.manifest import CategoryCount, Listed, write_manifest
from generator.search.page_text import page_text
from generator.search.partitions import borders
from generator.search.runs import Part, collect, offsets, parts
from generator.search.segment import File, block_file
from generator.search.terms import Terms, Text, terms_of, terms_of_all

MANIFEST = "search/manifest.json"


class Pages(NamedTuple):
    """Where pages of posts lie: new ones in the staging folder, others in the output, "" for none."""

    staging: str
    output: str

    def blocks(self, page: str) -> list[str]:
        """Return the text of a page as it will be in the output; none if there is no such page."""
        for folder in filter(None, self):
            try:
                return page_text(Path(folder, page).read_text("utf-8"))
            except FileNotFoundError:
                continue
        return []

    def old_blocks(self, page: str) -> list[str]:
        """Return the text of a page as the last build left it."""
        return Pages("", self.output).blocks(page)


def text_digest(blocks: Sequence[str]) -> bytes:
    """Return a digest of the text of a page."""
    return hashlib.sha256("\n".join(blocks).encode("utf-8", "surrogatepass")).digest()[:DIGEST]


def terms_in(document: Document, blocks: Sequence[str], *, titles: bool) -> Terms:
    """Return the terms of a post; with `titles` those of its title alone."""
    return terms_of(*_text(document, blocks, titles=titles))


def _text(document: Document, blocks: Sequence[str], *, titles: bool) -> Text:
    return Text(document.title, () if titles else blocks, document.categories)


class Batch(NamedTuple):
    """Some posts of a segment that has `posts` of them; `first` is the number of the first one here."""

    first: int
    posts: int
    rows: Sequence[Row]


class Run(NamedTuple):
    """A file with the terms of a batch: where each part begins in it and the last ends; digests of texts."""

    first: int
    file: str
    offsets: list[int]
    texts: bytes


class CollectJob(NamedTuple):
    """Reads the pages of batches, and writes runs into the folder `spool`."""

    pages: Pages
    spool: str
    titles: bool

    def open(self) -> Callable[[Batch], Run]:
        """Return the function that makes a run from a batch."""
        return self._run

    def _run(self, batch: Batch) -> Run:
        texts = [self.pages.blocks(row.page) for row in batch.rows]
        found = terms_of_all(
            [
                _text(row.document, blocks, titles=self.titles)
                for row, blocks in zip(batch.rows, texts, strict=True)
            ]
        )
        pieces = [part.write() for part in parts(collect(found), borders(batch.posts))]
        file = Path(self.spool, f"{batch.first}.run")
        file.write_bytes(b"".join(pieces))
        return Run(batch.first, str(file), offsets(pieces), b"".join(map(text_digest, texts)))


class Portion(NamedTuple):
    """A part of the terms of a segment that has `posts` posts: the number of the part, and all runs."""

    segment: str
    number: int
    posts: int
    runs: Sequence[Run]


class Blocks(NamedTuple):
    """The blocks of a part, in the order of terms, and their files, each with whether it is new."""

    number: int
    blocks: list[Block]
    outputs: list[tuple[Output, bool]]


class ListsJob(NamedTuple):
    """Merges a part of all runs, and writes its blocks into the staging folder."""

    pages: Pages

    def open(self) -> Callable[[Portion], Blocks]:
        """Return the function that makes the blocks of a part."""
        # One stage for each part: the staging folder may have been emptied since the last one.
        return lambda portion: _blocks(portion, Stage(*self.pages))


def _blocks(portion: Portion, stage: Stage) -> Blocks:
    found = [(run.first, _part(run, portion.number)) for run in portion.runs]
    blocks, outputs = [], []
    for entries in blocks_of_runs(found, portion.posts):
        block, file = block_file(entries)
        blocks.append(block)
        outputs.append(write(stage, portion.segment, file))
    return Blocks(portion.number, blocks, outputs)


def _part(run: Run, number: int) -> Part:
    start, end = run.offsets[number : number + 2]
    with open(run.file, "rb") as file:
        file.seek(start)
        return Part.read(file.read(end - start))


def write(stage: Stage, segment: str, file: File) -> tuple[Output, bool]:
    """Write a file of a segment, if the output has it not; return it, and whether it is new."""
    path = f"search/{segment}/{file.name}"
    written = stage.write(path, file.data)
    output = Output(path, OWNER, segment, written.digest, written.digest, written.size, written.mtime_ns)
    return output, written.staged


def manifest_file(
    pages: Pages, mode: str, segments: Sequence[SegmentRecord], categories: Sequence[CategoryCount]
) -> tuple[Output, bool]:
    """Write the manifest, if the output has a different one; return it, and whether it is new.

    `segments` are in the order of time, newest first.
    """
    listed = [Listed(one.name, one.head, one.first, one.last, one.posts) for one in segments if one.posts]
    data = write_manifest(mode, characters_name(), listed, categories)
    written = Stage(*pages).write(MANIFEST, data)
    rest = (written.digest, written.digest, written.size, written.mtime_ns)
    return Output(MANIFEST, OWNER, MANIFEST_KEY, *rest), written.staged


class TextsJob(NamedTuple):
    """Computes the digests of the texts of pages."""

    pages: Pages

    def open(self) -> Callable[[Batch], tuple[int, bytes]]:
        """Return the function that takes a batch, and returns its first number and the digests."""
        return lambda batch: (
            batch.first,
            b"".join(text_digest(self.pages.blocks(row.page)) for row in batch.rows),
        )
