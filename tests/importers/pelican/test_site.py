"""A whole Pelican site, compared with what Pelican itself makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.importers.pelican.site import import_site
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport
from generator.reporting.report import Reporter
from tests.importers.moved import reported, text_of, write_site
from tests.importers.pelican.monthly import FILES, golden, has_pelican, pelican_output
from tests.sites import Site

CONFIG = 'SITENAME = "月刊"\nSITEURL = "https://a.example"\nTIMEZONE = "Asia/Shanghai"\nDEFAULT_LANG = "zh"\n'
#: Where a page differs: a picture in reStructuredText is one here, and an object with a text there; and the
#: space before the arrow of a footnote.
DIFFERENT = {"posts/2021/Nov/bei-an-shi-qiao/index.html": '石桥通车。见塔。第二节print("桥")'}
#: The slugs of the authors.
AUTHORS = ("bian-ji-bu", "zhang-san", "li-si")
ARTICLE = "Title: Some Title\nDate: 2021-12-28\n\n文。\n"


def imported(source: Path, root: Path, *given: str, update: bool = False, dry: bool = False) -> ImportReport:
    report = ImportReport()
    import_site(source, root, "UTC", given, ImportOptions(update, dry), Reporter(), report)
    return report


def small(root: Path, files: Mapping[str, str], config: str = "") -> Path:
    """Write a site with some files of content."""
    return write_site(
        root, {"pelicanconf.py": CONFIG + config, **{f"content/{path}": files[path] for path in files}}
    )


#: One worker builds the archive that most tests look at.
pytestmark = pytest.mark.xdist_group("pelican")


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("pelican")
    report = imported(write_site(root / "site", FILES), root / "archive")
    assert reported(report) == ["import.made skipped.md:0", "import.date undated.md:0"]
    site = Site(root / "archive")
    assert site.build().problems == ()
    return site


@pytest.mark.skipif(not has_pelican(), reason="pelican is not installed (pip install pelican)")
def test_pelican_still_makes_what_the_file_keeps(tmp_path: Path) -> None:
    assert pelican_output(write_site(tmp_path / "site", FILES), tmp_path / "output") == golden()


@pytest.mark.slow
def test_addresses_are_those_of_pelican(monthly: Site) -> None:
    made = set(monthly.tree())
    lost = {path for path in golden().files if path not in made}
    # Pages and feeds of authors have no counterpart, and drafts are not published.
    of_authors = {f"feeds/{name}.{form}.xml" for name in AUTHORS for form in ("atom", "rss")}
    of_authors |= {f"author/{name}.html" for name in AUTHORS}
    assert lost == {"authors.html", "drafts/cao-gao.html", *of_authors}
    assert not any(path.endswith("unlinked.svg") for path in made)


def test_pages_and_feeds_of_authors_are_told_with_their_addresses(tmp_path: Path) -> None:
    article = f"Authors: 甲; 乙; 丙; 丁\n{ARTICLE}"
    report = imported(small(tmp_path / "site", {"a.md": article}), tmp_path / "archive")
    assert (
        "pages of authors (4) are not kept, since an archive has no lists by author: /author/jia.html, "
        "/author/yi.html, /author/bing.html and 1 more (AUTHOR_SAVE_AS is /author/{slug}.html; see "
        "docs/import.md, Pelican)"
    ) in report.notes
    assert (
        "feeds of authors are not kept: /feeds/jia.atom.xml, /feeds/yi.atom.xml, /feeds/bing.atom.xml and "
        "5 more"
    ) in report.notes
    none = 'AUTHOR_SAVE_AS = ""\nAUTHOR_FEED_ATOM = None\nAUTHOR_FEED_RSS = None\n'
    quiet = imported(small(tmp_path / "b", {"a.md": article}, none), tmp_path / "c")
    assert not any("authors" in note for note in quiet.notes)


def test_tags_of_a_plugin_are_told(tmp_path: Path) -> None:
    files = {"a.md": f"{ARTICLE}\n{{% include_code a.py %}}\n"}
    config = 'PLUGINS = ["sitemap", "liquid_tags.include_code"]\n'
    report = imported(small(tmp_path / "site", files, config), tmp_path / "archive")
    assert any("liquid_tags ({% … %}) stay in texts" in note for note in report.notes)
    assert [one.code for one in Site(tmp_path / "archive").build().problems] == ["body.template"]
    none = imported(small(tmp_path / "b", files), tmp_path / "c")
    assert not any("liquid_tags" in note for note in none.notes)


def test_feeds_of_terms_keep_their_addresses(tmp_path: Path) -> None:
    config = (
        'CATEGORY_FEED_ATOM = "c/%s.atom.xml"\nCATEGORY_FEED_RSS = "{slug}/rss.xml"\n'
        'TAG_FEED_RSS = "/tags/{slug}.rss.xml"\nTRANSLATION_FEED_ATOM = None\n'
    )
    article = f"Category: 某类\nTags: 河, A B\n{ARTICLE}"
    imported(small(tmp_path / "site", {"a.md": article}, config), tmp_path / "archive")
    text = (tmp_path / "archive/site.yaml").read_text("utf-8")
    assert "also: [feeds/all.atom.xml, 'c/{category}.atom.xml', 'tags/{tag}.rss.xml']" in text
    site = Site(tmp_path / "archive")
    assert site.build().problems == ()
    made = {path for path in site.tree() if path.endswith(("rss.xml", "atom.xml"))}
    assert made == {
        "feeds/all.atom.xml", "c/mou-lei.atom.xml", "mou-lei/rss.xml", "tags/he.rss.xml", "tags/a-b.rss.xml",
    }  # fmt: skip


def test_texts_are_those_of_pelican(monthly: Site) -> None:
    for path, text in golden().texts.items():
        if not path.startswith("drafts/"):
            assert text_of(monthly.page(path), ".article") == DIFFERENT.get(path, text), path


@pytest.mark.slow
def test_what_only_python_markdown_reads(monthly: Site) -> None:
    page = monthly.page("posts/2021/Dec/dong-ta-zhong-xiu/index.html")
    assert "<dt>词</dt>" in page
    assert '<abbr title="HyperText">HTML</abbr>' in page
    assert '<code class="language-python">print' in page


def test_links_by_file_lead_to_the_new_places(monthly: Site) -> None:
    page = monthly.page("posts/2021/Dec/dong-ta-zhong-xiu/index.html")
    for link in (
        'href="../../../../posts/2021/Nov/bei-an-shi-qiao/">旧文',
        'href="../../../../guan-yu.html#post-part">那页',
        'src="../../../../images/tower.svg"', 'src="../../../../posts/2021/Dec/dong-ta-zhong-xiu/map.svg"',
        'href="../../../../category/bei-an.html">分类',
    ):  # fmt: skip
        assert link in page


@pytest.mark.slow
def test_metadata(monthly: Site) -> None:
    text = (monthly.root / "content/posts/北岸/tower.md").read_text("utf-8")
    for line in (
        "title: 东塔重修", "date: 2021-12-28 09:30:00 +0800", "updated: 2021-12-30 00:00:00 +0800",
        "categories: [北岸]", "tags: [古塔, Two Words, C++]", "author: [张三, 李四]", "mood: 高兴",
    ):  # fmt: skip
        assert f"\n{line}\n" in text
    assert "title: Nvidia’s 旧页\n" in (monthly.root / "content/posts/old.html").read_text("utf-8")


def test_a_hidden_article_is_a_page_in_no_list(monthly: Site) -> None:
    text = (monthly.root / "content/pages/hidden.md").read_text("utf-8")
    assert "nav: 'false'\n" in text
    assert "search: 'false'\n" in text


def test_languages_know_each_other(monthly: Site) -> None:
    text = (monthly.root / "content/posts/letter-en.md").read_text("utf-8")
    assert "lang: en\n" in text
    assert "translations:\n  zh: /posts/2021/Aug/letter/\n" in text


def test_lists_lead_to_the_new_ones(monthly: Site) -> None:
    assert not (monthly.root / "content/static/t").exists()
    assert "古塔" in monthly.page("t/gu-ta.html")
    assert 'url=../../archive/2021.html"' in monthly.page("posts/2021/index.html")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("config", "name", "place"),
    [
        ("", "a.md", "some-title.html"),
        ('ARTICLE_SAVE_AS = "{date:%Y}/{date:%-m}/{slug}/index.html"\n', "a.md",
         "2021/12/some-title/index.html"),
        ('ARTICLE_SAVE_AS = "{category}/{slug}.html"\n', "in/A b.md", "in/some-title.html"),
        ('SLUGIFY_SOURCE = "basename"\n', "A b.md", "a-b.html"),
        ("SLUGIFY_PRESERVE_CASE = True\n", "a.md", "Some-Title.html"),
        ('SLUG_REGEX_SUBSTITUTIONS = [("Some ", ""), (" ", "_")]\n', "a.md", "title.html"),
        ('FILENAME_METADATA = r"(?P<slug>.*)"\n', "x_y.md", "x_y.html"),
        ('PATH_METADATA = r"(?P<lang>..)/.*"\nARTICLE_LANG_SAVE_AS = "{lang}-{slug}.html"\n', "en/a.md",
         "en-some-title.html"),
        ('EXTRA_PATH_METADATA = {"a.md": {"save_as": "x/y.html"}}\n', "a.md", "x/y.html"),
        ('A = "x"\nARTICLE_SAVE_AS = f"{A}/" + "{slug}.html"\n', "a.md", "x/some-title.html"),
    ],
)  # fmt: skip
def test_addresses_by_settings(tmp_path: Path, config: str, name: str, place: str) -> None:
    imported(small(tmp_path / "site", {name: ARTICLE}, config), tmp_path / "archive")
    site = Site(tmp_path / "archive")
    site.build()
    assert place in site.tree()


def test_settings_that_are_computed_are_told_and_can_be_given(tmp_path: Path) -> None:
    config = 'import os\nARTICLE_SAVE_AS = os.environ["X"]\nOTHER = open("/etc/passwd").read()\n'
    source = small(tmp_path / "site", {"a.md": ARTICLE}, config)
    report = imported(source, tmp_path / "one")
    assert reported(report) == ["import.setting pelicanconf.py:6"]
    assert imported(source, tmp_path / "two", "ARTICLE_SAVE_AS='p/{slug}.html'").problems == []
    site = Site(tmp_path / "two")
    site.build()
    assert "p/some-title.html" in site.tree()


def test_a_pattern_reads_nothing_inside_of_values(tmp_path: Path) -> None:
    config = 'ARTICLE_SAVE_AS = "{date.__class__}/{slug}.html"\n'
    report = imported(small(tmp_path / "site", {"a.md": ARTICLE}, config), tmp_path / "archive")
    assert reported(report) == ["import.permalink a.md:0"]


def test_restructured_text_reads_no_files_and_tells_what_it_cannot_do(tmp_path: Path) -> None:
    rst = (
        "题\n##\n\n:date: 2021-12-28\n\n甲\n\n.. include:: /etc/passwd\n\n"
        ".. raw:: html\n   :file: /etc/passwd\n\n"
        ".. chart:: 3\n\n   内\n\n乙\n"
    )
    report = imported(small(tmp_path / "site", {"a.rst": rst}), tmp_path / "archive")
    assert reported(report) == [
        "import.directive a.rst:8",
        "import.directive a.rst:10",
        "import.directive a.rst:13",
    ]
    text = (tmp_path / "archive/content/posts/a.html").read_text("utf-8")
    assert "root:" not in text
    assert "chart:: 3" in text
    assert "<p>乙</p>" in text


def test_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    article = "Title: 甲\nDate: 2021-12-28\n\n[乙]({filename}gone.md) `{static}code` {attach}文\n"
    report = imported(small(tmp_path / "site", {"a.md": article}), tmp_path / "archive")
    assert reported(report) == ["import.address a.md:0"]
    assert "[乙](/gone.md) `{static}code` {attach}文" in (tmp_path / "archive/content/posts/a.md").read_text(
        "utf-8"
    )


def test_a_second_import_finds_all_there_and_takes_changes_with_update(tmp_path: Path) -> None:
    source = small(tmp_path / "site", {"a.md": ARTICLE})
    imported(source, tmp_path / "archive")
    assert imported(source, tmp_path / "archive").counts == {"present": 1}
    (source / "content/a.md").write_text(f"{ARTICLE}改了。\n", "utf-8")
    assert imported(source, tmp_path / "archive").counts == {"changed": 1}
    assert imported(source, tmp_path / "archive", update=True).counts == {"updated": 1}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no Pelican site"),
        ({"pelicanconf.py": "A = (\n"}, r"pelicanconf\.py:1: it can't be read as Python"),
        ({"pelicanconf.py": "SLUG_REGEX_SUBSTITUTIONS = [('(', '')]\n", "content/a.md": ARTICLE},
         "no regular expression"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_read(tmp_path: Path, files: dict[str, str], message: str) -> None:
    source = write_site(tmp_path / "site", {"readme": "x", **files})
    with pytest.raises(BackfileError, match=message):
        imported(source, tmp_path / "archive")


def test_no_post_is_refused_whose_name_has_a_date(tmp_path: Path) -> None:
    post = "Title: 甲\nDate: 昨天\n\n甲\n"
    report = imported(small(tmp_path / "site", {"2021-12-28-a.md": post}), tmp_path / "archive")
    assert reported(report) == ["import.date 2021-12-28-a.md:0"]
    (file,) = (tmp_path / "archive/content/posts").rglob("*.md")
    assert "date: 2021-12-28 00:00:00 +0800\n" in file.read_text("utf-8")
