"""A whole Jekyll site, compared with what jekyll itself makes of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.importers.jekyll.site import import_site
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport
from generator.reporting.report import Reporter
from tests.importers.jekyll.blog import CONFIG, FILES, has_jekyll, jekyll_files, make_blog
from tests.sites import Site, without_index

OWN = (
    "assets/",
    "archive",
    "category",
    "categories",
    "tag",
    "feed",
    "sitemap",
    "404.html",
    "index.html",
    "robots",
    "llms.txt",
    "manifest.webmanifest",
    "opensearch.xml",
    "search",
    "_headers",
)


def imported(
    blog: Path, root: Path, zone: str = "UTC", *, update: bool = False, dry: bool = False
) -> ImportReport:
    report = ImportReport()
    import_site(blog, root, zone, ImportOptions(update, dry), Reporter(), report)
    return report


def reported(report: ImportReport) -> list[str]:
    """Return what was told, by code, name of the file and line."""
    return [f"{one.code} {Path(one.path).name}:{one.line}" for one in report.problems]


@pytest.mark.skipif(not has_jekyll(), reason="jekyll is not installed (apt install jekyll)")
@pytest.mark.parametrize(
    "style",
    ["date", "pretty", "ordinal", "weekdate", "none", "/:year/:title", "/x/:categories/:slug:output_ext"],
)
def test_addresses_are_those_of_jekyll(tmp_path: Path, style: str) -> None:
    blog = make_blog(tmp_path / "blog", f"{CONFIG}permalink: {style}\n")
    # Hosts look for index.html in a folder, not for index.htm.
    expected = {
        re.sub(r"/index\.htm$", "/index.html", path) for path in jekyll_files(blog, tmp_path / "expected")
    }
    report = imported(blog, tmp_path / "site")
    assert report.counts["bad"] == report.files["bad"] == 0
    site = Site(tmp_path / "site")
    assert site.build().problems == ()
    assert {path for path in site.tree() if not path.startswith(OWN)} == expected


@pytest.mark.skipif(not has_jekyll(), reason="jekyll is not installed (apt install jekyll)")
def test_addresses_in_the_zone_that_jekyll_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    blog = make_blog(tmp_path / "blog", "title: x\n")
    expected = jekyll_files(blog, tmp_path / "expected")
    imported(blog, tmp_path / "site", "America/New_York")
    site = Site(tmp_path / "site")
    site.build()
    assert {path for path in site.tree() if not path.startswith(OWN)} >= {
        path for path in expected if path.startswith("2021")
    }


@pytest.mark.slow
def test_addresses_hold_in_an_archive_with_other_settings(tmp_path: Path) -> None:
    blog = make_blog(tmp_path / "blog")
    imported(blog, tmp_path / "one")
    Site(tmp_path / "one").build()
    (tmp_path / "two").mkdir()
    (tmp_path / "two/site.yaml").write_text(
        "title: x\ntime_zone: America/New_York\npermalink: /{slug}/\n", "utf-8"
    )
    report = imported(blog, tmp_path / "two")
    assert any("site.yaml existed already" in note for note in report.notes)
    Site(tmp_path / "two").build()
    trees = [
        {path for path in without_index(Site(tmp_path / name).tree()) if not path.startswith(OWN)}
        for name in ("one", "two")
    ]
    assert trees[0] == trees[1]


def test_settings_come_from_the_config(tmp_path: Path) -> None:
    config = (
        "title: 博客\ndescription: 说明\nurl: https://a.example\nbaseurl: /b\nauthor: {name: 作者, url: https://c.example}\n"
        "timezone: Asia/Tokyo\npermalink: /:year/:title.html\nlang: zh_CN\n"
    )
    imported(make_blog(tmp_path / "blog", config, {}), tmp_path / "site")
    assert (tmp_path / "site/site.yaml").read_text("utf-8").splitlines()[1:] == [
        "title: 博客", "language: zh-CN", "time_zone: Asia/Tokyo", "description: 说明", "url: https://a.example/b/",
        "permalink: /{year}/{slug}.html", "publisher:", "  name: 作者", "  url: https://c.example",
    ]  # fmt: skip


def test_a_setting_that_cannot_be_taken_over_is_told(tmp_path: Path) -> None:
    report = imported(make_blog(tmp_path / "blog", "title: x\nurl: nowhere\n", {}), tmp_path / "site")
    assert "url was not imported" in report.notes[0]


def test_a_second_import_finds_all_there(tmp_path: Path) -> None:
    blog = make_blog(tmp_path / "blog")
    first = imported(blog, tmp_path / "site")
    again = imported(blog, tmp_path / "site")
    assert again.counts == {"present": first.counts["added"], "skipped": 1}
    assert again.files == {"present": first.files["added"]}


def test_edits_here_outlast_changes_there(tmp_path: Path) -> None:
    blog = make_blog(tmp_path / "blog")
    imported(blog, tmp_path / "site")
    post = tmp_path / "site/content/posts/2021-12-28-plain.md"
    post.write_text(post.read_text("utf-8").replace("正文", "编辑"), "utf-8")
    (tmp_path / "site/content/static/CNAME").write_text("mine\n", "utf-8")
    (blog / "_posts/2021-12-28-plain.md").write_text(
        "---\ntitle: 平常\ncategories: nanfangribao\n---\n新\n", "utf-8"
    )
    (blog / "_posts/2021-12-28-list.md").write_text("---\ntitle: D\n---\n新\n", "utf-8")
    (blog / "CNAME").write_text("theirs\n", "utf-8")
    (blog / "img/plain.css").write_text("a {}\n", "utf-8")
    report = imported(blog, tmp_path / "site", update=True)
    assert (report.counts["edited"], report.counts["updated"]) == (1, 1)
    assert (report.files["edited"], report.files["updated"]) == (1, 1)
    assert "编辑" in post.read_text("utf-8")
    assert (tmp_path / "site/content/static/CNAME").read_text("utf-8") == "mine\n"
    assert (tmp_path / "site/content/static/img/plain.css").read_text("utf-8") == "a {}\n"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    blog = make_blog(tmp_path / "blog")
    dry = imported(blog, tmp_path / "site", dry=True)
    assert not (tmp_path / "site").exists()
    real = imported(blog, tmp_path / "site")
    assert (dry.counts, dry.files) == (real.counts, real.files)


STUBS = {
    "_posts/2021-12-28-a.md": "---\ntitle: a\ncategories: [晚报]\ntags: [证监会]\n---\na\n",
    "category/wanbao.html": "---\ntitle: 燕山晚报\ncategory: 晚报\n---\n{% for p in x %}{% endfor %}\n",
    "tag/csrc.html": "---\ntag: 证监会\n---\n",
    "categories/yaowen/index.html": "---\ncategory: 要闻\n---\n",
    "category/about.md": "---\ntitle: 关于分类\npermalink: /about-categories/\n---\n这是一页文字。\n",
}


def test_pages_of_categories_become_settings(tmp_path: Path) -> None:
    report = imported(make_blog(tmp_path / "blog", "title: x\ntimezone: UTC\n", STUBS), tmp_path / "site")
    assert report.counts == {"added": 3, "skipped": 2}
    site = Site(tmp_path / "site")
    assert site.build().problems == ()
    assert "燕山晚报" in site.page("category/wanbao.html")
    assert "tag/csrc.html" in site.tree()
    assert 'url=../../category/yaowen.html"' in site.page("categories/yaowen/index.html")
    assert "这是一页文字" in site.page("about-categories/index.html")


def test_patterns_of_pages_of_terms_become_settings(tmp_path: Path) -> None:
    files = {
        "_posts/2021-12-28-a.md": "---\ntitle: a\ncategories: [晚报]\ntags: [证监会, Two Words]\n---\na\n",
        "tags/csrc/index.html": "---\ntag: 证监会\n---\n",
        "tags/two-words.html": "---\npermalink: /tags/two-words/\ntag: Two Words\n---\n",
        "about.md": "---\ntitle: 关于\n---\n正文。\n",
    }
    config = "title: x\ntimezone: UTC\npermalink: pretty\n"
    imported(make_blog(tmp_path / "blog", config, files), tmp_path / "site")
    site = Site(tmp_path / "site")
    assert "  page: /{path}/\n  tag: /tags/{slug}/\n" in (site.root / "site.yaml").read_text("utf-8")
    assert "permalink" not in (site.root / "content/pages/about.md").read_text("utf-8")
    assert site.build().problems == ()
    assert {"tags/csrc/index.html", "tags/two-words/index.html", "about/index.html"} <= site.tree().keys()
    assert not list((site.root / "content").rglob("static/tags"))


def test_lists_of_the_plugin_jekyll_archives_stay(tmp_path: Path) -> None:
    files = {
        "_posts/2021-12-28-a.md": "---\ntitle: a\ncategories: [市井 闲谈]\ntags: [A/B, C++]\n---\na\n",
        "_posts/2021-12-29-b.md": "---\ntitle: b\ntags: [c]\n---\nb\n",
    }
    config = (
        "title: x\ntimezone: UTC\njekyll-archives:\n  enabled: [categories, tags]\n"
        "  permalinks: {tag: '/t/:name.html', category: '/c/:name/'}\n"
    )
    imported(make_blog(tmp_path / "blog", config, files), tmp_path / "site")
    site = Site(tmp_path / "site")
    assert site.build().problems == ()
    assert {"c/市井-闲谈/index.html", "t/a-b.html", "t/c.html"} <= site.tree().keys()
    # Of two tags with one address at the old place, one keeps it.
    assert "C++" in site.page("t/c-2.html")
    assert not (site.root / "content/static/t").exists()


def test_redirects(tmp_path: Path) -> None:
    files = {
        "_posts/2021-12-28-a.md": "---\ntitle: a\nredirect_from: [/old/, /older.html, old2]\n---\na\n",
        "gone.md": "---\nredirect_to: https://b.example/?a=1&b=2\n---\n",
        "bad.md": "---\nredirect_to: javascript:alert(1)\n---\n",
    }
    report = imported(make_blog(tmp_path / "blog", "title: x\n", files), tmp_path / "site")
    assert reported(report) == ["import.permalink bad.md:0"]
    site = Site(tmp_path / "site")
    site.build()
    assert {"old/index.html", "older.html", "old2.html"} <= site.tree().keys()
    assert "https://b.example/?a=1&amp;b=2" in site.page("gone.html")


HOSTILE = {
    "_posts/2021-12-28-up.md": "---\ntitle: a\npermalink: /../../../etc/passwd\n---\na\n",
    "_posts/2021-12-28-up2.md": "---\ntitle: a\npermalink: /%2e%2e/%2e%2e/x\n---\na\n",
    "_posts/2021-12-28-open.md": "---\ntitle: a\n",
    "_posts/2021-12-28-bomb.md": "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "z: *i\n---\nx\n",
    "_posts/2021-12-28-deep.md": "---\na: " + "[" * 5000 + "\n---\nx\n",
    "_posts/2021-12-28-date.md": "---\ndate: 昨天\n---\nx\n",
    "_posts/2021-12-28-nul.md": "---\ntitle: a\n---\n" + "\0" * 50,
    "_posts/2021-99-99-day.md": "---\ntitle: a\n---\nx\n",
    "_posts/2021-12-28-textile.textile": "---\ntitle: a\n---\nx\n",
    "_posts/2021-12-28-pattern.md": "---\ntitle: a\npermalink: /:nothing/\n---\nx\n",
    "_posts/2021-12-28-same.md": "---\ntitle: a\npermalink: /same/\n---\nx\n",
    "_posts/2021-12-28-same2.md": "---\ntitle: a\npermalink: /same/\n---\nx\n",
    "_posts/2021-12-28-fine.md": "---\ntitle: a\n---\nx\n",
}


def test_what_is_bad_is_told_and_stays_out(tmp_path: Path) -> None:
    blog = make_blog(tmp_path / "blog", "title: x\ntimezone: UTC\n", HOSTILE)
    outside = tmp_path / "outside.txt"
    outside.write_text("secret", "utf-8")
    (blog / "link.txt").symlink_to(outside)
    (blog / "_posts/2021-12-28-link.md").symlink_to(outside)
    report = imported(blog, tmp_path / "site")
    assert reported(report) == [
        "import.matter 2021-12-28-bomb.md:6", "import.date 2021-12-28-date.md:0",
        "import.matter 2021-12-28-deep.md:2", "import.link 2021-12-28-link.md:0",
        "import.encoding 2021-12-28-nul.md:0", "import.matter 2021-12-28-open.md:1",
        "import.permalink 2021-12-28-pattern.md:0", "import.address 2021-12-28-same2.md:0",
        "import.suffix 2021-12-28-textile.textile:0", "import.address 2021-12-28-up2.md:0",
        "import.date 2021-99-99-day.md:0", "import.link link.txt:0",
    ]  # fmt: skip
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")} == {
        "blog",
        "site",
        "outside.txt",
    }
    assert "secret" not in "".join(
        path.read_text("utf-8") for path in (tmp_path / "site/content").rglob("*") if path.is_file()
    )
    built = Site(tmp_path / "site").build()
    assert built.quarantined == 0


def test_what_a_theme_has_to_do_is_left_out(tmp_path: Path) -> None:
    files = {
        "index.html": "---\n---\n{% for post in site.posts %}{% endfor %}\n",
        "list.html": "---\n---\n{% for post in site.posts %}{% endfor %}\n",
        "empty.html": "---\nlayout: x\n---\n",
        "posts.json": "---\n---\n[{% for post in site.posts %}{}{% endfor %}]\n",
        "css/main.scss": "---\n---\na { b: c }\n",
        "feed.xml": "---\n---\n<feed/>\n",
        "404.html": "---\n---\n<p>no</p>\n",
    }
    report = imported(make_blog(tmp_path / "blog", "title: x\ntimezone: UTC\n", files), tmp_path / "site")
    assert report.counts == {"skipped": 6, "added": 1}
    assert reported(report) == [
        "import.made 404.html:0", "import.compiled main.scss:0",
        "import.template empty.html:0", "import.made feed.xml:0",
        "import.made index.html:0", "import.list list.html:0", "import.template posts.json:0",
    ]  # fmt: skip


def test_a_config_that_cannot_be_read(tmp_path: Path) -> None:
    blog = make_blog(tmp_path / "blog", "title: x\n  bad: [\n", {})
    with pytest.raises(BackfileError, match=r"_config\.yml:2:"):
        imported(blog, tmp_path / "site")


def test_an_unknown_zone(tmp_path: Path) -> None:
    blog = make_blog(tmp_path / "blog", "title: x\n", {})
    with pytest.raises(BackfileError, match="there is no time zone Mars/Base"):
        imported(blog, tmp_path / "site", "Mars/Base")


def test_front_matter_is_mended_as_in_a_post(tmp_path: Path) -> None:
    files = {"_posts/2021-12-28-a.md": '---\ntitle: "他说"好""\nextra: {a: [b, {c: d}]}\n---\na\n'}
    report = imported(make_blog(tmp_path / "blog", "title: x\ntimezone: UTC\n", files), tmp_path / "site")
    assert reported(report) == ["front-matter.quote 2021-12-28-a.md:2"]
    assert 'title: 他说"好"' in (tmp_path / "site/content/posts/2021-12-28-a.md").read_text("utf-8")


def test_what_means_nothing_here_stays_in_front_matter(tmp_path: Path) -> None:
    files = {"_posts/2021-12-28-a.md": "---\ntitle: a\nlayout: fancy\nextra: {a: [b, {c: d}]}\n---\na\n"}
    imported(make_blog(tmp_path / "blog", "title: x\ntimezone: UTC\n", files), tmp_path / "site")
    lines = (tmp_path / "site/content/posts/2021-12-28-a.md").read_text("utf-8").splitlines()
    assert lines[3:8] == ["extra:", "  a:", "  - b", "  - c: d", lines[7]]
    assert "layout: fancy" not in lines


def test_the_blog_has_a_file_for_each_rule() -> None:
    assert len(FILES) > 35


def test_an_archive_within_the_site_is_no_part_of_it(tmp_path: Path) -> None:
    blog = make_blog(tmp_path / "blog", f"{CONFIG}destination: ./public\n")
    (blog / "public").mkdir()
    (blog / "public/old.html").write_text("old", "utf-8")
    first = imported(blog, blog / "archive")
    again = imported(blog, blog / "archive")
    assert again.files == {"present": first.files["added"]} == {"present": 4}
    assert again.counts["present"] == first.counts["added"]


def test_site_and_archive_are_two_folders(tmp_path: Path) -> None:
    blog = make_blog(tmp_path / "blog")
    (blog / "site.yaml").write_text("title: x\n", "utf-8")
    with pytest.raises(BackfileError, match="can't be in the same folder"):
        imported(blog, blog)


def test_toml_is_read_as_in_a_post(tmp_path: Path) -> None:
    files = {
        "_posts/2021-12-28-a.md": '+++\ntitle = "甲"\ndate = 2021-12-28T07:35:22Z\nx = {a = [1]}\n+++\na\n',
        "_posts/2021-12-28-b.md": "+++\ntitle = 乙\n+++\nb\n",
    }
    report = imported(make_blog(tmp_path / "blog", "title: x\ntimezone: UTC\n", files), tmp_path / "site")
    assert reported(report) == ["import.matter 2021-12-28-b.md:2"]
    text = (tmp_path / "site/content/posts/2021-12-28-a.md").read_text("utf-8")
    assert "title: 甲\ndate: 2021-12-28 07:35:22 +0000\n" in text
    assert "+++" not in text


def test_an_unreadable_date_of_a_change_is_kept_for_the_build_to_report(tmp_path: Path) -> None:
    files = {"_posts/2021-12-28-a.md": "---\ntitle: a\nlast_modified_at: 03/04/2020\n---\na\n"}
    imported(make_blog(tmp_path / "blog", "title: x\ntimezone: UTC\n", files), tmp_path / "site")
    assert "updated: 03/04/2020\n" in (tmp_path / "site/content/posts/2021-12-28-a.md").read_text("utf-8")


def test_feeds_keep_their_addresses(tmp_path: Path) -> None:
    files = {
        "_posts/2021-12-28-a.md": "---\ntitle: A\n---\na\n",
        "atom.xml": "---\n---\n<feed>{% for post in site.posts %}{% endfor %}</feed>\n",
        "feed.xml": "---\n---\n<rss version='2.0'></rss>\n",
        "blog/rss.xml": "---\n---\n<rss version='2.0'></rss>\n",
        "sitemap2.xml": "---\n---\n<urlset></urlset>\n",
    }
    config = "title: x\nurl: https://blog.example\nfeed: {path: index.xml}\n"
    report = imported(make_blog(tmp_path / "blog", config, files), tmp_path / "site")
    assert report.counts["bad"] == 0
    site = Site(tmp_path / "site")
    settings = (tmp_path / "site/site.yaml").read_text("utf-8")
    assert "feed:\n  also: [index.xml, atom.xml, blog/rss.xml]\n" in settings
    assert site.build().problems == ()
    assert {"index.xml", "atom.xml", "blog/rss.xml", "feed.xml"} <= site.tree().keys()


def test_feeds_of_categories_and_tags_keep_their_addresses(tmp_path: Path) -> None:
    """As jekyll-feed 0.17 makes them."""
    files = {
        "_posts/2021-12-28-a.md": "---\ntitle: A\ncategories: [News]\ntags: [river, 河, Off]\n---\na\n",
        "_posts/2021-12-29-b.md": "---\ntitle: B\ncategories: [walks]\ntags: [river]\n---\nb\n",
        "_posts/2021-12-30-c.md": "---\ntitle: C\ncategories: [other]\n---\nc\n",
        "_posts/2021-12-30-d.md": "---\ntitle: D\ncategories: [fourth]\n---\nd\n",
    }
    config = (
        "title: x\nurl: https://blog.example\nfeed:\n  categories: [News]\n"
        "  tags: {path: /t/, except: [Off]}\n  collections: {notes: {path: /n.xml}, walks: {}}\n"
    )
    report = imported(make_blog(tmp_path / "blog", config, files), tmp_path / "site")
    assert "feeds of collections are not kept: /n.xml and /feed/walks.xml" in report.notes
    site = Site(tmp_path / "site")
    settings = (tmp_path / "site/site.yaml").read_text("utf-8")
    assert "categories:\n  News:\n    feeds: [feed/News.xml]\n" in settings
    assert "tags:\n  river:\n    feeds: [t/river.xml]\n" in settings
    assert site.build().problems == ()
    assert {"feed/News.xml", "t/river.xml"} <= site.tree().keys()
    assert "t/Off.xml" not in site.tree()


KRAMDOWN = """\
甲。[^1] HTML 乙。

