"""`backfile import` as people and scripts meet it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import program
from generator.system.lock import hold
from tests.importers.imports import jsonl
from tests.importers.jekyll.blog import make_blog

GOOD = {"id": 1, "title": "题目", "date": "2021-12-28", "body": '<p style="x">正文。</p>'}


def backfile(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, [*map(str, arguments)], prog_name="backfile")


def test_all_is_well(tmp_path: Path) -> None:
    done = backfile("import", "jsonl", jsonl(tmp_path / "a.jsonl", [GOOD]), tmp_path / "site")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "articles: 1 read: 1 added\n" in done.stdout
    assert f"build it with: backfile build {tmp_path / 'site'}" in done.stdout


def test_bad_ones_have_an_exit_code_of_their_own(tmp_path: Path) -> None:
    done = backfile("import", "jsonl", jsonl(tmp_path / "a.jsonl", [GOOD, "{"]), tmp_path / "site")
    assert done.exit_code == 4
    assert done.stderr.startswith("error: a.jsonl:2:2: the line is no JSON: ")
    assert "articles: 2 read: 1 added, 1 bad\n" in done.stdout
    assert f"bad ones: {tmp_path / 'site' / 'a.bad.jsonl'}; correct them in this file" in done.stdout


def test_quiet_says_only_what_went_wrong(tmp_path: Path) -> None:
    done = backfile("import", "jsonl", jsonl(tmp_path / "a.jsonl", [GOOD, "{"]), tmp_path / "site", "--quiet")
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_many_problems_of_a_kind_are_counted(tmp_path: Path) -> None:
    done = backfile("import", "jsonl", jsonl(tmp_path / "a.jsonl", ["{"] * 300), tmp_path / "site")
    assert done.stderr.count("the line is no JSON") == 5
    assert "… and 295 more like it (import.json)" in done.stderr


def test_the_report(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [GOOD, "{", GOOD | {"id": 2, "mood": "x"}])
    backfile("import", "jsonl", file, tmp_path / "site", "--json", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert (report["added"], report["bad"], report["told"]) == (2, 1, {"import.json": 1})
    assert report["problems"][0]["line"] == 2
    assert report["rejects"].endswith("a.bad.jsonl")
    assert report["notes"] == ["not imported: mood (assign them with --map theirs=ours)"]


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [GOOD])
    done = backfile("import", "jsonl", file, tmp_path / "site", "--json", tmp_path / "no" / "report.json")
    assert done.exit_code == 1
    assert "the report was not written" in done.stderr
    assert "1 added" in done.stdout


def test_cleaning(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [GOOD])
    backfile("import", "jsonl", file, tmp_path / "site", "--clean")
    (post,) = (tmp_path / "site/content/posts").rglob("*.md")
    assert post.read_text("utf-8").endswith("---\n<p>正文。</p>\n")


def test_a_dry_run(tmp_path: Path) -> None:
    done = backfile("import", "jsonl", jsonl(tmp_path / "a.jsonl", [GOOD]), tmp_path / "site", "--dry-run")
    listed, dry, counts, *_ = done.stdout.splitlines()
    assert listed == "added: content/posts/2021/12/2021-12-28-题目.md"
    assert dry == "dry run: nothing was written"
    assert counts == "articles: 1 read: 1 added"
    assert not (tmp_path / "site").exists()


def test_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("稿件,日期,正文\n题目,2021-12-28,文\n", "utf-8")
    done = backfile("import", "csv", tmp_path / "a.csv", tmp_path / "site", "--map", "稿件=title", "--update")
    assert (done.exit_code, done.stderr) == (0, "")


def test_a_jekyll_site(tmp_path: Path) -> None:
    done = backfile("import", "jekyll", make_blog(tmp_path / "blog"), tmp_path / "site", "--time-zone", "UTC")
    assert done.exit_code == 0
    assert "articles: 42 read: 41 added, 1 left out\nfiles:    4 read: 4 added\n" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("import",), "Commands:"),
        (("import", "jsonl"), "Missing argument 'FILE'"),
        (("import", "jsonl", "nothing.jsonl"), "does not exist"),
        (("import", "wordpress"), "No such command"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], told: str) -> None:
    done = backfile(*arguments)
    assert done.exit_code == 2
    assert told in done.output


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_mistake_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x", "utf-8")
    done = run("import", "jsonl", jsonl(tmp_path / "a.jsonl", [GOOD]), tmp_path)
    assert done.returncode == 1
    assert "this folder is no archive (it has no site.yaml) and not empty" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_build_that_is_at_work(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [GOOD])
    assert run("import", "jsonl", file, tmp_path / "site").returncode == 0
    with hold(tmp_path / "site/.backfile/lock"):
        done = run("import", "jsonl", file, tmp_path / "site")
    assert done.returncode == 3


def test_an_import_that_is_stopped_goes_on_later(tmp_path: Path) -> None:
    file = jsonl(
        tmp_path / "a.jsonl", ({**GOOD, "id": number, "slug": f"s{number}"} for number in range(3_000))
    )
    command = [sys.executable, "-m", "generator", "import", "jsonl", str(file), str(tmp_path / "site")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    first = tmp_path / "site/content/posts/2021/12/2021-12-28-s100.md"
    while not first.exists():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode == 130
    assert told == "backfile: stopped by SIGINT; run it again to continue\n"
    assert not list((tmp_path / "site/content").rglob("*.tmp"))
    there = len(list((tmp_path / "site/content/posts").rglob("*.md")))
    assert 100 < there < 3_000
    report = tmp_path / "report.json"
    assert run("import", "jsonl", file, tmp_path / "site", "--json", report).returncode == 0
    counts = json.loads(report.read_text("utf-8"))
    assert (counts["added"], counts["present"]) == (3_000 - there, there)


def test_the_report_on_a_file_whose_name_is_not_utf8(tmp_path: Path) -> None:
    file = jsonl(Path(os.fsdecode(bytes(tmp_path) + b"/\xff.jsonl")), ["{"])
    report = tmp_path / "report.json"
    done = backfile("import", "jsonl", file, tmp_path / "site", "--quiet", "--json", report)
    assert done.exit_code == 4
    assert json.loads(report.read_text("utf-8"))["problems"][0]["path"] == "\udcff.jsonl"
