"""Relative links of scraped bodies lead to the site of the original, unless the archive has the target."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from generator.core.model import Problem
from tests.checks.checking import found
from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = pytest.mark.slow

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
    made.verify()
    made.write(dict.fromkeys(added)).build()
    assert page(made) == before
    made.verify()


def told(problems: Iterable[Problem]) -> list[tuple[str, str, int, int]]:
    """Return severity, code and place of what is told about links and pictures."""
    found = [one for one in problems if one.code.endswith(".missing")]
    return [(one.severity, one.code, one.line, one.column) for one in found]


def test_what_leads_nowhere_is_told_once_for_each_post(site: SiteMaker) -> None:
    made = site(config=CONFIG).write(
        {SOURCE: post("相关", body=f"一。\n\n{BODY}\n\n[壬](gone.md) [癸](a.pdf)")}
    )
    report = made.build()
    lines = [("warning", "link.missing", 7, 13), ("warning", "picture.missing", 7, BODY.index("/pics") + 1)]
    assert told(report.problems) == lines
    link, picture = report.problems
    assert link.message == (
        "the link “/article/757” leads nowhere, so the page shows its text alone; the text has 4 such links"
    )
    assert "source_url" in link.hint
    assert picture.message.endswith("leads nowhere; the text has 2 such pictures")
    assert told(made.build().problems) == lines  # of an unchanged post, too
    assert told(made.build(clean=True).problems) == lines
    html = page(made)
    for text, address in (("甲", "757"), ("乙", "other"), ("丙", "up.html"), ("壬", "gone"), ("癸", "a.pdf")):
        assert text in html
        assert address not in html
    assert 'src="../' in html


def test_check_and_build_tell_the_same(site: SiteMaker) -> None:
    made = site(config=CONFIG).write({SOURCE: post("相关", body=BODY + "\n\n[壬](gone.md) [癸](a.pdf)")})
    codes = {(one.path, one.code, one.line) for one in made.build().problems}
    assert codes == {(one.path, one.code, one.line) for one in found(made, "link.missing", "picture.missing")
                     if one.line == 5}  # fmt: skip
    assert len(found(made, "link.missing")) == 5  # with /category/, a page of the program
    made.write({SOURCE: post("相关", body=BODY, source_url=ORIGIN)})
    assert not made.build().problems
    assert not found(made, "link.outside", "picture.missing")


def test_what_comes_or_goes_is_told_without_a_change_of_the_post(site: SiteMaker) -> None:
    made = site(config=CONFIG).write({SOURCE: post("相关", body="[甲](b.md) [乙](/x/) [丙](p.pdf)")})
    targets: dict[str, str | bytes | None] = {
        "content/posts/2021/b.md": post("别", slug="b"),
        "content/pages/x.md": "---\ntitle: 页\n---\n字\n",
        "content/posts/2021/a/p.pdf": b"x",
    }
    for missing, (path, text) in zip((3, 2, 1), targets.items(), strict=True):
        (problem,) = made.build().problems
        assert (f"{missing} such links" in problem.message) == (missing > 1)
        made.write({path: text})
    assert not made.build().problems
    made.write({"content/posts/2021/b.md": None})
    (problem,) = made.build().problems
    assert "“b.md”" in problem.message
    made.verify()


@pytest.mark.parametrize(
    ("field", "address"), [("categories", "/category/Jiangbao"), ("tags", "/tag/Jiangbao/")]
)
def test_categories_and_tags_are_there_while_posts_have_them(
    site: SiteMaker, field: str, address: str
) -> None:
    made = site(config=CONFIG).write({
        SOURCE: post("相关", body=f"[甲]({address})", source_url=ORIGIN),
        "content/posts/2021/b.md": post("无", body=f"[甲]({address})"),
    })  # fmt: skip
    for name, is_there in (("别", False), ("Jiangbao", True), ("别", False)):
        made.write({"content/posts/2021/c.md": post("别", **{field: name})})
        problems = made.build().problems
        assert (f'href="https://news.example{address}"' in page(made)) != is_there
        assert told(problems) == ([] if is_there else [("warning", "link.missing", 5, 5)])
        assert not found(made, "link.missing") or not is_there
        made.verify()


def test_an_own_address_is_no_original(site: SiteMaker) -> None:
    own = "https://x.example/old.html"
    body = '<a href="/article/757">甲</a> <a href="https://x.example/gone">乙</a>'
    made = site(config=CONFIG).write({SOURCE: post("相关", body=body, canonical_url=own)})
    (problem,) = made.build().problems
    assert "2 such links" in problem.message
    assert len(found(made, "link.missing")) == 2
    assert "article/757" not in page(made)
    assert "x.example/gone" not in page(made)


def test_drafts_are_told_when_they_are_published(site: SiteMaker) -> None:
    made = site().write({SOURCE: post("相关", body="[甲](/x)", draft="true")})
    assert not made.build().problems
    assert told(made.build(drafts=True).problems) == [("warning", "link.missing", 6, 5)]


def test_no_link_in_code_is_told(site: SiteMaker) -> None:
    body = '`<a href="/x">` and\n\n    <img src="a.png">\n\n{{ x }} [甲]({{ site.url }}/a)'
    made = site().write({SOURCE: post("相关", body=body)})
    assert not told(made.build().problems)
