"""What is made from the templates of shipped themes serves all archives."""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2
import pytest

from generator.core.paths import SitePaths
from generator.theme import shipped_templates
from tests.sites import Site, make_site, post

pytestmark = pytest.mark.slow


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where those of shipped themes are kept in a test; each archive has its own as well."""
    found = tmp_path / "kept"
    monkeypatch.setattr(shipped_templates, "_FOLDER", found)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(SitePaths, "templates", property(lambda paths: paths.state / "templates"))
    return found


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is parsed from now on: the names of templates that are compiled, "" for references."""
    found: list[str] = []
    real = jinja2.Environment._parse

    def parse(self: jinja2.Environment, source: str, name: str | None, filename: str | None) -> object:
        found.append(name or "")
        return real(self, source, name, filename)

    monkeypatch.setattr(jinja2.Environment, "_parse", parse)
    return found


def archive(folder: Path, theme: str = "default") -> Site:
    own = {"../themes/own/theme.yaml": "inherits: default\n", "../themes/own/templates/home.html": "自家"}
    return make_site(folder, {"posts/p.md": post("题目"), **own}, f"title: x\ntheme: {theme}\n")


def test_a_second_archive_parses_nothing(tmp_path: Path, kept: Path, names: list[str]) -> None:
    first = archive(tmp_path / "a")
    first.build()
    assert {"", "post.html", "base.html"} <= set(names)
    names.clear()
    second = archive(tmp_path / "b")
    second.build()
    assert names == []
    assert second.tree() == first.tree()


def test_an_own_theme_is_not_kept_but_uses_what_is(tmp_path: Path, kept: Path, names: list[str]) -> None:
    archive(tmp_path / "a", "own").build()
    assert not kept.exists()
    archive(tmp_path / "b").build()
    names.clear()
    archive(tmp_path / "c", "own").build()
    assert set(names) == {"", "home.html"}


def test_what_is_damaged_is_made_anew_and_kept(tmp_path: Path, kept: Path, names: list[str]) -> None:
    archive(tmp_path / "a").build()
    for file in kept.iterdir():
        file.write_bytes(file.read_bytes()[:-1])
    names.clear()
    archive(tmp_path / "b").build()
    assert {"", "post.html"} <= set(names)
    names.clear()
    archive(tmp_path / "c").build()
    assert names == []


def test_one_that_is_kept_is_not_written_again(tmp_path: Path, kept: Path) -> None:
    archive(tmp_path / "a").build()
    before = {file: file.stat().st_ino for file in kept.iterdir()}
    archive(tmp_path / "b").build()
    assert {file: file.stat().st_ino for file in kept.iterdir()} == before


def test_a_folder_that_cannot_be_written_to_is_no_mishap(tmp_path: Path, kept: Path) -> None:
    kept.write_text("a file in the way")
    archive(tmp_path / "a").build()
    archive(tmp_path / "b").build()
    assert kept.read_text() == "a file in the way"


def test_a_program_that_keeps_no_compiled_modules_keeps_no_templates(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    archive(tmp_path / "a").build()
    assert not kept.exists()


def test_a_build_that_verifies_uses_none_and_keeps_none(tmp_path: Path, kept: Path, names: list[str]) -> None:
    one = archive(tmp_path / "a")
    one.build()
    before = {file: file.read_bytes() for file in kept.iterdir()}
    names.clear()
    one.verify()
    assert {"", "post.html"} <= set(names)
    assert {file: file.read_bytes() for file in kept.iterdir()} == before
