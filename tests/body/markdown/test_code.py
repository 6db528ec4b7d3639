"""What of a text in Markdown is code."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.body.markdown.code import outside_code, split_code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n    x\n\n\tx\nb", "A\n\n    x\n\n\tx\nB"),
        ("a\n    b", "A\n    B"),
        ("# a\n    x\n", "# A\n    x\n"),
        ("- a\n\n    b\n\n      x\n", "- A\n\n    B\n\n      x\n"),
        ("10. a\n\n    b\n\n        x\n\nc\n\n    x", "10. A\n\n    B\n\n        x\n\nC\n\n    x"),
        ("- a\n    - b\n        - c\n", "- A\n    - B\n        - C\n"),
        ("- a\nb\n\n    c\n", "- A\nB\n\n    C\n"),
        ("-     x\n- b", "-     x\n- B"),
        ("* * *\n\n    x\n", "* * *\n\n    x\n"),
        ("1. a\n\n   ```\n   x\n\n   x\n   ```\n   b", "1. A\n\n   ```\n   x\n\n   x\n   ```\n   B"),
        ("- ```\n  x\n  ```\n- b", "- ```\n  x\n  ```\n- B"),
        ("- ```\n  x\n\nb", "- ```\n  x\n\nB"),
        ("~~~\nx\n```\nx\n~~~\nb", "~~~\nx\n```\nx\n~~~\nB"),
        ("<pre>x\n\n    x\n\nx</pre> b", "<PRE>x\n\n    x\n\nx</PRE> B"),
        ("<div><PRE class=a>x</PRE></div>\nb", "<DIV><PRE CLASS=A>x</PRE></DIV>\nB"),
        ("a `<pre>` b\n\nc `x\nx`", "A `<pre>` B\n\nC `x\nx`"),
        ("<present>a", "<PRESENT>A"),
    ],
)
def test_only_what_is_no_code_changes(text: str, expected: str) -> None:
    assert outside_code(text, str.upper) == expected


PIECES = st.sampled_from(
    ["\n", "\n\n", "    ", "\t", "- ", "10. ", "```", "~~~\n", "`", "a", "<pre>", "</pre>", "# ", "> ", "\r"]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_is_lost(text: str) -> None:
    assert "".join(part for part, _ in split_code(text)) == text


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["- ", "`", "<pre>", "<a>", "    a\n\n", "- a\n", "1. ```\n", "\t"])
def test_hostile_texts_take_no_time(unit: str) -> None:
    start = time.process_time()
    list(split_code(unit * 50_000))
    assert time.process_time() - start < 5
