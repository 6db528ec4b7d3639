"""The feeds of categories and tags are at their former addresses as well."""

from __future__ import annotations

import json

import feedparser
import pytest

from generator.addresses.routes import Reserved
from generator.core.errors import ConfigError
from generator.core.paths import SitePaths
from generator.explain.explain import explain
from generator.kinds.registry import reserved
from generator.kinds.site_config import read_config
from tests.checks.checking import codes
from tests.conftest import SiteMaker
from tests.sites import NOW, Site, post, without_index

URL = "https://archive.example/"
CONFIG = f"""\
title: 镇报
url: {URL}
permalink: {{category: '/categories/{{slug}}/', tag: '/tags/{{slug}}/'}}
feed:
  formats: [rss]
  also: [feeds/all.atom.xml, 'categories/{{category}}/index.xml', 'feeds/{{category}}.atom.xml',
    'tags/{{tag}}/index.xml', 'feeds/tag-{{tag}}.json']
categories:
  letters: {{label: 来信, feeds: [letters/index.xml]}}
  all: {{feeds: []}}
"""
POSTS = {
    "posts/a.md": post("甲", slug="a", categories="letters", tags="河"),
    "posts/b.md": post("乙", "2021-12-29", slug="b", categories="all"),
    "posts/c.md": post(
        "丙", "2021-12-30", slug="c", categories="tag-he", tags="he", body="[旧](/tags/he/index.xml)"
    ),
}


def archive(site: SiteMaker) -> Site:
    one = site(POSTS, CONFIG)
    assert one.build().problems == ()
    return one


def test_each_pattern_makes_a_feed_for_each_term(site: SiteMaker) -> None:
    tree = archive(site).tree()
    own = tree["categories/letters/feed.xml"]
    assert tree["feeds/letters.atom.xml"] == own
    assert (
        tree["categories/letters/index.xml"]
        == tree["letters/index.xml"]
        == tree["categories/letters/feed.rss"]
    )
    tag = feedparser.parse(tree["tags/he-2/index.xml"])
    assert (tag.version, tag.feed.title, tag.feed.link) == ("rss20", "河｜镇报", f"{URL}tags/he-2/")
    assert [entry.title for entry in tag.entries] == ["甲"]
    assert f'href="{URL}tags/he-2/index.xml"'.encode() in tree["tags/he-2/index.xml"]
    assert json.loads(tree["feeds/tag-he.json"])["feed_url"] == f"{URL}feeds/tag-he.json"


def test_an_address_has_one_feed_whatever_terms_there_are(site: SiteMaker) -> None:
    """A single address comes before a pattern, and a pattern with more fixed text before others."""
    one = archive(site)
    tree = one.tree()
    assert tree["feeds/all.atom.xml"] == tree["feed.xml"]
    assert "feeds/tag-he.atom.xml" in tree
    more = CONFIG.replace("feeds/tag-{tag}.json", "feeds/tag-{tag}.atom.xml")
    one.write({"site.yaml": more}).build()
    assert feedparser.parse(one.page("feeds/tag-he.atom.xml")).feed.title == "he｜镇报"
    assert one.tree() == one.clean_tree()


def test_they_follow_posts_terms_and_settings(site: SiteMaker) -> None:
    one = archive(site)
    one.write({"content/posts/d.md": post("丁", slug="d", tags="河", categories="letters")}).build()
    assert "丁" in one.page("tags/he-2/index.xml")
    assert "丁" in one.page("letters/index.xml")
    assert one.tree() == one.clean_tree()
    one.write({"site.yaml": CONFIG.replace("来信", "信")}).build()
    assert "信｜镇报" in one.page("feeds/letters.atom.xml")
    one.write(
        {"content/posts/c.md": None, "site.yaml": CONFIG.replace(", feeds: [letters/index.xml]", "")}
    ).build()
    assert not {"tags/he/index.xml", "feeds/tag-he.json", "letters/index.xml"} & set(one.tree())
    assert one.tree() == one.clean_tree()


