"""Format problems as annotations of GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.check import Checked
from generator.reporting.ci import github


def lines(checked: Checked) -> Iterator[str]:
    """Yield a workflow command for each problem."""
    return map(github, checked.from_checkout())
