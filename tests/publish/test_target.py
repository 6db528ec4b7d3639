"""What a target names."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import BackfileError
from generator.publish.target import FolderTarget, GitTarget, RsyncTarget, Target, parse_target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("www", FolderTarget(Path("/base/www"))),
        ("../www/", FolderTarget(Path("/www"))),
        ("/srv/www", FolderTarget(Path("/srv/www"))),
        ("./host:path", FolderTarget(Path("/base/host:path"))),
        ("C:\\www", FolderTarget(Path("/base/C:\\www"))),
        ("example.org:/srv/www", RsyncTarget("example.org:/srv/www")),
        ("user@example.org:www", RsyncTarget("user@example.org:www")),
        ("example.org::module/www", RsyncTarget("example.org::module/www")),
        ("rsync://example.org/module", RsyncTarget("rsync://example.org/module")),
        ("rsync:/srv/www", RsyncTarget("/srv/www")),
        ("git:origin#pages", GitTarget("origin", "pages")),
        ("git:origin", GitTarget("origin", "gh-pages")),
        ("git:https://host.example/a#b.git#pages", GitTarget("https://host.example/a#b.git", "pages")),
        ("git:git@host.example:a/b.git#x/y", GitTarget("git@host.example:a/b.git", "x/y")),
    ],
)
def test_targets(text: str, target: Target) -> None:
    assert parse_target(text, Path("/base")) == target


@pytest.mark.parametrize(
    "text",
    ["", "-e", "rsync:", "rsync:-e x", "git:", "git:#", "git:--upload-pack=x#b", "git:x#", "ftp://x/y",
     "https://host.example/a.git"],
)  # fmt: skip
def test_what_names_nothing_is_told(text: str) -> None:
    with pytest.raises(BackfileError, match="names no target; write a folder, host:path"):
        parse_target(text, Path("/base"))


def test_a_target_is_shown_as_it_is_written() -> None:
    for text in ("/srv/www", "rsync:host:/www", "git:origin#pages"):
        assert str(parse_target(text, Path("/"))) == text
