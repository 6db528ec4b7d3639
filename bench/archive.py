"""The same posts in a site of every tool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus
import machine
import tools

# What a post takes on the disk, in whole blocks: in the content, and in what a build makes.
POST_BYTES = 8_000
BUILD_BYTES = 14_000


@dataclass(frozen=True)
class Archive:
    """A site for every tool, what is in it, and whether former builds are kept (see `tools.Site`)."""

    sites: Sequence[tools.Site]
    summary: corpus.Summary
    kept: bool


def make(folder: Path, posts: corpus.Posts, compared: Sequence[tools.Tool], builds: int) -> Archive:
    """Write posts below a folder that does not exist yet; its parent does.

    Former builds are kept if the disk has room for as many as will be made of the archive.
    """
    keep = machine.has_room(folder.parent, posts.number * (POST_BYTES + builds * BUILD_BYTES))
    content = folder / "posts"
    summary = corpus.write(content, corpus.posts(*posts))
    sites = [tools.Site(tool, folder / tool.name, keep) for tool in compared]
    for site in sites:
        site.make(content)
    return Archive(sites, summary, keep)
