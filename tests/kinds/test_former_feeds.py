"""The feed of the site is at its former addresses as well."""

from __future__ import annotations

import feedparser
import pytest

from generator.core.errors import ConfigError
from generator.kinds.site_config import read_config
from tests.checks.checking import codes
from tests.conftest import SiteMaker
from tests.sites import Ear, post

CONFIG = (
    "title: x\nurl: https://archive.example/\nfeed:\n  also: [atom.xml, rss.xml, blog/index.xml, old.json]\n"
)


def test_feeds_at_former_addresses(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("甲", slug="a", categories="rss", body="[旧](/atom.xml)")}, CONFIG)
    ear = Ear()
    assert one.build(ear).problems == ()
    assert ear.done["render"] == ear.totals["render"]
    tree = one.tree()
    assert tree["atom.xml"] == tree["feed.xml"]
    versions = {path: feedparser.parse(tree[path]).version for path in ("rss.xml", "blog/index.xml")}
    assert set(versions.values()) == {"rss20"}
    assert b'"feed_url": "https://archive.example/old.json"' in tree["old.json"]
    assert feedparser.parse(tree["category/rss.xml"]).version == "atom10"
    assert codes(one) == []


@pytest.mark.slow
def test_they_follow_posts_and_settings(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("甲", slug="a")}, CONFIG)
    one.build()
    one.write({"content/posts/b.md": post("乙", slug="b")}).build()
    assert "乙" in one.page("rss.xml")
    assert one.tree() == one.clean_tree()
    one.write({"site.yaml": CONFIG.replace("rss.xml, ", "") + "  formats: [json]\n"}).build()
    assert "rss.xml" not in one.tree()
    assert one.tree()["old.json"] == one.tree()["feed.json"]
    assert one.tree() == one.clean_tree()


def test_files_do_not_have_their_addresses(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(), "static/atom.xml": "mine"})
    one.write({"site.yaml": "title: x\nurl: https://archive.example/\n"}).build()
    assert one.page("atom.xml") == "mine"
    one.write({"site.yaml": CONFIG})
    (problem,) = one.build().problems
    assert (problem.path, problem.code) == ("content/static/atom.xml", "address.taken")
    assert one.tree() == one.clean_tree()


@pytest.mark.parametrize(
    ("written", "message"),
    [("feed.xml", "an output already"), ("feed/", "must be a path"), ("../a.xml", "must be a path")],
)
def test_what_is_no_former_address(written: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read_config(f"title: x\nurl: https://a.example/\nfeed: {{also: [{written}]}}\n")
