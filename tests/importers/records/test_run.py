"""Imports of records: what gets in, what stays out, and what a second import does."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.addresses.segments import slugify
from generator.content.frontmatter.record import clean
from generator.content.frontmatter.split import read_body
from generator.core.errors import BackfileError, LockedError
from generator.importers.article import tidy_body
from generator.importers.register import Register
from generator.system.lock import hold
from tests.importers.imports import codes, jsonl, parsed, posts, run
from tests.sites import Site

ONE: dict[str, Any] = {"id": 1, "title": "题目", "date": "2021-12-28 07:35:22 +0800", "body": "正文。"}


def test_a_record_becomes_a_post_of_a_new_archive(tmp_path: Path) -> None:
    record = ONE | {
        "category": "nanfangribao",
        "tags": ["甲", "乙"],
        "url": "https://a.example/1",
        "author": "记者",
        "summary": "摘要",
        "slug": "NW1",
    }
    report = run(jsonl(tmp_path / "a.jsonl", [record]), tmp_path / "site")
    assert report.counts == {"added": 1}
    (path,) = posts(tmp_path / "site")
    assert path.name == "2021-12-28-NW1.md"
    post = parsed(tmp_path / "site", path)
    assert (post.title, post.date, post.slug) == ("题目", "2021-12-28T07:35:22+08:00", "NW1")
    assert (post.categories, post.tags, post.summary) == (("nanfangribao",), ("甲", "乙"), "摘要")
    assert json.loads(post.details) == {"authors": ["记者"], "source_url": "https://a.example/1"}
    Site(tmp_path / "site").build()
    assert (tmp_path / "site/output/nanfangribao/2021/12/28/NW1.html").is_file()


TEXTS = st.text(max_size=20)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    title=TEXTS.filter(lambda text: clean(text) != ""),
    body=st.text(max_size=100).map(lambda text: f"词{text}"),
    category=TEXTS,
    tags=st.lists(TEXTS, max_size=3),
    minutes=st.integers(0, 60_000_000),
)
def test_a_post_says_what_its_record_said(
    tmp_path_factory: pytest.TempPathFactory,
    title: str,
    body: str,
    category: str,
    tags: list[str],
    minutes: int,
) -> None:
    tmp_path = tmp_path_factory.mktemp("p")
    record = {
        "title": title,
        "body": body,
        "categories": [category],
        "tags": tags,
        "date": str(10**9 + minutes),
    }
    report = run(jsonl(tmp_path / "a.jsonl", [record]), tmp_path / "site")
    assert report.counts == {"added": 1}
    (path,) = posts(tmp_path / "site")
    post = parsed(tmp_path / "site", path)
    assert post.title == clean(title)
    assert post.stamp == (10**9 + minutes) * 1_000_000
    assert len(post.categories) == bool(clean(category))
    assert len(post.tags) == len({clean(tag) for tag in tags if clean(tag)})
    assert read_body(path.read_bytes()) == tidy_body(body)
    assert slugify(path.stem) == path.stem


def test_a_second_import_adds_only_what_is_new(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE])
    run(file, tmp_path / "site")
    before = posts(tmp_path / "site")[0].stat()
    jsonl(file, [ONE | {"id": 2, "title": "新"}, ONE])
    report = run(file, tmp_path / "site")
    assert report.counts == {"added": 1, "present": 1}
    assert posts(tmp_path / "site")[-1].stat().st_mtime_ns == before.st_mtime_ns


def test_a_change_is_told_and_taken_when_asked_for(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE])
    run(file, tmp_path / "site")
    jsonl(file, [ONE | {"title": "改题", "body": "改正。"}])
    report = run(file, tmp_path / "site")
    assert report.counts == {"changed": 1}
    assert codes(report) == ["import.changed:1"]
    assert "正文。" in posts(tmp_path / "site")[0].read_text("utf-8")
    assert run(file, tmp_path / "site", update=True).counts == {"updated": 1}
    (path,) = posts(tmp_path / "site")
    assert "改正。" in path.read_text("utf-8")
    assert run(file, tmp_path / "site", update=True).counts == {"present": 1}


@pytest.mark.parametrize("update", [True, False])
def test_another_article_of_the_same_id_is_no_change(tmp_path: Path, update: bool) -> None:
    site = tmp_path / "site"
    run(jsonl(tmp_path / "a.jsonl", [ONE]), site)
    (path,) = posts(site)
    before = path.read_bytes()
    other = ONE | {"title": "别的来源", "date": "2022-03-04", "body": "别的。"}
    file = jsonl(tmp_path / "b.jsonl", [other])
    report = run(file, site, update=update)
    assert report.counts == {"bad": 1}
    (problem,) = report.problems
    reported = f"{path.relative_to(site).as_posix()} has the same id, but a different title and date"
    assert (problem.code, problem.message) == ("import.duplicate", reported)
    assert "--map id=" in problem.hint
    assert path.read_bytes() == before
    assert run(Path(report.rejects), site, "id=").counts == {"added": 1}


@pytest.mark.parametrize("change", [{"title": "改题"}, {"date": "2021-12-30"}])
def test_a_title_or_a_day_may_change(tmp_path: Path, change: dict[str, str]) -> None:
    run(jsonl(tmp_path / "a.jsonl", [ONE]), tmp_path / "site")
    (path,) = posts(tmp_path / "site")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))  # as git may check it out
    file = jsonl(tmp_path / "a.jsonl", [ONE | change | {"body": "改正。"}])
    assert run(file, tmp_path / "site", update=True).counts == {"updated": 1}


def test_what_an_editor_retitled_is_still_the_same_article(tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", [ONE]), tmp_path / "site")
    (path,) = posts(tmp_path / "site")
    edited = path.read_text("utf-8").replace("题目", "改题").replace("2021-12-28", "2021-12-29")
    path.write_text(edited, "utf-8")
    file = jsonl(tmp_path / "a.jsonl", [ONE | {"body": "改正。"}])
    assert run(file, tmp_path / "site", update=True).counts == {"edited": 1}


def test_what_an_editor_changed_is_never_written_over(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE])
    run(file, tmp_path / "site")
    (path,) = posts(tmp_path / "site")
    path.write_text(path.read_text("utf-8").replace("正文。", "编辑改过。"), "utf-8")
    assert run(file, tmp_path / "site").counts == {"present": 1}
    jsonl(file, [ONE | {"body": "来源改了。"}])
    report = run(file, tmp_path / "site", update=True)
    assert report.counts == {"edited": 1}
    assert "was edited here" in str(report.problems[0])
    assert "编辑改过。" in path.read_text("utf-8")


def test_what_was_removed_does_not_come_back(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE])
    run(file, tmp_path / "site")
    posts(tmp_path / "site")[0].unlink()
    report = run(file, tmp_path / "site", update=True)
    assert report.counts == {"removed": 1}
    assert codes(report) == ["import.removed:1"]
    assert posts(tmp_path / "site") == []


def test_marks_stand_in_for_a_register_that_is_lost(tmp_path: Path) -> None:
    """As in a fresh clone, where also a post may have been moved."""
    file = jsonl(tmp_path / "a.jsonl", [ONE, ONE | {"id": 2}])
    run(file, tmp_path / "site")
    first = posts(tmp_path / "site")[0]
    first.rename(first.with_name("moved.md"))
    (tmp_path / "site/.backfile/imports.sqlite").unlink()
    assert run(file, tmp_path / "site").counts == {"present": 2}
    (tmp_path / "site/.backfile/imports.sqlite").write_bytes(b"damaged")
    assert run(file, tmp_path / "site").counts == {"present": 2}
    assert len(posts(tmp_path / "site")) == 2


def test_an_import_that_was_killed_goes_on(tmp_path: Path) -> None:
    """Files are there, and nobody has noted them."""
    file = jsonl(tmp_path / "a.jsonl", [ONE, ONE | {"id": 2}, ONE | {"id": 3}])
    run(file, tmp_path / "site")
    register = (tmp_path / "site/.backfile/imports.sqlite").read_bytes()
    jsonl(file, [ONE | {"id": number} for number in range(1, 6)])
    run(file, tmp_path / "site")
    names = [path.name for path in posts(tmp_path / "site")]
    (tmp_path / "site/.backfile/imports.sqlite").write_bytes(register)
    assert run(file, tmp_path / "site").counts == {"present": 5}
    assert [path.name for path in posts(tmp_path / "site")] == names


def test_equal_names_on_a_day_are_kept_apart_for_good(tmp_path: Path) -> None:
    records = [ONE | {"id": number, "title": "Same"} for number in range(3)] + [
        ONE | {"id": 9, "title": "SAME"}
    ]
    file = jsonl(tmp_path / "a.jsonl", records)
    assert run(file, tmp_path / "site").counts == {"added": 4}
    names = [path.name for path in posts(tmp_path / "site")]
    assert len({name.casefold() for name in names}) == 4
    assert "2021-12-28-same.md" in names
    jsonl(file, reversed(records))
    assert run(file, tmp_path / "site").counts == {"present": 4}
    assert [path.name for path in posts(tmp_path / "site")] == names


def test_equal_addresses_on_different_days_are_kept_apart(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "site.yaml").write_text("title: x\npermalink: /{category}/{slug}.html\n", "utf-8")
    file = jsonl(tmp_path / "a.jsonl", [ONE, ONE | {"id": 2, "date": "2021-12-29"}])
    assert run(file, site).counts == {"added": 2}
    assert [problem.code for problem in Site(site).build().problems] == []


def test_one_identity_for_two_records_is_told_each_time(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE, ONE, ONE | {"body": "别的。"}])
    first = run(file, tmp_path / "site")
    assert first.counts == {"added": 1, "present": 1, "bad": 1}
    assert codes(first) == ["import.duplicate:3"]
    second = run(file, tmp_path / "site")
    assert second.counts == {"present": 2, "bad": 1}
    assert codes(second) == ["import.duplicate:3"]


def test_bad_records_are_told_and_kept_to_be_mended(tmp_path: Path) -> None:
    deep = '{"body": ' + "[" * 100_000 + "]" * 100_000 + "}"
    bad: list[dict[str, Any] | str] = [
        "nonsense", "[1]", {"title": "没有日期"}, {"date": "2021-12-28"}, ONE | {"id": 8, "date": "昨天"},
        ONE | {"id": 9, "permalink": "/../x"}, ONE | {"id": 10, "permalink": "/index.html"}, deep,
        '{"n": ' + "9" * 5000 + "}", ONE | {"id": 11, "body": "x" * 9_000_000},
        '{"title": "\\ud800", "body": 1}',
    ]  # fmt: skip
    file = jsonl(tmp_path / "a.jsonl", [ONE, *bad])
    report = run(file, tmp_path / "site")
    assert report.counts == {"added": 1, "bad": len(bad)}
    assert codes(report) == [
        "import.json:2", "import.json:3", "import.date:4", "import.empty:5", "import.date:6",
        "import.permalink:7", "import.permalink:8", "import.json:9", "import.json:10", "import.too-large:11",
        "import.date:12",
    ]  # fmt: skip
    assert report.rejects == str(tmp_path / "site" / "a.bad.jsonl")
    lines = Path(report.rejects).read_bytes().splitlines()
    assert lines == file.read_bytes().splitlines()[1:]
    assert all(problem.hint for problem in report.problems)


def test_the_side_file_can_be_mended_and_imported(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE | {"date": "昨天"}, "{"])
    site = tmp_path / "site"
    side = Path(run(file, site).rejects)
    side.write_text(side.read_text("utf-8").replace("昨天", "2021-12-28"), "utf-8")
    report = run(side, site)
    assert report.counts == {"added": 1, "bad": 1}
    assert Path(report.rejects).name == "a.bad-2.jsonl"
    assert Path(report.rejects).read_text("utf-8") == "{\n"
    assert Path(run(Path(report.rejects), site).rejects).name == "a.bad-2.jsonl"


def test_a_dry_run_writes_nothing_and_tells_the_same(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE, ONE | {"id": 2}, "{"])
    dry = run(file, tmp_path / "site", dry=True)
    assert not (tmp_path / "site").exists()
    assert dry.counts == run(file, tmp_path / "site").counts
    before = sorted(path for path in (tmp_path / "site").rglob("*"))
    jsonl(file, [ONE, ONE | {"id": 3}])
    assert run(file, tmp_path / "site", dry=True).counts == {"present": 1, "added": 1}
    assert sorted(path for path in (tmp_path / "site").rglob("*")) == before
    assert run(file, tmp_path / "site").counts == {"present": 1, "added": 1}


def test_nothing_is_written_through_a_link_out_of_the_archive(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE])
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "site/content/posts").mkdir(parents=True)
    (tmp_path / "site/site.yaml").write_text("title: x\n", "utf-8")
    (tmp_path / "site/content/posts/2021").symlink_to(outside)
    with pytest.raises(BackfileError, match="leads out of the archive"):
        run(file, tmp_path / "site")
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "slug", ["../../x", "con", "a/b\\c", "x" * 300, "字" * 200, "...", "-", "a\0b", ".hidden"]
)
def test_names_are_safe_on_all_systems(tmp_path: Path, slug: str) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE | {"slug": slug}])
    assert run(file, tmp_path / "site").counts == {"added": 1}
    (path,) = posts(tmp_path / "site")
    assert path.parent == tmp_path / "site/content/posts/2021/12"
    assert len(path.name.encode()) < 240
    assert not set(path.name) & set('<>:"|?*\\/\0')


def test_a_folder_with_other_things_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("x", "utf-8")
    with pytest.raises(BackfileError, match=r"it has thesis\.txt"):
        run(jsonl(tmp_path / "a.jsonl", [ONE]), tmp_path / "site")


def test_an_import_waits_for_no_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.system.lock._TIMEOUT", 0.05)
    file = jsonl(tmp_path / "a.jsonl", [ONE])
    run(file, tmp_path / "site")
    with hold(tmp_path / "site/.backfile/lock"), pytest.raises(LockedError):
        run(file, tmp_path / "site")


def test_names_that_mean_nothing_are_told(tmp_path: Path) -> None:
    report = run(jsonl(tmp_path / "a.jsonl", [ONE | {"mood": "x"}]), tmp_path / "site")
    assert report.notes == ["not imported: mood (assign them with --map theirs=ours)"]


def test_problems_do_not_fill_the_memory(tmp_path: Path) -> None:
    report = run(jsonl(tmp_path / "a.jsonl", ["{"] * 500), tmp_path / "site")
    assert (report.counts["bad"], len(report.problems), report.reported["import.json"]) == (500, 200, 500)


def test_a_register_that_breaks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Register, "note", broken)
    with pytest.raises(BackfileError, match=r"imports\.sqlite: database or disk is full; imported"):
        run(jsonl(tmp_path / "a.jsonl", [ONE]), tmp_path / "site")


def test_a_post_that_became_a_link_is_left_alone(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE])
    run(file, tmp_path / "site")
    (path,) = posts(tmp_path / "site")
    path.rename(tmp_path / "elsewhere.md")
    path.symlink_to(tmp_path / "elsewhere.md")
    jsonl(file, [ONE | {"body": "改。"}])
    assert run(file, tmp_path / "site", update=True).counts == {"edited": 1}
    assert "正文" in (tmp_path / "elsewhere.md").read_text("utf-8")


def test_a_post_of_the_same_name_is_not_the_importers(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE | {"slug": "own"}])
    own = tmp_path / "site/content/posts/2021/12/2021-12-28-own.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\ntitle: mine\n---\nmine\n", "utf-8")
    (tmp_path / "site/site.yaml").write_text("title: x\n", "utf-8")
    assert run(file, tmp_path / "site").counts == {"added": 1}
    assert own.read_text("utf-8").endswith("mine\n")
    assert len(posts(tmp_path / "site")) == 2


def test_records_may_come_through_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "a.jsonl"
    os.mkfifo(pipe)
    lines = [json.dumps(ONE), "{"]
    writer = threading.Thread(target=pipe.write_text, args=("\n".join(lines),))
    writer.start()
    report = run(pipe, tmp_path / "site")
    writer.join()
    assert report.counts == {"added": 1, "bad": 1}
    assert Path(report.rejects).read_text("utf-8") == "{\n"
