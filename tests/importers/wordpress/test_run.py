"""A whole export of WordPress, from the file to the pages of the archive."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core.errors import BackfileError
from generator.importers.report import ImportReport
from tests.importers.imports import codes
from tests.importers.wordpress.blog import (
    CITY,
    FERRY,
    HEAD,
    NIGHT,
    TAIL,
    export,
    imported,
    item,
    meta,
    picture,
)
from tests.sites import Site

REGION = '<category domain="region" nicename="north"><![CDATA[北岸]]></category>'


def post(root: Path, name: str = "2021-12-28-post-1") -> str:
    (file,) = (root / "content").rglob(f"{name}.html")
    return file.read_text("utf-8")


def body(root: Path, name: str = "2021-12-28-post-1") -> str:
    return post(root, name).partition("\n---\n")[2].strip()


def convert(tmp_path: Path, text: str, *others: str, **about: dict[str, str]) -> tuple[str, ImportReport]:
    """Import a post with a body, and return its body in the archive."""
    report = imported(export(tmp_path / "a.xml", item(1, body=text), *others), tmp_path / "site", **about)  # type: ignore[arg-type]
    return body(tmp_path / "site"), report


def test_pictures_are_copied_from_a_folder(tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    (uploads / "2021/12").mkdir(parents=True)
    (uploads / "2021/12/a b.jpg").write_bytes(b"jpg")
    (uploads / "index.php").write_text("<?php\n", "utf-8")
    (uploads / "link.jpg").symlink_to(tmp_path / "a.xml")
    report = imported(export(tmp_path / "a.xml", item(1)), tmp_path / "site", uploads=uploads)
    assert report.files == {"added": 1, "skipped": 1}
    assert (tmp_path / "site/content/static/wp-content/uploads/2021/12/a b.jpg").read_bytes() == b"jpg"
    assert not any("--uploads" in note for note in report.notes)


def test_a_post_with_all_its_fields(tmp_path: Path) -> None:
    more = CITY + FERRY + NIGHT + REGION + meta("_thumbnail_id", "9") + meta("_wp_old_slug", "old-name")
    more += "<wp:post_modified_gmt><![CDATA[2022-01-01 00:00:00]]></wp:post_modified_gmt>"
    one = item(1, "老船&#8217;s <em>新</em>航", "甲\n<!--nextpage-->\n乙", more=more, excerpt="<b>摘</b>要")
    report = imported(export(tmp_path / "a.xml", one, picture(9, "a.jpg", "渡口的早晨")), tmp_path / "site")
    assert report.counts == {"added": 1}
    assert post(tmp_path / "site").partition("imported:")[0] == (
        "---\ntitle: 老船’s 新航\ndate: 2021-12-28 07:35:22 +0800\ncategories: [本城, 渡运]\ntags: [夜航]\n"
        "region: [北岸]\nupdated: 2022-01-01 08:00:00 +0800\nauthor: 林江\nsummary: 摘要\n"
        "image: /wp-content/uploads/2021/12/a.jpg\nimage_alt: 渡口的早晨\n"
        "aliases: [/2021/12/28/post-1/2/, /2021/12/28/old-name/, '/?p=1']\n"
    )
    assert body(tmp_path / "site") == "<p>甲</p>\n<p>乙</p>"


def test_every_address_stays_and_former_ones_lead_there(tmp_path: Path) -> None:
    file = export(
        tmp_path / "a.xml",
        item(1, more=CITY + NIGHT),
        item(2, more=FERRY, slug="%e5%a4%9c", link="https://yundu.example/2021/12/28/%e5%a4%9c/"),
        item(3, link="https://yundu.example/special/place.html"),
        item(4, "关于", kind="page", slug="about", link="https://yundu.example/info/about/"),
    )
    report = imported(file, tmp_path / "site")
    assert report.counts == {"added": 4}
    assert report.problems == []
    settings = (tmp_path / "site/site.yaml").read_text("utf-8")
    assert (
        "permalink:\n  post: /{year}/{month}/{day}/{slug}/\n  category: /category/{slug}/\n"
        "  tag: /tag/{slug}/\n  page: /{path}/\nredirects: [html, netlify, nginx]\n"
    ) in settings
    site = Site(tmp_path / "site")
    assert site.build().problems == ()
    assert site.tree().keys() >= {
        "2021/12/28/post-1/index.html", "2021/12/28/夜/index.html", "special/place.html",
        "info/about/index.html", "category/city/index.html", "category/city/ferry/index.html",
        "tag/夜航/index.html", "category/ferry/index.html",
    }  # fmt: skip
    rules = site.tree()["_redirects"].decode()
    assert "/ p=1 /2021/12/28/post-1/ 301" in re.sub(r"[ \t]+", " ", rules)
    static = tmp_path / "site/content/static"
    assert [path.relative_to(static).as_posix() for path in static.rglob("*.html")] == [
        "category/city/ferry/index.html"
    ]
    assert 'url=../../../category/ferry/"' in site.page("category/city/ferry/index.html")
    assert "permalink: /info" not in post(tmp_path / "site", "info/about")


@pytest.mark.parametrize(
    ("links", "pattern", "own"),
    [
        (["/2021/12/post-{}/"], "/{year}/{month}/{slug}/", 0),
        (["/post-{}/"], "/{slug}/", 0),
        (["/post-{}"], "/{slug}", 0),
        (["/archives/post-{}.html"], "/archives/{slug}.html", 0),
        (["/city/post-{}/"], "/{category}/{slug}/", 0),
        (["/archives/{}"], "/{year}/{month}/{slug}.html", 4),
        (["/?p={}"], "/{year}/{month}/{slug}.html", 0),
        (["/post-{}/", "/post-{}/", "/x/post-{}/"], "/{slug}/", 1),
    ],
)
def test_the_pattern_of_addresses_is_found(tmp_path: Path, links: list[str], pattern: str, own: int) -> None:
    items = [
        item(number, more=CITY, link="https://yundu.example" + links[number % len(links)].format(number))
        for number in range(1, 5)
    ]
    imported(export(tmp_path / "a.xml", *items), tmp_path / "site")
    assert f"permalink:\n  post: {pattern}\n" in (tmp_path / "site/site.yaml").read_text("utf-8")
    texts = [post(tmp_path / "site", f"*-post-{number}") for number in range(1, 5)]
    assert sum("\npermalink: " in text for text in texts) == own
    if own == 1:
        Site(tmp_path / "site").build()
        paths = [links[number % len(links)].format(number) for number in range(1, 5)]
        assert all((tmp_path / f"site/output{path}index.html").is_file() for path in paths)


def test_pages_of_categories_below_the_folder_of_all_posts(tmp_path: Path) -> None:
    items = [item(number, more=CITY, link=f"https://yundu.example/archives/{number}") for number in (1, 2)]
    report = imported(export(tmp_path / "a.xml", *items), tmp_path / "site")
    assert report.files == {"added": 1}
    settings = (tmp_path / "site/site.yaml").read_text("utf-8")
    assert "  category: /archives/category/{slug}/\n" in settings
    redirect = (tmp_path / "site/content/static/category/city/index.html").read_text("utf-8")
    assert 'url=../../archives/category/city/"' in redirect


def test_a_site_below_a_folder(tmp_path: Path) -> None:
    head = HEAD.replace("base_blog_url>https://yundu.example", "base_blog_url>https://yundu.example/blog")
    text = (
        '<a href="https://yundu.example/blog/?p=2">二</a> <a href="https://yundu.example/shop/">店</a>'
        ' <img src="/blog/a.png">'
    )
    items = [item(number, body=text, link=f"https://yundu.example/blog/post-{number}/") for number in (1, 2)]
    imported(export(tmp_path / "a.xml", *items, head=head), tmp_path / "site")
    assert "url: https://yundu.example/blog/\npermalink:\n  post: /{slug}/\n" in (
        tmp_path / "site/site.yaml"
    ).read_text("utf-8")
    assert body(tmp_path / "site") == (
        '<p><a href="/post-2/">二</a> <a href="https://yundu.example/shop/">店</a> <img src="/a.png"></p>'
    )


@pytest.mark.parametrize(
    ("link", "there"),
    [
        ("https://yundu.example/?p=2", "/2021/12/28/post-2/"),
        ("http://www.yundu.example/?p=2&amp;x=1#part", "/2021/12/28/post-2/#part"),
        ("//yundu.example/2021/12/28/post-2/", "/2021/12/28/post-2/"),
        ("/2021/12/28/POST-2", "/2021/12/28/post-2/"),
        ("?p=2", "/2021/12/28/post-2/"),
        ("/?page_id=3", "/about/"),
        ("/?attachment_id=9", "/wp-content/uploads/2021/12/a%20b.jpg"),
        ("https://yundu.example/2021/12/28/post-1/a%20b/", "/wp-content/uploads/2021/12/a%20b.jpg"),
        ("https://i0.wp.com/yundu.example/wp-content/uploads/a.jpg?w=3", "/wp-content/uploads/a.jpg"),
        ("/category/city/", "/category/city/"),
        ("/?s=渡口", "/?s=渡口"),
        ("#part", "#part"),
        ("https://elsewhere.example/?p=2", "https://elsewhere.example/?p=2"),
        ("mailto:a@yundu.example", "mailto:a@yundu.example"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_own_links(tmp_path: Path, link: str, there: str) -> None:
    others = (
        item(2),
        item(3, kind="page", slug="about", link="https://yundu.example/about/"),
        picture(9, "a b.jpg", parent=1),
    )
    shown, _ = convert(tmp_path, f'<p><a href="{link}">去</a></p>', *others)
    assert shown == f'<p><a href="{there}">去</a></p>'


def test_pictures(tmp_path: Path) -> None:
    text = (
        '<img class="wp-image-9" src="https://yundu.example/wp-content/uploads/2021/12/a-300x200.jpg" alt=""'
        ' srcset="https://yundu.example/a-300.jpg 300w, https://cdn.example/b.jpg 600w">\n\n[gallery ids="9"]'
    )
    shown, report = convert(tmp_path, text, picture(9, "a.jpg", "渡口的早晨", "题注 <1>"))
    assert shown == (
        '<p><img alt="渡口的早晨" class="wp-image-9" src="/wp-content/uploads/2021/12/a-300x200.jpg"'
        ' srcset="/a-300.jpg 300w, https://cdn.example/b.jpg 600w"></p>\n<div class="gallery">\n<figure>'
        '<img src="/wp-content/uploads/2021/12/a.jpg" alt="渡口的早晨">'
        "<figcaption>题注 &lt;1&gt;</figcaption></figure>\n</div>"
    )
    assert any(
        "--uploads and the folder wp-content/uploads of the site (1 file)" in note for note in report.notes
    )


def test_blocks(tmp_path: Path) -> None:
    text = (
        '<!-- wp:paragraph -->\n<p>甲</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:block {"ref":7} /-->\n\n'
        '<!-- wp:embed -->\n<figure><div class="wp-block-embed__wrapper">\nhttps://v.example/1\n</div></figure>'
        "\n<!-- /wp:embed -->\n\n"
        "<!-- wp:latest-posts /-->"
    )
    again = '<!-- wp:paragraph --><p>共用</p><!-- /wp:paragraph --><!-- wp:block {"ref":7} /-->'
    shown, report = convert(tmp_path, text, item(7, body=again, kind="wp_block"))
    assert re.sub(r"\s*\n\s*", "\n", shown) == (
        "<p>甲</p>\n" + "<p>共用</p>" * 4 + "<!-- wp:block -->\n"
        '<figure><div class="wp-block-embed__wrapper"><p><a href="https://v.example/1">https://v.example/1</a></p></div></figure>\n'
        "<!-- wp:latest-posts -->"
    )
    assert report.reported == {"import.block": 2}


def _with_notes(folder: Path, notes: str) -> tuple[str, dict[str, int]]:
    """Return the body of a post with one footnote, and what is reported."""
    text = (
        '<!-- wp:paragraph --><p>渡口<sup data-fn="a1" class="fn"><a href="#a1" id="a1-link">1</a></sup></p>'
        "<!-- /wp:paragraph --><!-- wp:footnotes /-->"
    )
    written = item(1, body=text, more=meta("footnotes", notes))
    report = imported(export(folder / "a.xml", written), folder / "site")
    return body(folder / "site"), dict(report.reported)


def test_footnotes(tmp_path: Path) -> None:
    notes = '[{"id":"a1","content":"县志，<em>第三页</em>"}, {"id": 2}, "x"]'
    shown, reported = _with_notes(tmp_path, notes)
    assert shown.rstrip().endswith(
        '<ol class="wp-block-footnotes">\n'
        '<li id="a1">县志，<em>第三页</em> <a href="#a1-link">↩︎</a></li>\n</ol>'
    )
    assert reported == {}


@pytest.mark.parametrize("notes", ["", "no json", "{}", "[" * 50_000])
def test_footnotes_that_can_not_be_read_are_told(tmp_path: Path, notes: str) -> None:
    shown, reported = _with_notes(tmp_path, notes)
    assert shown.rstrip().endswith("<!-- wp:footnotes -->")
    assert reported == {"import.block": 1}


def test_shortcodes_are_told_with_line_and_count(tmp_path: Path) -> None:
    text = "一\n\n[form id=3]\n\n[form id=4] [note]旁[/note]"
    _, report = convert(tmp_path, text, shortcodes={"note": "<aside>{inner}</aside>"})
    (problem,) = report.problems
    lines = (tmp_path / "a.xml").read_text("utf-8").splitlines()
    assert lines[problem.line - 1] == "[form id=3]"
    assert "left out in 2 places" in problem.message
    assert report.notes[-1].endswith(": [form] 2")
    assert "<aside>旁</aside>" in body(tmp_path / "site")
    assert not [one for one in Site(tmp_path / "site").build().problems if one.code.startswith("body")]


def test_states(tmp_path: Path) -> None:
    items = [
        item(number, status=status, link="https://yundu.example/?p=1", password=word)
        for number, (status, word) in enumerate(
            [
                ("draft", ""),
                ("pending", ""),
                ("private", ""),
                ("publish", "口令"),
                ("future", ""),
                ("trash", ""),
            ],
            1,
        )
    ]
    report = imported(export(tmp_path / "a.xml", *items), tmp_path / "site")
    assert (report.counts, codes(report)) == (
        {"added": 5, "skipped": 1},
        [f"import.trash:{report.problems[0].line}"],
    )
    texts = [post(tmp_path / "site", f"*-post-{number}") for number in range(1, 6)]
    held = [re.findall(r"^(?:draft|private): .*", text, re.MULTILINE) for text in texts]
    assert held == [["draft: true"], ["draft: true"], ["private: 'true'"], ["private: 'true'"], []]
    assert not any("口令" in text for text in texts)


def test_types(tmp_path: Path) -> None:
    file = export(tmp_path / "a.xml", item(1, kind="book"), item(2, kind="nav_menu_item"))
    report = imported(file, tmp_path / "site")
    assert (report.counts, dict(report.reported)) == ({"skipped": 1}, {"import.type": 1})
    assert any(note.endswith("1 nav_menu_item") for note in report.notes)
    assert imported(file, tmp_path / "site", types=["book"]).counts == {"added": 1}


def test_comments_and_other_taxonomies_are_counted(tmp_path: Path) -> None:
    comments = "".join(
        f"<wp:comment><wp:comment_approved>{shown}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type></wp:comment>"
        for shown, kind in ((1, ""), (1, "comment"), (0, ""), (1, "pingback"))
    )
    _, report = convert(tmp_path, "x", item(2, more=comments + REGION))
    assert "comments are not imported: 2" in report.notes
    assert "other taxonomies are kept in the front matter, without pages: region (1)" in report.notes


@pytest.mark.parametrize(
    ("dates", "zone", "setting"),
    [
        ([("2021-12-28 07:35:22", "2021-12-27 23:35:22")], "", "Asia/Shanghai"),
        ([("2021-12-28 07:35:22", "2021-12-27 22:35:22")], "", "Etc/GMT-9"),
        ([("2021-12-28 07:35:22", "2021-12-28 12:35:22")], "", "Etc/GMT+5"),
        ([("2021-12-28 07:35:22", "2021-12-28 07:35:22")], "", "UTC"),
        ([("2021-12-28 07:35:22", "2021-12-28 06:35:22")], "Europe/Paris", "Europe/Paris"),
        (
            [("2021-12-28 07:35:22", "2021-12-27 23:35:22")] * 4 + [("2021-12-28 07:35:22",) * 2],
            "",
            "Asia/Shanghai",
        ),
    ],
)
def test_the_zone(tmp_path: Path, dates: list[tuple[str, str]], zone: str, setting: str) -> None:
    items = [item(number, date=local, gmt=gmt) for number, (local, gmt) in enumerate(dates, 1)]
    imported(export(tmp_path / "a.xml", *items), tmp_path / "site", zone)
    assert f"time_zone: {setting}\n" in (tmp_path / "site/site.yaml").read_text("utf-8")
    Site(tmp_path / "site").build()
    assert (tmp_path / "site/output/2021/12/28/post-1/index.html").is_file()


def test_a_zone_that_is_not_known_is_told(tmp_path: Path) -> None:
    items = [
        item(1, gmt="2021-12-28 06:35:22"),
        item(2, date="2021-06-28 07:35:22", gmt="2021-06-28 05:35:22"),
    ]
    report = imported(export(tmp_path / "a.xml", *items), tmp_path / "site")
    assert "the offsets from UTC are +1 h, +2 h; taken: Asia/Shanghai (see --time-zone)" in report.notes[0]
    site = Site(tmp_path / "site")
    site.build()
    assert site.tree().keys() >= {"2021/12/28/post-1/index.html", "2021/06/28/post-2/index.html"}


@pytest.mark.parametrize(
    ("date", "gmt", "written"),
    [
        ("2021-12-28 07:35:22", "0000-00-00 00:00:00", "2021-12-28 07:35:22 +0800"),
        ("0000-00-00 00:00:00", "2021-12-27 23:35:22", "2021-12-28 07:35:22 +0800"),
        ("2021-12-28 07:35:22", "2011-12-28 07:35:22", "2021-12-28 07:35:22 +0800"),
    ],
)
def test_dates_without_a_half(tmp_path: Path, date: str, gmt: str, written: str) -> None:
    report = imported(export(tmp_path / "a.xml", item(1, date=date, gmt=gmt, link="")), tmp_path / "site")
    assert report.counts == {"added": 1}
    assert f"date: {written}\n" in post(tmp_path / "site", "*-post-1")


def test_a_post_without_a_date_or_a_text_is_bad(tmp_path: Path) -> None:
    zero = "0000-00-00 00:00:00"
    file = export(tmp_path / "a.xml", item(1, date=zero, gmt=zero), item(2, "", " "), item(3))
    report = imported(file, tmp_path / "site")
    assert (report.counts, [one.code for one in report.problems]) == (
        {"added": 1, "bad": 2},
        ["import.date", "import.empty"],
    )


def test_a_second_import(tmp_path: Path) -> None:
    file = export(tmp_path / "a.xml", item(1), item(2), item(3), picture(9, "a.jpg"))
    imported(file, tmp_path / "site")
    assert imported(file, tmp_path / "site").counts == {"present": 3}
    (edited,) = (tmp_path / "site").rglob("*post-3.html")
    edited.write_text(edited.read_text("utf-8") + "编者按\n", "utf-8")
    export(file, item(1), item(2, body="改过"), item(3, body="改过"))
    assert imported(file, tmp_path / "site").counts == {"present": 1, "changed": 2}
    report = imported(file, tmp_path / "site", update=True)
    assert report.counts == {"present": 1, "updated": 1, "edited": 1}
    assert body(tmp_path / "site", "*-post-2") == "<p>改过</p>"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    report = imported(export(tmp_path / "a.xml", item(1, more=CITY), "<item>"), tmp_path / "site", dry=True)
    assert (report.counts, report.files) == ({"added": 1, "bad": 1}, {})
    assert not (tmp_path / "site").exists()


def test_an_archive_that_exists_keeps_its_settings(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/site.yaml").write_text("title: 旧\npermalink: /{slug}.html\n", "utf-8")
    report = imported(export(tmp_path / "a.xml", item(1)), tmp_path / "site")
    assert "permalink: /2021/12/28/post-1/\n" in post(tmp_path / "site")
    assert "?p=1" not in post(tmp_path / "site")
    assert [note.partition(":")[0] for note in report.notes] == [
        "site.yaml existed already; nothing of the export was added to it",
        "addresses such as /?p=12 are left out",
        "categories have no parents here; those below others stand beside them",
    ]


def _cut(text: str) -> str:
    return text[: text.index("<content:encoded>", text.index("post-2"))]


def _without_end(text: str) -> str:
    return text.removesuffix(TAIL)


def _with(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


DAMAGE: dict[str, tuple[Callable[[str], str], int, list[str]]] = {
    "cut off in an item": (_cut, 1, ["import.xml"]),
    "cut off between items": (_without_end, 3, ["import.xml"]),
    "a text that is not closed": (_with("第二段。]]>", "第二段。"), 2, ["import.xml"]),
    "a tag that is not closed": (_with("</wp:post_id>", ""), 2, ["import.xml"]),
    "control characters": (_with("第一段", "第\x0b一\x00段&#8;"), 3, ["import.encoding"]),
    "entities of HTML": (_with("<description></d", "<description>a&nbsp;b & c</d"), 3, []),
    "text between items": (_with("</item>\n", "</item>\n旧文\n"), 3, ["import.xml"]),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_of_a_damaged_export_the_rest_is_kept(tmp_path: Path, name: str) -> None:
    damage, added, told = DAMAGE[name]
    file = export(tmp_path / "a.xml", item(1), item(2), item(3))
    file.write_text(damage(file.read_text("utf-8")), "utf-8")
    report = imported(file, tmp_path / "site")
    assert (report.counts["added"], [one.code for one in report.problems]) == (added, told)
    assert all(one.line > 20 for one in report.problems)
    if report.rejects and name != "text between items":
        # The side file is an export itself, so what is corrected there can be imported.
        again = imported(Path(report.rejects), tmp_path / "other", dry=True)
        assert again.counts == {"bad": report.counts["bad"]}


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("gb18030", "GB2312"), ("gb18030", "UTF-8"), ("utf-16", "UTF-16"), ("utf-8-sig", "UTF-8")],
)
def test_other_encodings(tmp_path: Path, encoding: str, declared: str) -> None:
    text = (
        HEAD.replace('encoding="UTF-8"', f'encoding="{declared}"')
        + item(1, body="江上的旧渡口，今年重修了栈桥。")
        + TAIL
    )
    (tmp_path / "a.xml").write_bytes(text.encode(encoding))
    assert imported(tmp_path / "a.xml", tmp_path / "site").counts == {"added": 1}
    assert body(tmp_path / "site") == "<p>江上的旧渡口，今年重修了栈桥。</p>"


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<rss'
    file = export(tmp_path / "a.xml", item(1, "x]]>&b;<![CDATA["), head=HEAD.replace("<rss", bomb))
    with pytest.raises(BackfileError, match="declares entities"):
        imported(file, tmp_path / "site")
    file.write_text(HEAD + item(1).replace("<item>", '<item><!DOCTYPE a [<!ENTITY b "c">]>') + TAIL, "utf-8")
    report = imported(file, tmp_path / "site")
    assert report.reported == {"import.xml": 1}


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("", "Tools > Export"),
        ("<html>", "Tools > Export"),
        ('<rss version="2.0"><channel/></rss>', "import feed"),
    ],
)
def test_files_that_are_no_exports(tmp_path: Path, text: str, cure: str) -> None:
    (tmp_path / "a.xml").write_text(text, "utf-8")
    with pytest.raises(BackfileError, match=cure):
        imported(tmp_path / "a.xml", tmp_path / "site")


def test_a_time_zone_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(BackfileError, match="there is no time zone Asia/Nowhere"):
        imported(export(tmp_path / "a.xml"), tmp_path / "site", "Asia/Nowhere")


PIECES = [
    item(1),
    item(2, more=CITY),
    "<item>",
    "</item>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "\x00",
    "&x;",
    "</channel>",
    "渡口",
    "\n",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.integers(0, 4_000))
def test_no_export_makes_it_fail(tmp_path_factory: pytest.TempPathFactory, text: str, cut: int) -> None:
    folder = tmp_path_factory.mktemp("w")
    data = (HEAD + text + TAIL).encode()
    (folder / "a.xml").write_bytes(data[: len(data) - cut])
    try:
        report = imported(folder / "a.xml", folder / "site", dry=True)
    except BackfileError:
        return
    assert report.counts["added"] <= 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 1_500), st.integers(0, 30))
def test_no_damage_of_bytes_makes_it_fail(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int, length: int
) -> None:
    folder = tmp_path_factory.mktemp("w")
    data = (HEAD + item(1) + TAIL).encode()
    at += len(HEAD.encode())
    (folder / "a.xml").write_bytes(data[:at] + noise + data[at + length :])
    report = imported(folder / "a.xml", folder / "site", dry=True)
    assert report.counts["added"] + report.counts["bad"] + report.counts["skipped"] <= 3
