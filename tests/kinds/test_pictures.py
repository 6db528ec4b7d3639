"""Kept pictures are shown from the site, and lost ones in words."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from PIL import Image

from generator.kinds.parts import pictures as parts
from generator.pictures.entry import Entry
from generator.pictures.store import PictureStore
from tests.conftest import SiteMaker
from tests.pictures.samples import WHEN, keep, known, lose, name_of, picture
from tests.sites import Site, post

pytestmark = pytest.mark.slow

A, B = "https://img.example/a.png", "https://img.example/b.png"
PAGE = "2021/12/28/a.html"
PLAIN = 'loading="lazy" decoding="async" referrerpolicy="no-referrer"'
CONFIG = "title: 旧闻馆\nurl: https://old.example/\n"


def body_of(site: Site, page: str = PAGE) -> str:
    return site.page(page).partition("<!--body-->")[2].partition("<!--/body-->")[0].strip()


def with_body(site: SiteMaker, body: str, config: str = CONFIG, **fields: str) -> Site:
    return site({"posts/a.md": post(body=body, **fields)}, config)


def test_a_kept_picture_is_shown_from_the_site_with_its_size(site: SiteMaker) -> None:
    archive = with_body(site, f'<p><img src="{A}" alt="渡船"></p>\n\n<p>字<img src="{B}"></p>')
    keep(archive.root, A, picture())
    archive.build()
    file = f"../../../assets/pictures/{name_of(picture())[:2]}/{name_of(picture())}.png"
    assert body_of(archive) == (
        f'<p class="post-picture"><a href="{file}">'
        f'<img src="{file}" alt="渡船" width="40" height="30" decoding="async"></a></p>\n'
        f'<p>字<img src="{B}" alt="" {PLAIN}></p>'
    )
    assert (archive.output / f"2021/12/28/{file}").read_bytes() == picture()


def test_a_link_around_a_picture_stays_and_the_first_picture_is_not_late(site: SiteMaker) -> None:
    archive = with_body(site, f'<p>字<a href="https://x.example/"><img src="{A}"></a>字<img src="{A}"></p>')
    keep(archive.root, A, picture())
    archive.build()
    html = body_of(archive)
    assert html.count("<a ") == 2
    assert [('loading="lazy"' in tag) for tag in re.findall("<img[^>]*>", html)] == [False, True]
    assert 'aria-label="查看原图"' in html


@pytest.mark.parametrize(
    ("written", "width", "height"),
    [("", 400, 300), ('width="200"', 200, 150), ('height="30"', 40, 30), ('width="9" height="9"', 9, 9)],
)
def test_a_size_of_the_post_decides(site: SiteMaker, written: str, width: int, height: int) -> None:
    archive = with_body(site, f'<p>字<img src="{A}" {written}></p>')
    keep(archive.root, A, picture(400, 300), size=(400, 300))
    archive.build()
    assert f'width="{width}"' in body_of(archive)
    assert f'height="{height}"' in body_of(archive)


def test_smaller_versions(site: SiteMaker) -> None:
    archive = with_body(site, f'<p>字<img src="{A}"></p>', CONFIG + "pictures: {widths: [960, 320]}\n")
    data = picture(1200, 800)
    keep(archive.root, A, data, size=(1200, 800))
    archive.build()
    html = body_of(archive)
    found = re.search(r'srcset="([^"]*)" sizes="([^"]*)"', html)
    assert found
    assert [part.split()[1] for part in found[1].split(", ")] == ["320w", "960w", "1200w"]
    assert found[2] == "(max-width: 720px) 100vw, 720px"
    for part in found[1].split(", ")[:2]:
        file, width = part.split()
        with Image.open(BytesIO((archive.output / "2021/12/28" / file).read_bytes())) as made:
            assert (made.format, f"{made.width}w") == ("WEBP", width)
            assert made.height == round(made.width * 2 / 3)
    assert len(list((archive.root / ".backfile/pictures").rglob("*.webp"))) == 2


def test_smaller_versions_are_made_once_for_all_builds(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.pictures import smaller

    archive = with_body(site, f'<p>字<img src="{A}"></p>')
    keep(archive.root, A, picture(1200, 800), size=(1200, 800))
    archive.build()
    made = smaller.smaller
    monkeypatch.setattr(smaller, "smaller", None)
    archive.build(clean=True)
    archive.verify()
    monkeypatch.setattr(smaller, "smaller", made)


def test_without_pillow_pictures_have_no_smaller_versions(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "pillow", lambda: "")
    archive = with_body(site, f'<p>字<img src="{A}"></p>')
    keep(archive.root, A, picture(1200, 800), size=(1200, 800))
    archive.build()
    (problem,) = archive.build().problems
    assert str(problem).startswith("site.yaml: kept pictures have no smaller versions, since Pillow is not")
    assert "srcset" not in body_of(archive)
    assert 'width="1200"' in body_of(archive)
    archive.write({"site.yaml": f"{CONFIG}pictures: {{widths: []}}\n"})
    assert not archive.build().problems


def test_without_the_store_a_picture_has_its_own_address_and_its_size(site: SiteMaker) -> None:
    archive = with_body(site, f'<p>字<img src="{A}"></p>')
    PictureStore(archive.root / "pictures").remove(keep(archive.root, A, picture()))
    archive.build()
    assert (
        f'<img src="{A}" alt="" width="40" height="30" decoding="async" referrerpolicy="no-referrer">'
        in body_of(archive)
    )
    assert not list(archive.output.glob("assets/pictures"))


def test_a_lost_picture_is_told_of_and_not_asked_for(site: SiteMaker) -> None:
    archive = with_body(site, f'<p><img src="{A}" alt="渡船"></p>\n\n<p>字<img src="{B}"></p>')
    lose(archive.root, A, width=640, height=480)
    lose(archive.root, B)
    archive.build()
    html = body_of(archive)
    assert "<img" not in html
    assert '<svg width="100%" viewBox="0 0 640 480" aria-hidden="true">' in html
    assert (
        f'href="{A}" rel="noopener noreferrer nofollow">渡船 图片已失（img.example，2022-01-09）</a>' in html
    )


def test_a_removed_picture_is_gone_without_a_word(site: SiteMaker) -> None:
    archive = with_body(site, f'<p>字<img src="{A}" alt="渡船"></p>', image=A)
    digest = keep(archive.root, A, picture())
    archive.build()
    known(archive.root, Entry(A, "removed", "2022-01-10T00:00:00Z", digest))
    archive.build()
    assert body_of(archive) == "<p>字</p>"
    assert "img.example" not in archive.page(PAGE)
    assert not list(archive.output.glob("assets/pictures/*/*"))


def test_a_removed_picture_leaves_a_stand_in_and_the_name_of_a_link(site: SiteMaker) -> None:
    archive = with_body(site, f'<p>字<img src="{A}"><a href="https://x.example/"><img src="{A}"></a></p>')
    digest = keep(archive.root, A, picture())
    archive.build()
    archive.write({"content/posts/a.md": post(date="某年某月")})
    archive.build()
    assert "assets/pictures/" in body_of(archive)
    known(archive.root, Entry(A, "removed", "2022-01-10T00:00:00Z", digest, type="image/png"))
    archive.build()
    assert "<img" not in body_of(archive)
    assert ">x.example</a>" in body_of(archive)
    assert archive.tree() == archive.clean_tree()


def test_a_picture_that_no_post_shows_any_more_leaves_the_site(site: SiteMaker) -> None:
    archive = with_body(site, f'<p>字<img src="{A}"></p>')
    keep(archive.root, A, picture())
    archive.build()
    assert list(archive.output.glob("assets/pictures/*/*"))
    archive.write({"content/posts/a.md": post(body="没有图。")})
    archive.build()
    assert not list(archive.output.glob("assets/pictures/*/*"))


def test_formats_and_posters(site: SiteMaker) -> None:
    archive = with_body(
        site,
        f'<p>字<picture><source srcset="https://img.example/a.avif"><img src="{A}"></picture></p>\n\n'
        f'<video src="https://img.example/a.mp4" poster="{B}"></video>',
    )
    keep(archive.root, A, picture())
    keep(archive.root, B, picture(50, 50))
    archive.build()
    html = body_of(archive)
    assert "<picture" not in html
    assert "a.avif" not in html
    assert f'poster="../../../assets/pictures/{name_of(picture(50, 50))[:2]}/' in html


def test_the_same_picture_at_many_addresses(site: SiteMaker) -> None:
    written = "https://i0.wp.com/img.example/a.png?resize=300%2C200"
    archive = with_body(site, f'<p>字<img src="{written}" srcset="{written}&amp;w=900 900w"></p>')
    keep(archive.root, A, picture())
    archive.build()
    assert "wp.com" not in body_of(archive)


def test_feeds_and_the_picture_of_the_page(site: SiteMaker) -> None:
    config = CONFIG + "feed: {content: full, formats: [json]}\n"
    archive = with_body(site, f'<p>字<img src="{A}"></p>', config, image=A)
    keep(archive.root, A, picture(1200, 800), size=(1200, 800))
    archive.build()
    name = name_of(picture(1200, 800))
    url = f"https://old.example/assets/pictures/{name[:2]}/{name}.png"
    assert f'property="og:image" content="{url}"' in archive.page(PAGE)
    assert f'"image":"{url}"' in archive.page(PAGE)
    (item,) = json.loads(archive.page("feed.json"))["items"]
    assert item["content_html"].strip() == (
        f'<p>字<img src="{url}" alt="" width="1200" height="800" decoding="async"></p>'
    )


def test_a_site_without_a_registry_has_the_same_pages_as_ever(site: SiteMaker) -> None:
    archive = with_body(site, f'<p>字<img src="{A}" width="5"></p>')
    archive.build()
    assert body_of(archive) == (f'<p>字<img src="{A}" width="5" alt="" {PLAIN}></p>')
    known(archive.root, Entry(A, "failed", WHEN, tries=1, why="404"))
    assert archive.build().written == 0


def test_the_policy_when_all_pictures_are_kept(site: SiteMaker) -> None:
    archive = with_body(site, f'<p>字<img src="{A}"><img src="{B}"></p>')
    archive.build()
    assert "img-src 'self' https: http:;" in archive.page("_headers")
    keep(archive.root, A, picture())
    archive.build()
    assert "img-src 'self' https: http:;" in archive.page("_headers")
    assert "/assets/pictures/*\n  Cache-Control: public, max-age=31536000, immutable" in archive.page(
        "_headers"
    )
    lose(archive.root, B)
    archive.build()
    assert "img-src 'self';" in archive.page("_headers")
    archive.write({"content/posts/b.md": post(body='<p>字<img src="https://img.example/c.png"></p>')})
    archive.build()
    assert "img-src 'self' https: http:;" in archive.page("_headers")
    assert archive.tree() == archive.clean_tree()


def test_the_policy_in_a_page_follows_what_that_page_shows(site: SiteMaker) -> None:
    config = f"{CONFIG}security: {{meta: true}}\n"
    archive = with_body(site, f'<p>字<img src="{A}"></p>', config)
    archive.write({"content/posts/b.md": post(body=f'<p>字<img src="{B}"></p>')})
    keep(archive.root, A, picture())
    archive.build()
    assert "img-src &#39;self&#39;;" in archive.page(PAGE)
    assert "img-src &#39;self&#39;;" in archive.page("index.html")
    assert "img-src &#39;self&#39; https: http:;" in archive.page("2021/12/28/b.html")
    lose(archive.root, B)
    archive.build()
    assert "img-src &#39;self&#39;;" in archive.page("2021/12/28/b.html")
    archive.write({"site.yaml": f"{config}pictures: {{url: https://pictures.example/}}\n"})
    archive.build()
    assert "img-src &#39;self&#39; https://pictures.example;" in archive.page(PAGE)
    assert archive.tree() == archive.clean_tree()


def test_a_damaged_picture_is_told_of(site: SiteMaker) -> None:
    archive = with_body(site, f'<p>字<img src="{A}"></p>')
    digest = keep(archive.root, A, picture())
    PictureStore(archive.root / "pictures").file(digest).write_bytes(b"x")
    notes: list[str] = []
    from generator.reporting.report import Reporter

    class Listening(Reporter):
        def note(self, text: str) -> None:
            notes.append(text)

    archive.build(Listening())
    assert "is damaged" in notes[0]
