"""How progress and problems are told."""

from __future__ import annotations

import io

import pytest

from generator.core.model import Problem
from generator.reporting import report
from generator.reporting.report import BarReporter, LineReporter, Report, reporter_for
from tests.conftest import SiteMaker
from tests.sites import post


class Heard(report.Reporter):
    """Remembers what it heard."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.notes: list[str] = []

    def begin(self, stage: str, total: int) -> None:
        self.stages.append(stage)

    def note(self, text: str) -> None:
        self.notes.append(text)


def test_a_build_tells_its_stages(site: SiteMaker) -> None:
    heard = Heard()
    result = site({"posts/a.md": post()}).build(heard)
    assert heard.stages == ["config", "scan", "read", "index", "plan", "render", "search", "write"]
    assert list(result.seconds) == heard.stages


def test_a_damaged_index_is_told_and_made_anew(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    one.build()
    before = one.tree()
    (one.root / ".backfile" / "index.sqlite").write_bytes(b"nonsense" * 1000)
    heard = Heard()
    one.build(heard)
    assert one.tree() == before
    assert len(heard.notes) == 1
    assert "the index in .backfile/ can't be used" in heard.notes[0]


def test_lines_come_every_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 3.0, 10.0, 20.5])
    monkeypatch.setattr("generator.reporting.report.time.monotonic", lambda: next(clock))
    stream = io.StringIO()
    reporter = LineReporter(stream)
    reporter.begin("read", 5000)
    for _ in range(3):
        reporter.advance(1000)
    assert stream.getvalue() == "read: 2,000 of 5,000\nread: 3,000 of 5,000\n"


def test_the_reporter_suits_the_stream() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert isinstance(reporter_for(io.StringIO(), quiet=False), LineReporter)
    assert isinstance(reporter_for(Terminal(), quiet=False), BarReporter)
    assert type(reporter_for(Terminal(), quiet=True)) is report.Reporter


def test_the_bar_is_drawn() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    reporter = BarReporter(stream)
    reporter.begin("render", 10)
    reporter.advance(10)
    reporter.end("render")
    assert "render" in stream.getvalue()
    assert "100%" in stream.getvalue()


def test_the_report_keeps_its_contract() -> None:
    problem = Problem("a.md", 1, 2, "code", "message", "hint")
    found = Report(
        posts=3, published=2, quarantined=1, problems=(problem,), seconds={"scan": 0.12345}
    ).as_json()
    assert found["problems"] == [
        {"path": "a.md", "line": 1, "column": 2, "code": "code", "message": "message", "hint": "hint",
         "severity": "error"}
    ]  # fmt: skip
    assert found["outputs"] == {"written": 0, "unchanged": 0, "removed": 0}
    assert found["seconds"] == {"scan": 0.123}
    assert {"posts", "published", "rescued", "quarantined", "peak_mb"} <= set(found)
