"""Parts of queries are found in texts as docs/search.md defines it."""

from __future__ import annotations

import pytest

from generator.search import matching
from tests.search import searched_posts
from tests.search.searched_posts import make_posts, queries

pytestmark = pytest.mark.slow


def test_random_queries_match_as_defined() -> None:
    posts = make_posts(40)
    for query in queries(posts, 150):
        parts = matching.parts_of(query)
        assert parts == list(dict.fromkeys(searched_posts.parts_of(query)))
        for part in parts:
            assert matching.has_words(part) != searched_posts.is_nothing(part)
            if matching.has_words(part):
                assert matching.is_title_only(part) == searched_posts.is_title_only(part)
            for post in posts:
                for text in (post.title, *post.blocks):
                    found = matching.hits(matching.folded(text).folded, part)
                    assert bool(found) == searched_posts.has(text, part)


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("今天的氣溫是三度", "气温", ["氣溫"]),
        ("ＮＢＡ新聞", "nba", ["ＮＢＡ"]),
        ("㈱甲", "株", ["㈱"]),
        ("🙂气温🙂气温", "气温", ["气温", "气温"]),
        ("甲乙丙", "甲乙 乙丙", ["甲乙丙"]),
    ],
)
def test_marks_are_in_the_text_as_it_was(text: str, query: str, shown: list[str]) -> None:
    found = matching.snippet([matching.folded(text)], matching.parts_of(query))
    coded = found.text.encode("utf-16-le")
    assert [coded[2 * start : 2 * end].decode("utf-16-le") for start, end in found.marks] == shown


def test_a_snippet_is_cut_around_the_first_hit() -> None:
    text = "长" * 200 + "气温" + "短" * 200
    found = matching.snippet([matching.folded("开头"), matching.folded(text)], ["气温"])
    assert found.text.startswith("…长")
    assert found.text.endswith("短…")
    assert found.marks == [(31, 33)]
    assert matching.snippet([matching.folded("开头"), matching.folded("后文")], ["气温"]).text == "开头 后文"
