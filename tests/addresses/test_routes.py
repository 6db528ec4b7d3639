"""Routes lead from parameters to paths and back, and say which addresses belong to the program."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses.routes import Reserved, Route
from generator.kinds.registry import KINDS
from tests.conftest import SiteMaker
from tests.test_edits import CONFIG, archive

ROUTES = [route for kind in KINDS for route in kind.routes]
_VALUES = {
    "year": st.from_regex(r"[0-9]{4}", fullmatch=True),
    "month": st.from_regex(r"[0-9]{2}", fullmatch=True),
    "day": st.from_regex(r"[0-9]{2}", fullmatch=True),
    "period": st.from_regex(r"[0-9]{4}-[0-9]{2}", fullmatch=True),
    "number": st.integers(1, 10**9).map(str),
    "format": st.sampled_from(["xml", "rss", "json"]),
    "path": st.text("ab/.江", min_size=1, max_size=9),
    "segment": st.sampled_from(["2021-12-28", "2021-12", "2021", "2010s"]),
    "file": st.from_regex(r"(head-|docs-|frequent-)?[0-9a-f]{16}\.(bin|json)", fullmatch=True),
    "folder": st.from_regex(r"[0-9a-f]{2}", fullmatch=True),
    "digest": st.from_regex(r"[0-9a-f]{16}", fullmatch=True),
    "slug": st.text("ab.-江1", min_size=1, max_size=9),
}


@pytest.mark.parametrize("route", ROUTES, ids=repr)
@given(data=st.data())
def test_both_ways(route: Route, data: st.DataObject) -> None:
    parameters = {name: data.draw(_VALUES[name]) for name in re.findall(r"{(\w+)}", route.pattern)}
    assert route.match(route.path(**parameters)) == parameters


def test_a_route_without_parameters_matches_its_own_path_alone() -> None:
    assert Route("a.html").match("a.html") == {}
    assert Route("a.html").match("axhtml") is None
    with pytest.raises(KeyError):
        Route("a/{slug}.html").path()


@pytest.mark.slow
def test_every_output_has_a_route_of_its_kind(site: SiteMaker) -> None:
    one = site(archive(), CONFIG + "sitemaps: {news: true}\nfeed: {formats: [rss, json]}\n")
    one.build()
    free = ("wanbao/", "files/", "ribao/", "about", "kuaibao/")
    others = [path for path in one.tree() if not any(route.match(path) is not None for route in ROUTES)]
    assert all(path.startswith(free) or "/" not in path or re.search(r"/\d{4}/", path) for path in others), (
        others
    )


def test_reserved() -> None:
    reserved = Reserved.of(
        [Route("a/{slug}.html"), Route("b.txt", replaceable=True), Route("c/{path}", shared=True)]
    )
    assert reserved.has("A/x.html")
    assert reserved.has("b.txt")
    assert not reserved.has("b.txt", for_file=True)
    assert reserved.has("c/d/e.png")
    assert not reserved.has("c/d/e.png", for_file=True)
    assert reserved.has("a", for_file=True)
    assert reserved.has("c", for_file=True)
    assert not reserved.has("a/x/y.html")
    assert not Reserved().has("")


def test_the_page_of_a_folder_is_that_of_a_term_only_where_the_pattern_says_so() -> None:
    files = Reserved.of([Route("category/{slug}.html", of_term=True)])
    assert files.has_term("category/a.html")
    assert not files.has_term("category/index.html")
    folders = Reserved.of([Route("category/{slug}/index.html", of_term=True)])
    assert folders.has_term("category/a/index.html")
    assert not folders.has_term("category/index.html")
