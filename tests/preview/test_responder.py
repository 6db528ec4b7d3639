from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.index.damage import discard
from generator.preview.responder import PreviewResponse, Responder
from tests.conftest import SiteMaker
from tests.preview.previews import Preview, preview_of
from tests.sites import Site, post

BAD = "---\ntitle: 甲\ndate: 2021-12-28 25:61\n---\n正文。\n"


class Served(NamedTuple):
    """A responder whose index is updated by `update`."""

    site: Site
    preview: Preview
    responder: Responder

    def update(self, *changed: str) -> None:
        update = self.preview.update(changed or None)
        self.responder.reload()
        self.responder.updated(update.problems)

    def text(self, address: str, status: int = 200) -> str:
        shown = self.responder.respond(address)
        assert shown.status == status
        return (shown.data or b"").decode()


@contextmanager
def served(site: Site) -> Iterator[Served]:
    with preview_of(site) as preview:
        responder = Responder(preview.paths)
        try:
            yield Served(site, preview, responder)
        finally:
            responder.close()


def test_addresses_as_hosts_answer_them(site: SiteMaker) -> None:
    with served(site({"posts/a.md": post("甲", permalink="/x/y/"), "static/b.css": "b {}"})) as one:
        one.update()
        assert "旧闻馆" in one.text("/")
        assert "甲" in one.text("/x/y/")
        assert one.responder.respond("/x/y") == PreviewResponse(308, location="/x/y/")
        assert one.responder.respond("/index.html").data == one.responder.respond("/").data
        assert one.responder.respond("/b.css").content_type == "text/css; charset=utf-8"
        assert one.responder.respond("/feed.xml").content_type == "application/xml; charset=utf-8"
        assert (
            one.responder.respond("/manifest.webmanifest").content_type
            == "application/manifest+json; charset=utf-8"
        )


@pytest.mark.parametrize("name", ["a.htm", "a.shtml", "A.HTML"])
def test_pages_with_other_suffixes(site: SiteMaker, name: str) -> None:
    with served(site({"posts/a.md": post("甲", permalink=f"/n/{name}")})) as one:
        one.update()
        shown = one.responder.respond(f"/n/{name}")
        assert (shown.status, shown.content_type, shown.is_page) == (200, "text/html; charset=utf-8", True)


def test_the_404_page(site: SiteMaker) -> None:
    with served(site()) as one:
        one.update()
        assert one.text("/nothing.html", 404) == one.text("/404.html")


@pytest.mark.parametrize(
    "address",
    ["/../site.yaml", "/..%2fsite.yaml", "/\0", "/a\0.html", "/..\\site.yaml", "//etc/passwd",
     "/./index.html", "/content/posts/a.md", "/site.yaml", "/.backfile/lock", "/assets/../index.html"],
)  # fmt: skip
def test_nothing_but_outputs_is_shown(site: SiteMaker, address: str) -> None:
    with served(site({"posts/a.md": post()})) as one:
        one.update()
        assert one.responder.respond(address).status == 404


