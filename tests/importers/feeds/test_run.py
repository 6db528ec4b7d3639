"""Feeds from a server and from files become posts, each entry once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.importers.feeds.fetch import Bounds
from generator.importers.feeds.run import FeedOptions, import_feed
from generator.importers.records.field_names import parse_mappings
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport
from generator.reporting.report import Reporter
from tests.importers.feeds.server import FeedServer, feed_server
from tests.importers.feeds.texts import ATOM, JSON_FEED, rss, rss_item
from tests.importers.imports import parsed, posts, run
from tests.sites import Site


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as one:
        one.feed = rss(rss_item(1), rss_item(2, "老船回港"))
        yield one


def imported(
    source: str, root: Path, *mapping: str, category: str = "", update: bool = False, dry: bool = False
) -> ImportReport:
    report = ImportReport()
    about = FeedOptions(parse_mappings(mapping), (category,) if category else (), Bounds(5.0, 1_000_000))
    import_feed(source, root, about, ImportOptions(update, dry), Reporter(), report)
    return report


def file(tmp_path: Path, data: bytes | str, name: str = "feed.xml") -> str:
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(tmp_path / name)


def test_an_entry_becomes_a_post(tmp_path: Path) -> None:
    report = imported(file(tmp_path, rss(rss_item())), tmp_path / "site", category="云渡晚报")
    assert (report.counts, report.problems, report.notes) == ({"added": 1}, [], [])
    (path,) = posts(tmp_path / "site")
    post = parsed(tmp_path / "site", path)
    assert (post.title, post.date) == ("渡口新开夜航", "2021-12-28T07:35:22+08:00")
    assert (post.categories, post.tags) == (("云渡晚报",), ("渡运", "夜航 & 早班"))
    assert json.loads(post.details) == {
        "authors": ["林江"], "engine": "html", "source": "云渡晚报", "source_url": "https://yundu.example/1.html",
    }  # fmt: skip
    assert path.read_text("utf-8").endswith("---\n<p>正文。</p>\n")
    assert "title: 云渡晚报\n" in (tmp_path / "site/site.yaml").read_text("utf-8")
    assert Site(tmp_path / "site").build().problems == ()


@pytest.mark.parametrize(("name", "text"), [("atom.xml", ATOM), ("feed.json", JSON_FEED)])
def test_other_formats(tmp_path: Path, name: str, text: str) -> None:
    report = imported(file(tmp_path, text, name), tmp_path / "site")
    assert report.counts == {"added": 2}
    assert imported(file(tmp_path, text, name), tmp_path / "site").counts == {"present": 2}


def test_titles_are_what_readers_saw(tmp_path: Path) -> None:
    imported(file(tmp_path, ATOM), tmp_path / "site")
    titles = {parsed(tmp_path / "site", path).title for path in posts(tmp_path / "site")}
    assert titles == {"a &amp; b <b>", "老船’s"}


def test_a_job_costs_nothing_while_nothing_changes(tmp_path: Path, server: FeedServer) -> None:
    root = tmp_path / "site"
    assert imported(server.url("/feed"), root, update=True).counts == {"added": 2}
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    report = imported(server.url("/feed"), root, update=True)
    assert (report.counts, report.notes) == ({}, ["the feed has not changed since it was imported"])
    assert server.seen[-1][1]["if-none-match"] == '"1"'
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_what_changes_is_updated_and_what_is_new_is_added(tmp_path: Path, server: FeedServer) -> None:
    root = tmp_path / "site"
    imported(server.url("/feed"), root, update=True)
    server.feed, server.etag = rss(rss_item(3, "新"), rss_item(1, "渡口新开夜航（更新）")), '"2"'
    report = imported(server.url("/feed"), root, update=True)
    assert report.counts == {"added": 1, "updated": 1}
    assert len(posts(root)) == 3


def test_a_server_that_knows_no_conditions(tmp_path: Path, server: FeedServer) -> None:
    imported(server.url("/plain"), tmp_path / "site")
    assert imported(server.url("/plain"), tmp_path / "site").counts == {}


def test_a_feed_is_read_again_while_something_is_open(tmp_path: Path, server: FeedServer) -> None:
    root, url = tmp_path / "site", server.url("/feed")
    server.feed = rss(rss_item(1), rss_item(2).replace("Tue, 28 Dec 2021 07:35:22 +0800", "昨天"))
    assert imported(url, root).counts == {"added": 1, "bad": 1}
    assert imported(url, root).counts == {"present": 1, "bad": 1}
    server.feed = rss(rss_item(1, text="改过"))
    assert imported(url, root).counts == {"changed": 1}
    assert imported(url, root, update=True).counts == {"updated": 1}
    assert imported(url, root, update=True).counts == {}
    assert imported(url, root, category="甲", update=True).counts == {"updated": 1}
    (root / ".backfile/imports.sqlite").unlink()
    assert imported(url, root, category="甲", update=True).counts == {"present": 1}
    next((root / ".backfile/feeds").iterdir()).write_text("{", "utf-8")
    assert imported(url, root, category="甲", update=True).counts == {"present": 1}


def test_bad_entries_are_kept_as_records(tmp_path: Path) -> None:
    bad = rss_item(2, "老船回港").replace("07:35:22 +0800", "07:35:22 CST")
    report = imported(file(tmp_path, rss(rss_item(1), bad)), tmp_path / "site", category="甲")
    (problem,) = report.problems
    assert (problem.code, report.counts) == ("import.date", {"added": 1, "bad": 1})
    assert "the entry “老船回港”: date is “Tue, 28 Dec 2021 07:35:22 CST”" in problem.message
    rejects = Path(report.rejects)
    assert rejects.name == "feed.bad.jsonl"
    rejects.write_text(rejects.read_text("utf-8").replace("CST", "+0800"), "utf-8")
    assert run(rejects, tmp_path / "site").counts == {"added": 1}
    good = rss(rss_item(1), rss_item(2, "老船回港"))
    assert imported(file(tmp_path, good), tmp_path / "site", category="甲").counts == {"present": 2}


def test_two_feeds_may_have_the_same_ids(tmp_path: Path) -> None:
    imported(file(tmp_path, rss(rss_item(1))), tmp_path / "site")
    other = rss(rss_item(1, "别的")).replace(
        b"<link>https://yundu.example/<", b"<link>https://other.example/<"
    )
    assert imported(file(tmp_path, other), tmp_path / "site").counts == {"added": 1}


def test_the_title_of_the_feed_is_what_readers_saw(tmp_path: Path) -> None:
    imported(file(tmp_path, rss(rss_item(), title="云渡 &amp;amp; 晚报&amp;#8217;s")), tmp_path / "site")
    assert "title: 云渡 & 晚报’s\n" in (tmp_path / "site/site.yaml").read_text("utf-8")
    post = parsed(tmp_path / "site", posts(tmp_path / "site")[0])
    assert json.loads(post.details)["source"] == "云渡 & 晚报’s"


def test_fields_are_mapped(tmp_path: Path) -> None:
    imported(file(tmp_path, rss(rss_item())), tmp_path / "site", "tags=categories", "source=", "url=")
    post = parsed(tmp_path / "site", posts(tmp_path / "site")[0])
    assert (post.categories, post.tags) == (("渡运", "夜航 & 早班"), ())
    assert json.loads(post.details) == {"authors": ["林江"], "engine": "html"}


def test_a_feed_in_a_different_language(tmp_path: Path) -> None:
    imported(file(tmp_path, rss(rss_item(), language="en-US")), tmp_path / "site")
    assert "lang: en-US\n" in posts(tmp_path / "site")[0].read_text("utf-8")


def test_damage_is_a_warning_with_its_place(tmp_path: Path) -> None:
    report = imported(file(tmp_path, rss(rss_item()).replace(b"</rss>", b"")), tmp_path / "site")
    (problem,) = report.problems
    assert (problem.code, problem.severity, report.counts) == ("import.feed", "warning", {"added": 1})
    assert problem.line > 0


def test_a_feed_that_has_moved_is_told(tmp_path: Path, server: FeedServer) -> None:
    report = imported(server.url("/moved"), tmp_path / "site")
    assert report.notes == [f"the feed has moved for good, to {server.url('/feed')}; use that address"]


def test_a_failing_network_loses_nothing(tmp_path: Path, server: FeedServer) -> None:
    imported(server.url("/feed"), tmp_path / "site")
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    for path in ("/gone", "/short"):
        with pytest.raises(BackfileError):
            imported(server.url(path), tmp_path / "site", update=True)
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == before


def test_a_dry_run_remembers_nothing(tmp_path: Path, server: FeedServer) -> None:
    assert imported(server.url("/feed"), tmp_path / "site", dry=True).counts == {"added": 2}
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("ftp://yundu.example/feed", "a feed comes from http:// or https://, or from a file"),
        ("file:///etc/hostname", "a feed comes from http:// or https://, or from a file"),
        ("nowhere.xml", "there is no such file"),
        ("http:///feed", "a feed comes from"),
    ],
)
def test_other_sources(tmp_path: Path, source: str, reason: str) -> None:
    with pytest.raises(BackfileError, match=reason):
        imported(source, tmp_path / "site")


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(BackfileError, match="more than 1,000,000 bytes"):
        imported(file(tmp_path, b"x" * 1_000_001), tmp_path / "site")
