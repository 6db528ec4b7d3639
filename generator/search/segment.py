"""Make all files of a segment in memory, from its posts: the rule that the parallel build follows, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.search.blocks import Columns, write_block
from generator.search.documents import GROUP, Document, write_group
from generator.search.frequent import POSTS as FREQUENT_POSTS
from generator.search.frequent import Frequent, Tally
from generator.search.head import Block, Group, Head, digest, write_head
from generator.search.lists import blocks_of_runs
from generator.search.partitions import borders
from generator.search.runs import POSTS, Part, collect, parts
from generator.search.terms import Text, terms_of_all
from generator.search.tiers import SMALL_BLOCK


class File(NamedTuple):
    """A file of a segment, by its name in the segment's folder."""

    name: str
    data: bytes


class SearchPost(NamedTuple):
    """A post to find: as results show it, and the blocks of its text."""

    document: Document
    blocks: Sequence[str]


def segment_files(posts: Sequence[SearchPost], block: int = SMALL_BLOCK) -> list[File]:
    """Return the files of a segment, its head last.

    `posts` are in the order of time, oldest first. `block` is the size of blocks in bytes, at least.
    """
    groups = [
        group_file([post.document for post in posts[at : at + GROUP]]) for at in range(0, len(posts), GROUP)
    ]
    lists = _blocks(posts, block)
    blocks = [block_file(found) for found in lists]
    tally = Tally(len(posts))
    for found in lists:
        tally.add(found)
    frequent = frequent_file(Frequent(len(posts), tally.frequent()), len(posts))
    head = Head(len(posts), [group for group, _ in groups], [one for one, _ in blocks])
    return [*(file for _, file in (*groups, *blocks)), *frequent, head_file(head)]


def _blocks(posts: Sequence[SearchPost], block: int) -> list[Columns]:
    ends = borders(len(posts))
    runs = [(at, list(parts(_run(posts[at : at + POSTS]), ends))) for at in range(0, len(posts), POSTS)]
    found: list[Columns] = []
    for number in range(len(ends) + 1):
        found += blocks_of_runs([(base, run[number]) for base, run in runs], len(posts), block)
    return found


def _run(posts: Sequence[SearchPost]) -> Part:
    texts = [Text(one.document.title, one.blocks, one.document.categories) for one in posts]
    return collect(terms_of_all(texts))


def group_file(documents: Sequence[Document]) -> tuple[Group, File]:
    """Return a group of posts, and its file."""
    data = write_group(documents)
    name = digest(data)
    return Group(name, documents[0].day), File(f"docs-{name.hex()}.json", data)


def block_file(lists: Columns) -> tuple[Block, File]:
    """Return a block, and its file."""
    data = write_block(lists)
    name = digest(data)
    return Block(lists.terms[0], name), File(f"{name.hex()}.bin", data)


def frequent_file(frequent: Frequent, posts: int) -> list[File]:
    """Return the file of the frequent terms of a segment, if it has enough posts for one."""
    if posts < FREQUENT_POSTS:
        return []
    data = frequent.write()
    return [File(f"frequent-{digest(data).hex()}.bin", data)]


def head_file(head: Head) -> File:
    """Return the file of a head."""
    data = write_head(head)
    return File(f"head-{digest(data).hex()}.bin", data)
