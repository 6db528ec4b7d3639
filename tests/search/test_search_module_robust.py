"""The module in the browser, run in node: pages of results, limits, damage, deploys, odd queries, modes."""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest

from generator.search.script import OWN, SOURCE, published
from tests.search.browser_module import NEEDS_NODE, Node, Post, Server, Tree, serve, site
from tests.search.searched_posts import Maker, matching

pytestmark = [NEEDS_NODE, pytest.mark.xdist_group("search-module")]
MANIFEST = "search/manifest.json"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    process = Node(tmp_path_factory.mktemp("node"), published(SOURCE.read_text("utf-8")))
    yield process
    process.close()


def post(number: int, title: str, text: str, category: str = "wanbao") -> Post:
    day = f"{2000 + number // 300}-{1 + number // 28 % 10:02}-{1 + number % 28:02}"
    return Post(f"p/{number}.html", title, day, category, f"<p>{text}</p>")


#: 60 posts with 深圳, of which every third has 深圳天气 as well.
PLAIN = [post(n, f"第{n}条", "今日深圳天气晴" if n % 3 == 0 else "昨天深圳有雨，天气不好") for n in range(60)]


@pytest.fixture
def plain() -> Iterator[Server]:
    with serve(site(PLAIN, (20, 50))) as server:
        yield server


def urls(answer: Any) -> list[str]:
    return [one["url"] for page in answer["pages"] for one in page["results"]]


def test_nothing_is_asked_for_while_nobody_pulls(node: Node, plain: Server) -> None:
    (page,) = node.search(plain.base, "深圳", pull=1)["pages"]
    assert [one["url"] for one in page["results"]] == [f"p/{n}.html" for n in range(59, 49, -1)]
    assert not page["done"]
    wanted = {f"p/{n}.html" for n in range(50, 60)}
    assert {path for path in plain.asked if path.startswith("p/")} == wanted


def test_the_second_page_knows_all_segments(node: Node) -> None:
    many = [post(n, "题", "深圳") for n in range(3000)]
    with serve(site(many, (500, 1900))) as server:
        first, second = node.search(server.base, "深圳", pull=2)["pages"]
        assert (first["estimate"], first["exact"], first["complete"]) == (1100, False, False)
        assert (second["estimate"], second["exact"], second["complete"]) == (3000, True, True)
        assert len([path for path in server.asked if path.startswith("p/")]) == 20


@pytest.mark.parametrize(
    ("query", "lists"), [("春江花月夜里石", 3), ("春江花月 夜里石桥", 3), ("春江 花月 夜里 石桥", 4)]
)
def test_a_segment_is_asked_for_three_lists_or_one_of_each_part(node: Node, query: str, lists: int) -> None:
    chosen = random.Random(1)
    apart = "春江花好。江花月。花月夜。月夜里。夜里石。石桥"
    posts = []
    for number in range(600):
        # All of these make blocks many, so that few lists are in one.
        others = "".join(chr(0x4E00 + chosen.randrange(0x5000)) for _ in range(200))
        posts.append(post(number, "题", others + ("。春江花月夜里石桥。" if number % 2 else f"。{apart}。")))
    with serve(site(posts)) as server:
        assert len(urls(node.search(server.base, query))) == 300 * (1 + (lists > 3))
        asked = [path for path in server.asked if re.fullmatch(r"search/\w+/[0-9a-f]+\.bin", path)]
        assert len(asked) == lists


def test_results_stop_at_the_limit(node: Node, plain: Server) -> None:
    for limit in (1, 10, 13, 60, 100):
        answer = node.search(plain.base, "深圳", {"limit": limit})
        assert urls(answer) == [f"p/{n}.html" for n in range(59, 59 - min(limit, 60), -1)]
        assert [page["done"] for page in answer["pages"]][-1]
        assert len([path for path in plain.asked if path.startswith("p/")]) <= limit
        plain.asked.clear()


def test_a_search_can_be_aborted(node: Node, plain: Server) -> None:
    before = node.search(plain.base, "深圳", abortAfter=0)
    assert before["error"].startswith("AbortError")
    assert plain.asked == []
    between = node.search(plain.base, "深圳", abortAfter=1)
    assert between["error"].startswith("AbortError")
    assert len(between["pages"]) == 1


