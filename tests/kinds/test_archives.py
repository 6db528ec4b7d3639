"""Archives of the site's feed (RFC 5005, section 4): what becomes one, and when it changes."""

from __future__ import annotations

import feedparser
import pytest
from lxml import etree

from generator.kinds import feed_archive
from tests.conftest import SiteMaker
from tests.formats.schemas import atom_mistakes
from tests.sites import Site, Tree, post

pytestmark = pytest.mark.slow

CONFIG = "title: x\nurl: https://x.example/sub/\nfeed: {size: 1}\n"
BASE = "https://x.example/sub/"
HISTORY = "{http://purl.org/syndication/history/1.0}archive"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_archive, "SIZE", 3)


def posts(month: str, numbers: range) -> dict[str, str | bytes | None]:
    return {
        f"content/posts/{month}-{n:02}.md": post(
            f"{month} {n}", f"{month}-{n:02} 08:00", categories="c", slug=f"p{n}"
        )
        for n in numbers
    }


def documents(tree: Tree) -> Tree:
    return {path: data for path, data in tree.items() if path.startswith("feed/")}


def titles(data: bytes) -> list[str]:
    return [entry.title for entry in feedparser.parse(data).entries]


def links(data: bytes) -> dict[str, str]:
    return {link.rel: link.href.removeprefix(BASE) for link in feedparser.parse(data).feed.links}


def archive(site: SiteMaker) -> Site:
    one = site({}, CONFIG)
    one.write(posts("2021-10", range(1, 8)) | posts("2021-11", range(1, 3)) | posts("2021-12", range(1, 5)))
    one.build()
    return one


def test_feed_and_archives_hold_every_post_once_in_a_chain(site: SiteMaker) -> None:
    tree = archive(site).tree()
    chain = [
        "feed/2021-12-1.xml",
        "feed/2021-11.xml",
        "feed/2021-10.xml",
        "feed/2021-10-2.xml",
        "feed/2021-10-1.xml",
    ]
    assert documents(tree).keys() == set(chain)
    assert titles(tree["feed.xml"]) == ["2021-12 4"]
    assert [titles(tree[path]) for path in chain] == [
        ["2021-12 3", "2021-12 2", "2021-12 1"], ["2021-11 2", "2021-11 1"], ["2021-10 7"],
        ["2021-10 6", "2021-10 5", "2021-10 4"], ["2021-10 3", "2021-10 2", "2021-10 1"],
    ]  # fmt: skip
    assert links(tree["feed.xml"]) == {"self": "feed.xml", "alternate": "", "prev-archive": chain[0]}
    for newer, path, older in zip(["", *chain], chain, [*chain[1:], ""], strict=False):
        expected = {"self": path, "current": "feed.xml", "prev-archive": older, "next-archive": newer}
        assert links(tree[path]) == {relation: url for relation, url in expected.items() if url}


def test_documents_are_feeds_with_the_mark_and_the_id_of_the_feed(site: SiteMaker) -> None:
    tree = archive(site).tree()
    for data in documents(tree).values():
        assert atom_mistakes(data) == []
        root = etree.fromstring(data)
        assert len(root.findall(HISTORY)) == 1
        assert root.findtext("{*}id") == f"{BASE}feed.xml"
        assert root.findtext("{*}entry/{*}updated") == root.findtext("{*}updated")
    assert etree.fromstring(tree["feed.xml"]).find(HISTORY) is None


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        # The feed holds what fills no document.
        (posts("2021-12", range(5, 6)), set()),
        (posts("2021-12", range(5, 7)), {"2021-12-1", "2021-12-2"}),
        (posts("2021-12", range(5, 11)), {"2021-12-1", "2021-12-2", "2021-12-3"}),
        # The first post of a month ends the one before it, which leads on when that has documents itself.
        (posts("2022-01", range(1, 2)), {"2021-12-1", "2021-12"}),
        (posts("2022-01", range(1, 5)), {"2021-12-1", "2021-12", "2022-01-1"}),
        # Late arrivals and corrections.
        (posts("2021-09", range(1, 2)), {"2021-10-1", "2021-09"}),
        (posts("2021-10", range(8, 9)), {"2021-10"}),
        (posts("2021-11", range(3, 4)), {"2021-11", "2021-11-1", "2021-10"}),
        (posts("2021-11", range(3, 5)), {"2021-11", "2021-11-1", "2021-10"}),
        ({"content/posts/2021-10-05.md": post("x", "2021-10-05 08:00", slug="p5")}, {"2021-10-2"}),
        (dict.fromkeys(posts("2021-11", range(1, 3))), {"2021-10", "2021-11", "2021-12-1"}),
        (dict.fromkeys(posts("2021-10", range(7, 8))), {"2021-10"}),
        (dict.fromkeys(posts("2021-10", range(6, 8))), {"2021-10-1", "2021-10-2", "2021-10"}),
        (dict.fromkeys(posts("2021-12", range(1, 5))), {"2021-12-1", "2021-11", "2021-10"}),
    ],
)  # fmt: skip
def test_what_changes_documents(
    site: SiteMaker, edit: dict[str, str | bytes | None], changed: set[str]
) -> None:
    one = archive(site)
    before = documents(one.tree())
    one.write(edit).build(now=1_643_700_000_000_000)
    assert one.tree() == one.clean_tree(now=1_643_700_000_000_000)
    after = documents(one.tree())
    differing = {path for path in before | after if before.get(path) != after.get(path)}
    assert differing == {f"feed/{name}.xml" for name in changed}


def test_a_new_label_changes_no_document(site: SiteMaker) -> None:
    one = archive(site)
    before = one.tree()
    one.write({"site.yaml": CONFIG + "categories: {c: 标签}\n"}).build()
    assert "标签" in one.page("feed.xml")
    assert documents(one.tree()) == documents(before)
    assert one.tree() == one.clean_tree()


def test_archives_can_be_switched_off(site: SiteMaker) -> None:
    one = archive(site)
    one.write({"site.yaml": CONFIG.replace("size: 1", "size: 1, archives: false")}).build()
    assert documents(one.tree()) == {}
    assert links(one.tree()["feed.xml"]).keys() == {"self", "alternate"}
    assert one.tree() == one.clean_tree()


def test_a_site_without_url_has_archives_with_relative_links(site: SiteMaker) -> None:
    one = site(posts_of("2021-10") | posts_of("2021-11"), "title: x\n")
    one.build()
    tree = one.tree()
    assert links(tree["feed.xml"])["prev-archive"] == "feed/2021-10.xml"
    assert links(tree["feed/2021-10.xml"]) == {"self": "2021-10.xml", "current": "../feed.xml"}
    assert feedparser.parse(tree["feed/2021-10.xml"]).entries[0].link == "../c/2021/10/01/p1.html"


def posts_of(month: str) -> dict[str, str | bytes | None]:
    return {name.removeprefix("content/"): text for name, text in posts(month, range(1, 2)).items()}
