from __future__ import annotations

import json
from pathlib import Path

from generator.core.model import Problem
from generator.notifications.classify import Changes
from generator.pipeline.build import Scope
from generator.reporting.report import Report
from generator.watch.journal import Done, Journal
from generator.watch.schedule import Batch, Cause

PROBLEMS = tuple(Problem(f"content/posts/{number}.md", 1, 1, "x", "wrong", "mend it") for number in range(25))


def done(cause: Cause, *paths: str, new: tuple[Problem, ...] = (), written: int = 0) -> Done:
    report = Report(problems=(*new, *PROBLEMS), written=written)
    return Done(3, Batch(cause, Changes(paths), Scope(paths), 0.0), report, 0.3, 0.25, new, 0)


def test_a_batch_names_the_first_files() -> None:
    said: list[str] = []
    Journal(said.append).batch(done("changes", *"abcde", written=12))
    assert said == ["batch 3: a, b, c and 2 more changed; 12 written, 0 removed; 0.25 s"]


def test_new_problems_are_told_up_to_a_number() -> None:
    said: list[str] = []
    Journal(said.append).batch(done("changes", "a", new=PROBLEMS))
    assert len(said) == 22
    assert said[1].startswith("content/posts/0.md:1:1:")
    assert said[-1] == "… and 5 more problems; --json FILE has them all"


def test_a_look_without_news_is_told_to_programs_alone(tmp_path: Path) -> None:
    said: list[str] = []
    journal = Journal(said.append, file=tmp_path / "log.jsonl")
    journal.batch(done("look"))
    assert said == []
    journal.batch(done("look", written=1))
    assert said == ["batch 3: all files were compared; 1 written, 0 removed; 0.25 s"]
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text("utf-8").splitlines()]
    assert [(line["event"], line["cause"], line["problems"]) for line in lines] == [("batch", "look", [])] * 2


def test_names_that_are_not_unicode_can_be_written(tmp_path: Path) -> None:
    journal = Journal(lambda _: None, file=tmp_path / "log.jsonl")
    journal.batch(done("changes", "content/posts/\udcff.md"))
    (line,) = (tmp_path / "log.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["paths"] == ["content/posts/\udcff.md"]


def test_quiet_leaves_failures_and_problems() -> None:
    said: list[str] = []
    journal = Journal(said.append, quiet=True)
    journal.batch(done("start", written=12, new=PROBLEMS[:1]))
    journal.failed("no room")
    journal.command("true", 0, 0.1)
    journal.command("sleep", None, 600.0)
    assert said[1:] == ["no room", "--exec sleep: took too long and was ended"]


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    Journal(said.append, file=tmp_path).note("hello")
    assert said == ["hello", f"{tmp_path}: a line was not written: Is a directory"]