[^1]: Gazette, page 3.

*[HTML]: HyperText

词
: 意思

<div markdown="1">
*斜*
</div>
"""


def test_what_only_kramdown_reads_is_on_the_page(tmp_path: Path) -> None:
    table = "| 甲 | 乙 |\n| 丙 | 丁 |\n\n|---|---|\n| 戊 | 己 |\n\n"
    table += "| 头 | 尾 |\n|---|---|\n| 1 | 2 |\n"
    figure = "<figure>\n<figcaption>说明</figcaption>\n</figure>\n![图](/b.png)\n"
    files = {
        "_posts/2021-12-28-a.md": f"---\ntitle: 甲\n---\n{KRAMDOWN}",
        "_posts/2021-12-28-b.md": f"---\ntitle: 乙\n---\n{table}\n{figure}\n## 节 {{#part}}\n",
        "b.png": "x",
    }
    imported(make_blog(tmp_path / "blog", "title: x\npermalink: /:title/\n", files), tmp_path / "site")
    site = Site(tmp_path / "site")
    site.build()
    first, second = site.page("a/index.html"), site.page("b/index.html")
    for shown in (
        "Gazette, page 3.", '<abbr title="HyperText">HTML</abbr>', "<dt>词</dt>", "<dd>意思</dd>",
        "<em>斜</em>",
    ):  # fmt: skip
        assert shown in first
    for shown in (
        "<td>甲</td>", "<td>丁</td>", "<td>己</td>", "<th>头</th>", "<td>2</td>",
        '<img src="../b.png"', 'id="post-part"',
    ):  # fmt: skip
        assert shown in second


def test_no_post_is_refused_whose_name_has_a_date(tmp_path: Path) -> None:
    files = {"_posts/2021-12-28-a.md": "---\ntitle: 甲\ndate: 昨天\n---\n甲\n"}
    report = imported(make_blog(tmp_path / "blog", "title: x\n", files), tmp_path / "site")
    assert reported(report) == ["import.date 2021-12-28-a.md:0"]
    assert report.counts == {"added": 1}
    assert "date: 2021-12-28 00:00:00" in (tmp_path / "site/content/posts/2021-12-28-a.md").read_text("utf-8")
