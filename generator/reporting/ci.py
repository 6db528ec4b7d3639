"""Format problems for CI: annotations of GitHub, code quality reports of GitLab."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator.core.model import Problem

#: GitLab's names for the severities; GitLab has more than these three.
_SEVERITIES = {"error": "major", "warning": "minor", "notice": "info"}


def on_github(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether this process runs under GitHub Actions."""
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
    """Return problems as a code quality report of GitLab.

    https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

    GitLab recognises a problem in the next report by its fingerprint. So the fingerprint is made
    of path, code and message, but not of the line, which other edits change.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    report = []
    for problem in problems:
        identity = (problem.path, problem.code, problem.message)
        seen[identity] += 1
        data = "\0".join([*identity, str(seen[identity])]).encode("utf-8", "surrogatepass")
        report.append({
            "description": _sentence(problem),
            "check_name": problem.code,
            "fingerprint": hashlib.sha256(data).hexdigest()[:32],
            "severity": _SEVERITIES[problem.severity],
            "location": {"path": problem.path, "lines": {"begin": max(1, problem.line)}},
        })  # fmt: skip
    return report


def located(problem: Problem, archive: Path, here: Path) -> Problem:
    """Return a problem with its path relative to `here`, the folder of the repository.

    If the archive is not below that folder, the problem is returned unchanged.
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
