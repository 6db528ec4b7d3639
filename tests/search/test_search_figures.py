"""Counts that docs/search.md promises, on texts with the statistics of an archive of news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from html import escape
from itertools import islice

import chinese
import pytest
import search_archive
from search_archive import Asker, of_kind

from generator.search.script import SOURCE, published
from tests.search.browser_module import NEEDS_NODE, Node, Post, Server, Tree, serve, site

pytestmark = [NEEDS_NODE, pytest.mark.xdist_group("search-module"), pytest.mark.slow]
#: The borders of three segments among the posts.
CUTS = (140, 200)
#: Queries of each kind, and the results after which one ends.
QUERIES, MOST = 25, 30


@cache
def made_posts(count: int = 220) -> list[Post]:
    writer = chinese.Writer(1, characters=1_200)
    found = []
    for number in range(count):
        text = writer.text()
        html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.paragraphs)
        day = (date(2019, 1, 1) + timedelta(number)).isoformat()
        found.append(Post(f"wanbao/{number}.html", text.title, day, "wanbao", html))
    return found


@pytest.fixture(scope="module")
def tree() -> Tree:
    return site(made_posts(), CUTS)


@pytest.fixture(scope="module")
def server(tree: Tree) -> Iterator[Server]:
    with serve(tree) as found:
        yield found


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    process = Node(tmp_path_factory.mktemp("node"), published(SOURCE.read_text("utf-8")))
    yield process
    process.close()


def asker() -> Asker:
    posts = [
        search_archive.Post(post.url, post.day, post.category, "\n".join([post.title, *post.blocks]), "")
        for post in made_posts()
    ]
    return Asker(posts, 5)


def is_block(path: str) -> bool:
    return path.endswith(".bin") and "/head-" not in path and "/frequent-" not in path


@pytest.mark.parametrize(("lengths", "most"), [(("3",), 0.10), (("4", "5", "6", "8", "10"), 0.05)])
def test_few_candidates_are_thrown_out(
    node: Node, server: Server, lengths: tuple[str, ...], most: float
) -> None:
    results = candidates = 0
    for query in (query for length in lengths for query in islice(of_kind(asker(), length), QUERIES)):
        server.asked.clear()
        answer = node.search(server.base, query.text, {"limit": MOST})
        shown = [one["url"] for page in answer["pages"] for one in page["results"]]
        assert shown, query
        results += len(shown)
        candidates += len({path for path in server.asked if path.endswith(".html")})
    assert candidates >= results >= QUERIES * len(lengths)
    assert candidates - results <= most * candidates, (results, candidates)


def test_a_part_asks_for_three_lists_of_a_segment_at_most(node: Node, server: Server) -> None:
    folders = {path.rpartition("/")[0] for path in server.tree if path.endswith(".bin")}
    assert len(folders) == len(CUTS) + 1
    for query in islice(of_kind(asker(), "8"), QUERIES):
        server.asked.clear()
        node.search(server.base, query.text, {"limit": MOST})
        lists = [path for path in server.asked if is_block(path)]
        assert len(lists) == len(set(lists)) <= 3 * len(folders)


@pytest.mark.parametrize(("kind", "most"), [("8", 18), ("two words", 24)])
def test_a_query_reads_so_many_blocks_at_most(node: Node, kind: str, most: int) -> None:
    """Of 12 segments: the first list of each part where it is needed, and others up to 18 in all."""
    read = []
    with serve(site(made_posts(), range(18, 216, 18))) as many:
        assert len({path.rpartition("/")[0] for path in many.tree if path.endswith(".bin")}) == 12
        for query in islice(of_kind(asker(), kind), QUERIES):
            many.asked.clear()
            node.search(many.base, query.text, {"limit": MOST})
            read.append(sum(map(is_block, many.asked)))
    assert 12 < max(read) <= most


def test_blocks_have_a_bounded_size(tree: Tree) -> None:
    blocks = {path: len(data) for path, data in tree.items() if is_block(path)}
    assert max(blocks.values()) <= 64 * 1024
    assert len(blocks) >= 15


def test_the_texts_have_the_statistics_of_news() -> None:
    """Half as many different pairs, and positions would decide nothing: see bench/chinese.py."""
    counts: list[float] = []
    for post in made_posts():
        runs = [run for block in post.blocks for run in block.replace("。", "，").split("，")]
        pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
        counts.append(len(set(pairs)) / len(pairs))
    assert 0.45 < sum(counts) / len(counts) < 0.60
