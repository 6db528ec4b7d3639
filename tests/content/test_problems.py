from __future__ import annotations

import pytest

from generator.content.problems import LIMIT, WHOLE_FILE, Notes, quoted
from generator.core.model import Problem


def test_notes_keep_their_order_and_place() -> None:
    notes = Notes("a.md")
    notes.warn("x.y", (3, 4), "what", "cure")
    assert not notes.failed
    notes.error("x.z", WHOLE_FILE, "what", "cure")
    assert notes.failed
    assert notes.problems() == (
        Problem("a.md", 3, 4, "x.y", "what", "cure", "warning"),
        Problem("a.md", 0, 0, "x.z", "what", "cure", "error"),
    )


def test_warnings_are_bounded_and_errors_are_not() -> None:
    notes = Notes("a.md")
    for line in range(LIMIT + 5):
        notes.warn("x.y", (line, 1), "what", "cure")
    notes.error("x.z", WHOLE_FILE, "what", "cure")
    problems = notes.problems()
    assert [problem.code for problem in problems] == ["x.z", *["x.y"] * LIMIT, "post.more"]
    assert problems[-1].message == "5 more warnings are not shown"
    assert len(notes.gathered()) == LIMIT + 6


def test_an_error_of_another_reader_counts() -> None:
    notes = Notes("a.md")
    notes.extend([Problem("a.md", 1, 1, "x.y", "what", "cure", "warning")])
    assert not notes.failed
    notes.extend([Problem("a.md", 1, 1, "x.y", "what", "cure")])
    assert notes.failed


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a", "“a”"), ("a\nb\x1b", "“a b ”"), ("x" * 41, f"“{'x' * 40}…”"), ("x" * 40, f"“{'x' * 40}”")],
)
def test_quoted(text: str, shown: str) -> None:
    assert quoted(text) == shown
