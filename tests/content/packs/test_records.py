"""Posts as the lines of a pack: what is written is what is read, and nothing else is read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.packs.container import DamagedPackError
from generator.content.packs.records import Record, decode, encode, is_post_path, path_in

_NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1, max_size=8
)


@given(name=_NAMES, data=st.one_of(st.binary(), st.text().map(str.encode)))
def test_a_post_is_read_as_it_was_written(name: str, data: bytes) -> None:
    record = Record(f"content/posts/x{name}.md", data)
    line = encode(record)
    assert line.count(b"\n") == 1
    assert decode(line) == record
    assert path_in(line) == record.path


def test_text_can_be_read_in_a_line_and_bytes_are_in_base64() -> None:
    assert json.loads(encode(Record("content/posts/a.md", "\ufeff题\r\n\0".encode()))) == {
        "path": "a.md", "text": "\ufeff题\r\n\0",
    }  # fmt: skip
    assert json.loads(encode(Record("content/posts/a.md", b"\xff"))) == {"path": "a.md", "base64": "/w=="}


def test_lines_of_other_programs_are_read() -> None:
    line = b' { "text": "x", "more": 1, "path": "\\u9898.md" }'
    assert decode(line) == Record("content/posts/题.md", b"x")
    assert path_in(line) == "content/posts/题.md"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"x", "is not JSON"),
        (b"\xff", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "is not an object with a path"),
        (b'{"path": 1, "text": ""}', "is not an object with a path"),
        (b'{"path": "../a.md", "text": ""}', "has a path that no post can have"),
        (b'{"path": "a.md"}', "has neither a text nor bytes in Base64"),
        (b'{"path": "a.md", "text": 1}', "has neither a text nor bytes in Base64"),
        (b'{"path": "a.md", "base64": "?"}', "has neither a text nor bytes in Base64"),
        (b'{"path": "a.md", "text": "", "base64": ""}', "has neither a text nor bytes in Base64"),
        (b'{"path": "a.md", "text": "\\ud800"}', "has neither a text nor bytes in Base64"),
    ],
)
def test_a_line_that_is_no_post_is_refused(line: bytes, why: str) -> None:
    with pytest.raises(DamagedPackError, match=why):
        decode(line)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "a",
        "a.png",
        "/a.md",
        "a//b.md",
        "./a.md",
        "x/../a.md",
        ".a.md",
        "x/.git/a.md",
        "\0.md",
        "\ud800.md",
    ],
)
def test_paths_that_no_scan_finds_are_refused(path: str) -> None:
    assert not is_post_path(f"content/posts/{path}")


@pytest.mark.parametrize("path", ["a.md", "A.MD", "x/江 上.markdown", "x/y/z.html", "a..b.md"])
def test_paths_of_posts_are_good(path: str) -> None:
    assert is_post_path(f"content/posts/{path}")
