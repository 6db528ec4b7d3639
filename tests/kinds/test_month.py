"""The page of a month: headlines under their days, as many as a page can hold."""

from __future__ import annotations

import sqlite3

import pytest
from bs4 import BeautifulSoup

from generator.index import schema
from generator.kinds import month
from generator.kinds.month import ALL_POSTS, DAY_POSTS, headlines_of
from generator.kinds.parts.calendar import Beside, PeriodRow
from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = pytest.mark.slow

MONTH = "archive/2021/12.html"


def days_of(site: Site) -> list[tuple[str, list[str], str]]:
    """Return the days of the page: name, headlines with their times, and the link to the other posts."""
    soup = BeautifulSoup(site.page(MONTH), "lxml")
    found = []
    for day in soup.select("main > section.day"):
        heading, more = day.select_one("h2 time"), day.select_one(".more a")
        assert heading is not None
        rest = f"{more['href']} {more.get_text()}" if more else ""
        found.append((heading.get_text(), [line.get_text() for line in day.select("li")], rest))
    return found


def posts_of(day: int, count: int) -> dict[str, str]:
    """Return posts of a day in December, one a minute."""
    return {
        f"posts/{day}-{number}.md": post(f"{day}日第{number}篇", f"2021-12-{day:02} 08:{number:02}:00")
        for number in range(count)
    }


def test_headlines_are_under_their_days_newest_first_and_the_calendar_is_above(site: SiteMaker) -> None:
    one = site({**posts_of(7, 2), "posts/whole.md": post("整天", "2021-12-28")})
    one.build()
    assert days_of(one) == [
        ("2021年12月28日", ["整天"], ""),
        ("2021年12月7日", ["08:01 7日第1篇", "08:00 7日第0篇"], ""),
    ]
    soup = BeautifulSoup(one.page(MONTH), "lxml")
    assert [tag.name for tag in soup.select("main > :is(.calendar, .day)")] == ["table", "section", "section"]
    assert all(
        (one.output / "archive/2021" / str(link["href"])).is_file() for link in soup.select(".lines a")
    )


def test_a_month_of_three_hundred_posts_lists_all_of_them_and_one_more_only_the_newest(
    site: SiteMaker,
) -> None:
    one = site({path: text for day in range(1, 7) for path, text in posts_of(day, ALL_POSTS // 6).items()})
    one.build()
    assert sum(len(lines) for _, lines, _ in days_of(one)) == ALL_POSTS
    one.write({"content/posts/more.md": post("多一篇", "2021-12-31 08:00:00")}).build()
    first, second, *_ = days_of(one)
    assert first == ("2021年12月31日", ["08:00 多一篇"], "")
    assert second[1] == [f"08:{number} 6日第{number}篇" for number in range(49, 49 - DAY_POSTS, -1)]
    assert second[2] == "../../archive/2021/12/06.html ……还有45篇"
    assert one.tree() == one.clean_tree()


@pytest.mark.parametrize("limit", [3, 300])
def test_one_more_post_changes_as_many_files_as_before(
    site: SiteMaker, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of the month changes in any case, since its calendar counts the post."""
    monkeypatch.setattr(month, "ALL_POSTS", limit)
    one = site(posts_of(7, 8) | posts_of(28, 2))
    one.build()
    before = one.tree()
    one.write({"content/posts/new.md": post("新的", "2021-12-07 07:00:00")}).build()
    changed = {path for path, data in one.tree().items() if before.get(path) != data}
    assert {path for path in changed if path.startswith("archive")} == {
        "archive.html", "archive/2021.html", MONTH, "archive/2021/12/07.html",
    }  # fmt: skip


def test_one_older_post_stays_when_a_headline_changes(site: SiteMaker) -> None:
    one = site(posts_of(7, 1) | posts_of(28, 1))
    one.build()
    one.write({"content/posts/7-0.md": post("改了标题", "2021-12-09 22:00:00")}).build()
    assert [(day, lines) for day, lines, _ in days_of(one)] == [
        ("2021年12月28日", ["08:00 28日第0篇"]),
        ("2021年12月9日", ["22:00 改了标题"]),
    ]
    assert one.tree() == one.clean_tree()


def index_of(posts: int) -> sqlite3.Connection:
    """Return an index with a month of so many posts, on three days."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(schema.TABLES)
    days = ((day, "day", f"2021-12-{day:02}", f"2021/12/{day:02}", posts // 3) for day in (1, 2, 3))
    connection.executemany("INSERT INTO terms (id, taxonomy, name, slug, posts) VALUES (?, ?, ?, ?, ?)", days)
    columns = (
        "id, path, role, digest, title, stamp, date, slug, permalink, categories, tags, aliases, draft, \
               summary, details, links, url, live"
    )
    rows = (
        (n, f"{n}", "post", b"", f"第{n}篇", n, f"2021-12-{1 + n % 3:02}T08:00:00+08:00",
         "", "", "", "", "", 0, "", "", "", f"{n}.html", 1)
        for n in range(posts)
    )  # fmt: skip
    connection.executemany(f"INSERT INTO posts ({columns}) VALUES ({', '.join('?' * 18)})", rows)
    connection.execute("INSERT INTO post_terms SELECT 1 + id % 3, stamp, path, id FROM posts")
    return connection


def period(posts: int) -> PeriodRow:
    return PeriodRow("2021-12", [(f"2021-12-{day:02}", posts // 3) for day in (1, 2, 3)], Beside(None, None))


def work(connection: sqlite3.Connection, posts: int) -> int:
    """Return how many steps of SQLite's machine the headlines of a month take, in tens."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.set_progress_handler(count, 10)
    assert len(headlines_of(connection, period(posts))) == 3 * DAY_POSTS
    connection.set_progress_handler(None, 0)
    return steps


def test_a_month_of_thirty_thousand_posts_costs_no_more_than_a_small_one() -> None:
    assert work(index_of(30_000), 30_000) <= work(index_of(600), 600) + 1


def test_headlines_are_found_by_searches_alone() -> None:
    connection = index_of(30)
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    assert len(headlines_of(connection, period(30))) == 30
    connection.set_trace_callback(None)
    (statement,) = statements
    steps = [step[3] for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert not [step for step in steps if step.startswith("SCAN")]
    assert "SEARCH p USING INTEGER PRIMARY KEY (rowid=?)" in steps
    assert "SEARCH post_terms USING PRIMARY KEY (term_id=?)" in steps
