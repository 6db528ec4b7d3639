"""Read files in workers: batches of requests in, rows for the index out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from generator.content.load import load
from generator.content.options import ReadOptions
from generator.content.outcome import Outcome, Request
from generator.content.packs.reader import PackReader
from generator.content.parser import Parser
from generator.content.read_carrier import ReadCarrier


class ReadJob(NamedTuple):
    """Reads and parses files below `root` by the settings in `options`."""

    root: str
    options: ReadOptions

    def open(self) -> Callable[[Sequence[Request]], list[Outcome]]:
        """Return the function that reads a batch."""
        import generator.content.post  # noqa: F401, here so that forked workers find it loaded

        parser = Parser(self.options, PackReader(self.root))
        return lambda batch: [self._read(parser, request) for request in batch]

    def _read(self, parser: Parser, request: Request) -> Outcome:
        if request.packed:
            return parser.packed(request, request.packed)
        found = load(self.root, request, self.options)
        return found if isinstance(found, Outcome) else parser.loaded(found)

    def carrier(self) -> ReadCarrier:
        """Return what makes batches for workers that do not see the files."""
        return ReadCarrier(self.root, self.options)
