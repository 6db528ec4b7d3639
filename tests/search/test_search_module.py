"""The module in the browser, run in node: it reads texts as the index does, and finds by the definition."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
import pytest

from generator.search import fold
from generator.search.characters import classes
from generator.search.page_text import page_text
from generator.search.postings import Posting, encode, occurrences
from generator.search.script import SOURCE, published
from generator.search.terms import _units
from tests.search.browser_module import NEEDS_NODE, Node, Post, Server, serve, site
from tests.search.searched_posts import (
    CATEGORIES,
    NASTY,
    Maker,
    is_title_only,
    make_posts,
    matching,
    parts_of,
    queries,
    searchable,
)  # fmt: skip

pytestmark = [NEEDS_NODE, pytest.mark.xdist_group("search-module")]
POSTS = make_posts(420)
CUTS = (250, 390)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    process = Node(tmp_path_factory.mktemp("node"), published(SOURCE.read_text("utf-8")))
    yield process
    process.close()


@pytest.fixture(scope="module")
def full() -> Iterator[Server]:
    with serve(site(POSTS, CUTS)) as server:
        yield server


def urls(answer: Any) -> list[str]:
    assert "error" not in answer, answer["error"]
    return [one["url"] for page in answer["pages"] for one in page["results"]]


def texts() -> list[str]:
    maker = Maker(5)
    mixed = ["".join(maker.random.choices(NASTY, k=6)) for _ in range(200)]
    return [*NASTY, *mixed, *(maker.sentence(60) for _ in range(200))]


def test_characters_are_folded_and_sorted_as_in_the_index(node: Node) -> None:
    codes = [
        code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cs")
    ]
    known = [chr(code) for code in codes]
    assert [one["folded"] for one in node.call("matchable", known)] == [searchable(one) for one in known]
    found = node.call("classes", codes)
    expected = classes(np.array(codes, dtype=np.uint32)).tolist()
    assert [hex(code) for code, one, other in zip(codes, found, expected, strict=True) if one != other] == []


def test_texts_are_folded_and_cut_as_in_the_index(node: Node) -> None:
    folded = [fold.fold(text) for text in texts()]
    assert [one["folded"] for one in node.call("matchable", texts())] == [
        searchable(text) for text in texts()
    ]
    for text, found in zip(folded, node.call("units", folded), strict=True):
        units = _units(fold.encode(text))
        rows = zip(
            units.kind.tolist(), units.start.tolist(), units.end.tolist(), units.run.tolist(), strict=True
        )
        assert [(one["kind"], one["start"], one["end"], one["run"]) for one in found] == list(rows)
        assert [one["text"] for one in found] == [
            text[start:end] for start, end in zip(units.start.tolist(), units.end.tolist(), strict=True)
        ]


def test_places_lead_back_to_the_text(node: Node) -> None:
    for found in node.call("matchable", texts()):
        units = found["text"].encode("utf-16-le")
        folded = [one for one in found["folded"] for _ in range(1 + (one > "\uffff"))]
        for place, one in zip(found["places"], folded, strict=True):
            original = units[2 * place : 2 * place + 4].decode("utf-16-le", "ignore")[0]
            assert one in fold.fold_character(original) or (one == " " and fold.fold(original).isspace())


PIECES = (
    "<p>", "</p>", "<P class='a>b'>", "<b>", "</b>", "<!-- 注 <p> -->", "<ruby>汉<rt>han</rt></ruby>",
    "<script>x<p></script>",
    "<STYLE>a</style >", "<br>", "<br/>", "<main>", "</main>", "<main data-search>",
    '<div title=" data-search ">', "</div>",
    "<article data-search='' id=x>", "</article>", "&amp;", "&lt;", "&#65;", "&#x4e2d;", "&#0;", "&#x80;",
    "&#129;", "&#13;",
    "&#xD800;", "&#1114112;", "&#xFFFF;", "&#11;", "&#12;", "&#127;", "&nbsp;", "&copy;", "&#４;", "<ſ>",
    "<K>", "\x01", "\x0b",
    "\x85", "\u2028", "\ufeff", "a < b", "x > y", "文字", " ", "\n", "\u3000", "<h1>", "</h1>", "<td>",
    "<math>", "</math>", "<!--", "<",
)  # fmt: skip


def test_pages_are_read_as_for_the_index(node: Node) -> None:
    random = Random(4)
    pages = ["".join(random.choices(PIECES, k=random.randint(1, 40))) for _ in range(3000)]
    pages += [f"<main data-search>{page}</main>" for page in pages]
    for page, found in zip(pages, node.call("pageText", pages), strict=True):
        assert found == page_text(page), page


def test_lists_are_decoded(node: Node) -> None:
    random = Random(3)
    asked: list[dict[str, Any]] = []
    wanted: list[list[list[Any]]] = []
    for _ in range(300):
        total = random.choice((1, 5, 300, 9000, 200_000))
        chosen = sorted(
            random.sample(range(total), random.randint(1, min(total, random.choice((3, 40, 5000)))))
        )
        bare = random.random() < 0.3
        postings = [Posting(one, () if bare else _places(random)) for one in chosen]
        lists = encode(occurrences([postings], [bare]), total)
        start, taken = 0, 0
        for count, base, end in zip(lists.posts, lists.base, lists.end, strict=True):
            data = lists.data[start:end].hex()
            asked.append({"data": data, "count": count, "base": base, "posts": total, "bare": bare})
            wanted.append([[one.post, list(one.positions)] for one in postings[taken : taken + count]])
            start, taken = end, taken + count
    assert node.call("decode", asked) == wanted
    cut = [{**one, "data": one["data"][: len(one["data"]) // 4 * 2]} for one in asked if len(one["data"]) > 6]
    assert all(isinstance(one, str) for one in node.call("decode", cut))


def _places(random: Random) -> tuple[int, ...]:
    return tuple(sorted(random.sample(range(64), random.choice((1, 1, 2, 7, 8, 30, 64)))))


def test_every_query_finds_what_the_definition_says(node: Node, full: Server) -> None:
    by_url = {post.url: post for post in POSTS}
    hits = 0
    for number, query in enumerate(queries(POSTS, 450)):
        random = Random(number)
        options: dict[str, Any] = {}
        if random.random() < 0.3:
            options["categories"] = random.sample(CATEGORIES, random.choice((1, 2)))
        if random.random() < 0.3:
            ends = sorted(random.choice(POSTS).day for _ in range(2))
            options |= dict(
                random.sample(list(zip(("from", "to"), ends, strict=True)), random.choice((1, 2)))
            )
        order = random.choice(("newest", "newest", "relevance"))
        answer = node.search(full.base, query, {**options, "order": order}, fresh=number % 5 == 0)
        wanted = [url for url in matching(POSTS, query) if _allowed(by_url[url], options)]
        found = urls(answer)
        assert (found if order == "newest" else sorted(found)) == (
            wanted if order == "newest" else sorted(wanted)
        ), (query, options)
        _check_pages(answer["pages"], len(wanted), query)
        hits += bool(wanted)
    assert hits > 250
    assert full.most <= 4


def _allowed(post: Post, options: dict[str, Any]) -> bool:
    in_time = options.get("from", "") <= post.day <= options.get("to", "9")
    return in_time and post.category in options.get("categories", CATEGORIES)


def _check_pages(pages: list[dict[str, Any]], count: int, query: str) -> None:
    assert [page["done"] for page in pages] == [False] * (len(pages) - 1) + [True]
    assert all(len(page["results"]) <= 10 for page in pages)
    assert pages[-1]["exact"]
    for page in pages:
        if page["exact"]:
            assert page["estimate"] == count, query
            assert page["complete"]
    short = any(is_title_only(part) for part in parts_of(query))
    assert pages[-1].get("problem") in ({None} if count else {None, "short", "empty"}), short
    for one in (one for page in pages for one in page["results"]):
        for text, marks in ((one["title"], one["titleMarks"]), (one["snippet"], one["marks"])):
            wide = text.encode("utf-16-le")
            assert marks == sorted(marks)
            for start, end in marks:
                assert wide[2 * start : 2 * end].decode("utf-16-le"), "a mark is empty, or cuts a character"
        assert one["titleMarks"] or one["marks"]
        assert len(one["snippet"]) <= 124
