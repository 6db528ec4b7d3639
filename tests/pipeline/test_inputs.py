"""What outputs share has a name each, which people can look up."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.body.options import BodyRules
from generator.config.reference import options
from generator.index.database import open_index
from generator.kinds.registry import KINDS, kind_of
from generator.kinds.site_config import option_groups, read_config
from generator.pipeline.inputs import shared_inputs
from generator.plan.reasons import cause, sort_of
from generator.theme.dependencies import Templates
from generator.theme.inputs import Inputs
from generator.theme.lookup import find_theme

pytestmark = pytest.mark.slow

CONFIG = "title: x\ntheme: {name: default, options: {footer: f}}\n"


def inputs(folder: Path, config: str = CONFIG) -> dict[str, Inputs]:
    connection, _ = open_index(folder / "index.sqlite")
    theme = find_theme("default", folder)
    made = shared_inputs(connection, read_config(config), theme, Templates(theme, {}))
    connection.close()
    return dict(made.by_kind)


def test_every_owner_has_one_kind(tmp_path: Path) -> None:
    connection, _ = open_index(tmp_path / "index.sqlite")
    theme = find_theme("default", tmp_path)
    kinds = shared_inputs(connection, read_config(CONFIG), theme, Templates(theme, {})).kinds
    connection.close()
    assert len({kind.name for kind in kinds}) == len(kinds) == len(KINDS)
    for kind in kinds:
        assert kind_of(kinds, kind.owner, kind.key or "any") is kind
    assert kind_of(kinds, "no kind", "") is None


def test_settings_are_called_as_in_site_yaml(tmp_path: Path) -> None:
    names = {sort_of(name) for unit in inputs(tmp_path).values() for name in unit}
    settings = {name for sort, name in names if sort == "setting"}
    assert settings - {"theme.options.footer"} <= {option.name for option in options(option_groups())}
    assert {"theme.options.footer", "markdown.engine", "tail.credit", "home.order"} <= settings


def test_every_rule_of_bodies_is_an_input_of_posts(tmp_path: Path) -> None:
    changed = {
        "url": "url: https://x.example/y/", "own_hosts": "own_hosts: [a.example]",
        "markdown.engine": "markdown: {engine: python-markdown}",
        "markdown.extensions": "markdown: {extensions: []}",
        "sanitizer.tags": "sanitizer: {tags: {video: [src]}}",
        "sanitizer.iframe_hosts": "sanitizer: {iframe_hosts: [a.example]}",
        "tail.source_link": "tail: {source_link: ''}", "tail.back_links": "tail: {back_links: ''}",
        "tail.credit": "tail: {credit: ''}", "posts.encoding": "posts: {encoding: big5}",
        "markdown.prefix_ids": "markdown: {prefix_ids: false}",
        "pictures.widths": "pictures: {widths: [480]}",
        "pictures.url": "pictures: {url: https://p.example/}",
    }  # fmt: skip
    assert (
        len(BodyRules._fields) == len(changed) + 2
    )  # `url` makes two of them; math needs a library as well.
    before = inputs(tmp_path)
    for name, line in changed.items():
        after = inputs(tmp_path, f"{CONFIG}{line}\n")
        assert cause(before["post"], after["post"]) == f"the setting {name} changed"
        others = {unit for unit in before if before[unit] != after[unit]}
        also = {"sanitizer.iframe_hosts": "single:headers", "pictures.widths": "picture"}.get(name, "post")
        assert (others == {"post", "page", "search", also}) == (name not in ("url", "pictures.url"))


def test_formulas_depend_on_the_library_that_reads_them(tmp_path: Path) -> None:
    before, after = inputs(tmp_path), inputs(tmp_path, f"{CONFIG}markdown: {{math: true}}\n")
    changed = "the setting markdown.math and the library latex2mathml changed"
    assert cause(before["post"], after["post"]) == changed


def test_sitemaps_have_nothing_of_the_theme_and_feeds_only_words(tmp_path: Path) -> None:
    found = inputs(tmp_path)
    sorts = {unit: {sort_of(name)[0] for name in names} for unit, names in found.items()}
    assert sorts["sitemap"] == sorts["single:sitemap"] == {"setting", "program"}
    assert sorts["feed"] == sorts["single:feed"] == {"setting", "program", "words"}
    assert {"template", "asset", "words", "pages"} < sorts["post"]
