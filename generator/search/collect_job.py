"""Collect the terms of posts from their pages, in workers: batches of posts in, runs of terms out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.parallel.portable import Carried
from generator.search.documents import Row
from generator.search.pages import Pages, Remote, blocks_of, completed, text_digest, text_of
from generator.search.partitions import borders
from generator.search.runs import collect, offsets, parts
from generator.search.terms import terms_of_all


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


class Collected(NamedTuple):
    """The bytes of a run, where each part begins in them and the last ends, and the digests of texts."""

    data: bytes
    offsets: list[int]
    texts: bytes


class BatchOfPages(NamedTuple):
    """A batch with its pages; None for one that does not exist, or not on the machine of the build."""

    batch: Batch
    pages: list[str | None]


class CollectJob(NamedTuple):
    """Reads the pages of batches, and writes runs into the folder `spool`."""

    pages: Pages
    spool: str
    titles: bool

    def open(self) -> Callable[[Batch], Run]:
        """Return the function that makes a run from a batch."""
        carrier = self.carrier()
        collected = carrier.job.open()

        def run(batch: Batch) -> Run:
            loaded = carrier.load(batch)
            return loaded.finish(collected(loaded.data))

        return run

    def carrier(self) -> CollectCarrier:
        """Return what makes batches for workers that do not see the pages."""
        return CollectCarrier(self.pages, self.spool, self.titles)


class TermsJob(NamedTuple):
    """Collects terms from pages; with `titles` those of titles alone.

    With `remote`, pages that a batch does not have are read from there.
    """

    titles: bool
    remote: Remote | None = None

    def open(self) -> Callable[[BatchOfPages], Collected]:
        """Return the function that makes a run from the pages of a batch."""
        return self._collected

    def _collected(self, loaded: BatchOfPages) -> Collected:
        batch = loaded.batch
        texts = list(map(blocks_of, completed(self.remote, [row.page for row in batch.rows], loaded.pages)))
        found = terms_of_all(
            [
                text_of(row.document, blocks, titles=self.titles)
                for row, blocks in zip(batch.rows, texts, strict=True)
            ]
        )
        pieces = [part.write() for part in parts(collect(found), borders(batch.posts))]
        return Collected(b"".join(pieces), offsets(pieces), b"".join(map(text_digest, texts)))


class CollectCarrier(NamedTuple):
    """Reads the pages on this machine, has their terms collected, and writes the runs."""

    pages: Pages
    spool: str
    titles: bool

    @property
    def job(self) -> TermsJob:
        """The job of the workers."""
        return TermsJob(self.titles, self.pages.remote)

    def load(self, batch: Batch) -> Carried[Run]:
        """Read the pages of a batch."""
        loaded = BatchOfPages(batch, [self.pages.here(row.page) for row in batch.rows])
        size = sum(len(html or "") for html in loaded.pages)
        return Carried(loaded, size, lambda collected: _written(self.spool, batch, collected))


def _written(spool: str, batch: Batch, collected: Collected) -> Run:
    file = Path(spool, f"{batch.first}.run")
    file.write_bytes(collected.data)
    return Run(batch.first, str(file), collected.offsets, collected.texts)
