"""Bring one segment of the index up to date: leave it, change single lists of it, or make it anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.ledger.outputs import Output
from generator.ledger.search_record import GroupRecord, SegmentRecord
from generator.parallel.executor import Executor
from generator.search.binary import DIGEST
from generator.search.blocks import Columns, Entry, read_block
from generator.search.collect_job import Batch, CollectJob, Run
from generator.search.documents import GROUP, Document, Row, read_group
from generator.search.frequent import Frequent
from generator.search.head import Block, Head, digest, read_head
from generator.search.jobs import ListsJob, Portion, TextsJob, write
from generator.search.pages import Pages, terms_in
from generator.search.pages import text_digest as digest_of
from generator.search.partitions import borders
from generator.search.patch import Changes, Layout, add_changes, patch
from generator.search.runs import POSTS
from generator.search.segment import File, block_file, frequent_file, group_file, head_file
from generator.search.tiers import Segment

#: More edits than this, and than one post in so many, make the segment anew.
_EDITS = 64
_ONE_IN = 50


class Known(NamedTuple):
    """A segment in the output: its record and groups. `intact`: none of its files is missing or changed."""

    record: SegmentRecord
    groups: list[GroupRecord]
    intact: bool


class Made(NamedTuple):
    """A segment as it is now. `blocks` are all of its blocks; groups are in the order of time."""

    record: SegmentRecord
    groups: list[GroupRecord]
    blocks: Sequence[Block]

    def paths(self) -> Iterator[str]:
        """Yield the output paths of all its files."""
        folder = f"search/{self.record.name}"
        yield f"{folder}/head-{self.record.head.hex()}.bin"
        if self.record.frequent:
            yield f"{folder}/frequent-{self.record.frequent.hex()}.bin"
        yield from (f"{folder}/docs-{group.documents.hex()}.json" for group in self.groups)
        yield from (f"{folder}/{block.digest.hex()}.bin" for block in self.blocks)


class Tools(NamedTuple):
    """How segments are made.

    - `spool`: a folder for files that nobody needs afterwards.
    - `titles`: texts are not in the index, titles alone are.
    - `recheck`: texts of pages may have changed although their sources did not.
    - `keep`: is called with each file, and with whether it is new.
    """

    executor: Executor
    pages: Pages
    spool: Path
    titles: bool
    recheck: bool
    keep: Callable[[list[tuple[Output, bool]]], None]


class _RebuildError(Exception):
    """The segment can't be changed in parts."""


class _Edit(NamedTuple):
    """A post that may have changed: its number, its description in the output, and its row now."""

    number: int
    before: Document
    row: Row


def update(tools: Tools, segment: Segment, rows: Sequence[Row], known: Known | None) -> Made:
    """Bring a segment up to date with its posts, oldest first, and return it."""
    if known and known.intact and known.record.block == segment.block:
        try:
            return _Patching(tools, segment, rows, known).run()
        except (_RebuildError, OSError, ValueError):
            pass  # ValueError: a file of the index that is damaged in a way which nothing else has noticed.
    return _rebuilt(tools, segment, rows)


def _rebuilt(tools: Tools, segment: Segment, rows: Sequence[Row]) -> Made:
    runs = _runs(tools, rows)
    portions = [Portion(segment, part, len(rows), runs) for part in range(len(borders(len(rows))) + 1)]
    found: dict[int, list[Block]] = {}
    frequent = Frequent(len(rows), {})
    for made in tools.executor.run(ListsJob(tools.pages), portions):
        found[made.number] = made.blocks
        frequent.add(made.frequent)
        tools.keep(made.outputs)
    for run in runs:
        Path(run.file).unlink()
    blocks = [block for number in sorted(found) for block in found[number]]
    lists = _Lists(blocks, b"".join(run.texts for run in runs), frequent)
    return _finished(tools, segment, rows, lists)


def _runs(tools: Tools, rows: Sequence[Row]) -> list[Run]:
    """Collect the terms of all posts; the runs are in the order of posts."""
    tools.spool.mkdir(parents=True, exist_ok=True)
    job = CollectJob(tools.pages, str(tools.spool), tools.titles)
    return sorted(tools.executor.run(job, _batches(rows)))


def _batches(rows: Sequence[Row]) -> Iterator[Batch]:
    return (Batch(first, len(rows), rows[first : first + POSTS]) for first in range(0, len(rows), POSTS))


class _Lists(NamedTuple):
    """What a segment has beside descriptions of posts: its blocks, digests of texts, its frequent terms."""

    blocks: Sequence[Block]
    texts: bytes
    frequent: Frequent


def _finished(tools: Tools, segment: Segment, rows: Sequence[Row], lists: _Lists) -> Made:
    """Write the files that describe posts, that of frequent terms, and the head."""
    stage = tools.pages.stage()
    groups, records, files = [], [], []
    for first in range(0, len(rows), GROUP):
        mine = rows[first : first + GROUP]
        group, file = group_file([row.document for row in mine])
        groups.append(group)
        files.append(file)
        part = lists.texts[first * DIGEST : (first + GROUP) * DIGEST]
        records.append(GroupRecord(group.digest, b"".join(row.source for row in mine), part))
    head = head_file(Head(len(rows), groups, lists.blocks))
    frequent = frequent_file(lists.frequent, len(rows))
    tools.keep([write(stage, segment.name, file) for file in (*files, *frequent, head)])
    days = rows[0].document.day, rows[-1].document.day
    digests = _named(head), b"".join(map(_named, frequent))
    return Made(SegmentRecord(*segment, *digests, *days, len(rows)), records, lists.blocks)


