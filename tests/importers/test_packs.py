"""Imports know packs: what is packed is not imported again, and `--packs` packs what was imported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.importers.records.field_names import FieldNames
from generator.importers.records.run import ImportOptions, import_records
from generator.importers.report import ImportReport
from generator.reporting.report import Reporter
from tests.importers.imports import jsonl
from tests.packing.packing import packed, unpacked
from tests.sites import NOW, Site, tree

RECORDS: list[dict[str, Any]] = [
    {"id": str(day), "title": f"第{day}天", "date": f"2021-{month}-{day:02} 08:00:00", "body": f"第{day}条。"}
    for month in (11, 12)
    for day in range(month, month + 9)
    if (month, day) != (12, 20)
]
RECORDS = [{**record, "id": f"{number}"} for number, record in enumerate(RECORDS)]


@pytest.fixture(autouse=True)
def the_tests_own_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW // 1_000_000))


def run(file: Path, root: Path, *, update: bool = False, packs: bool = False) -> ImportReport:
    report = ImportReport()
    options = ImportOptions(update=update, packs=packs)
    import_records("jsonl", file, root, FieldNames({}), options, Reporter(), report)
    return report


def test_an_import_into_packs(tmp_path: Path) -> None:
    file = jsonl(
        tmp_path / "a.jsonl", [*RECORDS, {"id": "new", "title": "新", "date": "2022-01-02", "body": "x"}]
    )
    root, other = tmp_path / "packed", tmp_path / "files"
    run(file, other)
    report = run(file, root, packs=True)
    assert report.notes == [f"{len(RECORDS)} posts moved into 2 packs"]
    left = tree(root / "content")
    assert sorted(path for path in left if path.endswith("zst")) == [
        "packs/2021-11.jsonl.zst", "packs/2021-12.jsonl.zst",
    ]  # fmt: skip
    assert len([path for path in left if path.endswith(".md")]) == 1
    for month in ("2021-11", "2021-12"):
        unpacked(Site(root), month)
    assert tree(root / "content" / "posts") == tree(other / "content" / "posts")


@pytest.mark.parametrize("forget", [False, True])
def test_what_is_packed_is_not_imported_again(tmp_path: Path, forget: bool) -> None:
    file = jsonl(tmp_path / "a.jsonl", RECORDS)
    root = tmp_path / "site"
    run(file, root)
    packed(Site(root))
    before = tree(root / "content")
    if forget:
        (root / ".backfile" / "imports.sqlite").unlink()
    assert run(file, root).counts["present"] == len(RECORDS)
    assert tree(root / "content") == before


def test_an_update_stands_in_front_of_the_packed_post_until_it_is_packed(tmp_path: Path) -> None:
    root = tmp_path / "site"
    run(jsonl(tmp_path / "a.jsonl", RECORDS), root)
    packed(Site(root))
    changed = [{**RECORDS[0], "body": "改过。"}, *RECORDS[1:]]
    report = run(jsonl(tmp_path / "b.jsonl", changed), root, update=True)
    assert (report.counts["updated"], report.counts["present"]) == (1, len(RECORDS) - 1)
    (path,) = [path for path in tree(root / "content" / "posts") if path.endswith(".md")]
    report = run(jsonl(tmp_path / "b.jsonl", changed), root, update=True, packs=True)
    assert report.counts["present"] == len(RECORDS)
    assert not (root / "content" / "posts" / path).exists()
    unpacked(Site(root), path)
    assert "改过。" in (root / "content" / "posts" / path).read_text("utf-8")


def test_a_new_article_does_not_take_the_name_of_a_packed_post(tmp_path: Path) -> None:
    root = tmp_path / "site"
    run(jsonl(tmp_path / "a.jsonl", RECORDS[:1]), root)
    packed(Site(root))
    twin = {**RECORDS[0], "id": "twin", "body": "另一篇。"}
    assert run(jsonl(tmp_path / "b.jsonl", [twin]), root).counts["added"] == 1
    unpacked(Site(root), "2021-11")
    assert len([path for path in tree(root / "content" / "posts") if path.endswith(".md")]) == 2
