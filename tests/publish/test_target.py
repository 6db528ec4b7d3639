"""What a target names."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.publish.target import (
    FolderTarget,
    GitTarget,
    RsyncTarget,
    Target,
    parse_target,
    without_secrets,
)


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
    with pytest.raises(BackfileError, match="is no target; write a folder, host:path"):
        parse_target(text, Path("/base"))


def test_a_target_is_shown_as_it_is_written() -> None:
    for text in ("/srv/www", "rsync:host:/www", "git:origin#pages"):
        assert str(parse_target(text, Path("/"))) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("git:https://u:p@ss@host/x#b", "git:https://host/x#b"),
        ("git:https://u:pa/ss@host/x#b", "git:https://host/x#b"),
        ("git:https://u:pass@host/x#b", "git:https://host/x#b"),
        ("rsync://u:pass@host/m", "rsync:rsync://host/m"),
        ("rsync:rsync://u:pass@host/m", "rsync:rsync://host/m"),
        ("u@host:/www", "rsync:u@host:/www"),
    ],
)
def test_secrets_are_not_shown(text: str, shown: str) -> None:
    assert str(parse_target(text, Path("/"))) == shown


def test_secrets_in_what_names_nothing_are_not_shown() -> None:
    with pytest.raises(BackfileError, match=r"^'https://host/x' is no target"):
        parse_target("https://u:p@ss@host/x", Path("/"))
    assert without_secrets("can't read 'https://u:pa/ss@h/x', a@b") == "can't read 'https://h/x', a@b"


def test_keys_tell_targets_apart_whatever_the_token() -> None:
    def key(text: str) -> str:
        target = parse_target(text, Path("/"))
        assert not isinstance(target, FolderTarget)
        return target.key

    assert key("git:https://u:old@host/x#b") == key("git:https://u:new@host/x#b") == "git:https://host/x#b"
    assert key("git:https://host/a@x#b") != key("git:https://host/c@x#b")
    assert key("rsync://a@host/m") != key("rsync://b@host/m")
    assert key("rsync:host:/www") == "rsync:host:/www"
