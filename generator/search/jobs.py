"""Make the files of a segment in workers: blocks from runs, and the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from generator.ledger.outputs import Output
from generator.ledger.search_record import SegmentRecord
from generator.output.staging import Stage
from generator.search.collect_job import Batch, Run
from generator.search.documents import MANIFEST_KEY, OWNER
from generator.search.files import characters_name
from generator.search.frequent import Tally
from generator.search.head import Block
from generator.search.lists import blocks_of_runs
from generator.search.manifest import CategoryCount, Listed, write_manifest
from generator.search.pages import Pages, blocks_of, text_digest
from generator.search.runs import Part
from generator.search.segment import File, block_file
from generator.search.tiers import Segment

MANIFEST = "search/manifest.json"


class Portion(NamedTuple):
    """A part of the terms of a segment that has `posts` posts: the number of the part, and all runs."""

    segment: Segment
    number: int
    posts: int
    runs: Sequence[Run]


class Blocks(NamedTuple):
    """The blocks of a part, in the order of terms, and their files, each with whether it is new.

    `frequent` has the numbers of posts of its frequent terms.
    """

    number: int
    blocks: list[Block]
    outputs: list[tuple[Output, bool]]
    frequent: dict[bytes, int]


class ListsJob(NamedTuple):
    """Merges a part of all runs, and writes its blocks into the staging folder."""

    pages: Pages

    def open(self) -> Callable[[Portion], Blocks]:
        """Return the function that makes the blocks of a part."""
        # One stage for each part: the staging folder may have been emptied since the last one.
        return lambda portion: _blocks(portion, self.pages.stage())


def _blocks(portion: Portion, stage: Stage) -> Blocks:
    found = [(run.first, _part(run, portion.number)) for run in portion.runs]
    blocks, outputs, tally = [], [], Tally(portion.posts)
    for lists in blocks_of_runs(found, portion.posts, portion.segment.block):
        block, file = block_file(lists)
        blocks.append(block)
        outputs.append(write(stage, portion.segment.name, file))
        tally.add(lists)
    return Blocks(portion.number, blocks, outputs, tally.frequent())


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
    listed = [
        Listed(one.name, one.head, one.first, one.last, one.posts, one.frequent)
        for one in segments
        if one.posts
    ]
    data = write_manifest(mode, characters_name(), listed, categories)
    written = pages.stage().write(MANIFEST, data)
    rest = (written.digest, written.digest, written.size, written.mtime_ns)
    return Output(MANIFEST, OWNER, MANIFEST_KEY, *rest), written.staged


class TextsJob(NamedTuple):
    """Computes the digests of the texts of pages."""

    pages: Pages

    def open(self) -> Callable[[Batch], tuple[int, bytes]]:
        """Return the function that takes a batch, and returns its first number and the digests."""
        return lambda batch: (batch.first, b"".join(map(text_digest, self._texts(batch))))

    def _texts(self, batch: Batch) -> Iterator[list[str]]:
        return map(blocks_of, self.pages.html([row.page for row in batch.rows]))
