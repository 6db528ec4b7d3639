from __future__ import annotations

from tests.conftest import SiteMaker
from tests.sites import post

CONFIG = "title: 旧闻馆\nlists:\n  page_size: 5\n"


def test_a_new_day_leaves_the_full_pages_of_the_day_before_as_they_are(site: SiteMaker) -> None:
    """Only the front page of a day leads to the days beside it."""
    one = site({f"posts/{n}.md": post(f"{n}", f"2021-12-27 08:0{n}:00") for n in range(10)}, CONFIG)
    one.build()
    before = one.tree()
    one.write({"content/posts/new.md": post("new", "2021-12-28 08:00:00")})
    one.build()
    changed = {path for path, data in one.tree().items() if before.get(path) != data}
    assert {path for path in changed if path.startswith("archive/2021/12/27")} == {"archive/2021/12/27.html"}
    assert "archive/2021/12/27/1.html" in before
    assert 'rel="next"' not in one.page("archive/2021/12/27/1.html")
