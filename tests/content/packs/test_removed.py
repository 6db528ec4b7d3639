"""The list beside a pack: which posts it removes, where, and what happens when it is badly written."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.content.packs.removed import read_list


def listed(root: Path, text: str) -> tuple[dict[str, tuple[int, int]], list[str]]:
    file = root / "content" / "packs" / "2021-12.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    found = read_list(root, "2021-12")
    return {path: (place.line, place.column) for path, place in found.positions.items()}, [
        str(one) for one in found.problems
    ]


def test_no_list(tmp_path: Path) -> None:
    assert read_list(tmp_path, "2021-12").positions == {}


def test_posts_by_both_of_their_paths(tmp_path: Path) -> None:
    text = "# why\nremoved:\n  - a.md\n  - 'x/江 上.md'  # asked for\n  - content/posts/b.md\n"
    assert listed(tmp_path, text) == (
        {
            "content/posts/a.md": (3, 5),
            "content/posts/x/江 上.md": (4, 5),
            "content/posts/b.md": (5, 5),
        },
        [],
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "removed:\n", "removed: []\n"])
def test_empty_lists(tmp_path: Path, text: str) -> None:
    assert listed(tmp_path, text) == ({}, [])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("removed:\n- a.md\n- [b.md\n", "3:3: "),
        ("- a.md\n", "1:1: it is not a list of removed posts"),
        ("gone:\n- a.md\n", "1:1: the only key that it may have is removed"),
        ("removed: a.md\n- a.md\n", ""),
        ("removed:\n- a.md\n- {b: c}\n", "3:3: this is not a path"),
    ],
)
def test_a_list_with_a_mistake_still_removes_what_it_names(tmp_path: Path, text: str, place: str) -> None:
    found, (problem,) = listed(tmp_path, text)
    assert "content/posts/a.md" in found
    assert problem.startswith(f"content/packs/2021-12.yaml:{place}")
