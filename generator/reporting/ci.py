"""Problems as CI shows them: GitHub's annotations, GitLab's report of code quality."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator.core.model import Problem

#: GitLab's words for severities; it has others between and beyond them.
_SEVERITIES = {"error": "major", "warning": "minor"}


def on_github(environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether this runs under GitHub Actions."""
    return environ.get("GITHUB_ACTIONS") == "true"


def github(problem: Problem) -> str:
    """Return a problem as a workflow command of GitHub Actions.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    place = f"file={_property(problem.path)}"
    if problem.line:
        place += f",line={problem.line}" + (f",col={problem.column}" if problem.column else "")
    return f"::{problem.severity} {place},title={_property(problem.code)}::{_data(_sentence(problem))}"


def gitlab(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return problems as GitLab's report of code quality has them.

    https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

    A problem is known by its fingerprint from one report to the next, so that
    follows from what is wrong where, but for the line, which other edits move.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    report = []
    for problem in problems:
        what = (problem.path, problem.code, problem.message)
        seen[what] += 1
        mark = "\0".join([*what, str(seen[what])]).encode("utf-8", "surrogatepass")
        report.append({
            "description": _sentence(problem),
            "check_name": problem.code,
            "fingerprint": hashlib.sha256(mark).hexdigest()[:32],
            "severity": _SEVERITIES[problem.severity],
            "location": {"path": problem.path, "lines": {"begin": max(1, problem.line)}},
        })  # fmt: skip
    return report


def located(problem: Problem, archive: Path, here: Path) -> Problem:
    """Return a problem with its path as seen from `here`, where the repository is checked out.

    It stays as it is when the archive does not lie below that folder.
    """
    if here not in archive.parents:
        return problem
    return problem._replace(path=f"{archive.relative_to(here).as_posix()}/{problem.path}")


def _sentence(problem: Problem) -> str:
    return problem.message + (f" ({problem.hint})" if problem.hint else "")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
