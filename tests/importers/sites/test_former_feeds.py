"""Addresses of feeds of terms become patterns of site.yaml, or single addresses there."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.importers.article import Fields
from generator.importers.sites.former_feeds import OldFeed, OldFeeds, with_feeds
from generator.importers.sites.term_slugs import TermSlugs
from generator.importers.target import open_archive

URL: Fields = {"url": "https://a.example/"}


@pytest.fixture
def slugs(tmp_path: Path) -> TermSlugs:
    found = TermSlugs(open_archive(tmp_path / "new"))
    found.assign("tags", ["a", "b", "c", "d"])
    return found


def of_tags(*slugs: str, form: str = "t/{slug}.xml") -> OldFeeds:
    return OldFeeds(tuple(OldFeed("tags", slug[0], form.replace("{slug}", slug), form) for slug in slugs))


def test_a_pattern_where_most_terms_have_such_a_feed(slugs: TermSlugs) -> None:
    kept = with_feeds(URL, of_tags("a", "b", "c-old"), slugs)
    assert kept.notes == ()
    assert kept.settings["feed"] == {"also": ("t/{tag}.xml",)}
    assert kept.settings["tags"] == {"c": {"feeds": ("t/c-old.xml",)}}


def test_single_addresses_where_few_have(slugs: TermSlugs) -> None:
    settings: Fields = {**URL, "feed": {"also": ("atom.xml",)}, "tags": {"a": {"label": "甲"}}}
    kept = with_feeds(settings, of_tags("a"), slugs)
    assert kept.settings["feed"] == {"also": ("atom.xml",)}
    assert kept.settings["tags"] == {"a": {"label": "甲", "feeds": ("t/a.xml",)}}


def test_single_addresses_where_a_pattern_can_not_be(slugs: TermSlugs) -> None:
    kept = with_feeds(URL, of_tags("a", "b", form="{slug}/index.xml"), slugs)
    assert "feed" not in kept.settings
    assert kept.settings["tags"] == {"a": {"feeds": ("a/index.xml",)}, "b": {"feeds": ("b/index.xml",)}}


def test_an_address_is_given_once_and_what_no_setting_takes_is_told(slugs: TermSlugs) -> None:
    feeds = OldFeeds(
        (OldFeed("tags", "a", "x.xml"), OldFeed("tags", "b", "X.xml"), OldFeed("tags", "c", "c d.xml")),
        {"lists": ("a.xml", "b.xml", "c.xml", "d.xml")},
    )
    kept = with_feeds(URL, feeds, slugs)
    assert kept.settings["tags"] == {"a": {"feeds": ("x.xml",)}}
    assert kept.notes == (
        "feeds of lists are not kept: /a.xml, /b.xml, /c.xml and 1 more",
        "feeds that site.yaml can't name are not kept: /X.xml and /c d.xml",
    )


def test_a_site_without_url_has_none(slugs: TermSlugs) -> None:
    kept = with_feeds({}, of_tags("a", "b"), slugs)
    assert kept.settings == {}
    assert "they need the url" in kept.notes[0]
