"""Unpacking brings posts back to the byte, and loses none of the others."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.packs.container import frames_of
from generator.core.errors import BackfileError
from tests.conftest import SiteMaker
from tests.packing.packing import content, months, pack_file, packed, put_pack, unpacked
from tests.sites import make_site, post, tree

_FRONT = b"---\ntitle: x\ndate: 2021-12-28\n---\n"
_BODIES = st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode))
_NAMES = st.sampled_from(["a.md", "b.md", "x/a.md", "x/y/江 上.md", "c.html", "x.md", "x-1.md", "D.markdown"])


@pytest.mark.slow
@settings(max_examples=60)
@given(bodies=st.dictionaries(_NAMES, _BODIES, min_size=1))
def test_pack_and_unpack_give_the_same_bytes(bodies: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one = make_site(
            Path(folder, "site"), {f"posts/{name}": _FRONT + body for name, body in bodies.items()}
        )
        before = content(one)
        moved = packed(one).months["2021-12"]
        assert moved + len([path for path in content(one) if path.startswith("posts/")]) == len(bodies)
        if moved:
            unpacked(one, "2021-12")
        assert content(one) == before


def test_bytes_that_are_no_text_come_back(site: SiteMaker) -> None:
    strange = {
        "posts/gbk.md": "---\ntitle: 标题\ndate: 2021-12-28\n---\n江上起了雾。\n".encode("gb18030"),
        "posts/crlf.md": b"\xef\xbb\xbf---\r\ntitle: a\r\ndate: 2021-12-28\r\n---\r\nx\r\n",
        "posts/cr.md": b"---\rtitle: a\rdate: 2021-12-28\r---\rx\0y\r" + b"z" * 200,
    }  # fmt: skip
    one = site(strange, "title: x\nposts: {encoding: gb18030}\n")
    one.build()
    shown = one.tree()
    assert packed(one).months["2021-12"] == 3
    assert one.build().written == 0
    assert one.tree() == shown
    unpacked(one, "2021-12")
    found = content(one)
    assert {path: found[path] for path in strange} == strange


@pytest.mark.parametrize(
    "name",
    [
        "2021/2021-12-03-a.md",
        "content/posts/2021/2021-12-03-a.md",
        "content/packs/2021-12.jsonl.zst:2021/2021-12-03-a.md",
        "content/packs/2021-12.jsonl.zst:2021/2021-12-03-a.md:3:1",
    ],
)
def test_one_post_by_each_of_its_names(site: SiteMaker, name: str) -> None:
    one = site(months())
    before = content(one)
    packed(one)
    assert unpacked(one, name).months == Counter({"2021-12": 1})
    path = "posts/2021/2021-12-03-a.md"
    assert content(one)[path] == before[path]
    assert unpacked(one, "2021-12").months == Counter({"2021-12": 23})
    assert not pack_file(one).exists()


@pytest.mark.parametrize(
    "name", ["2020-01", "x.md", "content/packs/2020-01.jsonl.zst", "content/packs/2021-12.jsonl.zst:x.md"]
)
def test_what_no_pack_has(site: SiteMaker, name: str) -> None:
    one = site(months())
    packed(one)
    with pytest.raises(BackfileError, match="no pack"):
        unpacked(one, name)


def test_a_file_with_other_bytes_stays_and_so_does_the_packed_post(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("文件")})
    put_pack(one, "2021-12", {"a.md": post("包里"), "b.md": post()})
    outcome = unpacked(one, "2021-12")
    assert [(problem.code, problem.path) for problem in outcome.problems] == [
        ("pack.edited", "content/posts/a.md")
    ]
    assert content(one)["posts/a.md"].decode() == post("文件")
    assert content(one)["posts/b.md"].decode() == post()
    one.write({"content/posts/a.md": None})
    unpacked(one, "a.md")
    assert content(one)["posts/a.md"].decode() == post("包里")


def test_removed_posts_stay_in_the_pack_unless_they_are_named(site: SiteMaker) -> None:
    one = site({})
    put_pack(one, "2021-12", {"a.md": post("甲"), "b.md": post("乙")})
    one.write({"content/packs/2021-12.yaml": "removed: [a.md]\n"})
    outcome = unpacked(one, "2021-12")
    assert outcome.kept.total() == 1
    assert "posts/a.md" not in content(one)
    unpacked(one, "a.md")
    assert content(one)["posts/a.md"].decode() == post("甲")


def test_what_can_be_read_of_a_damaged_pack_comes_back_and_the_pack_stays(site: SiteMaker) -> None:
    one = site({})
    posts = {f"{number:03}.md": post(str(number)) for number in range(150)}
    file = put_pack(one, "2021-12", posts)
    frames, _ = frames_of(str(file))
    data = bytearray(file.read_bytes())
    data[frames[0].size // 2] ^= 1
    file.write_bytes(data)
    outcome = unpacked(one, "2021-12")
    assert [problem.code for problem in outcome.problems] == ["pack.damaged"]
    assert outcome.months == Counter({"2021-12": 50})
    assert file.read_bytes() == bytes(data)
    assert tree(one.root / "content" / "posts") == {
        name: text.encode() for name, text in posts.items() if name >= "100"
    }


def test_nothing_is_written_through_a_link(site: SiteMaker, tmp_path: Path) -> None:
    one = site({"posts/keep.md": post()})
    put_pack(one, "2021-12", {"x/a.md": post(), "b.md": post()})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    os.symlink(elsewhere, one.root / "content" / "posts" / "x")
    outcome = unpacked(one, "2021-12")
    assert [problem.code for problem in outcome.problems] == ["pack.link"]
    assert list(elsewhere.iterdir()) == []
    assert "posts/b.md" in content(one)
    assert unpacked(one, "2021-12").problems != []
