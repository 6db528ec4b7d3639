"""Checks archives of tests in this process."""

from __future__ import annotations

from collections.abc import Iterable

from generator.checks.check import Options, check
from generator.checks.findings import Selection
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.reporting.report import Reporter
from tests.sites import NOW, Site


def found(site: Site, *only: str, now: int = NOW, reporter: Reporter | None = None) -> list[Problem]:
    """Return what a check finds, or of it some codes (or families of codes)."""
    options = Options(now, jobs=1, selection=Selection(only))
    with check(SitePaths.of(site.root), options, reporter or Reporter()) as checked:
        return list(checked.findings)


def told(problems: Iterable[Problem]) -> list[str]:
    """Return findings as `posts/a.md:3:1 code`."""
    return [f"{one.path.removeprefix('content/')}:{one.line}:{one.column} {one.code}" for one in problems]


def codes(site: Site, *only: str) -> list[str]:
    """Return places and codes of what a check finds."""
    return told(found(site, *only))
