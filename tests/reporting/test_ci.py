"""Problems as CI systems show them."""

from __future__ import annotations

from pathlib import Path

from generator.core.model import Problem
from generator.reporting.ci import github, gitlab, located, on_github

WARNING = Problem("content/a,b:c.md", 3, 7, "date.missing", "50% of\nit", "mend it", "warning")
NOTICE = WARNING._replace(severity="notice")
ERROR = Problem("a.md", 0, 0, "x", "y", "")


def test_annotations_are_workflow_commands() -> None:
    assert github(WARNING) == (
        "::warning file=content/a%2Cb%3Ac.md,line=3,col=7,title=date.missing::50%25 of%0Ait (mend it)"
    )
    assert github(NOTICE).startswith("::notice file=")
    assert github(ERROR) == "::error file=a.md,title=x::y"
    assert on_github({"GITHUB_ACTIONS": "true"})
    assert not on_github({})


def test_the_report_of_code_quality_has_what_gitlab_asks_for() -> None:
    first, second = gitlab([WARNING, ERROR])
    assert first == {
        "description": "50% of\nit (mend it)",
        "check_name": "date.missing",
        "fingerprint": first["fingerprint"],
        "severity": "minor",
        "location": {"path": "content/a,b:c.md", "lines": {"begin": 3}},
    }
    assert gitlab([NOTICE])[0]["severity"] == "info"
    assert (second["severity"], second["location"]["lines"]) == ("major", {"begin": 1})


def test_fingerprints_are_unique_and_do_not_move_with_lines() -> None:
    one, same, moved = (
        gitlab(problems)
        for problems in ([WARNING, WARNING], [WARNING, WARNING], [WARNING._replace(line=99), ERROR])
    )
    assert one == same
    assert one[0]["fingerprint"] == moved[0]["fingerprint"] != one[1]["fingerprint"]
    assert len(one[0]["fingerprint"]) == 32


def test_paths_are_those_of_the_repository() -> None:
    assert located(ERROR, Path("/repo/archive"), Path("/repo")).path == "archive/a.md"
    assert located(ERROR, Path("/repo"), Path("/repo")).path == "a.md"
    assert located(ERROR, Path("/elsewhere"), Path("/repo")).path == "a.md"
