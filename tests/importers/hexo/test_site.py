"""A whole Hexo site, compared with what Hexo itself makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.importers.hexo.site import import_site
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport
from generator.reporting.report import Reporter
from tests.importers.hexo.weekly import FILES, MODULES, golden, hexo_output
from tests.importers.moved import reported, text_of, write_site
from tests.sites import Site

#: Where a page differs: the author of a quote stands behind a dash in Hexo, and its Markdown does not read a
#: link whose address is a tag.
DIFFERENT = {
    "2021/12/27/walk/index.html": (
        "沿河走。{%raw%}code{%endraw%}{%post_linkgone%}{{原样}}水往低处流。老王谈话alert(1)引文"
    ),
    "2021/12/28/石桥/index.html": "石桥今日通车。见Walk与那次散步，又见地址。附注，附注。",
}


def imported(
    source: Path, root: Path, zone: str = "", *, update: bool = False, dry: bool = False, **tags: str
) -> ImportReport:
    report = ImportReport()
    import_site(source, root, zone, tags, ImportOptions(update, dry), Reporter(), report)
    return report


def small(root: Path, posts: Mapping[str, str], config: str = "") -> Path:
    """Write a site with some posts."""
    settings = f"title: 周报\nurl: https://a.example\ntimezone: Asia/Shanghai\n{config}"
    return write_site(root, {"_config.yml": settings, **{f"source/{path}": posts[path] for path in posts}})


#: One worker builds the archive that most tests look at.
pytestmark = pytest.mark.xdist_group("hexo")


@pytest.fixture(scope="module")
def weekly(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("hexo")
    report = imported(write_site(root / "site", FILES), root / "archive")
    assert report.counts["bad"] == report.files["bad"] == 0
    site = Site(root / "archive")
    assert site.build().problems == ()
    return site


@pytest.mark.skipif(not MODULES, reason="HEXO_MODULES names no node_modules with hexo")
def test_hexo_still_makes_what_the_file_keeps(tmp_path: Path) -> None:
    assert hexo_output(write_site(tmp_path / "site", FILES)) == golden()


def test_addresses_are_those_of_hexo(weekly: Site) -> None:
    assert set(golden().files) - set(weekly.tree()) == set()


def test_texts_are_those_of_hexo(weekly: Site) -> None:
    for path, text in golden().texts.items():
        assert text_of(weekly.page(path), ".article") == DIFFERENT.get(path, text), path


def test_pictures_of_the_folder_of_a_post(weekly: Site) -> None:
    page = weekly.page("2021/12/28/石桥/index.html")
    assert page.count('src="../../../../2021/12/28/%E7%9F%B3%E6%A1%A5/pic.svg"') == 3
    assert 'alt="石桥的图" title="桥" width="120" height="80"' in page
    assert 'href="../../../../2021/12/27/walk/">那次散步' in page


def test_lists_stay_and_those_below_others_lead_there(weekly: Site) -> None:
    static = weekly.root / "content/static"
    assert not (static / "tags").exists()
    assert [path.name for path in (static / "categories").iterdir()] == ["local"]
    encoded = "%E4%BA%A4%E9%80%9A"
    assert f'url=../../../categories/{encoded}/"' in weekly.page("categories/local/交通/index.html")
    assert "tags/river/index.html" in weekly.tree()
    assert 'url=../../../archive/2021/12.html"' in weekly.page("archives/2021/12/index.html")


def test_settings_come_from_the_config(weekly: Site) -> None:
    assert (weekly.root / "site.yaml").read_text("utf-8").splitlines()[1:] == [
        "title: 南桥周报", "language: zh-CN", "time_zone: Asia/Shanghai", "description: 每周一期",
        "url: https://weekly.example/blog/", "permalink:", "  post: /{year}/{month}/{day}/{slug}/",
        "  category: /categories/{slug}/", "  tag: /tags/{slug}/", "  categories: /categories/",
        "  tags: /tags/", "publisher:",
        "  name: 编辑部", "feed:", "  also: [atom.xml, rss.xml]", "theme:", "  options:", "    navigation:",
        "    - title: 首页", "      url: .", "    - title: 分类", "      url: categories/",
        "    - title: 关于", "      url: about/",
    ]  # fmt: skip


def test_front_matter(weekly: Site) -> None:
    text = (weekly.root / "content/posts/folder/in folder.md").read_text("utf-8")
    assert "updated: 2021-12-30 09:00:00 +0800\n" in text
    assert "categories: [C++ & Co]\n" in text
    assert "draft: true\n" in (weekly.root / "content/posts/drafts/idea.md").read_text("utf-8")


def test_a_page_of_a_picture_alone_has_the_name_of_its_folder(tmp_path: Path) -> None:
    files = {"about/index.md": "---\ndate: 2021-12-28\n---\n![x](/img/a.png)\n", "img/a.png": "x"}
    imported(small(tmp_path / "site", files), tmp_path / "archive")
    assert "title: about\n" in (tmp_path / "archive/content/pages/about/index.md").read_text("utf-8")
    assert Site(tmp_path / "archive").build().problems == ()


def test_an_expression_has_no_name_for_a_replacement(tmp_path: Path) -> None:
    post = "---\ntitle: 甲\ndate: 2021-12-28\n---\n{{ msg }} 甲\n"
    report = imported(small(tmp_path / "site", {"_posts/a.md": post}), tmp_path / "archive")
    assert report.problems[0].message == "{{ … }} can't be run here; 1 call of it stays as a comment"
    assert "--shortcode" not in report.problems[0].hint
    assert "not replaced, and kept as comments: {{ … }} (1); replace" in "".join(report.notes)


def test_the_days_in_addresses_are_those_of_the_machine(tmp_path: Path) -> None:
    source = small(tmp_path / "site", {"_posts/a.md": "---\ntitle: 甲\ndate: 2021-12-27 01:00:00\n---\n甲\n"})
    imported(source, tmp_path / "one")
    imported(source, tmp_path / "two", "UTC")
    texts = [(tmp_path / name / "content/posts/a.md").read_text("utf-8") for name in ("one", "two")]
    assert "date: 2021-12-27 01:00:00 +0800\n" in texts[0]
    assert "permalink" not in texts[0]
    assert "permalink: /2021/12/26/a/\n" in texts[1]


@pytest.mark.parametrize(
    ("config", "name", "front", "url"),
    [
        ("permalink: :category/:name.html\n", "a/b c", "categories: [甲, B b]", "/甲/B-b/b c.html"),
        ("permalink: :category/:title/\n", "b", "", "/uncategorized/b/"),
        ("permalink: p/:abbrlink.html\n", "b", "abbrlink: 4b2f", "/p/4b2f.html"),
        ("permalink: :lang/:i_month-:i_day/:post_title/\npermalink_defaults: {lang: zh}\n", "b", "",
         "/zh/1-2/some-title/"),
        ("permalink: :hash/\n", "b", "", "/45e049014c2f/"),
        ("permalink: :hour:minute:second/:timestamp/\n", "b", "", "/000000/1609516800/"),
        ("new_post_name: :year-:month-:day-:title.md\npermalink: :title/\n", "2021-01-02-b", "", "/b/"),
        ("filename_case: 1\npermalink: :category/\n", "b", "category: ÄB", "/ab/"),
    ],
)  # fmt: skip
def test_placeholders(tmp_path: Path, config: str, name: str, front: str, url: str) -> None:
    page = f"---\ntitle: Some Title\ndate: 2021-01-02\n{front}\n---\nx\n"
    imported(small(tmp_path / "site", {f"_posts/{name}.md": page}, config), tmp_path / "archive")
    site = Site(tmp_path / "archive")
    site.build()
    made = url.lstrip("/") + ("index.html" if url.endswith("/") else "")
    assert made in site.tree()


def test_an_address_that_only_hexos_database_knows_is_told(tmp_path: Path) -> None:
    post = "---\ntitle: 甲\ndate: 2021-01-02\n---\n甲\n"
    report = imported(
        small(tmp_path / "site", {"_posts/a.md": post}, "permalink: :id/\n"), tmp_path / "archive"
    )
    assert reported(report) == ["import.address a.md:0"]
    assert report.counts == {"added": 1}


def test_what_cannot_come_is_told_with_its_place(tmp_path: Path) -> None:
    files = {
        "_posts/a.md": "---\ntitle: 甲\ndate: 2021-01-02\n---\n一\n\n"
        "{% note info %}\n内\n{% endnote %}\n{{ x }}\n",
        "_posts/b.md": "---\ntitle: 乙\ndate: 昨天\n---\n乙\n",
        "_posts/a/pic.png": "x",
        "style.styl": "x",
    }
    report = imported(small(tmp_path / "site", files), tmp_path / "archive")
    assert reported(report) == [
        "import.made pic.png:0", "import.shortcode a.md:7", "import.shortcode a.md:10", "import.date b.md:0",
        "import.compiled style.styl:0",
    ]  # fmt: skip
    text = (tmp_path / "archive/content/posts/a.md").read_text("utf-8")
    assert "<!-- {% note info %} -->\n\n内\n" in text


def test_tags_that_the_user_replaces(tmp_path: Path) -> None:
    post = "---\ntitle: 甲\ndate: 2021-01-02\n---\n{% note info %}内{% endnote %}\n"
    imported(small(tmp_path / "site", {"_posts/a.md": post}), tmp_path / "archive", note="<b>{0}</b> {inner}")
    assert "\n<b>info</b> 内\n" in (tmp_path / "archive/content/posts/a.md").read_text("utf-8")


def test_a_second_import_finds_all_there_and_takes_changes_with_update(tmp_path: Path) -> None:
    source = write_site(tmp_path / "site", FILES)
    first = imported(source, tmp_path / "archive")
    again = imported(source, tmp_path / "archive")
    assert again.counts == {"present": first.counts["added"], "skipped": first.counts["skipped"]}
    (source / "source/plain.md").write_text("---\ntitle: 平页\n---\n改了。\n", "utf-8")
    assert imported(source, tmp_path / "archive").counts["changed"] == 1
    assert imported(source, tmp_path / "archive", update=True).counts["updated"] == 1


def test_a_folder_that_is_no_hexo_site(tmp_path: Path) -> None:
    with pytest.raises(BackfileError, match=r"no Hexo site"):
        imported(tmp_path, tmp_path / "archive")


def test_no_post_is_refused_whose_name_has_a_date(tmp_path: Path) -> None:
    post = "---\ntitle: 甲\ndate: 昨天\n---\n甲\n"
    report = imported(small(tmp_path / "site", {"_posts/2021-12-28-a.md": post}), tmp_path / "archive")
    assert reported(report) == ["import.date 2021-12-28-a.md:0"]
    (file,) = (tmp_path / "archive/content/posts").rglob("*.md")
    assert "date: 2021-12-28 00:00:00 +0800\n" in file.read_text("utf-8")
