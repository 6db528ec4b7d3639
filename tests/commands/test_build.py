"""What `backfile build` says, and what it refuses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import program
from generator.core.errors import BackfileError
from tests.conftest import SiteMaker
from tests.sites import Site, post


def build(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, ["build", *map(str, arguments)])


def test_warnings_of_one_kind_are_cut_short(site: SiteMaker) -> None:
    one = site({f"posts/2021-12-{day:02}-a.md": "---\ntitle: t\n---\nx\n" for day in range(1, 20)})
    told = build(one.root).stderr
    assert told.count("warning: ") == 5
    assert "… and 14 more like it (date.missing)" in told


def test_template_syntax_of_a_whole_site_is_one_line_with_a_count(site: SiteMaker) -> None:
    one = site({f"posts/2021-12-{day:02}-a.md": post(body="{{< figure >}}") for day in range(1, 20)})
    told = build(one.root).stderr
    assert told.count("warning: ") == 1
    assert "2021-12-01-a.md:5:1: template syntax is left in the text" in told
    assert "… and 18 more like it (body.template)" in told


def test_hidden_text_of_a_whole_site_is_one_line_with_a_count(site: SiteMaker) -> None:
    body = '正文。<p style="display:none">广告</p>'
    one = site({f"posts/2021-12-{day:02}-a.md": post(body=body) for day in range(1, 20)})
    told = build(one.root).stderr
    assert told.count("notice: ") == 1
    assert "… and 18 more like it (body.hidden)" in told


def test_no_content_is_no_reason_to_remove_the_archive(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(slug="a")})
    one.build()
    before = one.tree()
    (one.root / "content").rename(one.root / "elsewhere")
    with pytest.raises(BackfileError, match="there is no such folder"):
        one.build()
    assert one.tree() == before


@pytest.mark.parametrize("folder", [".", "..", "content", "content/posts", "themes/x", ".backfile", ".git/x"])
def test_the_output_may_not_be_among_the_sources(site: SiteMaker, folder: str) -> None:
    one = site({"posts/a.md": post()})
    with pytest.raises(BackfileError, match="may not be among the sources"):
        one.build(output=one.root / folder)


def test_a_folder_whose_name_is_not_utf8(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    moved = Site(one.root.rename(os.fsdecode(bytes(one.root) + b"\xff")))
    with pytest.raises(BackfileError, match=r"\?: the folder's name is not UTF-8; rename it"):
        moved.build()
    with pytest.raises(BackfileError, match=r"\?/out: the folder's name is not UTF-8; rename it"):
        one.build(output=moved.root / "out")
