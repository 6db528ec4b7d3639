"""Where pages begin is a matter of the posts near by: of nothing else, and of no history."""

from __future__ import annotations

import random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.plan.page_borders import Place, Starts, borders
from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = pytest.mark.slow

_places = st.lists(st.tuples(st.integers(0, 300), st.text("ab", min_size=1, max_size=9)), unique=True)
_sizes = st.integers(5, 40)


def starts(places: list[Place], size: int) -> Starts:
    found = list(borders(places, size))
    return Starts(tuple([places[0], *found] if found else []))


def pages(places: list[Place], size: int) -> list[list[Place]]:
    """Return what each page shows, the front at last."""
    begin = starts(places, size)
    numbers = [begin.page_of(place) for place in places]
    return [
        [place for place, number in zip(places, numbers, strict=True) if number == page]
        for page in [*range(1, begin.pages + 1), 0]
    ]


def posts(count: int) -> list[Place]:
    return [(number, f"content/posts/{number:06}.md") for number in range(count)]


@given(_places, _sizes)
def test_pages_hold_all_and_are_of_like_size(places: list[Place], size: int) -> None:
    places.sort()
    *full, front = pages(places, size)
    assert [place for page in [*full, front] for place in page] == places
    assert all(size * 3 / 4 <= len(page) <= size * 5 / 4 for page in full)
    assert len(front) < 2 * size
    assert not full or len(front) >= size * 3 / 4


@given(_places, _places, _sizes)
def test_later_posts_leave_pages_as_they_are(places: list[Place], later: list[Place], size: int) -> None:
    places.sort()
    after = [*places, *((stamp + 1000, path) for stamp, path in sorted(later))]
    full = pages(places, size)[:-1]
    assert pages(after, size)[: len(full)] == full


@given(_places.filter(bool), _sizes)
def test_spans_are_where_places_are(places: list[Place], size: int) -> None:
    places.sort()
    begin = starts(places, size)
    for place in places:
        since, until = begin.span(begin.page_of(place))
        assert since is None or since <= place
        assert until is None or place < until


def test_a_late_arrival_changes_the_page_that_shows_it() -> None:
    chance = random.Random(1)
    before = posts(5_000)
    changed = []
    for number in range(100):
        late = (chance.randrange(5_000), f"content/posts/late{number}.md")
        after = pages(sorted([*before, late]), 50)
        old = pages(before, 50)
        changed.append(
            sum(one != other for one, other in zip(after, old, strict=False)) + abs(len(after) - len(old))
        )
    assert median(changed) == 1
    assert sorted(changed)[90] <= 3


def archive(site: SiteMaker) -> Site:
    files = {
        f"posts/{n:03}.md": post(f"{n}", f"2021-{1 + n // 28:02}-{1 + n % 28:02} 08:00:00", categories="cat")
        for n in range(300)
    }
    one = site(files, "title: 旧闻馆\nlists:\n  page_size: 20\n")
    one.build()
    return one


def lists_changed(one: Site, files: dict[str, str | bytes | None]) -> set[str]:
    before = one.tree()
    one.write(files)
    one.build()
    after = one.tree()
    assert after == one.clean_tree()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    return {path for path in changed if path.startswith("category/cat/") or path == "category/cat.html"}


def test_corrections_change_the_page_that_shows_them(site: SiteMaker) -> None:
    one = archive(site)
    for number in (3, 100, 298):
        date = f"2021-{1 + number // 28:02}-{1 + number % 28:02} 08:00:00"
        text = post("retitled", date, categories="cat")
        assert len(lists_changed(one, {f"content/posts/{number:03}.md": text})) == 1


def test_late_arrivals_change_the_page_that_shows_them_and_the_front(site: SiteMaker) -> None:
    """The front page tells how many posts there are. Now and then a border moves."""
    one = archive(site)
    counts = []
    for number in range(20, 260, 60):
        date = f"2021-{1 + number // 28:02}-{1 + number % 28:02} 09:00:00"
        file = f"content/posts/late{number}.md"
        came = lists_changed(one, {file: post("late", date, categories="cat")})
        went = lists_changed(one, {file: None})
        assert came == went
        counts.append(len(came))
    assert median(counts) == 2


def test_lists_that_shrink_lose_pages(site: SiteMaker) -> None:
    one = archive(site)
    gone: dict[str, str | bytes | None] = {f"content/posts/{n:03}.md": None for n in range(40, 300)}
    assert "category/cat.html" in lists_changed(one, gone)
    assert [path for path in one.tree() if path.startswith("category/cat/")] in (["category/cat/1.html"], [])


def test_a_term_that_is_gone_leaves_no_pages_to_the_next(site: SiteMaker) -> None:
    """SQLite gives the number of a term that is gone to the next one that is made."""
    one = archive(site)
    texts = {
        f"content/posts/{n:03}.md": (one.root / f"content/posts/{n:03}.md").read_text() for n in range(300)
    }
    one.write(dict.fromkeys(texts))
    one.build()
    one.write({path: text.replace("08:00", "07:00") for path, text in list(texts.items())[30:]})
    one.build()
    assert one.tree() == one.clean_tree()
