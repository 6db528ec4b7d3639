from __future__ import annotations

import pytest

from generator.notifications.classify import Changes, classify


@pytest.mark.parametrize(
    "name",
    ["4913", ".a.md.swp", "a.md~", "#a.md#", ".#a.md", ".goutputstream-X1", "a.md.tmp", ".a.md.x7Gh"],
)
def test_what_lasts_a_moment_does_not_matter(name: str) -> None:
    assert not classify([f"content/posts/2024/{name}"])
    assert not classify([f"themes/own/templates/{name}"])


def test_what_asks_for_what() -> None:
    assert classify(["content/posts/a.md", "content/posts/2024", "output/index.html"]) == Changes(
        ("content/posts/a.md", "content/posts/2024")
    )
    assert classify(["site.yaml"]) == classify(["content/slugs.yaml"]) == Changes(settings=True)
    assert classify(["themes/own/theme.yaml"]) == Changes(theme=True)
    assert classify(["content"]) == Changes(roots=True)


def test_a_rename_over_a_file_counts_for_the_file() -> None:
    assert classify(["content/posts/.a.md.tmp", "content/posts/a.md"]).content == ("content/posts/a.md",)


@pytest.mark.parametrize(
    "path", ["output/a.html", ".backfile/preview/index.sqlite-wal", ".output.staging/x", "x.py"]
)
def test_what_a_build_writes_does_not_matter(path: str) -> None:
    assert not classify([path])


def test_files_of_the_site_may_have_any_name() -> None:
    assert classify(["content/static/.well-known/a.tmp"]).content == ("content/static/.well-known/a.tmp",)
