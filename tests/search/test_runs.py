"""Runs, merged into lists: every occurrence, in the order of terms and posts."""

from __future__ import annotations

import pytest

from generator.search.runs import POSTS, collect, merge
from generator.search.terms import terms_of


@pytest.mark.parametrize("first", [0, POSTS, 65_536 - POSTS, 65_536, 1_000_000])
def test_posts_keep_their_numbers_in_segments_of_any_size(first: int) -> None:
    """A run counts its posts in 16 bits with their positions; the segment has far more of them."""
    run = collect([terms_of("题", ["甲乙 word"]), terms_of("题", ["丙"]), terms_of("题", ["甲乙"])])
    last = collect([terms_of("题", ["甲乙"])])
    terms, found = merge([(first, run), (first + POSTS, last)])
    posts: dict[str, list[int]] = {}
    for term, post in zip(found.term.tolist(), found.post.tolist(), strict=True):
        posts.setdefault(terms[term].decode(), []).append(post)
    assert posts["甲乙"] == [first, first + 2, first + POSTS]
    assert posts["word"] == [first]
    assert posts["t:题"] == [first, first + 1, first + 2, first + POSTS]
    assert all(0 <= position < 64 for position in found.position.tolist())