def test_requests_under_way_are_aborted(node: Node, plain: Server) -> None:
    answered = Event()

    def wait(path: str) -> None:
        if path.startswith("search/s"):
            answered.wait(20)

    plain.before = wait
    found = node.search(plain.base, "深圳", abortIn=200)
    answered.set()
    assert found["error"].startswith("AbortError")
    assert found["pages"] == []
    assert plain.asked[-1].startswith("search/s")


#: Texts, and queries with what they find: the rules of docs/search.md, word by word.
RULES = [
    post(0, "雪", "他买了112份，编号1234，共12月。"),
    post(1, "平常", "renew the news of New  York"),
    post(2, "平常", "New Jersey and York，臺灣ＧＤＰ增长"),
    post(3, "平常", "大雪封山，A股上涨12.5%"),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("雪", [0]),
        ("大雪", [3]),
        ("雪 12月", [0]),
        ("12", [3, 0]),
        ("1", []),
        ("112", [0]),
        ("123", []),
        ("12.5", [3]),
        ("2.5", []),
        ("new", [2, 1]),
        ("ew", []),
        ("NEWS", [1]),
        ("york new", [2, 1]),
        ('"new york"', [1]),
        ("“New　York”", [1]),
        ('"york new"', []),
        ("台湾gdp增", [2]),
        ("臺灣 ｇｄ", [2]),
        ("股上涨12", [3]),
        ("山A股", []),
        ("山，A股", [3]),
    ],
)
def test_rules_of_queries(node: Node, query: str, found: list[int]) -> None:
    with serve(site(RULES)) as server:
        answer = node.search(server.base, query)
    assert [int(url[2]) for url in urls(answer)] == found
    assert answer["pages"][-1]["estimate"] == len(found)


def test_files_are_read_once(node: Node, plain: Server) -> None:
    node.search(plain.base, "深圳天气", fresh=False)
    asked = sorted(plain.asked)
    assert len(asked) == len(set(asked))
    node.search(plain.base, "深圳天气", fresh=False)
    assert sorted(plain.asked) == asked


