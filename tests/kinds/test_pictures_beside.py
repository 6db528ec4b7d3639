"""Pictures beside posts are shown with their size and smaller versions, and keep their addresses."""

from __future__ import annotations

import json
import re
import struct
from io import BytesIO

import pytest
from PIL import Image

from generator.kinds.parts import pictures as parts
from tests.conftest import SiteMaker
from tests.kinds.test_pictures import CONFIG, PAGE, A, body_of
from tests.packing import packing
from tests.pictures.samples import keep, name_of, picture
from tests.sites import Ear, Site, post

LAZY = 'loading="lazy" decoding="async"'
PLAIN = f'{LAZY} referrerpolicy="no-referrer"'
LARGE = picture(1200, 800)
#: A GIF whose head says that it has 8,000 by 7,000 pixels.
HUGE = picture(1, 1, form="gif").replace(b"\1\0\1\0", struct.pack("<HH", 8000, 7000), 1)
TEXT = "![渡船](pic.png)\n\n字![](pic.png)"


def with_picture(
    site: SiteMaker, data: bytes = LARGE, body: str = TEXT, config: str = CONFIG, **fields: str
) -> Site:
    return site({"posts/a.md": post(body=body, **fields), "posts/pic.png": data}, config)


def smaller_files(site: Site) -> list[str]:
    return [path for path in site.tree() if path.startswith("assets/pictures/")]


def test_size_smaller_versions_and_a_link_to_the_original(site: SiteMaker) -> None:
    archive = with_picture(site, config=CONFIG + "pictures: {widths: [960, 480, 2000]}\n")
    archive.build()
    name, original = name_of(LARGE), "../../../files/pic.png"
    html = body_of(archive)
    assert html.startswith(
        f'<p class="post-picture"><a href="{original}"><img src="{original}" alt="渡船"'
        f' width="1200" height="800" decoding="async" srcset="../../../assets/pictures/{name[:2]}/480-{name}'
    )
    assert [("loading" in tag) for tag in re.findall("<img[^>]*>", html)] == [False, True]
    found = re.search(r'srcset="([^"]*)" sizes="([^"]*)"', html)
    assert found
    assert [part.split()[1] for part in found[1].split(", ")] == ["480w", "960w", "1200w"]
    for part in found[1].split(", ")[:2]:
        file, width = part.split()
        with Image.open(BytesIO((archive.output / "2021/12/28" / file).read_bytes())) as made:
            assert (made.format, f"{made.width}w") == ("WEBP", width)
    assert (archive.output / "files/pic.png").read_bytes() == LARGE
    assert archive.tree() == archive.clean_tree()


def test_a_picture_that_is_small_enough_has_its_size_alone(site: SiteMaker) -> None:
    archive = with_picture(site, picture(40, 30), "字![](pic.png?v=2)")
    archive.build()
    assert 'src="../../../files/pic.png?v=2" alt="" width="40" height="30" decoding="async"></a>' in body_of(
        archive
    )
    assert smaller_files(archive) == []


@pytest.mark.parametrize("config", ["pictures: {beside: false}\n", ""])
def test_as_ever_when_switched_off_and_without_pillow(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch, config: str
) -> None:
    if not config:
        monkeypatch.setattr(parts, "pillow", lambda: "")
    archive = with_picture(site, config=CONFIG + config, image="pic.png")
    archive.build()
    assert body_of(archive) == (
        f'<p class="post-picture"><img src="../../../files/pic.png" alt="渡船" {PLAIN}></p>\n'
        f'<p>字<img src="../../../files/pic.png" alt="" {PLAIN}></p>'
    )
    assert smaller_files(archive) == []
    assert "/assets/pictures/" not in archive.page("_headers")


def test_switched_off_and_on_again(site: SiteMaker) -> None:
    archive = with_picture(site)
    archive.build()
    before = archive.tree()
    archive.write({"site.yaml": CONFIG + "pictures: {beside: false}\n"})
    archive.build()
    assert smaller_files(archive) == []
    assert archive.tree() == archive.clean_tree()
    archive.write({"site.yaml": CONFIG})
    archive.build()
    assert archive.tree() == before


def test_only_pictures_are_read_again_when_it_is_switched_off(site: SiteMaker) -> None:
    archive = with_picture(site)
    archive.write({"content/posts/b.pdf": b"x", "content/static/c.pdf": b"x", "content/static/D.PNG": LARGE})
    archive.build()
    archive.write({"site.yaml": CONFIG + "pictures: {beside: false}\n"})
    ear = Ear()
    archive.build(ear)
    assert ear.totals["read"] == 2


def test_where_pictures_may_lie(site: SiteMaker) -> None:
    """In the folder of the post's own name, in one above it, and beside a static page."""
    one, two, three = picture(1000, 10), picture(1001, 10), picture(1002, 10)
    archive = site(
        {
            "posts/x/a.md": post(body="字![](own.png)![](../above.png)"),
            "posts/x/a/own.png": one,
            "posts/above.png": two,
            "pages/about.md": "---\ntitle: 关于\n---\n字![](page.png)\n",
            "pages/page.png": three,
        },
        CONFIG,
    )
    archive.build()
    assert [f'width="{width}"' in body_of(archive) for width in (1000, 1001)] == [True, True]
    assert 'src="./page.png" alt="" width="1002"' in body_of(archive, "about.html")
    assert len(smaller_files(archive)) == 3


def test_a_picture_by_its_address_on_the_site(site: SiteMaker) -> None:
    body = "字![](/files/pic.png)![](/files/../pic.png)"
    archive = with_picture(site, body=body)
    archive.build()
    assert body_of(archive).count('width="1200" height="800"') == 1
    archive.write({"content/posts/pic.png": None})
    archive.build()
    assert archive.tree() == archive.clean_tree()


