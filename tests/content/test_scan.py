"""The scan finds what is there, tells what it passes over, and never leaves the content."""

from __future__ import annotations

import os
from pathlib import Path

from generator.content.scan import Folder, scan
from generator.core.model import Problem


def found(root: Path) -> dict[str, str]:
    folders = [one for one in scan(root) if isinstance(one, Folder)]
    return {file.path: file.role for folder in folders for file in folder.found()}


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


def test_roles_go_by_folder_and_suffix(tmp_path: Path) -> None:
    put(tmp_path, "posts/a.md", "posts/b/名 字.MARKDOWN", "posts/b/c.html", "posts/b/d.png", "pages/e.md",
        "pages/f.jpg", "static/g.html", "static/.well-known/h", "slugs.yaml", "other/i.md")  # fmt: skip
    assert found(tmp_path) == {
        "content/posts/a.md": "post",
        "content/posts/b/名 字.MARKDOWN": "post",
        "content/posts/b/c.html": "post",
        "content/posts/b/d.png": "file",
        "content/pages/e.md": "page",
        "content/pages/f.jpg": "file",
        "content/static/g.html": "static",
        "content/static/.well-known/h": "static",
    }


def test_temporary_and_hidden_files_among_posts_are_no_posts(tmp_path: Path) -> None:
    put(tmp_path, "posts/.a.md.swp", "posts/a.md~", "posts/#a.md#", "posts/.git/x.md", "posts/.DS_Store")
    assert found(tmp_path) == {}


def test_links_are_told_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "posts/a.md")
    (tmp_path / "content/posts/secret.md").symlink_to("/etc/hostname")
    (tmp_path / "content/posts/loop").symlink_to(tmp_path / "content")
    problems = [one for one in scan(tmp_path) if isinstance(one, Problem)]
    assert sorted(problem.path for problem in problems) == ["content/posts/loop", "content/posts/secret.md"]
    assert {(problem.code, problem.severity) for problem in problems} == {("scan.link", "warning")}
    assert found(tmp_path) == {"content/posts/a.md": "post"}


def test_a_name_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    put(tmp_path, "posts/a.md")
    Path(os.fsdecode(bytes(tmp_path) + b"/content/posts/\xb1\xea.md")).write_bytes(b"x")
    problems = [one for one in scan(tmp_path) if isinstance(one, Problem)]
    assert [problem.code for problem in problems] == ["scan.name"]
    assert found(tmp_path) == {"content/posts/a.md": "post"}


def test_the_files_of_a_folder_whose_name_is_not_utf8_are_told(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(bytes(tmp_path) + b"/content/posts/\xb1\xea"))
    folder.mkdir(parents=True)
    (folder / "a.md").write_bytes(b"x")
    found = [*scan(tmp_path)]
    assert [one.path for one in found] == ["content/posts/", "content/posts/??/a.md"]
    assert isinstance(found[1], Problem)
    assert found[1].code == "scan.name"


def test_no_content_is_no_files(tmp_path: Path) -> None:
    assert list(scan(tmp_path)) == []
