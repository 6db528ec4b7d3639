"""Feeds, sitemaps and structured data of whole archives, read back by other programs' parsers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import feedparser
import pytest
import yaml
from extruct.jsonld import JsonLdExtractor
from lxml import etree

from generator.content.frontmatter.split import split
from tests.formats.schemas import atom_mistakes, sitemap_mistakes
from tests.proofs.sites import Proved
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("proofs")
DIFFERENT = pytest.mark.parametrize("name", ["default", "awkward"])


def documents(one: Proved, suffix: str, *folders: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(one.output.files):
        if path.endswith(suffix) and path.startswith(folders):
            yield path, one.output.read(path)


@DIFFERENT
def test_atom_feeds_follow_their_schema_and_other_parsers_have_no_complaint(
    archives: dict[str, Proved], name: str
) -> None:
    found = dict(documents(archives[name], ".xml", "feed", "category/"))
    assert len(found) >= 10
    for path, data in found.items():
        assert (path, atom_mistakes(data)) == (path, [])
        feed = feedparser.parse(data)
        assert (path, feed.bozo, feed.version) == (path, False, "atom10")
        assert feed.entries
        assert all(entry.title and entry.link and entry.updated for entry in feed.entries)


@DIFFERENT
def test_rss_feeds_say_the_same(archives: dict[str, Proved], name: str) -> None:
    found = dict(documents(archives[name], ".rss", ""))
    assert len(found) >= 5
    for path, data in found.items():
        feed = feedparser.parse(data)
        assert (path, feed.bozo, feed.version) == (path, False, "rss20")
        atom = feedparser.parse(archives[name].output.read(path.replace(".rss", ".xml")))
        assert [(entry.title, entry.link) for entry in feed.entries] == [
            (entry.title, entry.link) for entry in atom.entries
        ]


@DIFFERENT
def test_json_feeds_say_the_same(archives: dict[str, Proved], name: str) -> None:
    found = dict(documents(archives[name], ".json", "feed", "category/"))
    assert len(found) >= 5
    for path, data in found.items():
        feed = json.loads(data)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        atom = etree.fromstring(archives[name].output.read(path.replace(".json", ".xml")))
        titles = [entry.findtext("{*}title") for entry in atom.findall("{*}entry")]
        assert [item["title"] for item in feed["items"]] == titles
        assert all({"id", "url", "date_published"} <= item.keys() for item in feed["items"])
        assert all("content_html" in item or "content_text" in item for item in feed["items"])


@DIFFERENT
def test_sitemaps_follow_their_schema(archives: dict[str, Proved], name: str) -> None:
    found = dict(documents(archives[name], ".xml", "sitemap"))
    assert {"sitemap.xml", "sitemap/pages.xml", "sitemap/news.xml"} <= found.keys()
    assert {path: sitemap_mistakes(data) for path, data in found.items()} == {path: [] for path in found}


def things(one: Proved, path: str) -> dict[str, dict[str, Any]]:
    """Return what the structured data of a page speaks of, by its type."""
    found = JsonLdExtractor().extract(one.output.read(path).decode())
    flat = [thing for data in found for thing in data.get("@graph", [data])]
    return {thing["@type"]: thing for thing in flat}


def rows(site: Site, query: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(site.root / ".backfile" / "index.sqlite")) as index:
        index.row_factory = sqlite3.Row
        return index.execute(query).fetchall()


@DIFFERENT
def test_articles_say_field_by_field_what_the_index_knows(archives: dict[str, Proved], name: str) -> None:
    one = archives[name]
    labels = {(row["taxonomy"], row["name"]): row["label"] for row in rows(one.site, "SELECT * FROM terms")}
    config = yaml.safe_load((one.site.root / "site.yaml").read_text("utf-8"))
    posts = rows(one.site, "SELECT * FROM posts WHERE live = 1 AND role = 'post'")
    assert len(posts) >= 20
    for row in posts:
        article = things(one, row["address"])["NewsArticle"]
        known = json.loads(row["details"])
        authors = known.get("authors") or [known[key] for key in ("source",) if key in known]
        assert article["headline"] == row["title"]
        assert row["date"].startswith(article["datePublished"])
        assert known.get("updated", row["date"]).startswith(article["dateModified"])
        assert [author["name"] for author in article.get("author", [])] == authors
        assert article["publisher"]["name"] == config["publisher"]["name"]
        assert article.get("isBasedOn", "") == known.get("source_url", "")
        assert article.get("description", "") == row["summary"]
        assert article["inLanguage"] == known.get("lang", config.get("language", "zh-CN"))
        assert one.output.decoded(article["mainEntityOfPage"]) == one.output.url(row["address"])
        for field, taxonomy, column in (
            ("articleSection", "category", "categories"),
            ("keywords", "tag", "tags"),
        ):
            names = [labels.get((taxonomy, written)) for written in json.loads(row[column])]
            assert {*article.get(field, [])} >= {label for label in names if label}


def test_articles_of_the_example_say_what_their_sources_say(archives: dict[str, Proved]) -> None:
    one = archives["default"]
    for row in rows(one.site, "SELECT * FROM posts WHERE live = 1 AND role = 'post'"):
        front = split((one.site.root / row["path"]).read_text("utf-8")).front
        fields = yaml.safe_load(front or "")
        article = things(one, row["address"])["NewsArticle"]
        if "title" in fields:
            assert article["headline"] == str(fields["title"])
        if "date" in fields:
            assert article["datePublished"][:10] == str(fields["date"])[:10]
        assert article.get("isBasedOn") == fields.get("source_url", article.get("isBasedOn"))


@DIFFERENT
def test_breadcrumbs_end_with_their_page(archives: dict[str, Proved], name: str) -> None:
    one = archives[name]
    counted = 0
    for path in one.output.pages:
        found = things(one, path)
        crumbs = found.get("BreadcrumbList")
        if not crumbs:
            assert path == "404.html" or "WebSite" in found or one.output.soup(path).select("[http-equiv]")
            continue
        counted += 1
        items = crumbs["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert items[0]["item"] == one.output.base
        assert one.output.decoded(items[-1]["item"]) == one.output.url(path)
        assert all(item["name"] for item in items)
    assert counted > len(one.output.pages) / 2
