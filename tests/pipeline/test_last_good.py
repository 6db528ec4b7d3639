"""When a post goes bad its last good page stays up, through clean builds too."""

from __future__ import annotations

import pytest

from generator.core.errors import ProblemsError
from tests.conftest import SiteMaker
from tests.sites import post

pytestmark = pytest.mark.slow

BODY = (
    '**标题：**内容，见[别处](https://x.example/a?b=1&c=2)。\n\n<div class="em">“引”</div>\n\n![图](pic.png)'
)
PAGE = "wanbao/2021/12/28/a.html"


def test_the_last_good_page_stays_up(site: SiteMaker) -> None:
    fields = {"categories": "wanbao", "tags": "[甲, 乙]", "summary": "摘要", "author": "某人", "slug": "a"}
    one = site(
        {
            "posts/a.md": post('题"目', body=BODY, **fields).replace('"题"目"', "'题\"目'"),
            "posts/b.md": post(categories="wanbao"),
        }
    )
    one.build()
    good = one.tree()
    one.write({"content/posts/a.md": ""})
    report = one.build()
    assert one.tree() == good
    assert (report.published, report.quarantined, report.kept) == (1, 1, 1)
    assert (one.root / ".backfile/last-good/content/posts/a.md.json").is_file()
    assert one.tree() == one.clean_tree()


def test_it_outlives_index_and_output(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("好", body=BODY, categories="wanbao", slug="a"), "posts/b.md": post()})
    one.build()
    one.write({"content/posts/a.md": ""})
    one.build()
    good = one.tree()
    for file in (one.root / ".backfile").glob("*.sqlite"):
        file.unlink()
    one.build(clean=True)
    assert one.tree() == good


def test_it_goes_when_the_post_comes_good_or_goes(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("好", slug="a", categories="wanbao"), "posts/b.md": post()})
    one.build()
    one.write({"content/posts/a.md": ""})
    one.build()
    one.write({"content/posts/a.md": post("更好", slug="a", categories="wanbao")})
    assert one.build().kept == 0
    assert "更好" in one.page(PAGE)
    assert not (one.root / ".backfile/last-good/content/posts/a.md.json").exists()
    one.write({"content/posts/a.md": ""})
    assert one.build().kept == 1
    assert "更好" in one.page(PAGE)
    one.write({"content/posts/a.md": None})
    one.build()
    assert PAGE not in one.tree()
    assert not (one.root / ".backfile/last-good/content/posts/a.md.json").exists()
    assert one.tree() == one.clean_tree()


def test_a_page_changed_by_hand_is_no_source(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("好", slug="a", categories="wanbao"), "posts/b.md": post()})
    one.build()
    page = one.output / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace("正文", "篡改"), encoding="utf-8")
    one.write({"content/posts/a.md": ""})
    report = one.build()
    assert (report.quarantined, report.kept) == (1, 0)
    assert PAGE not in one.tree()


def test_too_many_bad_posts_stop_the_build_and_touch_nothing(site: SiteMaker) -> None:
    one = site({f"posts/{n}.md": post(categories=f"类{n}") for n in range(30)})
    one.build()
    before = {
        path: path.read_bytes() for path in one.root.rglob("*") if path.is_file() and path.name != "lock"
    }
    changes: dict[str, str | bytes | None] = {f"content/posts/{n}.md": "" for n in range(11)}
    one.write(changes)
    with pytest.raises(ProblemsError, match="11 of 30 posts are bad, more than the 10"):
        one.build()
    for name in changes:
        before[one.root / name] = b""
    assert {path: path.read_bytes() for path in before} == before
