"""The headers of objects: types that browsers show, and times for which caches keep them."""

from __future__ import annotations

import pytest

from generator.publish.object_headers import cache_control, make_object

YEAR = "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("2021/12/28/a.html", "text/html; charset=utf-8"),
        ("n/a.shtml", "text/html; charset=utf-8"),
        ("feed.xml", "application/atom+xml; charset=utf-8"),
        ("category/a.xml", "application/xml; charset=utf-8"),
        ("feed.rss", "application/rss+xml; charset=utf-8"),
        ("manifest.webmanifest", "application/manifest+json; charset=utf-8"),
        ("assets/icon.svg", "image/svg+xml; charset=utf-8"),
        ("a.JPG", "image/jpeg"),
        ("search/x/0011223344556677.bin", "application/octet-stream"),
        ("name", "application/octet-stream"),
        ("CNAME.d/file", "application/octet-stream"),
    ],
)
def test_types(path: str, kind: str) -> None:
    assert make_object(path, "pages", b"", compress=False).headers["Content-Type"] == kind


@pytest.mark.parametrize(
    "path",
    [
        "assets/style.2f229da309.css",
        "search/2021/head-6218adc029c837f4.bin",
        "search/2021/0011223344556677.bin",
        "search/search.0123456789.js",
        "search/fold-0011223344556677.txt",
    ],
)
def test_a_name_with_a_digest_is_kept_for_a_year(path: str) -> None:
    assert cache_control(path, "pages") == YEAR


@pytest.mark.parametrize(
    "path",
    ["assets/logo.png", "2021/12/28/202112282227676010.html", "search/search.js", "search/manifest.json"],
)
def test_any_other_name_is_not(path: str) -> None:
    assert cache_control(path, "pages") == "public, max-age=300"
    assert cache_control(path, "lists") == "public, max-age=60"


def test_the_same_output_is_the_same_object_compressed_or_not() -> None:
    once, again = (make_object("a.html", "pages", b"x" * 500, compress=True) for _ in range(2))
    assert once == again
    assert len(once.data) < 100
    assert make_object("a.png", "assets", b"x", compress=True).data == b"x"
