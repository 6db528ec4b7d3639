"""Moving in as docs/import.md shows it: what the commands print, and that no address is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import program
from tests.importers.jekyll.blog import WALK, has_jekyll, jekyll_files
from tests.importers.moved import write_site
from tests.sites import Site

GUIDE = (Path(__file__).parents[3] / "docs/import.md").read_text("utf-8")
POST = "my-blog/_posts/2021-12-26-bridge.md"


def shown(command: str) -> list[str]:
    """Return the lines that the guide shows below a command."""
    found = re.search(rf"^    \$ {re.escape(command)}\n((?:    [^$\n].*\n)*)", GUIDE, re.MULTILINE)
    assert found, command
    return [line[4:] for line in found[1].splitlines() if not line.startswith("    seconds:")]


def printed(command: str) -> list[str]:
    run = CliRunner().invoke(program, command.split()[1:])
    assert run.exit_code == 0
    return [line for line in run.output.splitlines() if not line.startswith(("seconds:", "output:"))]


def test_the_commands_print_what_the_guide_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_site(Path("my-blog"), WALK)
    command = "backfile import jekyll my-blog my-archive"
    assert sorted(printed(command)) == sorted(shown(command))
    Site(tmp_path / "my-archive").build()
    assert printed("backfile check my-archive") == shown("backfile check my-archive")
    post = Path(POST)
    post.write_text(post.read_text("utf-8").replace("lead:", "summary:"), "utf-8")
    command += " --update --quiet --shortcode weather=（{0}：晴，北风二级）"
    assert printed(command) == shown(command)
    page = (tmp_path / "my-archive/content/posts/2021-12-26-bridge.md").read_text("utf-8")
    assert "summary: 停了四十天的桥" in page
    assert "\n（青石镇：晴，北风二级）\n" in page


@pytest.mark.slow
@pytest.mark.skipif(not has_jekyll(), reason="jekyll is not installed (apt install jekyll)")
def test_no_address_is_lost(tmp_path: Path) -> None:
    blog, site = write_site(tmp_path / "my-blog", WALK), Site(tmp_path / "my-archive")
    CliRunner().invoke(program, ["import", "jekyll", str(blog), str(site.root)])
    site.build()
    assert jekyll_files(blog, tmp_path / "old") <= set(site.tree())
