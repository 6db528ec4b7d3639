"""Pictures under content/static/ are shown by their addresses as those beside posts are."""

from __future__ import annotations

import json
import re

import pytest

from tests.conftest import SiteMaker
from tests.kinds.test_pictures import CONFIG, PAGE, body_of
from tests.kinds.test_pictures_beside import LARGE, smaller_files
from tests.pictures.samples import name_of, picture
from tests.sites import Ear, Site, post

BRIDGE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 160"><path d="M0 0"/></svg>'
ABOUT = "---\ntitle: 关于\n---\n"


def with_static(site: SiteMaker, body: str, data: bytes = LARGE, config: str = CONFIG, **fields: str) -> Site:
    return site({"posts/a.md": post(body=body, **fields), "static/img/桥 1.png": data}, config)


@pytest.mark.parametrize(
    "written",
    [
        "/img/桥%201.png",
        "/img/%E6%A1%A5%201.png?v=2",
        "../static/img/桥%201.png",
        "/img/./../img/桥%201.png",
        "https://old.example/img/桥%201.png",
        "//OLD.example/img/桥%201.png",
        "http://former.example/img/桥%201.png",
    ],
)
def test_size_smaller_versions_and_a_link_to_the_original(site: SiteMaker, written: str) -> None:
    config = CONFIG + "own_hosts: [former.example]\n"
    archive = with_static(site, f"字![渡船]({written})，![]({written})", config=config)
    archive.build()
    name = name_of(LARGE)
    html = body_of(archive)
    assert html.count('width="1200" height="800"') == 2, html
    assert [("loading" in tag) for tag in re.findall("<img[^>]*>", html)] == [False, True]
    assert f'srcset="../../../assets/pictures/{name[:2]}/960-{name}' in html
    assert '<a href="../../../img/%E6%A1%A5%201.png' in html
    assert len(smaller_files(archive)) == 1
    assert archive.tree() == archive.clean_tree()


def test_from_static_pages(site: SiteMaker) -> None:
    """A page names it by the path that it has beside it in the output."""
    archive = site(
        {
            "pages/about.md": ABOUT + "字![](img/a.png)",
            "pages/sub/more.md": ABOUT + "字![](../img/a.png)",
            "posts/a.md": post(body="字![](/img/b.png)"),
            "pages/img/b.png": picture(41, 30),
            "static/img/a.png": picture(),
        },
        CONFIG,
    )
    archive.build()
    for page, size in (("about.html", 40), ("sub/more.html", 40), (PAGE, 41)):
        assert f'width="{size}" height="30"' in body_of(archive, page)
    archive.write({"content/pages/img/a.png": picture(42, 30)})  # comes first by its path
    archive.build()
    assert 'width="42" height="30"' in body_of(archive, "about.html")
    assert archive.tree() == archive.clean_tree()


def test_the_candidates_of_srcset(site: SiteMaker) -> None:
    body = '<p>字<img src="/img/x.png" srcset="/img/x.png 1x, /img/桥%201.png 2x"></p>'
    archive = with_static(site, body)
    archive.build()
    assert 'src="../../../img/%E6%A1%A5%201.png" alt="" width="1200" height="800"' in body_of(archive)


def test_an_svg_has_its_size_and_no_link(site: SiteMaker) -> None:
    archive = site(
        {
            "posts/a.md": post(body="![桥](/img/bridge.svg)\n\n字![](b.svg)"),
            "static/img/bridge.svg": BRIDGE,
            "posts/b.svg": b'<svg width="30" height="20"/>',
        },
        CONFIG + "theme: {options: {list_pictures: thumbnails}}\n",
    )
    archive.build()
    assert body_of(archive) == (
        '<p class="post-picture"><img src="../../../img/bridge.svg" alt="桥" width="720" height="240"'
        ' decoding="async"></p>\n<p>字<img src="../../../files/b.svg" alt="" width="30" height="20"'
        ' loading="lazy" decoding="async"></p>'
    )
    assert smaller_files(archive) == []
    assert archive.tree() == archive.clean_tree()


def test_lists_feeds_and_metadata_have_it(site: SiteMaker) -> None:
    config = CONFIG + "theme: {options: {list_pictures: thumbnails}}\nfeed: {formats: [json]}\n"
    archive = with_static(site, "字![](/img/桥%201.png)", config=config, image="/img/桥%201.png")
    archive.build()
    assert 'width="240" height="160" loading="lazy"' in archive.page("index.html")
    (item,) = json.loads(archive.page("feed.json"))["items"]
    assert item["image"] == "https://old.example/img/%E6%A1%A5%201.png"
    (attachment,) = item["attachments"]
    assert attachment["size_in_bytes"] == len(LARGE)
    assert 'property="og:image" content="https://old.example/img/%E6%A1%A5%201.png"' in archive.page(PAGE)


def test_a_picture_that_comes_changes_or_goes_changes_the_pages_that_show_it(site: SiteMaker) -> None:
    archive = with_static(site, "字![](/img/桥%201.png)![](/img/b.png)")
    archive.write({"content/posts/b.md": post("二", body="没有图。")})
    archive.build()
    for data in (picture(1300, 20), None, picture(1000, 10), b"x", picture(900, 10)):
        before = archive.tree()
        archive.write({"content/static/img/桥 1.png": data})
        archive.build()
        after = archive.tree()
        assert (data is not None and len(data) > 9) == (' height="' in body_of(archive))
        assert [path for path in after if path.endswith(".html") and after[path] != before[path]] == [PAGE]
        assert after == archive.clean_tree()


def test_one_that_no_post_shows_changes_no_page(site: SiteMaker) -> None:
    archive = with_static(site, "字![](/img/桥%201.png)")
    archive.build()
    archive.write({"content/static/img/new.png": picture(), "content/static/new.svg": BRIDGE})
    pictures, text = Ear(), Ear()
    assert archive.build(pictures).written == 2
    archive.write({"content/static/new.txt": b"x", "content/static/other.txt": b"x"})
    assert archive.build(text).written == 2
    assert pictures.totals["render"] == text.totals["render"]


def test_other_static_files_are_not_opened(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def look(_: object, name: str, *__: object) -> None:
        opened.append(name)

    monkeypatch.setattr("generator.content.load.file_picture", look)
    archive = site({"posts/a.md": post(), "static/a.pdf": b"x", "static/b.PNG": LARGE, "static/png": LARGE})
    archive.build(jobs=1)
    assert opened == ["content/static/b.PNG"]


def test_one_that_is_missing_is_told_of(site: SiteMaker) -> None:
    """Also where a body names nothing else."""
    report = with_static(site, "字![](/img/b.png)![](/img/桥%201.png)").build()
    assert [problem.code for problem in report.problems] == ["picture.missing"]
