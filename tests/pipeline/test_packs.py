"""Builds of packed archives: the output is that of files, damage costs no page, and little is read."""

from __future__ import annotations

import os
import shutil

import pytest

from generator.content.packs import container
from generator.content.packs.container import encode_frame, encode_table, frames_of
from generator.content.packs.records import Record, encode
from generator.content.packs.writer import write_pack
from generator.reporting.report import Report
from tests.conftest import SiteMaker
from tests.packing.packing import content, months, pack_file, packed, put_pack
from tests.sites import Site, post
from tests.test_regressions import differing

pytestmark = pytest.mark.slow

FULL = "title: x\nurl: https://a.example/\nfeed: {content: full}\n"


def packed_posts(site: Site, month: str = "2021-12") -> dict[str, str]:
    """Put a pack of 250 posts, which are three frames, into an archive; return the posts."""
    posts = {f"{number:03}.md": post(f"第{number}篇", body=f"第{number}条。") for number in range(250)}
    put_pack(site, month, posts)
    return posts


def damage_frame(site: Site, number: int, month: str = "2021-12") -> None:
    file = pack_file(site, month)
    frame = frames_of(str(file))[0][number]
    data = bytearray(file.read_bytes())
    data[frame.offset + frame.size // 2] ^= 1
    file.write_bytes(data)


def codes(report: Report) -> dict[str, int]:
    found: dict[str, int] = {}
    for problem in report.problems:
        found[problem.code] = found.get(problem.code, 0) + 1
    return found


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.slow
def test_a_packed_archive_has_the_output_of_files(site: SiteMaker, jobs: int) -> None:
    one = site(months(), FULL)
    one.build()
    shown = one.tree()
    packed(one)
    shutil.rmtree(one.root / ".backfile")
    shutil.rmtree(one.output)
    report = one.build(jobs=jobs)
    assert differing(one.tree(), shown) == []
    assert (report.posts, report.published) == (96, 96)


def test_a_pack_that_is_as_it_was_is_not_read(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    one = site(months())
    packed(one)
    one.build()

    def read(*_: object) -> None:
        raise AssertionError("a pack was read")

    monkeypatch.setattr(container, "open_file", read)
    assert one.build().written == 0


def test_a_pack_with_another_time_is_not_decoded(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a new clone."""
    one = site(months())
    packed(one)
    one.build()
    for month in ("2021-10", "2021-11", "2021-12"):
        os.utime(pack_file(one, month), ns=(1, 1))

    def read(*_: object) -> None:
        raise AssertionError("a pack was decoded")

    monkeypatch.setattr(container, "decode_frame", read)
    assert one.build().written == 0


def test_one_more_post_reads_that_post_alone(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    one = site({})
    packed_posts(one)
    one.build()
    decoded: list[int] = []
    real = container.decode_frame

    def decode(data: bytes) -> bytes:
        decoded.append(len(data))
        return real(data)

    monkeypatch.setattr(container, "decode_frame", decode)
    one.write({"content/posts/new.md": post("新的", "2022-01-02")})
    report = one.build()
    assert (report.posts, report.published) == (251, 251)
    assert len(decoded) <= 1  # Its older neighbour is shown again.
    assert differing(one.tree(), one.clean_tree()) == []


def test_messages_name_the_pack_the_post_and_the_line(site: SiteMaker) -> None:
    one = site({})
    put_pack(
        one, "2021-12", {"x/a.md": "---\ntitle: x\ndate: 2021-12-32\n---\n", "b.md": "---\ntitle: [\n---\n"}
    )
    places = [problem.place for problem in one.build().problems]
    assert "content/packs/2021-12.jsonl.zst:x/a.md:3:7" in places
    assert any(place.startswith("content/packs/2021-12.jsonl.zst:b.md:") for place in places)


def test_a_file_stands_in_front_and_the_packed_post_returns_without_it(site: SiteMaker) -> None:
    one = site({})
    put_pack(one, "2021-12", {"a.md": post("包里"), "b.md": post("另一篇")})
    one.build()
    first = one.tree()
    one.write({"content/posts/a.md": post("文件")})
    report = one.build()
    assert report.posts == 2
    assert "文件" in one.page("2021/12/28/a.html")
    assert differing(one.tree(), one.clean_tree()) == []
    os.utime(pack_file(one), ns=(1, 1))
    one.build()
    assert "文件" in one.page("2021/12/28/a.html")
    one.write({"content/posts/a.md": None})
    assert one.build().posts == 2
    assert differing(one.tree(), first) == []


def test_the_pack_of_the_later_month_stands_in_front(site: SiteMaker) -> None:
    one = site({})
    put_pack(one, "2021-11", {"a.md": post("十一月"), "b.md": post("乙", "2021-12-27")})
    one.build()
    put_pack(one, "2021-12", {"a.md": post("十二月")})
    assert one.build().posts == 2
    assert "十二月" in one.page("2021/12/28/a.html")
    assert differing(one.tree(), one.clean_tree()) == []
    pack_file(one).unlink()
    assert one.build().posts == 2
    assert "十一月" in one.page("2021/12/28/a.html")
    assert differing(one.tree(), one.clean_tree()) == []


def test_one_path_twice_in_a_pack_is_told(site: SiteMaker) -> None:
    one = site({})
    file = pack_file(one)
    file.parent.mkdir()
    posts = [Record("content/posts/a.md", post(title).encode()) for title in ("前者", "后者")]
    write_pack(file, posts)
    report = one.build()
    assert codes(report) == {"pack.twice": 1}
    assert report.problems[0].path == "content/packs/2021-12.jsonl.zst:a.md"
    assert "前者" in one.page("2021/12/28/a.html")


def test_removed_posts_are_gone_until_they_leave_the_list(site: SiteMaker) -> None:
    one = site({})
    put_pack(one, "2021-12", {"a.md": post("甲"), "b.md": post("乙")})
    one.build()
    first = one.tree()
    one.write({"content/packs/2021-12.yaml": "removed:\n- a.md\n- c.md\n"})
    report = one.build()
    assert report.posts == 1
    assert "2021/12/28/a.html" not in one.tree()
    (problem,) = map(str, report.problems)
    assert problem.startswith("content/packs/2021-12.yaml:3:3: the pack has no post with this path (")
    assert differing(one.tree(), one.clean_tree()) == []
    one.write({"content/packs/2021-12.yaml": None}).build()
    assert differing(one.tree(), first) == []


def test_a_list_that_cant_be_read_brings_no_removed_post_back(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = site({})
    put_pack(one, "2021-12", {"a.md": post("甲"), "b.md": post("乙")})
    one.write({"content/packs/2021-12.yaml": "removed: [a.md]\n"}).build()
    first = one.tree()
    os.unlink(one.root / "content/packs/2021-12.yaml")
    os.mkfifo(one.root / "content/packs/2021-12.yaml")
    report = one.build()
    assert "pack.unreadable" in codes(report)
    assert differing(one.tree(), first) == []


def test_a_damaged_frame_costs_no_page(site: SiteMaker) -> None:
    one = site({"posts/new.md": post("新的", "2022-01-02")}, FULL)
    packed_posts(one)
    one.build()
    first = one.tree()
    damage_frame(one, 1)
    report = one.build()
    assert codes(report) == {"pack.damaged": 1, "pack.lost": 100, "pack.posts": 1}
    assert (report.kept, report.quarantined, report.published) == (100, 100, 151)
    frame = frames_of(str(pack_file(one)))[0][1]
    (told,) = [str(problem) for problem in report.problems if problem.code == "pack.damaged"]
    assert told.startswith(
        f"content/packs/2021-12.jsonl.zst: the frame at byte {frame.offset:,} can't be decoded"
    )
    assert any(
        str(problem).startswith(
            "content/packs/2021-12.jsonl.zst:100.md: the post can't be read from its pack"
        )
        for problem in report.problems
    )
    assert differing(one.tree(), first) == []
    one.verify()


def test_everything_else_is_published_beside_a_damaged_pack(site: SiteMaker) -> None:
    one = site({}, FULL)
    posts = packed_posts(one)
    one.build()
    damage_frame(one, 0)
    one.build()
    one.write({"content/posts/new.md": post("新的", "2022-01-02")})
    put_pack(one, "2021-11", {"old.md": post("更早", "2021-11-02")})
    report = one.build()
    assert (report.posts, report.published, report.kept) == (252, 152, 100)
    assert "新的" in one.page("2022/01/02/new.html")
    assert "更早" in one.page("2021/11/02/old.html")
    assert differing(one.tree(), one.clean_tree()) == []
    assert one.build().written == 0
    put_pack(one, "2021-12", posts)
    report = one.build()
    assert (report.published, report.kept, codes(report)) == (252, 0, {})
    assert not list((one.root / ".backfile" / "last-good").rglob("*.json"))
    assert differing(one.tree(), one.clean_tree()) == []


@pytest.mark.parametrize("how", ["cut off", "empty", "other"])
def test_a_pack_that_is_cut_off_costs_no_page(site: SiteMaker, how: str) -> None:
    one = site({}, FULL)
    posts = packed_posts(one)
    one.build()
    first = one.tree()
    file = pack_file(one)
    data = file.read_bytes()
    file.write_bytes(
        {"cut off": data[: len(data) // 2], "empty": b"", "other": b"this is not a pack" * 100}[how]
    )
    report = one.build()
    assert report.published + report.kept == 250
    assert {"pack.damaged", "pack.lost", "pack.posts"} == codes(report).keys()
    assert differing(one.tree(), first) == []
    one.verify()
    put_pack(one, "2021-12", posts)
    assert codes(one.build()) == {}
    assert differing(one.tree(), first) == []


@pytest.mark.parametrize(
    "line", [b"not JSON\n", b'{"path": "../../a.md", "text": ""}\n', b'{"path": "a.md"}\n']
)
def test_a_record_that_is_none_is_told_with_its_place(site: SiteMaker, line: bytes) -> None:
    one = site({})
    file = pack_file(one)
    file.parent.mkdir()
    good = encode(Record("content/posts/b.md", post("乙").encode()))
    data = encode_frame(line + good, 3)
    file.write_bytes(data + encode_table([(len(data), len(line + good))]))
    report = one.build()
    assert codes(report) == {"pack.damaged": 1}
    assert str(report.problems[0]).startswith(
        "content/packs/2021-12.jsonl.zst: line 1 of the frame at byte 0 "
    )
    assert report.published == 1


def test_names_that_are_no_month_and_lists_without_a_pack_are_told(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    one.write({
        "content/packs/2021.jsonl.zst": "x", "content/packs/2021-13.jsonl.zst": "x",
        "content/packs/2021-11.yaml": "removed: []\n", "content/packs/README.md": "x",
        "content/packs/.2021-12.jsonl.zst.tmp": "x",
    })  # fmt: skip
    report = one.build()
    assert [(problem.code, problem.path) for problem in report.problems] == [
        ("pack.list", "content/packs/2021-11.yaml"),
        ("pack.name", "content/packs/2021-13.jsonl.zst"),
        ("pack.name", "content/packs/2021.jsonl.zst"),
    ]
    assert [problem.code for problem in one.build().problems] == ["pack.list", "pack.name", "pack.name"]


def test_a_pack_in_git_has_the_same_posts_after_it_was_moved(site: SiteMaker) -> None:
    """The name of a pack is where its posts are looked for, not what their dates are."""
    one = site({})
    put_pack(one, "2021-12", {"a.md": post("甲"), "b.md": post("乙")})
    one.build()
    first = one.tree()
    pack_file(one).rename(pack_file(one, "2021-10"))
    report = one.build()
    assert (report.written, report.posts) == (0, 2)
    assert one.tree() == first


def test_clean_builds_read_packs_again(site: SiteMaker) -> None:
    one = site(months(), FULL)
    packed(one)
    one.build()
    first = one.tree()
    report = one.build(clean=True)
    assert report.posts == 96
    assert one.tree() == first


def test_pictures_beside_packed_posts_stay_and_are_linked(site: SiteMaker) -> None:
    one = site({"posts/2021/a.md": post(body="![图](pic.png)"), "posts/2021/pic.png": "picture"})
    one.build()
    first = one.tree()
    packed(one)
    assert "posts/2021/pic.png" in content(one)
    assert one.build().written == 0
    assert one.tree() == first
    one.write({"content/posts/2021/pic.png": None})
    one.build()
    assert differing(one.tree(), one.clean_tree()) == []
