"""Posts come due and expire with time alone, and 'now' is given once."""

from __future__ import annotations

import pytest

from generator.core.errors import BackfileError
from generator.pipeline.build import now
from tests.conftest import SiteMaker
from tests.sites import NOW, post

pytestmark = pytest.mark.slow

DAY = 86_400_000_000


def test_a_post_comes_due_without_any_file_changing(site: SiteMaker) -> None:
    one = site(
        {"posts/a.md": post("今", "2022-01-09"), "posts/b.md": post("明", "2022-01-11 08:00", slug="b")}
    )
    first = one.build()
    assert (first.published, first.withheld) == (1, 1)
    assert "2022/01/11/b.html" not in one.tree()
    later = one.build(now=NOW + 2 * DAY)
    assert later.published == 2
    assert one.tree() == one.clean_tree(now=NOW + 2 * DAY)
    one.build()
    assert one.tree() == one.clean_tree()


def test_a_post_expires(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("a", slug="a", expires="2022-01-12"), "posts/b.md": post("b")})
    one.build()
    assert "2021/12/28/a.html" in one.tree()
    report = one.build(now=NOW + 3 * DAY)
    assert "2021/12/28/a.html" not in one.tree()
    assert report.withheld == 1
    assert one.tree() == one.clean_tree(now=NOW + 3 * DAY)


def test_drafts_and_future_posts_are_shown_when_asked_for(site: SiteMaker) -> None:
    one = site(
        {"posts/a.md": post("a", slug="a", draft="true"), "posts/b.md": post("b", "2099-01-01", slug="b")}
    )
    assert one.build().published == 0
    assert one.build(drafts=True, future=True).published == 2
    assert {"2021/12/28/a.html", "2099/01/01/b.html"} <= set(one.tree())
    assert one.build().published == 0
    assert one.tree() == one.clean_tree()


def test_now_is_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1641772800")
    assert now() == NOW
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(BackfileError, match="SOURCE_DATE_EPOCH: 'yesterday'"):
        now()
