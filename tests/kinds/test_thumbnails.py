"""Lists show thumbnails of pictures that the archive has, where the theme's option says so."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from PIL import Image

from generator.kinds.parts import lead_pictures, pictures
from tests.conftest import SiteMaker
from tests.kinds.test_pictures import CONFIG, A, B
from tests.pictures.samples import keep, lose, name_of, picture
from tests.sites import Site, post

ON = "theme: {options: {list_pictures: thumbnails}}\n"
LARGE = picture(1200, 800)
LISTS = ("index.html", "category/wanbao.html", "tag/zt.html", "archive/2021/12/28.html")


def archive_of(site: SiteMaker, body: str, config: str = CONFIG + ON, **fields: str) -> Site:
    text = post(body=body, categories="wanbao", tags="主题", **fields)
    return site({"posts/a.md": text, "posts/pic.png": LARGE, "slugs.yaml": "tag: {主题: zt}\n"}, config)


def thumbnails(site: Site, page: str = "category/wanbao.html") -> list[str]:
    return re.findall(r'<a class="thumbnail"[^>]*><img src="([^"]*)"', site.page(page))


def test_all_lists_have_it_with_its_size(site: SiteMaker) -> None:
    archive = archive_of(site, "字![](pic.png)![](none.png)")
    archive.build()
    for page in LISTS:
        (address,) = thumbnails(archive, page)
        assert (
            f'<img src="{address}" alt="" width="240" height="160" loading="lazy" decoding="async">'
            in archive.page(page)
        )
        file = "assets/pictures/" + address.partition("assets/pictures/")[2]
        with Image.open(BytesIO((archive.output / file).read_bytes())) as made:
            assert (made.format, made.size) == ("WEBP", (240, 160))
    assert archive.tree() == archive.clean_tree()


def test_the_first_picture_counts_and_that_of_the_front_matter_more(site: SiteMaker) -> None:
    archive = archive_of(site, f'字<img src="{A}">![](pic.png)')
    archive.build()
    assert thumbnails(archive) == []
    keep(archive.root, A, picture(900, 900), size=(900, 900))
    archive.build()
    assert 'width="240" height="240"' in archive.page("category/wanbao.html")
    text = post(body="字", categories="wanbao", tags="主题", image="/files/pic.png")
    archive.write({"content/posts/a.md": text})
    archive.build()
    assert 'width="240" height="160"' in archive.page("category/wanbao.html")
    assert archive.tree() == archive.clean_tree()


def test_unknown_lost_and_small_pictures_are_not_shown(site: SiteMaker) -> None:
    archive = archive_of(site, f'字<img src="{A}">')
    archive.write({"content/posts/b.md": post(body=f'<img src="{B}">', categories="wanbao")})
    lose(archive.root, A, width=900, height=900)
    archive.build()
    assert thumbnails(archive) == []
    keep(archive.root, B, picture(900, 70), size=(900, 70))
    archive.write({"content/posts/c.md": post(body="![](c.png)", categories="wanbao")})
    archive.write({"content/posts/c.png": picture(200, 200)})
    archive.build()
    assert thumbnails(archive) == []
    assert "img.example" not in archive.page("category/wanbao.html")


@pytest.mark.parametrize("why", ["off", "no Pillow", "another theme"])
def test_none_where_the_theme_shows_none_or_none_can_be_made(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    config = CONFIG if why == "off" else CONFIG + ON
    if why == "no Pillow":
        monkeypatch.setattr(pictures, "pillow", lambda: "")
        monkeypatch.setattr(lead_pictures, "pillow", lambda: "")
    archive = archive_of(site, f'字![](pic.png)<img src="{A}">', config)
    if why == "another theme":
        options = "{list_pictures: {kind: choice, choices: [none]}}"
        archive.write({"themes/own/theme.yaml": f"inherits: default\noptions: {options}\n"})
        archive.write({"site.yaml": CONFIG + "theme: own\n"})
    keep(archive.root, A, LARGE, size=(1200, 800))
    archive.build()
    assert [thumbnails(archive, page) for page in LISTS] == [[], [], [], []]
    assert not [path for path in archive.tree() if "/240-" in path]


def test_the_option_turns_them_on_and_off(site: SiteMaker) -> None:
    archive = archive_of(site, "字![](pic.png)", CONFIG)
    archive.build()
    before = archive.tree()
    archive.write({"site.yaml": CONFIG + ON + "pictures: {format: avif}\n"})
    archive.build()
    assert thumbnails(archive)[0].endswith(".avif")
    assert archive.tree() == archive.clean_tree()
    archive.write({"site.yaml": CONFIG})
    archive.build()
    assert archive.tree() == before


def test_a_picture_that_arrives_changes_the_pages_that_show_it_alone(site: SiteMaker) -> None:
    config = CONFIG + ON + "feed: {size: 1}\nlists: {page_size: 5}\nhome: {posts: 1, sections: 0}\n"
    names = "abcdefghijklmnopqrst"
    archive = site(
        {
            f"posts/{name}.md": post(
                name, f"2021-12-{10 + number} 08:00", f"![]({name}.png)", categories="wanbao"
            )
            for number, name in enumerate(names)
        },
        config,
    )
    archive.build()
    before = archive.tree()
    archive.write({"content/posts/c.png": LARGE})
    report = archive.build()
    after = archive.tree()
    changed = {path for path, data in after.items() if before.get(path) != data}
    lists = {path for path in changed if path.startswith(("category/", "archive/"))}
    assert lists == {"category/wanbao/1.html", "archive/2021/12/12.html"}
    assert report.written == len(changed)
    assert "index.html" not in changed
    assert after == archive.clean_tree()
    archive.write({"content/posts/c.png": None})
    archive.build()
    assert archive.tree() == before


def test_a_registry_with_news_changes_the_pages_that_show_it_alone(site: SiteMaker) -> None:
    config = CONFIG + ON + "feed: {size: 1}\nlists: {page_size: 5}\n"
    archive = site(
        {
            f"posts/{number}.md": post(
                str(number),
                f"2021-12-{number} 08:00",
                f'字<img src="https://img.example/{number}.png">',
                categories="wanbao",
            )
            for number in range(10, 30)
        },
        config,
    )
    archive.build()
    assert archive.page("category/wanbao/1.html").count("thumbnail") == 0
    before = archive.tree()
    keep(archive.root, "https://img.example/11.png", LARGE, size=(1200, 800))
    archive.build()
    after = archive.tree()
    lists = {
        path for path, data in after.items() if before.get(path) != data and path.startswith("category/")
    }
    assert lists == {"category/wanbao/1.html"}
    assert after == archive.clean_tree()
    lose(archive.root, "https://img.example/11.png", when="2022-01-10T00:00:00Z")
    archive.build()
    assert thumbnails(archive, "category/wanbao/1.html") == []
    assert archive.tree() == archive.clean_tree()


def test_one_more_post_with_a_picture(site: SiteMaker) -> None:
    """It writes its three files more than one without: original, smaller version, thumbnail."""
    files = {
        f"posts/{n}.md": post(str(n), f"2021-11-{n} 08:00", f"![]({n}.png)", categories="wanbao")
        for n in range(10, 30)
    }
    shown = {f"posts/{n}.png": picture(1000 + n, 700) for n in range(10, 30)}
    archive = site({**files, **shown}, CONFIG + ON)
    archive.build()
    written = []
    for hour, body in enumerate(("字", "字", "![](new.png)"), start=10):
        text = post(str(hour), f"2021-11-29 {hour}:00", body, categories="wanbao")
        archive.write(
            {f"content/posts/{hour}.md": text, "content/posts/new.png": LARGE if hour == 12 else b"x"}
        )
        written.append(archive.build().written)
    assert written[2] == written[1] + 3


def test_broadsheet_has_them(site: SiteMaker) -> None:
    config = CONFIG + "theme: {name: broadsheet, options: {list_pictures: thumbnails}}\n"
    archive = archive_of(site, "字![](pic.png)", config)
    archive.build()
    assert len(thumbnails(archive)) == 1


def test_kept_pictures_with_an_address_of_their_own_have_it_there(site: SiteMaker) -> None:
    config = f"{CONFIG}{ON}pictures: {{url: 'https://pictures.example/'}}\nfeed: {{formats: [json]}}\n"
    archive = archive_of(site, f'字<img src="{A}">', config)
    archive.write({"content/posts/b.md": post(body="![](pic.png)", date="2021-12-27", categories="wanbao")})
    keep(archive.root, A, picture(900, 900), size=(900, 900))
    archive.build()
    name = name_of(picture(900, 900))
    kept, beside = thumbnails(archive)
    assert kept.startswith(f"https://pictures.example/{name[:2]}/240-{name}")
    assert beside.startswith("../assets/pictures/")
    assert not [path for path in archive.tree() if name in path]
    kept, beside = (item["image"] for item in json.loads(archive.page("feed.json"))["items"])
    assert kept.startswith("https://pictures.example/")
    assert beside == "https://old.example/files/pic.png"
    assert "../../../../assets/pictures/" in archive.page("wanbao/2021/12/27/b.html")
    assert "/assets/pictures/*" in archive.page("_headers")
    assert archive.tree() == archive.clean_tree()
