"""Changed posts change single lists; the result is that of making the segment anew."""

from __future__ import annotations

import pytest

from generator.search.blocks import Columns, Entry, read_block
from generator.search.frequent import POSTS, Frequent
from generator.search.head import Block, read_head
from generator.search.patch import Changes, Layout, add_changes, patch
from generator.search.segment import SearchPost, block_file, segment_files
from generator.search.terms import Terms, terms_of
from generator.search.tiers import SMALL_BLOCK
from tests.search.chinese import Writer

pytestmark = pytest.mark.slow


def terms(post: SearchPost) -> Terms:
    return terms_of(post.document.title, post.blocks, post.document.categories)


def edited(post: SearchPost, writer: Writer) -> SearchPost:
    """Change up to ten characters of a post."""
    blocks = list(post.blocks)
    at = writer.random.randrange(len(blocks))
    place = writer.random.randrange(len(blocks[at]))
    text = writer.clause()[: writer.random.randint(1, 10)]
    blocks[at] = blocks[at][:place] + text + blocks[at][place + writer.random.choice([0, len(text)]) :]
    return post._replace(blocks=blocks)


def blocks_of(posts: list[SearchPost]) -> list[Block]:
    return list(read_head(segment_files(posts)[-1].data).blocks)


def frequent_of(files: dict[str, bytes], posts: int) -> bytes:
    found = [data for name, data in files.items() if name.startswith("frequent-")]
    assert len(found) == (posts >= POSTS)
    return found[0] if found else b""


def patched(posts: list[SearchPost], changes: Changes) -> tuple[list[Block], bytes]:
    """Return the blocks after changes, and the file of frequent terms."""
    files = {file.name: file.data for file in segment_files(posts)}
    before = frequent_of(files, len(posts))
    counted = Frequent.read(before, len(posts)) if before else Frequent(len(posts), {})

    def load(block: Block) -> list[Entry]:
        return read_block(files[f"{block.digest.hex()}.bin"])

    found = patch(blocks_of(posts), load, changes, Layout(len(posts), SMALL_BLOCK), counted.change)
    blocks = [kept or block_file(Columns.of(entries))[0] for kept, entries in found]
    return blocks, counted.write() if before else b""


def made(posts: list[SearchPost]) -> tuple[list[Block], bytes]:
    """Return the same of a new segment."""
    files = {file.name: file.data for file in segment_files(posts)}
    return blocks_of(posts), frequent_of(files, len(posts))


# From 1,500 posts on there are borders of parts.
@pytest.mark.parametrize("count", [3, 300, pytest.param(1600, marks=pytest.mark.slow)])
def test_patched_blocks_are_those_of_a_new_segment(count: int) -> None:
    writer = Writer(count)
    posts = writer.posts(count)
    for _ in range(3):
        changed = list(posts)
        changes: Changes = {}
        for number in {writer.random.randrange(count) for _ in range(2)}:
            changed[number] = edited(posts[number], writer)
            add_changes(changes, number, terms(posts[number]), terms(changed[number]))
        assert patched(posts, changes) == made(changed)
        posts = changed


def test_a_post_can_lose_all_its_terms() -> None:
    posts = Writer(5).posts(2)
    empty = posts[1]._replace(document=posts[1].document._replace(title=""), blocks=[])
    changes: Changes = {}
    add_changes(changes, 1, terms(posts[1]), terms(empty))
    assert patched(posts, changes) == made([posts[0], empty])
