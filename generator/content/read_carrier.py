"""Have posts parsed by workers that do not see their files: batches carry their bytes, or frames of packs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from generator.content.load import Loaded, load
from generator.content.options import ReadOptions
from generator.content.outcome import Outcome, Request
from generator.content.packs.carried import CarriedFrames, Frames
from generator.content.packs.reader import PackReader
from generator.content.parser import Parser
from generator.parallel.portable import Carried


class Posts(NamedTuple):
    """Posts and pages to parse: those of files, and those in packs, with the frames that hold them."""

    loaded: tuple[Loaded, ...]
    packed: tuple[Request, ...]
    frames: Frames


class ParseJob(NamedTuple):
    """Parses posts and pages by the settings in `options`."""

    options: ReadOptions

    def open(self) -> Callable[[Posts], list[Outcome]]:
        """Return the function that parses a batch."""
        frames = CarriedFrames()
        parser = Parser(self.options, PackReader("", frames.stored))

        def parse(posts: Posts) -> list[Outcome]:
            frames.replace(posts.frames)
            found = [parser.loaded(one) for one in posts.loaded]
            return found + [parser.packed(one, one.packed) for one in posts.packed if one.packed]

        return parse


class ReadCarrier(NamedTuple):
    """Reads the bytes of posts below `root`, and has them parsed. Other files are read here to the end."""

    root: str
    options: ReadOptions

    @property
    def job(self) -> ParseJob:
        """The job of the workers."""
        return ParseJob(self.options)

    def load(self, batch: Sequence[Request]) -> Carried[list[Outcome]]:
        """Read the files of a batch."""
        read = [load(self.root, request, self.options) for request in batch if not request.packed]
        done = [one for one in read if isinstance(one, Outcome)]
        loaded = tuple(one for one in read if isinstance(one, Loaded))
        packed = tuple(request for request in batch if request.packed)
        frames = Frames.of(self.root, [one.packed for one in packed if one.packed])
        size = sum(len(one.data) for one in loaded) + frames.size()
        posts = Posts(loaded, packed, frames) if loaded or packed else None
        return Carried(posts, size, lambda answer: done + (answer or []))
