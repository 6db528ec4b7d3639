"""Packing: which posts are moved, and that nothing else changes."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator.content.packs import catalogue
from generator.core.errors import BackfileError
from generator.packing import pack as packing
from generator.packing import pack_file as pack_file_module
from tests.conftest import SiteMaker
from tests.packing.packing import THIS_MONTH, content, months, pack_file, packed, put_pack, unpacked
from tests.sites import Site, post, tree


@pytest.mark.slow
def test_past_months_are_moved_and_the_site_stays_the_same(site: SiteMaker) -> None:
    one = site(months(), "title: x\nfeed: {content: full}\n")
    one.build()
    before = one.tree()
    outcome = packed(one)
    assert outcome.months == Counter({"2021-10": 24, "2021-11": 24, "2021-12": 24})
    left = content(one)
    assert sorted(path for path in left if path.endswith("zst")) == [
        f"packs/{month}.jsonl.zst" for month in ("2021-10", "2021-11", "2021-12")
    ]
    assert {path for path in left if path.endswith(".md") and "posts" in path} == {
        path for path in months() if f"/{THIS_MONTH}-" in path
    }
    report = one.build()
    assert (report.written, report.removed, report.posts) == (0, 0, 96)
    assert one.tree() == before
    one.verify()


def test_packing_again_changes_nothing(site: SiteMaker) -> None:
    one = site(months())
    packed(one)
    before = {path: path.stat() for path in sorted(one.root.rglob("*"))}
    assert packed(one).months == Counter()
    assert {path: path.stat() for path in sorted(one.root.rglob("*"))} == before


def test_the_same_posts_make_the_same_pack(site: SiteMaker) -> None:
    one = site(months())
    packed(one, "2021-12")
    packed(one)
    first = content(one)
    for month in ("2021-10", "2021-12"):
        unpacked(one, month)
    packed(one)
    assert content(one) == first


@pytest.mark.slow
def test_a_late_post_joins_the_pack_of_its_month(site: SiteMaker) -> None:
    one = site(months())
    packed(one)
    one.write({"content/posts/late.md": post("迟来的", "2021-11-30")}).build()
    shown = one.tree()
    assert packed(one).months == Counter({"2021-11": 1})
    assert one.build().written == 0
    assert one.tree() == shown
    assert unpacked(one, "2021-11").months == Counter({"2021-11": 25})


def test_drafts_bad_posts_and_new_posts_stay_files(site: SiteMaker) -> None:
    files = {
        "posts/good.md": post(),
        "posts/draft.md": post(draft="true"),
        "posts/bad.md": "---\ntitle: [\n---\n",
        "posts/new.md": post(date="2022-01-02"),
        "posts/future.md": post(date="2031-01-02"),
    }
    one = site(files)
    outcome = packed(one)
    assert outcome.months == Counter({"2021-12": 1})
    assert outcome.kept == Counter({"drafts": 1, "with errors": 1})
    assert sorted(content(one)) == sorted([*set(files) - {"posts/good.md"}, "packs/2021-12.jsonl.zst"])


def test_the_month_is_that_of_the_site(site: SiteMaker) -> None:
    """At 23:30 in London it is the next month in Shanghai."""
    one = site({"posts/a.md": post(date="2021-11-30 23:30:00 +0000")})
    assert packed(one).months == Counter({"2021-12": 1})


@pytest.mark.parametrize("before", ["2022-02", "2022", "2022-13", "x"])
def test_a_month_that_is_not_over_is_not_packed(site: SiteMaker, before: str) -> None:
    one = site(months())
    with pytest.raises(BackfileError, match=f"--before {before}: "):
        packed(one, before)


def test_a_dry_run_writes_nothing(site: SiteMaker) -> None:
    one = site(months())
    before = content(one)
    assert packed(one, "2021-12", dry_run=True).months == Counter({"2021-10": 24, "2021-11": 24})
    assert content(one) == before


@pytest.mark.slow
def test_an_edited_post_takes_the_place_of_the_packed_one(site: SiteMaker) -> None:
    one = site(months())
    packed(one)
    path = "2021/2021-12-03-a.md"
    one.build()
    unpacked(one, path)
    one.write({f"content/posts/{path}": post("改过的", "2021-12-03 07:00:00 +0800")})
    one.build()
    shown = one.tree()
    assert "改过的" in one.page("2021/12/03/a.html")
    assert packed(one).months == Counter({"2021-12": 1})
    assert one.build().written == 0
    assert one.tree() == shown
    one.verify()


def test_a_file_in_front_of_a_packed_post_replaces_it(site: SiteMaker) -> None:
    one = site({})
    put_pack(one, "2021-12", {"a.md": post("旧的"), "b.md": post("另一篇")})
    one.write({"content/posts/a.md": post("新的")})
    packed(one)
    unpacked(one, "2021-12")
    assert b"\xe6\x96\xb0\xe7\x9a\x84" in content(one)["posts/a.md"]
    assert content(one).keys() == {"posts/a.md", "posts/b.md"}


@pytest.mark.parametrize("others", [{}, {"b.md": post("另一篇", "2021-12-02")}])
def test_a_post_with_a_new_date_moves_to_the_pack_of_that_month(
    site: SiteMaker, others: dict[str, str]
) -> None:
    one = site({"posts/c.md": post("早的", "2021-11-01")})
    put_pack(one, "2021-12", {"a.md": post("标题", "2021-12-01"), **others})
    one.write({"content/posts/a.md": post("标题", "2021-11-02")}).build()
    shown = one.tree()
    packed(one)
    assert pack_file(one).is_file() == bool(others)
    assert one.build().written == 0
    assert one.tree() == shown
    assert unpacked(one, "2021-11").months == Counter({"2021-11": 2})


def test_posts_may_change_months_both_ways_at_once(site: SiteMaker) -> None:
    one = site({})
    put_pack(one, "2021-11", {"a.md": post("甲", "2021-11-01"), "c.md": post("丙", "2021-11-03")})
    put_pack(one, "2021-12", {"b.md": post("乙", "2021-12-01"), "d.md": post("丁", "2021-12-03")})
    files = {"a.md": post("甲", "2021-12-01"), "b.md": post("乙", "2021-11-01")}
    one.write({f"content/posts/{path}": text for path, text in files.items()}).build()
    shown = one.tree()
    packed(one)
    assert one.build().written == 0
    assert one.tree() == shown
    for month in ("2021-11", "2021-12"):
        unpacked(one, month)
    found = content(one)
    assert {path: found[f"posts/{path}"].decode() for path in files} == files
    assert len(found) == 4


def test_a_removed_post_is_not_packed_where_the_list_would_hide_it(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(), "posts/b.md": post()})
    one.write({"content/packs/2021-12.yaml": "removed: [a.md]\n"})
    (problem,) = packed(one).problems
    assert problem.code == "pack.removed"
    assert "posts/a.md" in content(one)
    assert "posts/b.md" not in content(one)


def test_nothing_is_moved_into_a_damaged_pack(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(), "posts/old.md": post(date="2021-10-01")})
    put_pack(one, "2021-12", {"b.md": post()}).write_bytes(b"cut off")
    before = content(one)
    outcome = packed(one)
    assert [problem.path for problem in outcome.problems] == ["content/packs/2021-12.jsonl.zst"]
    assert outcome.months == Counter({"2021-10": 1})
    after = content(one)
    assert after["posts/a.md"] == before["posts/a.md"]
    assert after["packs/2021-12.jsonl.zst"] == b"cut off"


def test_a_post_that_is_saved_meanwhile_stays(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    one = site({"posts/a.md": post(), "posts/b.md": post()})
    late = post("晚到的修改")
    real: Any = pack_file_module.replace_pack

    def replace(*arguments: object) -> None:
        real(*arguments)
        one.write({"content/posts/a.md": late})

    monkeypatch.setattr(packing, "replace_pack", replace)
    packed(one)
    assert content(one)["posts/a.md"].decode() == late
    assert "posts/b.md" not in content(one)


def test_a_post_that_changes_while_it_is_read_stays_with_its_month(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = site({"posts/a.md": post(), "posts/old.md": post(date="2021-10-01")})
    real: Any = catalogue.catalogued

    def catalogued(*arguments: object) -> object:
        one.write({"content/posts/a.md": post("修改")})
        return real(*arguments)

    monkeypatch.setattr(packing, "catalogued", catalogued)
    outcome = packed(one)
    assert [problem.code for problem in outcome.problems] == ["pack.changed"]
    assert sorted(content(one)) == ["packs/2021-10.jsonl.zst", "posts/a.md"]


def test_a_pack_that_another_program_changes_meanwhile_stays(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = site({"posts/a.md": post()})
    put_pack(one, "2021-12", {"b.md": post()})
    real: Any = pack_file_module.records_of

    def records(*arguments: object) -> object:
        yield from real(*arguments)
        os.utime(pack_file(one), ns=(1, 1))

    monkeypatch.setattr(packing, "records_of", records)
    before = content(one)
    with pytest.raises(BackfileError, match="another program has changed it meanwhile"):
        packed(one)
    assert content(one) == before


def test_bytes_that_are_not_read_back_stop_it(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    one = site({"posts/a.md": post()})
    before = content(one)

    def write(file: Path, records: object) -> None:
        list(records)  # type: ignore[call-overload]
        file.write_bytes(put_pack(Site(one.root.parent / "other"), "2021-12", {}).read_bytes())

    (one.root.parent / "other" / "content").mkdir(parents=True)
    monkeypatch.setattr("generator.packing.pack_file.write_pack", write)
    with pytest.raises(BackfileError, match="other bytes were read back"):
        packed(one)
    assert content(one) == before


def test_leftovers_of_a_killed_run_go(site: SiteMaker) -> None:
    one = site(months())
    one.write({"content/packs/.2021-12.jsonl.zst.tmp": "half a pack"})
    packed(one)
    assert not [path for path in tree(one.root / "content" / "packs") if path.startswith(".")]
