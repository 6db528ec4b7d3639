"""Relative links of scraped bodies lead to the site of the original, unless the archive has the target."""

from __future__ import annotations

import pytest

from tests.conftest import SiteMaker
from tests.sites import Site, post

ORIGIN = "https://news.example/a/b.html"
BODY = (
    '<p><a href="/article/757">甲</a> <a href="other.html?p=1#c">乙</a> <a href="../../../../up.html">丙</a>'
    '<img src="/pics/a.png" alt="丁"> <img src="near.png" alt="戊"> <a href="/category/">己</a> '
    '<a href="?page=2">庚</a> <a href="#c">辛</a></p>'
)
CONFIG = "title: 站\nurl: https://x.example/\nfeed:\n  content: full\n"
SOURCE = "content/posts/2021/a.md"


def page(site: Site) -> str:
    """Return the page of the post with links."""
    return next(file.read_text() for file in site.output.rglob("*.html") if "<title>相关" in file.read_text())


@pytest.mark.parametrize("key", ["source_url", "from", "link", "original_url", "canonical_url"])
def test_they_lead_to_the_site_of_the_original(site: SiteMaker, key: str) -> None:
    made = site().write({SOURCE: post("相关", body=BODY, **{key: ORIGIN})})
    made.build()
    html = page(made)
    for address in (
        'href="https://news.example/article/757"',
        'href="https://news.example/a/other.html?p=1#c"',
        'href="https://news.example/up.html"',
        'src="https://news.example/pics/a.png"',
        'src="https://news.example/a/near.png"',
        'href="https://news.example/a/b.html?page=2"',
        'href="#post-c"',
    ):
        assert address in html
    assert "https://news.example/category/" not in html


def test_the_address_at_the_end_of_the_body_counts(site: SiteMaker) -> None:
    made = site().write({SOURCE: post("相关", body=f"{BODY}\n\n<{ORIGIN}>")})
    made.build()
    assert 'href="https://news.example/article/757"' in page(made)


def test_a_key_that_is_no_address_means_nothing(site: SiteMaker) -> None:
    made = site().write({SOURCE: post("相关", body="正文。", **{"from": "青石报"})})
    assert not made.build().problems
    assert "青石报" not in page(made)


def test_without_an_original_a_dead_link_from_the_root_leaves_its_text(site: SiteMaker) -> None:
    made = site().write({SOURCE: post("相关", body=BODY)})
    made.build()
    html = page(made)
    assert "甲" in html
    assert "article/757" not in html
    assert 'src="../files/2021/near.png"' in html or "files/2021/near.png" in html


@pytest.mark.parametrize(
    ("added", "address"),
    [
        ({"content/pages/article/757.md": "---\ntitle: 页\n---\n字\n"}, "article/757"),
        ({"content/posts/2021/b.md": post("别", permalink="/article/757.html")}, "article/757"),
        ({"content/posts/2021/b.md": post("别", aliases="[/article/757/]")}, "article/757"),
        ({"content/static/pics/a.png": b"x"}, "pics/a.png"),
        ({"content/posts/2021/near.png": b"x"}, "near.png"),
        ({"content/posts/2021/other.html": post("别")}, "other.html"),
    ],
)
@pytest.mark.parametrize("origin", [{"source_url": ORIGIN}, {}], ids=["scraped", "own"])
def test_what_comes_or_goes_at_the_address_changes_the_page(
    site: SiteMaker, added: dict[str, str | bytes | None], address: str, origin: dict[str, str]
) -> None:
    elsewhere = f"news.example/{address}".replace("/near", "/a/near").replace("/other", "/a/other")
    made = site(config=CONFIG).write({SOURCE: post("相关", categories="甲", body=BODY, **origin)})
    made.build()
    before = page(made)
    assert (elsewhere in before) == bool(origin)
    made.write(added).build()
    assert elsewhere not in page(made)
    assert not made.verify().problems
    made.write(dict.fromkeys(added)).build()
    assert page(made) == before
    assert not made.verify().problems
