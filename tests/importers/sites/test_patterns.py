"""Patterns of a site that become those of site.yaml, and lists that move."""

from __future__ import annotations

import pytest

from generator.importers.sites.settings import pattern_at, patterns
from generator.importers.sites.term_slugs import moved
from generator.importers.sites.terms import TermPage, patterns_of


def test_patterns_that_site_yaml_takes() -> None:
    assert patterns("/{slug}/") == "/{slug}/"
    assert patterns("", tag="/tag/{slug}.html") == ""
    assert patterns("", tag="/t/{slug}/") == {"tag": "/t/{slug}/"}
    assert patterns("/{slug}/", category="/{slug}/", tag="/t/{slug}/", tags="/tag/all.html") == {
        "post": "/{slug}/", "tag": "/t/{slug}/", "tags": "/tag/all.html",
    }  # fmt: skip
    assert patterns("", category="/c/{slug}/", tag="/c/{slug}/") == {"category": "/c/{slug}/"}


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("tags/{slug}/index.html", "/tags/{slug}/"),
        ("/t/{slug}.html", "/t/{slug}.html"),
        ("index.html", "/index.html"),
        ("t/{slug}.php", ""),
        ("", ""),
    ],
)
def test_pattern_of_an_output_path(path: str, pattern: str) -> None:
    assert pattern_at(path) == pattern


def test_most_pages_of_terms_give_the_pattern() -> None:
    files = {"a": "topics/a/index.html", "b": "topics/b/index.html", "c": "tag/c.html", "x": "x.html"}
    pages = [TermPage("tags", slug, "", slug, file) for slug, file in files.items()]
    assert patterns_of(pages) == {"tag": "/topics/{slug}/"}


def test_nothing_leads_away_from_a_list() -> None:
    found = [("a", "a"), ("b", "a"), ("a", "b"), ("", "x"), ("c", "d"), ("d", "e")]
    assert moved(found) == {"b": "a", "c": "d"}