@pytest.mark.parametrize("secure", [True, False], ids=["secure", "insecure"])
@pytest.mark.parametrize("kind", ["head-", "docs-", "fold-", "block"])
def test_a_damaged_file_is_read_once_more(node: Node, plain: Server, kind: str, secure: bool) -> None:
    damaged: set[str] = set()

    def answer(path: str) -> bytes | None:
        name = path.rpartition("/")[2]
        is_kind = name.startswith(kind) or (kind == "block" and "-" not in name and name.endswith(".bin"))
        if not is_kind or path in damaged or damaged:
            return None
        damaged.add(path)
        return plain.tree[path][: len(plain.tree[path]) * 2 // 3]

    plain.answer = answer
    if kind == "fold-" and not secure:
        pytest.skip("only a digest shows that the table of characters is cut off")
    found = node.search(plain.base, "深圳天气", secure=secure)
    assert damaged
    assert "error" not in found, found["error"]
    assert urls(found) == matching(PLAIN, "深圳天气")


def test_what_stays_damaged_is_an_error(node: Node, plain: Server) -> None:
    plain.answer = lambda path: b"\xff\x03" if path.endswith(".bin") else None
    found = node.search(plain.base, "深圳")
    assert found["pages"] == []
    assert found["error"].startswith("Error: The search index cannot be read: search/s")
    assert found["error"].endswith("Try again later.")


def test_a_deploy_in_the_middle_shows_nothing_twice(node: Node, plain: Server) -> None:
    newer = [*PLAIN[:5], *PLAIN[6:], *(post(n, f"新{n}", "深圳") for n in range(60, 75))]

    after = site(newer, (10, 40))

    def deploy(path: str) -> None:
        if path == "p/55.html":
            plain.tree = after

    plain.before = deploy
    found = node.search(plain.base, "深圳")
    assert "error" not in found, found["error"]
    assert len(urls(found)) == len(set(urls(found)))
    assert set(urls(found)) == {one.url for one in newer}
    assert urls(found)[:10] == [f"p/{n}.html" for n in range(59, 49, -1)]


def test_an_old_manifest_is_read_again(node: Node, plain: Server) -> None:
    old = json.loads(plain.tree[MANIFEST])
    for segment in old["segments"]:
        segment["head"] = "00" * 8
    answers = [json.dumps(old).encode()]
    plain.answer = lambda path: answers.pop() if path == MANIFEST and answers else None
    assert urls(node.search(plain.base, "深圳")) == matching(PLAIN, "深圳")
    other = json.dumps({**old, "version": 0}).encode()
    plain.answer = lambda path: other if path == MANIFEST else None
    assert "does not fit" in node.search(plain.base, "深圳")["error"]


def test_a_site_without_an_index_is_an_error(node: Node) -> None:
    with serve({}) as server:
        found = node.search(server.base, "深圳")
    reason = "search/manifest.json could not be read (status 404)"
    assert found["error"] == f"Error: The search index cannot be read: {reason}. Try again later."


def test_a_post_that_is_gone_is_left_out(node: Node, plain: Server) -> None:
    del plain.tree["p/57.html"]
    found = node.search(plain.base, "深圳天气晴")
    assert urls(found) == [url for url in matching(PLAIN, "深圳天气晴") if url != "p/57.html"]
    assert found["pages"][-1]["estimate"] == len(urls(found))


@pytest.mark.parametrize(
    ("query", "problem"),
    [("", "empty"), ("  　", "empty"), ("…… (*)", "empty"), ('""', "empty"), ("吖", "short"),
     ("深圳 吖", "short"), ("深" * 201, "long"), ("深圳天气" * 2500, "long"), ("深圳不存在", None)],
)  # fmt: skip
def test_queries_without_results_say_why(node: Node, plain: Server, query: str, problem: str | None) -> None:
    found = node.search(plain.base, query)
    assert urls(found) == []
    last = found["pages"][-1]
    assert (last.get("problem"), last["done"], last["exact"], last["estimate"]) == (problem, True, True, 0)


def test_one_character_is_looked_for_in_titles(node: Node, plain: Server) -> None:
    assert len(urls(node.search(plain.base, "条"))) == 60
    assert urls(node.search(plain.base, "条 天气晴")) == matching(PLAIN, "条 天气晴")


ODD = [
    post(0, "a.*b [深圳] (x|y) $1 \\d", "正则 .* [气温] +? ^$ {2} | \\w 结束"),
    post(1, "&lt;img src=x onerror=alert(1)&gt; <script>", "看 &lt;script&gt;alert(1)&lt;/script&gt; 完"),
    post(2, "平常", "a 深圳 xx b"),
]


@pytest.mark.parametrize(
    "query",
    [".*", "a.*b", "[气温]", "\\w 结束", "(x|y)", "<script>", "script>alert(1)</script>", "__proto__"],
)
def test_odd_characters_are_only_text(node: Node, query: str) -> None:
    with serve(site(ODD)) as server:
        found = node.search(server.base, query)
    assert urls(found) == matching(ODD, query)
    for one in found["pages"][0]["results"]:
        assert one["title"] in {post.title for post in ODD}
        assert one["snippet"] in {post.blocks[0] for post in ODD}


def test_long_lists_are_parted(node: Node) -> None:
    maker = Maker(8)
    many = [post(n, f"的新{maker.sentence(6)}", "") for n in range(9500)]
    with serve(site(many, mode="titles")) as server:
        for query in ("的新", "的新 NBA", "新iph", "2016", "networks", "人年 的"):
            found = node.search(server.base, query, fresh=False)
            assert urls(found) == matching(many, query), query
        assert all(path.startswith("search/") for path in server.asked)
        found = node.search(server.base, "的新", {"limit": 10}, fresh=False)
        assert (found["pages"][0]["estimate"], found["pages"][0]["exact"]) == (9500, True)


def test_snippets_are_around_the_first_hit(node: Node) -> None:
    text = "𠀀" * 300 + "深圳天气" + "乙" * 300
    found = node.call("snippet", [["无关。", text], ["深圳天气"]])
    assert found["snippet"] == "…" + "𠀀" * 15 + "深圳天气" + "乙" * 86 + "…"
    assert found["marks"] == [[31, 35]]
    whole = node.call("snippet", [["甲", "深圳ABC，深圳"], ["abc", "深圳"]])
    assert whole == {"snippet": "深圳ABC，深圳", "marks": [[0, 5], [6, 8]]}
    assert node.call("snippet", [["甲。", "乙" * 200], ["深圳"]]) == {
        "snippet": "甲。 " + "乙" * 117 + "…",
        "marks": [],
    }


def test_relevance_prefers_titles_and_many_hits(node: Node) -> None:
    posts = [
        post(0, "题", "深圳天气" * 9), post(1, "深圳天气", "无"), post(2, "题", "深圳天气"),
        post(3, "天气深圳", "深圳天气"),
        post(4, "题", "iPhone"), post(5, "新iPhone来了", "无"), post(6, "题", "iPhone, iPhone"),
    ]  # fmt: skip
    with serve(site(posts, (2, 5))) as server:
        order = {"order": "relevance"}
        assert [int(url[2]) for url in urls(node.search(server.base, "深圳天气", order))] == [1, 0, 3, 2]
        assert [int(url[2]) for url in urls(node.search(server.base, "iph", order))] == [5, 6, 4]
        assert [int(url[2]) for url in urls(node.search(server.base, "iphone", {**order, "limit": 1}))] == [5]


def test_addresses(node: Node, plain: Server) -> None:
    assert urls(node.search(plain.base.rstrip("/"), "深圳", {"limit": 1})) == ["p/59.html"]
    assert "needs a web server" in node.call("open", "file:///home/x/site/")
    about = node.call("about", plain.base)
    assert about == {
        "mode": "full", "posts": 60, "since": PLAIN[0].day, "until": PLAIN[-1].day,
        "categories": [{"slug": "wanbao", "title": "WANBAO", "posts": 60}],
    }  # fmt: skip


def test_parts_of_days_are_months_and_years(node: Node, plain: Server) -> None:
    for span in ({"from": "2000-02"}, {"to": "2000-01"}, {"from": "2000", "to": "2000"}, {"from": "2001"}):
        found = urls(node.search(plain.base, "深圳", span))
        begin, end = span.get("from", ""), span.get("to", "9")
        assert found == [one.url for one in PLAIN[::-1] if begin <= one.day and one.day[: len(end)] <= end]


def test_a_preview_answers_by_its_server(node: Node) -> None:
    tree: Tree = {MANIFEST: b'{"version":1,"mode":"server","query":"search/query"}'}
    results = [
        {"url": f"d/{n}", "title": "<b>", "date": "2001-01-01", "category": "a", "snippet": "", "marks": []}
        for n in range(14)
    ]

    def answer(path: str) -> bytes | None:
        if not path.startswith("search/query?"):
            return None
        start = 10 if "offset=10" in path else 0
        page = {"results": results[start : start + 10], "estimate": 14, "exact": True, "done": start > 0}
        return json.dumps({**page, "next": None if start else 10}).encode()

    with serve(tree) as server:
        server.answer = answer
        found = node.search(server.base, "深圳 x", {"categories": ["a", "b"], "to": "2001-01-02"})
        assert urls(found) == [f"d/{n}" for n in range(14)]
        assert [page["done"] for page in found["pages"]] == [False, True]
        assert server.asked[1] == (
            "search/query?q=%E6%B7%B1%E5%9C%B3+x&categories=a%2Cb&from=&to=2001-01-02&order=newest&offset=0&limit=10"
        )
        assert len(urls(node.search(server.base, "深圳", {"limit": 12}))) == 12


def test_at_most_four_requests_run_at_a_time(node: Node, plain: Server) -> None:
    plain.before = lambda path: time.sleep(0.01)
    node.search(plain.base, "深圳")
    assert 1 < plain.most <= 4


def test_names_that_are_made_short_stand_in_no_string() -> None:
    source = re.sub(r"/\*.*?\*/", "", SOURCE.read_text("utf-8"), flags=re.DOTALL)
    words = {word for text in re.findall(r'"[^"\n]*"', source) for word in re.findall(r"\w+", text)}
    own = {"".join(found) for found in OWN.findall(source)}
    assert {"VERSION", "atMost", "Segment"} <= own
    assert own & words == set()


def test_the_module_is_small() -> None:
    """The scripts of the search page may have 12 KB together (tests/theme/test_budgets.py)."""
    small = published(SOURCE.read_text("utf-8"))
    assert "/*" not in small
    assert len(gzip.compress(small.encode(), 9)) < 9_900
    types = SOURCE.with_name("search.d.ts").read_text("utf-8")
    docs = (SOURCE.parent.parent.parent / "docs" / "search.md").read_text("utf-8")
    for name in re.findall(r"^  (\w+)\??[:(]", types, re.MULTILINE):
        assert re.search(rf"\b{name}\b", small), name
        assert re.search(rf"`[^`]*\b{name}\b", docs), name
