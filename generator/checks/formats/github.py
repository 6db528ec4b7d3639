"""Findings as annotations of GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterator

from generator.annotations import github
from generator.checks.check import Checked


def lines(checked: Checked) -> Iterator[str]:
    """Yield a workflow command for each finding."""
    return map(github, checked.from_checkout())