def test_one_more_post_changes_its_own_feeds_alone(site: SiteMaker) -> None:
    one = archive(site)
    before = without_index(one.tree())
    one.write(
        {"content/posts/d.md": post("丁", "2021-12-30 09:00", slug="d", tags="河", categories="letters")}
    )
    one.build()
    after = without_index(one.tree())
    feeds = {
        path for path in after if before.get(path) != after[path] and path.endswith((".xml", ".rss", ".json"))
    }
    assert feeds == {
        "feed.xml", "feed.rss", "feeds/all.atom.xml", "categories/letters/feed.xml",
        "categories/letters/feed.rss",
        "categories/letters/index.xml", "feeds/letters.atom.xml", "letters/index.xml", "tags/he-2/index.xml",
        "feeds/tag-he-2.json", "sitemap.xml", "sitemap/2021-12.xml",
    }  # fmt: skip


def test_checks_explanations_and_lists_of_feeds_know_them(site: SiteMaker) -> None:
    one = archive(site)
    assert codes(one) == []
    paths = SitePaths.of(one.root)
    told = {
        path: "\n".join(explain(paths, path, one.root, NOW))
        for path in ("tags/he/index.xml", "letters/index.xml")
    }
    assert "It is the feed of the tag he at a former address, in RSS." in told["tags/he/index.xml"]
    assert "It is the feed of the category letters at a former address, in RSS." in told["letters/index.xml"]
    told_post = explain(paths, "content/posts/c.md", one.root, NOW)
    assert "- tags/he/index.xml, the feed of the tag he" in told_post
    assert "index.xml" not in one.page("feeds.opml")


def test_neither_files_nor_posts_have_their_addresses(site: SiteMaker) -> None:
    one = site({**POSTS, "static/letters/index.xml": "x", "static/tags/new/index.xml": "x"}, CONFIG)
    problems = one.build().problems
    assert {problem.code for problem in problems} == {"address.taken"}
    taken = [problem.path for problem in problems]
    assert taken == ["content/static/letters/index.xml", "content/static/tags/new/index.xml"]
    known: Reserved = reserved(read_config(CONFIG))
    assert known.has("categories/x/index.xml")
    assert not known.has("categories/x/other.xml")


def test_a_tag_may_have_a_feed_beside_its_page(site: SiteMaker) -> None:
    config = f"title: x\nurl: {URL}\nfeed: {{also: ['tag/{{tag}}.xml']}}\n"
    one = site({"posts/a.md": post("甲", tags="foo")}, config)
    assert one.build().problems == ()
    assert feedparser.parse(one.page("tag/foo.xml")).version == "atom10"


def test_feeds_of_archives_keep_their_addresses(site: SiteMaker) -> None:
    config = f"title: x\nurl: {URL}\nfeed: {{size: 1, also: ['feed/{{category}}.xml']}}\n"
    files = {f"posts/{n}.md": post("甲", f"2021-{n}-02", categories=f"2021-{n}") for n in ("11", "12")}
    one = site(files, config)
    assert one.build().problems == ()
    assert 'rel="current"' in one.page("feed/2021-11.xml")
    assert "feed/2021-12.xml" not in one.tree()


@pytest.mark.parametrize(
    ("also", "message"),
    [
        ("feeds/{slug}.xml", "has no field {slug}"),
        ("{tag}/{category}.xml", "more than one field"),
        ("{tag}/index.xml", "must begin with a fixed text"),
        ("category/{category}.xml", "is an output already"),
        ("f/{tag}.xml', 'f/{category}.xml", "has the addresses of /f/{tag}.xml in feed.also"),
        ("f/{tag}.html", "must be a path that ends in"),
    ],
)
def test_patterns_that_are_refused(also: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(f"title: x\nurl: {URL}\nfeed: {{also: ['{also}']}}\n")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("tags: {x: {feeds: ['t/{tag}.xml']}}\nurl: https://a.example/\n", "must be a path"),
        ("tags: {x: {feeds: [feed.xml]}}\nurl: https://a.example/\n", "is an output already"),
        (
            "tags: {x: {feeds: [a.xml]}, y: {feeds: [A.xml]}}\nurl: https://a.example/\n",
            "has the addresses of",
        ),
        ("tags: {x: {feeds: [a.xml]}}\n", "needs the address of the site"),
    ],
)
def test_single_addresses_that_are_refused(config: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read_config(f"title: x\n{config}")
