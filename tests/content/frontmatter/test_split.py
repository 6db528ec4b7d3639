from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.frontmatter.split import Split, read_body, split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: b\n---\nbody\n", Split("a: b\n", 2, "body\n", 4)),
        ("---\na: b\n...\nbody", Split("a: b\n", 2, "body", 4)),
        ("---  \na: b\n---\t \nbody", Split("a: b\n", 2, "body", 4)),
        ("\n \t\n---\na: b\n---\nbody", Split("a: b\n", 4, "body", 6)),
        ("---\n---\nbody", Split("", 2, "body", 3)),
        ("---\na: b\n---", Split("a: b\n", 2, "", 4)),
        ("---\na: --- b\nc: |\n  ---\n---\nx\n---\n", Split("a: --- b\nc: |\n  ---\n", 2, "x\n---\n", 6)),
        ("body only", Split(None, 1, "body only", 1)),
        ("", Split(None, 1, "", 1)),
        ("--- a\nb\n---\n", Split(None, 1, "--- a\nb\n---\n", 1)),
        ("----\na\n----\n", Split(None, 1, "----\na\n----\n", 1)),
        ("text\n---\na: b\n---\n", Split(None, 1, "text\n---\na: b\n---\n", 1)),
        ("---\na: b\n----\nbody", Split("", 2, "", 2, closed=False)),
        ("---", Split("", 1, "", 1, closed=False)),
    ],
)
def test_split(text: str, expected: Split) -> None:
    assert split(text) == expected


def test_body_is_read_without_a_look_at_the_fields() -> None:
    assert read_body("\ufeff---\r\ntitle: [broken\r\n---\r\n正文\r\n".encode()) == "正文\n"


@given(st.text("-.\n ab:", max_size=60))
def test_lines_are_counted_right(text: str) -> None:
    parts = split(text)
    lines = text.split("\n")
    assert "\n".join(lines[parts.body_line - 1 :]) == parts.body or not parts.closed
    if parts.front:
        front = parts.front.count("\n")
        assert "\n".join([*lines[parts.first_line - 1 : parts.first_line - 1 + front], ""]) == parts.front