def test_a_link_that_takes_a_files_place_is_not_followed(site: SiteMaker, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    archive = site({"static/a.txt": "a", "static/deep/b.txt": "b"})
    with served(archive) as one:
        one.update()
        assert one.responder.respond("/a.txt").file == archive.root / "content/static/a.txt"
        (archive.root / "content/static/a.txt").unlink()
        (archive.root / "content/static/a.txt").symlink_to(tmp_path / "secret")
        assert one.responder.respond("/a.txt").status == 404
        (archive.root / "content/static/deep").rename(tmp_path / "deep")
        (archive.root / "content/static/deep").symlink_to(tmp_path / "deep")
        assert one.responder.respond("/deep/b.txt").status == 404


def test_the_path_of_the_url(site: SiteMaker) -> None:
    with served(site({"posts/a.md": post("甲")}, "title: x\nurl: https://a.example/news/\n")) as one:
        one.update()
        assert (
            one.responder.respond("/")
            == one.responder.respond("/news")
            == PreviewResponse(307, location="/news/")
        )
        assert "甲" in one.text("/news/2021/12/28/a.html")
        assert "at /news/" in one.text("/2021/12/28/a.html", 404)
        one.site.write({"site.yaml": "title: x\n"})
        one.update()
        assert "甲" in one.text("/2021/12/28/a.html")


def test_drafts_and_posts_to_come_are_marked(site: SiteMaker) -> None:
    files = {
        "posts/a.md": post("稿", draft="true"),
        "posts/b.md": post("来", "2130-01-01 08:00"),
        "posts/c.md": post(),
    }
    with served(site(files)) as one:
        one.update()
        assert [badge.text for badge in one.responder.respond("/2021/12/28/a.html").badges] == ["draft"]
        assert [badge.text for badge in one.responder.respond("/2130/01/01/b.html").badges] == [
            "due 2130-01-01 08:00"
        ]
        assert one.responder.respond("/2021/12/28/c.html").badges == ()


def test_a_post_with_errors_says_why_at_its_own_address(site: SiteMaker) -> None:
    with served(site({"posts/a.md": BAD, "posts/b.md": post("乙")})) as one:
        one.update()
        page = one.text("/any/2021/12/28/a.html", 500)
        assert "content/posts/a.md:3" in page
        assert '<span class="marked"><b>    3</b> date: 2021-12-28 25:61</span>' in page
        assert "set aside" in page
        shown = one.responder.respond("/2021/12/28/b.html")
        assert shown.status == 200
        assert [(badge.kind, badge.text) for badge in shown.badges] == [("problems", "1 problem")]
        assert "content/posts/a.md:3" in (one.responder.all_problems().data or b"").decode()
        one.site.write({"content/posts/a.md": post("甲")})
        one.update("content/posts/a.md")
        assert "甲" in one.text("/2021/12/28/a.html")
        assert "None." in (one.responder.all_problems().data or b"").decode()


def test_a_post_whose_last_good_page_is_up_says_why_too(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    archive.build()
    archive.write({"content/posts/a.md": BAD})
    archive.build()
    with served(archive) as one:
        one.update()
        page = one.text("/2021/12/28/a.html", 500)
        assert "last good page" in page
        assert "content/posts/a.md:3" in page
        assert "甲" in one.text("/")


def test_a_broken_template_says_where(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲"), "static/a.txt": "a"}, "title: x\ntheme: own\n")
    archive.write({"themes/own/theme.yaml": "inherits: default\n"})
    archive.write({"themes/own/templates/post.html": "<p>\n{{ post.titel }}\n"})
    with served(archive) as one:
        one.update()
        page = one.text("/2021/12/28/a.html", 500)
        assert "themes/own/templates/post.html:2" in page
        assert "titel" in page
        assert 'class="marked"' in page
        assert "x" in one.text("/")
        archive.write({"themes/own/templates/post.html": "<p>{{ post.title }}"})
        one.responder.reload()
        assert one.text("/2021/12/28/a.html") == "<p>甲"


def test_a_broken_template_of_the_programs_own_theme_is_found(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")}, "title: x\ntheme: own\n")
    archive.write({"themes/own/theme.yaml": "inherits: default\n"})
    archive.write(
        {"themes/own/templates/post.html": '{% extends "base.html" %}{% block main %}{{ 1/0 }}{% endblock %}'}
    )
    with served(archive) as one:
        one.update()
        assert "ZeroDivisionError" in one.text("/2021/12/28/a.html", 500)


def test_a_broken_site_yaml_says_where_on_all_pages(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲"), "static/a.txt": "a"}, "title: x\nurl: https://a.example/n/\n")
    with served(archive) as one:
        one.update()
        archive.write({"site.yaml": "title: x\nlists:\n  page_size: many\n"})
        one.responder.reload()
        page = one.text("/n/", 500)
        assert "site.yaml:3:3" in page
        assert "page_size: many" in page
        archive.write({"site.yaml": "title: x\n"})
        one.responder.reload()
        assert "甲" in one.text("/")


def test_what_broke_the_update_is_shown_until_the_next_one(site: SiteMaker) -> None:
    with served(site({"posts/a.md": post("甲"), "static/a.txt": "a"})) as one:
        one.update()
        one.responder.update_failed((), "content: there is no such folder")
        assert "no such folder" in one.text("/2021/12/28/a.html", 500)
        assert one.responder.respond("/a.txt").status == 200
        assert one.responder.updated(()) is True
        assert "甲" in one.text("/2021/12/28/a.html")
        assert one.responder.updated(()) is False


def test_before_the_archive_is_read(site: SiteMaker) -> None:
    files = {
        f"posts/2021/12/2021-12-{n:02}-p{n}.md": post(f"第 {n}", f"2021-12-{n:02}", categories="报")
        for n in range(1, 20)
    }
    others = {
        "posts/b.md": BAD,
        "posts/p.png": b"x",
        "static/a.css": "a",
        "pages/about.md": "---\ntitle: 关于\n---\n",
    }
    with served(site(files | others)) as one:
        shown = one.responder.respond("/bao/2021/12/07/p7.html")
        assert "第 7" in (shown.data or b"").decode()
        assert [badge.kind for badge in shown.badges] == ["reading"]
        assert "第 19" in one.text("/")
        assert "关于" in one.text("/about.html")
        assert one.responder.respond("/files/p.png").file
        assert one.responder.respond("/a.css").file
        assert "b.md:3" in one.text("/2021/12/28/b.html", 500)
        for address in ("/category/bao.html", "/feed.xml", "/archive/2021.html", "/nothing.html"):
            assert "Reading the archive" in one.text(address, 503)
        one.update()
        assert one.responder.respond("/bao/2021/12/07/p7.html").badges[0].kind == "problems"
        assert "第 1" in one.text("/category/bao.html")


def test_a_sample_finds_names_that_are_no_slugs(site: SiteMaker) -> None:
    with served(site({"posts/2021-12-28-钟楼 日记.md": post("钟楼")})) as one:
        assert "钟楼" in one.text("/2021/12/28/钟楼-日记.html")


def test_an_index_that_is_another_is_opened_anew(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with served(archive) as one:
        one.update()
        assert "甲" in one.text("/")
        folder = one.preview.paths.preview
        shutil.copytree(archive.root / "content", archive.root / "other/content")
        other = Site(archive.root / "other").write(
            {"site.yaml": "title: x\n", "content/posts/b.md": post("乙")}
        )
        with preview_of(other) as preview:
            preview.update()
        discard(folder / "index.sqlite")
        (other.root / ".backfile/preview/index.sqlite").replace(folder / "index.sqlite")
        archive.write({"content/posts/b.md": post("乙")})
        one.responder.updated(())
        assert "乙" in one.text("/")


def test_an_index_that_cannot_be_read_says_so(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    with served(site({"posts/a.md": post("甲")})) as one:
        one.update()
        monkeypatch.setattr("generator.preview.page_builder.task_of", fail)
        assert "malformed" in one.text("/", 500)
        assert ".backfile/preview" in one.text("/", 500)


def test_a_path_of_the_site_that_is_not_ascii(site: SiteMaker) -> None:
    with served(site({}, "title: x\nurl: https://x.example/新闻/\n")) as one:
        one.update()
        assert one.responder.respond("/").location == "/%E6%96%B0%E9%97%BB/"
        assert one.responder.respond("/新闻/").status == 200
        assert one.responder.respond("/新闻/index.html").status == 200


@pytest.mark.parametrize("address", ["/../notes/todo.txt", "/../posts/a.md", "/a\0b", "/./a.css", "//a.css"])
def test_nothing_but_outputs_is_shown_before_all_is_read(site: SiteMaker, address: str) -> None:
    files = {"notes/todo.txt": "secret", "posts/a.md": post(draft="true"), "static/a.css": "a"}
    with served(site(files)) as one:
        assert one.responder.respond(address).status == 503