def _named(file: File) -> bytes:
    """Return the digest in the name of a file."""
    return bytes.fromhex(file.name.rpartition("-")[2].removesuffix(".bin"))


class _Patching:
    """Changes the lists of changed posts. Raises _RebuildError, OSError or ValueError if it can't."""

    def __init__(self, tools: Tools, segment: Segment, rows: Sequence[Row], known: Known) -> None:
        self._tools = tools
        self._segment = segment
        self._rows = rows
        self._known = known
        self._texts = b"".join(group.texts for group in known.groups)
        self._frequent = Frequent(len(rows), {})

    def run(self) -> Made:
        """Return the segment as it is now."""
        head = read_head(self._read("head-{}.bin", self._known.record.head))
        if head.posts != len(self._rows):
            raise _RebuildError
        if self._known.record.frequent:
            data = self._read("frequent-{}.bin", self._known.record.frequent)
            self._frequent = Frequent.read(data, len(self._rows))
        changes, texts = self._changes()
        blocks = list(self._blocks(list(head.blocks), changes)) if changes else head.blocks
        return _finished(self._tools, self._segment, self._rows, _Lists(blocks, texts, self._frequent))

    def _changes(self) -> tuple[Changes, bytes]:
        """Return the lists to change, and the digests of all texts as they are now."""
        edits = list(self._edits())
        texts = self._new_texts(edits)
        changes: Changes = {}
        changed = [one for one in edits if self._differs(one, texts)]
        if len(changed) > max(_EDITS, len(self._rows) // _ONE_IN):
            raise _RebuildError
        for edit in changed:
            before, now = self._old_blocks(edit), self._tools.pages.blocks(edit.row.page)
            titles = self._tools.titles
            old = terms_in(edit.before, before, titles=titles)
            add_changes(changes, edit.number, old, terms_in(edit.row.document, now, titles=titles))
        return changes, texts

    def _edits(self) -> Iterator[_Edit]:
        """Yield the posts that may have changed. Raises _RebuildError if posts came or went."""
        for number, group in enumerate(self._known.groups):
            first = number * GROUP
            rows = self._rows[first : first + GROUP]
            if not self._tools.recheck and group.sources == b"".join(row.source for row in rows):
                now, _ = group_file([row.document for row in rows])
                if now.digest == group.documents:
                    continue
            yield from self._edits_in(group, first, rows)

    def _edits_in(self, group: GroupRecord, first: int, rows: Sequence[Row]) -> Iterator[_Edit]:
        before = read_group(self._read("docs-{}.json", group.documents))
        places = [(one.url, one.day) for one in before]
        if places != [(row.document.url, row.document.day) for row in rows]:
            raise _RebuildError
        for at, (old, row) in enumerate(zip(before, rows, strict=True)):
            same = old == row.document and group.sources[at * DIGEST :].startswith(row.source)
            if self._tools.recheck or not same:
                yield _Edit(first + at, old, row)

    def _new_texts(self, edits: Sequence[_Edit]) -> bytes:
        texts = bytearray(self._texts)
        rows = [edit.row for edit in edits]
        for first, digests in self._tools.executor.run(TextsJob(self._tools.pages), _batches(rows)):
            for at in range(0, len(digests), DIGEST):
                place = edits[first + at // DIGEST].number * DIGEST
                texts[place : place + DIGEST] = digests[at : at + DIGEST]
        return bytes(texts)

    def _differs(self, edit: _Edit, texts: bytes) -> bool:
        old, now = edit.before, edit.row.document
        place = slice(edit.number * DIGEST, (edit.number + 1) * DIGEST)
        return (old.title, old.categories) != (now.title, now.categories) or texts[place] != self._texts[
            place
        ]

    def _old_blocks(self, edit: _Edit) -> list[str]:
        """Return the text that the index has now; it is that of the page in the output."""
        blocks = self._tools.pages.old_blocks(edit.row.page)
        if not self._texts[edit.number * DIGEST :].startswith(digest_of(blocks)):
            raise _RebuildError
        return blocks

    def _blocks(self, blocks: list[Block], changes: Changes) -> Iterator[Block]:
        stage = self._tools.pages.stage()
        layout = Layout(len(self._rows), self._segment.block)
        for kept, entries in patch(blocks, self._load, changes, layout, self._frequent.change):
            if kept:
                yield kept
                continue
            block, file = block_file(Columns.of(entries))
            self._tools.keep([write(stage, self._segment.name, file)])
            yield block

    def _load(self, block: Block) -> list[Entry]:
        return read_block(self._read("{}.bin", block.digest))

    def _read(self, name: str, expected: bytes) -> bytes:
        """Return the bytes of a file in the output. Raises ValueError if they are not those of its name."""
        path = f"search/{self._segment.name}/{name.format(expected.hex())}"
        data = self._tools.pages.old(path)
        if data is None or digest(data) != expected:
            raise ValueError("the file is damaged, or missing")
        return data
