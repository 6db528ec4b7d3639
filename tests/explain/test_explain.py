"""What `explain` says of posts, outputs and addresses; nothing of it changes anything."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.explain.explain import explain
from tests.conftest import SiteMaker
from tests.sites import NOW, Site, post

CONFIG = """\
title: 旧闻馆
url: https://archive.example/old/
theme: own
lists: {page_size: 5}
home: {posts: 1, sections: 0}
feed: {size: 2}
categories: {wanbao: {label: 晚报}}
"""
FIRST = (
    "It was last written by build 1, on 2022-01-10 08:00 (Asia/Shanghai), "
    "because it was the first build of this output."
)
MADE = (
    "It is made with the templates _colours.html, _crumbs.html, _logo.html, _pager.html, "
    "_posts.html, _thumbnail.html, base.html and term.html of the theme default."
)
PARTS = "_colours.html, _logo.html"
PAGE = "wanbao/2021/12/28/a.html"


def archive(site: SiteMaker) -> Site:
    files: dict[str, str | bytes | None] = {
        f"posts/n{number:02}.md": post(
            f"第{number}篇", f"2021-12-{number:02}", categories="wanbao", slug=f"n{number}"
        )
        for number in range(1, 12)
    }
    files |= {
        "posts/a.md": post(
            "甲", categories="wanbao", tags="主题", slug="a", body="[乙](b.md)", aliases="/was.html"
        ),
        "posts/b.md": post("乙", "2021-12-30 09:00", categories="ribao", slug="b"),
        "posts/draft.md": post("草稿", draft="true", slug="draft", aliases="/promised.html"),
        "posts/future.md": post("将来", "2022-02-01 08:00", slug="future"),
        "posts/expired.md": post("过期", expires="2022-01-01", slug="expired"),
        "posts/bad.md": "---\ntitle: [\n---\n",
        "posts/rescued.md": "---\ntitle: 一: 二\ndate: 2021-12-28\nslug: r\n---\nx\n",
        "pages/about.md": "---\ntitle: 关于\n---\n关于本馆。\n",
        "static/own.txt": "x",
        "notes.txt": "x",
        "../themes/own/theme.yaml": "inherits: default\n",
        "../themes/own/templates/post.html": '{% extends "default/post.html" %}',
    }  # fmt: skip
    one = site(files, CONFIG)
    one.build()
    return one


def told(site: Site, what: str, now: int = NOW) -> list[str]:
    return explain(SitePaths.of(site.root), what, site.root, now)


def test_a_post(site: SiteMaker) -> None:
    assert told(archive(site), "content/posts/a.md") == [
        "content/posts/a.md",
        "",
        "“甲”, a post, dated 2021-12-28 07:35 (Asia/Shanghai).",
        "It is published at https://archive.example/old/wanbao/2021/12/28/a.html",
        "",
        "Categories:",
        "- 晚报 (wanbao): category/wanbao.html",
        "Tags:",
        "- 主题: tag/zhuti.html",
        "Former addresses (aliases):",
        "- was.html",
        "It links to:",
        "- “乙”, content/posts/b.md",
        "",
        "It is shown on:",
        f"- {PAGE}, its own page",
        "- wanbao/2021/12/11/n11.html, its older neighbour",
        "- category/wanbao.html, the front page of the category 晚报",
        "- category/wanbao.xml, the feed of the category 晚报",
        "- tag/zhuti.html, the page of the tag 主题",
        "- archive/2021/12/28.html, the page of the day 2021-12-28",
        "- feed.xml, the feed of the site",
        "- archive/2021/12.html, the calendar that lists it",
        "- archive/2021.html, the calendar that counts it",
        "- sitemap/2021-12.xml, a sitemap",
        "",
        "The file has not changed since the last build.",
    ]


def test_the_page_of_a_post(site: SiteMaker) -> None:
    one = archive(site)
    assert told(one, PAGE) == [
        PAGE,
        "",
        "It is the page of the post “甲”, content/posts/a.md.",
        FIRST,
        "The next build leaves it as it is: its source has not changed.",
        "Its categories and tags:",
        "- 晚报: category/wanbao.html",
        "- 主题: tag/zhuti.html",
        "Its neighbours in its first category:",
        "- older: “第11篇”, /wanbao/2021/12/11/n11.html",
        "Posts that it links to:",
        "- content/posts/b.md: /ribao/2021/12/30/b.html",
        "",
        f"It is made with the templates {PARTS}, base.html and default/post.html of the theme default.",
        "It is made with the template post.html of the theme own.",
        "Its texts are from zh-CN.yaml of the theme default.",
        *told(one, PAGE)[-4:],
    ]
    assert told(one, PAGE)[-1].startswith("It was made by backfile 0.1.0, comrak ")


def test_a_list(site: SiteMaker) -> None:
    assert told(archive(site), "category/wanbao/1.html")[:14] == [
        "category/wanbao/1.html",
        "",
        "It is page 1 of the category 晚报 (wanbao), which is full and stays as it is.",
        FIRST,
        "The next build leaves it as it is, unless posts that it shows have changed since.",
        "",
        "It shows 5 posts, the newest first:",
        *(f"- 2021-12-0{day} “第{day}篇”, /wanbao/2021/12/0{day}/n{day}.html" for day in (5, 4, 3, 2, 1)),
        "",
        MADE,
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("content/posts/draft.md", "It is not published: it is a draft. `backfile build --drafts` shows it."),
        ("content/posts/draft.md", "Former addresses (aliases), not in use now: promised.html"),
        ("content/posts/future.md",
         "It is not published yet: it is dated in the future, 2022-02-01 08:00 (Asia/Shanghai)."),
        ("content/posts/expired.md",
         "It is no longer published: it expired at 2022-01-01 00:00 (Asia/Shanghai)."),
        ("content/posts/bad.md",
         "It is in quarantine: it could not be read as a post, and it has no last good version."),
        ("content/posts/b.md", "Linked from 1 other page:"),
        ("content/posts/b.md", "- index.html, the home page"),
        ("content/posts/n03.md", "- category/wanbao/1.html, page 1 of the category 晚报"),
        ("content/pages/about.md", "- all pages, in the navigation"),
        ("content/notes.txt",
         "No output is made from it: only content/posts/, content/pages/ and content/static/ are read."),
        ("404.html", "The next build leaves it as it is."),
        ("content/static/own.txt", "It is copied to own.txt."),
        ("index.html", "It is the home page."),
        ("index.html", "It shows 1 post, the newest first:"),
        ("was.html", "It is a redirect to https://archive.example/old/wanbao/2021/12/28/a.html, “甲”."),
        ("was.html", "It is an alias in content/posts/a.md."),
        ("own.txt", "It is a copy of content/static/own.txt."),
        ("category/wanbao.xml", "It is the feed of the category wanbao."),
        ("archive/2021/12.html", "It counts 14 posts on 13 days."),
        ("tags.html", "It shows 1 label, each with its number of posts."),
        ("sitemap.xml", "It names 2 sitemaps."),
        ("sitemap/2021-12.xml", "It names 14 URLs."),
        ("404.html", "It is the page that hosts show for addresses that do not exist."),
    ],
)  # fmt: skip
def test_sentences(site: SiteMaker, path: str, sentence: str) -> None:
    assert sentence in told(archive(site), path)


def test_what_is_wrong_is_told_with_place_and_cure(site: SiteMaker) -> None:
    one = archive(site)
    lines = told(one, "content/posts/bad.md")
    assert lines[lines.index("Problems:") + 1].startswith("- error: ")
    assert any(line.startswith(("- warning: line ", "- error: line ")) for line in lines)
    lines = told(one, "content/posts/rescued.md")
    assert any(line.startswith("- warning: line 2, column ") and line.endswith(")") for line in lines)
    assert "It is published at https://archive.example/old/2021/12/28/r.html" in lines


def test_an_asset_and_the_theme_it_is_from(site: SiteMaker) -> None:
    one = archive(site)
    (style,) = [path for path in one.tree() if path.startswith("assets/style")]
    assert "It is the asset style.css of the theme default." in told(one, style)


@pytest.mark.slow
@pytest.mark.parametrize(
    "what",
    [
        PAGE, f"output/{PAGE}", f"/{PAGE}", f"/old/{PAGE}", f"https://archive.example/old/{PAGE}#top",
        f"http://ARCHIVE.example/old/{PAGE}?x=1", "wanbao/2021/12/28/a", "wanbao%2F2021/12/28/%61.html",
    ],
)  # fmt: skip
def test_ways_to_name_an_output(site: SiteMaker, what: str) -> None:
    assert told(archive(site), what)[0] == PAGE


@pytest.mark.parametrize("what", ["/", "", "index.html", "https://archive.example/old/", "/old/", "output/"])
def test_ways_to_name_the_home_page(site: SiteMaker, what: str) -> None:
    assert told(archive(site), what)[0] == "index.html"


def test_paths_lead_from_the_folder_that_one_is_in(site: SiteMaker, tmp_path: Path) -> None:
    one = archive(site)
    paths = SitePaths.of(one.root)
    link = tmp_path / "link"
    link.symlink_to(one.root)
    for here, what in (
        (one.root / "content" / "posts", "a.md"), (one.output, "../content/posts/a.md"),
        (tmp_path, "content/posts/a.md"),
        (tmp_path, str(one.root / "content/posts/a.md")), (tmp_path, "link/content/posts/a.md"),
    ):  # fmt: skip
        assert explain(paths, what, here, NOW)[0] == "content/posts/a.md"
    for here, what in ((one.output / "wanbao/2021", "12/28/a.html"), (tmp_path, str(one.output / PAGE))):
        assert explain(paths, what, here, NOW)[0] == PAGE


def test_sources_that_changed(site: SiteMaker) -> None:
    one = archive(site)
    one.write(
        {"content/posts/b.md": post("改"), "content/posts/new.md": post(), "content/posts/n01.md": None}
    )
    assert told(one, "content/posts/b.md")[-1] == (
        "The file has changed since the last build; the next build reads it again."
    )
    assert told(one, "content/posts/new.md")[-1] == (
        "The last build did not read this file; the next build will."
    )
    assert told(one, "content/posts/n01.md")[-1].startswith("The file is gone since the last build;")
    assert told(one, "wanbao/2021/12/01/n1.html")[4].startswith("The file is gone since the last build;")
    one.write({"content/posts/a.md": (one.root / "content/posts/a.md").read_bytes()})
    assert told(one, "content/posts/a.md")[-1].startswith("The file was saved since the last build, but")


def test_a_post_that_went_bad(site: SiteMaker) -> None:
    one = archive(site)
    one.write({"content/posts/b.md": ""})
    one.build()
    lines = told(one, "content/posts/b.md")
    assert lines[3] == (
        "It is in quarantine, but its last good version is shown at "
        "https://archive.example/old/ribao/2021/12/30/b.html"
    )
    assert "Problems:" in lines


@pytest.mark.parametrize(
    ("files", "path", "sentence"),
    [
        ({"themes/own/templates/post.html": "x"}, PAGE,
         "The next build makes it again: the template post.html changed since."),
        ({"site.yaml": CONFIG.replace("旧闻馆", "新馆")}, "category/wanbao.html",
         "The next build makes it again: the setting title changed since."),
        ({"site.yaml": CONFIG.replace("posts: 1", "posts: 2")}, "index.html",
         "The next build makes it again: the setting home.posts changed since."),
        ({f"output/{PAGE}": None}, PAGE, "The file is missing; the next build writes it again."),
        ({f"output/{PAGE}": "x"}, PAGE,
         ("The file was changed since, but not by Backfile; "
         "the next build writes it again if its bytes differ.")),
    ],
)  # fmt: skip
def test_what_the_next_build_does(
    site: SiteMaker, files: dict[str, str | None], path: str, sentence: str
) -> None:
    one = archive(site)
    one.write(files)
    assert told(one, path)[4] == sentence


def test_why_it_was_written_names_the_source(site: SiteMaker) -> None:
    one = archive(site)
    one.write({"content/posts/b.md": post("改", "2021-12-30 09:00", categories="ribao", slug="b")})
    one.build(now=NOW + 60_000_000)
    assert told(one, "ribao/2021/12/30/b.html")[3] == (
        "It was last written by build 2, on 2022-01-10 08:01 (Asia/Shanghai), "
        "because the post changed: content/posts/b.md."
    )


def test_a_file_of_somebody_else(site: SiteMaker) -> None:
    one = archive(site)
    (one.output / "google.html").write_text("x", encoding="utf-8")
    assert told(one, "/google.html")[2] == (
        f"Backfile did not write this file and does not change it: {one.output / 'google.html'}"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "message"),
    [
        (
            "/promised.html",
            "it is a former address (alias) of content/posts/draft.md, which is not published",
        ),
        ("/2022/02/01/future.html", "it is the address of content/posts/future.md, which is not published"),
        ("category/wanboa.html", "did you mean category/wanbao.html"),
        ("/category/wanbao/", "did you mean category/wanbao.html"),
        ("2020/a.html", f"did you mean {PAGE}"),
        ("posts/future.html", "did you mean content/posts/future.md"),
        (
            "https://elsewhere.example/a.html",
            "it is not an address of this archive, which is at https://archive",
        ),
        ("INDEX.HTML", "did you mean index.html"),
        ("content/posts", "content/posts: it is a folder; name a file in it"),
        ("category", "category: it is a folder; name a file in it"),
        ("http://[", "it is not a URL"),
        ("a" * 5000, "there is no such output, source or address"),
        ("nothing-like-it", "nothing-like-it: there is no such output, source or address"),
    ],
)
def test_there_is_no_such_thing(site: SiteMaker, what: str, message: str) -> None:
    with pytest.raises(BackfileError, match=re.escape(message)):
        told(archive(site), what)


def test_before_the_first_build(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    with pytest.raises(BackfileError, match="no build of this archive to explain; run `backfile build`"):
        told(one, "content/posts/a.md")
    assert not (one.root / ".backfile").exists()


def test_an_index_that_can_not_be_read(site: SiteMaker) -> None:
    one = archive(site)
    (one.root / ".backfile" / "index.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(BackfileError, match="a build is running, or the last one was interrupted"):
        told(one, PAGE)


@pytest.mark.parametrize("name", ["index", "ledger"])
def test_the_state_of_another_version(site: SiteMaker, name: str) -> None:
    one = archive(site)
    connection = sqlite3.connect(one.root / ".backfile" / f"{name}.sqlite")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(BackfileError, match=f"{name}.sqlite: it is of another version"):
        told(one, PAGE)


def test_nothing_is_changed_and_no_lock_is_taken(site: SiteMaker) -> None:
    one = archive(site)
    state = one.root / ".backfile"
    one.write({"themes/own/templates/post.html": "{% include 'new.html' ignore missing %}"})

    def look() -> dict[str, tuple[bytes, int]]:
        files = (path for path in state.rglob("*") if path.is_file())
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    (state / "lock").unlink()
    before = look()
    told(one, PAGE)
    told(one, "content/posts/a.md")
    assert look() == before
