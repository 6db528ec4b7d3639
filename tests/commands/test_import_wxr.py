"""`backfile import wxr` as people meet it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import program
from generator.core.errors import BackfileError
from tests.importers.wordpress.blog import export, item


def backfile(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, [*map(str, arguments)], prog_name="backfile")


def test_an_export(tmp_path: Path) -> None:
    file = export(
        tmp_path / "a.xml", item(1, body="[note]旁[/note]"), item(2, kind="book"), item(3, kind="menu")
    )
    options = ("--shortcode", "note=<b>{inner}</b>", "--type", "book", "--time-zone", "Asia/Tokyo", "--clean")
    done = backfile("import", "wxr", file, tmp_path / "site", *options)
    assert done.exit_code == 0
    assert "articles: 3 read: 2 added, 1 left out\n" in done.stdout
    assert re.search(r"a\.xml:\d+: it is of the type menu", done.stderr)
    (post,) = (tmp_path / "site").rglob("*-post-1.html")
    assert post.read_text("utf-8").endswith("<p><b>旁</b></p>\n")
    assert "time_zone: Asia/Tokyo\n" in (tmp_path / "site/site.yaml").read_text("utf-8")


def test_bad_items_have_an_exit_code_and_a_side_file(tmp_path: Path) -> None:
    file = export(tmp_path / "a.xml", item(1), item(2).replace("</title>", ""))
    done = backfile("import", "wxr", file, tmp_path / "site")
    assert done.exit_code == 4
    assert "its XML is damaged: mismatched tag" in done.stderr
    assert f"bad ones: {tmp_path / 'site' / 'a.bad.xml'}" in done.stdout


@pytest.mark.parametrize("option", ["note", "=x", "a b=x"])
def test_a_shortcode_without_html(tmp_path: Path, option: str) -> None:
    done = backfile("import", "wxr", export(tmp_path / "a.xml"), tmp_path / "site", "--shortcode", option)
    assert isinstance(done.exception, BackfileError)
    assert "write it as NAME=HTML" in str(done.exception)
