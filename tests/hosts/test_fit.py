"""Sizes beside limits: what fits, for how many more posts, and what to leave out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config.schema import HostLimits
from generator.core.errors import BackfileError
from generator.hosts.advice import advice, shown
from generator.hosts.fit import fit
from generator.hosts.limits import HOSTS, MEASURES, Host, Limit, Measure, all_hosts, find_host
from generator.hosts.measure import Part, Size
from generator.hosts.report import as_json, details, overview, site_line, verdict

FEED = Part("feed-archive", 40, 900_000, "leave feeds out")
INDEX = Part("search", 300, 5_000_000, "leave search out")
PAGES = Part("post", 1_000, 20_000_000, "")


def size(**values: int) -> Size:
    measured: dict[Measure, int] = {"files": 2_000, "bytes": 40_000_000, "file_bytes": 500_000}
    measured |= {name: values[name] for name in MEASURES if name in values}
    places: dict[Measure, str] = {"file_bytes": "files/film.mp4", "folder_files": "category/"}
    return Size(measured, places, (PAGES, INDEX, FEED), values.get("posts", 1_000), values.get("a_year", 100))


def host(*limits: Limit, redirects: bool = True, headers: bool = True) -> Host:
    return Host("school", "The school", limits, redirects, headers)


def test_a_site_within_all_limits_fits_as_long_as_the_nearest_lasts() -> None:
    found = fit(host(Limit("files", 3_000), Limit("bytes", 400_000_000)), size())
    assert found.fits
    assert [one.left for one in found.limits] == [500, 9_000]
    assert found.left == 500
    assert verdict(found, size()) == "fits; room for about 500 more posts, 5.0 years at the present growth"
    assert list(advice(found, size())) == []


def test_a_site_at_its_limit_fits_and_one_beyond_does_not() -> None:
    limit = Limit("files", 2_000)
    assert fit(host(limit), size()).fits
    assert not fit(host(limit), size(files=2_001)).fits
    assert fit(host(limit), size(files=2_001)).left == 0


def test_limits_that_posts_do_not_touch_leave_room_for_ever() -> None:
    found = fit(host(Limit("file_bytes", 600_000), Limit("redirects", 10)), size(redirects=4))
    assert (found.fits, found.left) == (True, None)
    assert verdict(found, size()) == "fits; no limit depends on the number of posts"
    assert fit(host(), size()).fits


def test_without_news_nobody_can_say_how_long_it_lasts() -> None:
    limit = Limit("files", 3_000)
    assert verdict(fit(host(limit), size()), size(a_year=0)) == "fits; room for about 500 more posts"
    empty = size(files=0, posts=0)
    assert fit(host(limit), empty).left is None


def test_the_parts_that_help_most_come_first() -> None:
    found = fit(host(Limit("files", 1_700)), size())
    assert list(advice(found, size())) == [
        "leave search out (300 files; enough)",
        "leave feeds out (40 files; 13% of what is too much)",
    ]
    found = fit(host(Limit("bytes", 10_000_000)), size())
    assert list(advice(found, size())) == [
        "leave search out (5.0 MB; 17% of what is too much)",
        "leave feeds out (0.9 MB; 3% of what is too much)",
        "keep older years in an archive of their own, or choose a host without this limit",
    ]


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ("file_bytes", "files/film.mp4 has 9.0 MB: shrink it"),
        ("folder_files", "category/ has 9,000,000 files: put {year} and {month} into permalink"),
        ("redirects", "redirects: [html, netlify] makes pages for all"),
        ("headers", "fewer rules of your own"),
    ],
)
def test_limits_of_one_thing_say_which(measure: Measure, says: str) -> None:
    one = size(**{measure: 9_000_000})
    found = fit(host(Limit(measure, 10)), one)
    (text,) = advice(found, one)
    assert says in text
    assert verdict(found, one).startswith("does not fit: ")


def test_what_a_host_does_not_read_is_told_if_the_site_has_it() -> None:
    deaf = host(redirects=False, headers=False)
    assert fit(deaf, size()).notes == ()
    assert fit(deaf, size(redirects=1, headers=2)).notes == (
        "it does not read _redirects; pages that redirect do without (redirects: [html])",
        "it does not read _headers; the policy in the pages counts (security: {meta: true})",
    )


def test_the_details_of_a_host_have_each_limit_with_its_source() -> None:
    limits = (Limit("files", 1_000, "https://host.example/limits"), Limit("file_bytes", 1_000_000))
    assert list(details(fit(host(*limits), size()), size())) == [
        "The school does not take the site.",
        "  files           2,000 files of 1,000 files, 200%; https://host.example/limits (2026-11)",
        "  largest file    0.5 MB of 1.0 MB, 50% (files/film.mp4); site.yaml",
        "- leave search out (300 files; 30% of what is too much)",
        "- leave feeds out (40 files; 4% of what is too much)",
        "- keep older years in an archive of their own, or choose a host without this limit",
    ]
    assert list(details(fit(host(), size()), size())) == [
        "The school takes the site.", "  no limits are known", "No limit depends on the number of posts."
    ]  # fmt: skip


def test_the_overview_has_a_line_for_each_host() -> None:
    found = [fit(one, size()) for one in HOSTS]
    lines = list(overview(found, size()))
    assert len(lines) == len(HOSTS)
    assert lines[0].startswith("  github-pages           fits; ")
    assert site_line(size()) == (
        "The site has 2,000 files with 40.0 MB, and 1,000 posts, 100 of them in the last year."
    )


def test_the_report_says_the_same() -> None:
    limit = Limit("files", 1_700, "https://host.example/")
    report = as_json([fit(host(limit), size())], size())
    assert report["site"]["files"] == 2_000
    assert report["site"]["largest_file"] == "files/film.mp4"
    assert report["site"]["parts"][1] == {"kind": "search", "files": 300, "bytes": 5_000_000}
    (one,) = report["hosts"]
    assert (one["host"], one["fits"], one["posts_left"]) == ("school", False, 0)
    assert one["limits"] == [
        {"measure": "files", "has": 2_000, "most": 1_700, "fits": False, "posts_left": 0,
         "source": "https://host.example/", "read": "2026-11"}
    ]  # fmt: skip
    assert len(one["advice"]) == 2


def test_a_host_of_the_site_adds_to_the_known_ones_or_replaces_one() -> None:
    own = {"school": HostLimits(files=5), "netlify": HostLimits(bytes=7)}
    found = {one.key: one for one in all_hosts(own)}
    assert len(found) == len(HOSTS) + 1
    assert found["school"].limits == (Limit("files", 5),)
    assert found["netlify"].limits == (Limit("bytes", 7),)
    assert find_host("school", own).name == "school"


def test_an_unknown_host_is_told_with_what_was_meant() -> None:
    with pytest.raises(BackfileError, match=r"no host 'github' \(did you mean github-pages\?\); describe"):
        find_host("github", {})
    with pytest.raises(BackfileError, match=r"there is: github-pages, gitlab-pages"):
        find_host("xyz", {})


def test_every_known_limit_names_a_page() -> None:
    assert all(limit.source.startswith("https://") for one in HOSTS for limit in one.limits)
    assert len({one.key for one in HOSTS}) == len(HOSTS)


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.integers(0, 10**6))
def test_the_posts_that_are_left_fit(has: int, most: int, posts: int) -> None:
    (one,) = fit(host(Limit("bytes", most)), size(bytes=has, posts=posts)).limits
    if one.left is not None:
        assert has + one.left * (has / posts) <= max(most, has) * (1 + 1e-9)


def test_amounts_have_their_units() -> None:
    assert [shown("bytes", 1_500_000), shown("bytes", 2_000_000_000), shown("headers", 1)] == [
        "1.5 MB", "2,000 MB", "1 rule"
    ]  # fmt: skip
