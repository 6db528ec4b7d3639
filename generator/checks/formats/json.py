"""Format problems as one JSON object, with a problem in each line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.checks.check import Checked


def lines(checked: Checked) -> Iterator[str]:
    """Yield the object: counts, and the list of problems."""
    findings = checked.findings
    counts = {
        "posts": checked.posts,
        "errors": findings.count("error"),
        "warnings": findings.count("warning"),
        "notices": findings.count("notice"),
    }
    yield f'{json.dumps(counts)[:-1]}, "findings": ['
    comma = ""
    for problem in findings:
        yield comma + json.dumps(problem._asdict(), ensure_ascii=False)
        comma = ","
    yield "]}"
