from __future__ import annotations

from generator.content.problems import LIMIT, Diagnostics
from generator.core.model import WHOLE_FILE, Position, Problem


def test_problems_keep_their_order_and_place() -> None:
    diagnostics = Diagnostics("a.md")
    diagnostics.warn("x.y", Position(3, 4), "what", "cure")
    assert not diagnostics.failed
    diagnostics.error("x.z", WHOLE_FILE, "what", "cure")
    assert diagnostics.failed
    assert diagnostics.problems() == (
        Problem("a.md", 3, 4, "x.y", "what", "cure", "warning"),
        Problem("a.md", 0, 0, "x.z", "what", "cure", "error"),
    )


def test_warnings_are_bounded_and_errors_are_not() -> None:
    diagnostics = Diagnostics("a.md")
    for line in range(LIMIT + 5):
        diagnostics.warn("x.y", Position(line, 1), "what", "cure")
    diagnostics.error("x.z", WHOLE_FILE, "what", "cure")
    problems = diagnostics.problems()
    assert [problem.code for problem in problems] == ["x.z", *["x.y"] * LIMIT, "post.more"]
    assert problems[-1].message == "5 more warnings are not shown"
    assert len(diagnostics.all_problems()) == LIMIT + 6


def test_an_error_of_another_reader_counts() -> None:
    diagnostics = Diagnostics("a.md")
    diagnostics.extend([Problem("a.md", 1, 1, "x.y", "what", "cure", "warning")])
    assert not diagnostics.failed
    diagnostics.extend([Problem("a.md", 1, 1, "x.y", "what", "cure")])
    assert diagnostics.failed