def test_a_packed_post(site: SiteMaker) -> None:
    archive = with_picture(site)
    archive.build()
    before = archive.tree()
    packing.packed(archive)
    archive.build()
    assert archive.tree() == before
    assert (archive.root / "content/posts/pic.png").is_file()
    assert not (archive.root / "content/posts/a.md").exists()
    archive.write({"content/posts/pic.png": picture(1300, 20)})
    archive.build()
    assert 'width="1300"' in body_of(archive)
    assert archive.tree() == archive.clean_tree()


def test_a_picture_that_changes_or_goes_changes_its_pages(site: SiteMaker) -> None:
    archive = with_picture(site, config=CONFIG + "feed: {content: full, formats: [json]}\n")
    archive.build()
    old = smaller_files(archive)
    archive.write({"content/posts/pic.png": picture(1000, 10)})
    archive.build()
    assert 'width="1000"' in body_of(archive)
    assert 'width=\\"1000\\" height=\\"10\\"' in archive.page("feed.json")
    assert not set(old) & set(smaller_files(archive))
    assert archive.tree() == archive.clean_tree()
    archive.write({"content/posts/pic.png": None})
    archive.build()
    assert smaller_files(archive) == []
    assert archive.tree() == archive.clean_tree()


def test_a_picture_that_no_post_shows_has_no_smaller_versions(site: SiteMaker) -> None:
    archive = with_picture(site)
    archive.build()
    assert len(smaller_files(archive)) == 1
    archive.write({"content/posts/a.md": post()})
    archive.build()
    assert smaller_files(archive) == []
    archive.write({"content/posts/a.md": post(body=TEXT)})
    archive.build()
    assert len(smaller_files(archive)) == 1


def test_a_page_takes_the_address_of_a_picture(site: SiteMaker) -> None:
    archive = with_picture(site)
    archive.build()
    archive.write({"content/posts/b.md": post(permalink="/files/pic.png/index.html")})
    archive.build()
    assert archive.tree() == archive.clean_tree()
    archive.write({"content/posts/b.md": post(permalink="/files/pic.png")})
    archive.build()
    assert archive.tree() == archive.clean_tree()


def test_the_same_bytes_beside_a_post_and_kept(site: SiteMaker) -> None:
    archive = with_picture(site, body=f'{TEXT}<img src="{A}">')
    keep(archive.root, A, LARGE, size=(1200, 800))
    archive.build()
    name = name_of(LARGE)
    assert len(smaller_files(archive)) == 2
    assert f"assets/pictures/{name[:2]}/{name}.png" in smaller_files(archive)
    assert archive.tree() == archive.clean_tree()
    archive.write({"content/posts/pic.png": None})
    archive.build()
    assert len(smaller_files(archive)) == 2
    assert archive.tree() == archive.clean_tree()


def test_a_stand_in_has_the_smaller_versions_of_now(site: SiteMaker) -> None:
    archive = with_picture(site)
    archive.build()
    good = archive.page(PAGE)
    archive.write({"content/posts/a.md": post(date="某年某月")})
    archive.build()
    assert archive.page(PAGE) == good
    archive.write({"site.yaml": CONFIG + "pictures: {widths: [480]}\n"})
    archive.build()
    assert "/480-" in body_of(archive)
    assert "/960-" not in body_of(archive)
    assert archive.tree() == archive.clean_tree()
    archive.write({"site.yaml": CONFIG + "pictures: {beside: false}\n"})
    archive.build()
    assert "srcset" not in body_of(archive)


def test_a_stand_in_with_a_kept_picture_of_other_widths(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post(body=f'<p>字<img src="{A}"></p>')}, CONFIG)
    keep(archive.root, A, LARGE, size=(1200, 800))
    archive.build()
    archive.write({"content/posts/a.md": post(date="某年某月")})
    archive.build()
    assert "/960-" in body_of(archive)
    archive.write({"site.yaml": CONFIG + "pictures: {widths: [480]}\n"})
    archive.build()
    assert "srcset" not in body_of(archive)


def test_a_damaged_picture_stands_for_its_smaller_versions(site: SiteMaker) -> None:
    half = LARGE[: len(LARGE) // 2]
    archive = with_picture(site, half)
    archive.build()
    (file,) = smaller_files(archive)
    assert (archive.output / file).read_bytes() == half
    assert archive.build().written == 0


@pytest.mark.parametrize("data", [b"x", b"", b"<svg></svg>", HUGE])
def test_what_is_no_picture_to_make_smaller(site: SiteMaker, data: bytes) -> None:
    archive = with_picture(site, data, config=CONFIG + "pictures: {max_pixels: 50000000}\n")
    archive.build()
    assert "srcset" not in body_of(archive)
    assert ("width=" in body_of(archive)) == (data == HUGE)


def test_a_tall_picture_has_no_version_that_its_format_can_not_have(site: SiteMaker) -> None:
    archive = with_picture(site, picture(1000, 18_000), config=CONFIG + "pictures: {widths: [960, 480]}\n")
    archive.build()
    assert ["/960-" in body_of(archive), "/480-" in body_of(archive)] == [False, True]


def test_feeds_have_the_size_alone(site: SiteMaker) -> None:
    archive = with_picture(site, config=CONFIG + "feed: {content: full, formats: [json]}\n")
    archive.build()
    (item,) = json.loads(archive.page("feed.json"))["items"]
    assert item["content_html"].startswith(
        '<p class="post-picture"><img src="https://old.example/files/pic.png" alt="渡船"'
        ' width="1200" height="800" decoding="async"></p>'
    )
