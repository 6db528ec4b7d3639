"""Format problems as SARIF 2.1.0, which code hosts and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.checks.check import Checked
from generator.checks.codes import KINDS
from generator.core.digests import digest_text
from generator.core.model import Problem, Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "notice": "note"}
_HELP = "See docs/check.md and docs/posts.md of Backfile."


def lines(checked: Checked) -> Iterator[str]:
    """Yield one run: first its rules, then a result in each line."""
    codes = checked.findings.codes()
    driver = {"name": "Backfile", "version": __version__, "rules": [_rule(*one) for one in codes]}
    head = {"$schema": _SCHEMA, "version": "2.1.0"}
    tool = json.dumps({"driver": driver}, ensure_ascii=False)
    yield f'{json.dumps(head)[:-1]}, "runs": [{{"columnKind": "unicodeCodePoints", "tool": {tool},'
    yield '"results": ['
    numbers = {code: number for number, (code, _) in enumerate(codes)}
    comma = ""
    for problem in checked.from_checkout():
        yield comma + json.dumps(_result(problem, numbers[problem.code]), ensure_ascii=False)
        comma = ","
    yield "]}]}"


def _rule(code: str, severity: Severity) -> dict[str, Any]:
    name = KINDS[code].name if code in KINDS else code.replace(".", ": ").replace("-", " ")
    return {
        "id": code,
        "shortDescription": {"text": name},
        "help": {"text": _HELP},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    message = problem.message + (f" ({problem.hint})" if problem.hint else "")
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(problem.path), "uriBaseId": "%SRCROOT%"}}
    if problem.line:
        place["region"] = {"startLine": problem.line} | (
            {"startColumn": problem.column} if problem.column else {}
        )
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
        # Without the line, so that a problem keeps its identity when text above it changes.
        "partialFingerprints": {
            "backfile/v1": digest_text(f"{problem.path}\0{problem.code}\0{problem.message}", 32)
        },
    }
