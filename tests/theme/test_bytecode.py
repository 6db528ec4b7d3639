"""Compiled templates that are kept: used again where they fit, and only there."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from generator.core.paths import SitePaths
from generator.theme import bytecode, shipped_templates
from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = pytest.mark.slow

CONFIG = "title: x\nlanguage: zh-CN\ntheme: own\n"
PAGE = "2021/12/28/p.html"
TEMPLATE = "themes/own/templates/post.html"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the archives of a test keep theirs, apart from all others."""
    found = tmp_path / "templates"
    monkeypatch.setattr(SitePaths, "templates", property(lambda _: found))
    monkeypatch.setattr(shipped_templates, "_FOLDER", tmp_path / "kept")
    return found


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Return the names of the templates that are compiled from now on."""
    found: list[str | None] = []
    real = jinja2.Environment.compile

    def compile_told(
        self: jinja2.Environment, source: str, name: str | None = None, *rest: str | None
    ) -> object:
        found.append(name)
        return real(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", compile_told)
    return found


def own(site: SiteMaker, text: str = "一{{ post.title }}") -> Site:
    return site(
        {
            "posts/p.md": post("题目"),
            "../themes/own/theme.yaml": "inherits: default\n",
            f"../{TEMPLATE}": text,
        },
        CONFIG,
    )


def edited(one: Site) -> Site:
    """Change a post, so that its page is rendered again."""
    one.write({"content/posts/p.md": post("新题目")}).build()
    return one


def test_they_are_used_by_the_next_build(site: SiteMaker, folder: Path, names: list[str | None]) -> None:
    one = own(site)
    one.build()
    assert {"post.html", "base.html"} <= set(names)
    names.clear()
    assert edited(one).page(PAGE) == "一新题目"
    assert names == []
    assert list(folder.iterdir())


def test_one_that_changed_is_compiled_again(site: SiteMaker, folder: Path, names: list[str | None]) -> None:
    one = own(site)
    one.build()
    files = sorted(folder.iterdir())
    names.clear()
    one.write({TEMPLATE: "二{{ post.title }}"}).build()
    assert one.page(PAGE) == "二题目"
    assert names == ["post.html"]
    assert sorted(folder.iterdir()) == files


def test_one_that_moved_is_compiled_again(site: SiteMaker, folder: Path, names: list[str | None]) -> None:
    """Its errors are to be told of the file that it is in now."""
    one = own(site)
    one.build()
    moved = Site(one.root.rename(one.root.with_name("moved")))
    names.clear()
    edited(moved)
    assert "post.html" in names


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "folder"])
def test_what_is_damaged_is_compiled_again(
    site: SiteMaker, folder: Path, names: list[str | None], damage: str
) -> None:
    one = own(site)
    one.build()
    for file in folder.iterdir():
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.unlink()
        if damage == "folder":
            file.mkdir()
        else:
            file.write_bytes({"flip": bytes(data), "cut": bytes(data[:-1]), "empty": b""}[damage])
    names.clear()
    assert edited(one).page(PAGE) == "一新题目"
    assert "post.html" in names


def test_those_of_other_libraries_are_compiled_again(
    site: SiteMaker, folder: Path, names: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = own(site)
    one.build()
    names.clear()
    monkeypatch.setattr(bytecode, "version", lambda _: "9")
    edited(one)
    assert "post.html" in names


def test_a_clean_build_compiles_all(site: SiteMaker, folder: Path, names: list[str | None]) -> None:
    one = own(site)
    one.build()
    first = len(names)
    names.clear()
    one.build(clean=1)
    assert len(names) == first


def test_nothing_that_can_be_kept_is_no_mishap(site: SiteMaker, folder: Path) -> None:
    folder.write_text("a file in the way")
    one = own(site)
    one.build()
    assert edited(one).page(PAGE) == "一新题目"


def test_what_depends_on_the_site_is_not_compiled_in(site: SiteMaker, folder: Path) -> None:
    one = own(site, '{{ "English"|language }}{{ post.title }}')
    one.build()
    assert one.page(PAGE) == "und题目"
    one.write({"site.yaml": CONFIG.replace("zh-CN", "en")}).build()
    assert one.page(PAGE) == "题目"


def test_parts_that_are_rendered_once_are_told_apart(site: SiteMaker, folder: Path) -> None:
    """One that is kept and one that is compiled now have the same name and line, in two themes."""
    one = site(
        {
            "posts/p.md": post("题目"),
            "../themes/own/theme.yaml": "inherits: base\n",
            "../themes/own/templates/home.html": "",
            "../themes/base/theme.yaml": "inherits: default\n",
            "../themes/base/templates/part.html": "{% once root %}一{% endonce %}",
        },
        CONFIG,
    )
    one.build()  # From here on each build compiles but one such part, the first in its count.
    home = '{% include "base/part.html" %}'
    one.write({"themes/own/templates/home.html": home}).build()
    part = {"themes/own/templates/part.html": "{% once root %}二{% endonce %}"}
    one.write({"themes/own/templates/home.html": home + '{% include "part.html" %}'} | part).build()
    assert one.page("index.html") == "一二"


def test_one_and_the_one_that_it_replaces_are_both_kept(
    site: SiteMaker, folder: Path, names: list[str | None]
) -> None:
    """They have the same name, in two themes."""
    one = own(site, '{% extends "default/post.html" %}')
    one.build()
    names.clear()
    edited(one)
    assert names == []
