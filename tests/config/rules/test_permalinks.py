"""Tests of patterns of addresses."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config.rules.permalinks import FORMS, POST, Form, check_pattern
from generator.config.yaml.errors import OptionError


def _refusal(form: Form, text: str) -> tuple[str, str]:
    with pytest.raises(OptionError) as caught:
        check_pattern(text, form)
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "/{category}/{year}/{month}/{day}/{slug}.html",
        "/{slug}/",
        "/{year}-{month}/{slug}",
        "/旧闻/{slug}.html",
        "/category/{category}/{year}/{slug}.html",
    ],
)
def test_permalinks(text: str) -> None:
    assert check_pattern(text, POST) == text


@pytest.mark.parametrize(
    ("text", "message", "cure"),
    [
        ("", "must start with a slash", "write /"),
        ("{slug}.html", "must start with a slash", "write /{slug}.html"),
        ("/{categry}/{slug}", "has no field {categry}", 'did you mean "category"?'),
        (
            "/{xyz}/{slug}",
            "has no field {xyz}",
            "fields are {category}, {year}, {month}, {day}, {slug}",
        ),
        ("/{}/{slug}", "has no field {}", "fields are {category}, {year}, {month}, {day}, {slug}"),
        ("/{year}/", "must hold {slug}, or posts of one day would share an address", "add {slug}"),
        ("/:year/{slug}", "has fields with a colon", "write {year} for :year"),
        (
            "/{{slug}}",
            "may not hold ?, #, % or single braces",
            "write for example /{year}/{month}/{slug}.html",
        ),
        (
            "/{slug}?a",
            "may not hold ?, #, % or single braces",
            "write for example /{year}/{month}/{slug}.html",
        ),
        (
            "/../{slug}",
            "can't be used: an address may not climb out of the site with ..",
            "write a path inside the site",
        ),
        (
            "//example.org/{slug}",
            "can't be used: an address of this site starts with one slash and names no host",
            "write a path inside the site",
        ),
        (
            "/a\\{slug}",
            "can't be used: an address has no control characters or backslashes",
            "write a path inside the site",
        ),
    ],
)
def test_permalinks_that_are_refused(text: str, message: str, cure: str) -> None:
    assert _refusal(POST, text) == (message, cure)


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("page", "/{path}/"),
        ("page", "/pages/{path}.htm"),
        ("category", "/categories/{slug}/"),
        ("category", "/a/b-{slug}/all.html"),
        ("tag", "/标签/{slug}"),
        ("categories", "/categories/"),
        ("tags", "/tags/index.html"),
    ],
)
def test_other_patterns(option: str, text: str) -> None:
    assert check_pattern(text, FORMS[option]) == text


@pytest.mark.parametrize(
    ("option", "text", "message", "cure"),
    [
        ("page", "/{slug}/", "has no field {slug}", "fields are {path}"),
        ("page", "/about/", "must hold {path}, or all static pages would share an address", "add {path}"),
        ("category", "/{category}/", "has no field {category}", "fields are {slug}"),
        ("category", "/c/", "must hold {slug}, or all categories would share an address", "add {slug}"),
        ("tag", "tags/{slug}", "must start with a slash", "write /tags/{slug}"),
        ("tag", "/:slug/{slug}", "has fields with a colon", "write {slug} for :slug"),
        ("tags", "/tags/{slug}", "has no field {slug}", "write it without fields"),
        ("tag", "/t/{slug}?a", "may not hold ?, #, % or single braces", "write for example /tags/{slug}/"),
        (
            "tag",
            "/t/{slug}.xml",
            "can't be used: static hosts send no pages at addresses with .xml",
            "write a path inside the site",
        ),
        (
            "tag",
            "/t//{slug}",
            "can't be kept: not every system can have such a file",
            "write for example /tags/{slug}/",
        ),
        (
            "category",
            "/c:d/{slug}",
            "can't be kept: not every system can have such a file",
            "write for example /category/{slug}/",
        ),
        (
            "category",
            "/{slug}/",
            "must begin with a fixed text, or no page could have an address beside those of lists",
            "write for example /category/{slug}/",
        ),
    ],
)
def test_other_patterns_that_are_refused(option: str, text: str, message: str, cure: str) -> None:
    assert _refusal(FORMS[option], text) == (message, cure)


@given(st.sampled_from(sorted(FORMS)), st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_is_used_or_refused(option: str, text: str) -> None:
    with suppress(OptionError):
        assert check_pattern(text, FORMS[option]) == text
