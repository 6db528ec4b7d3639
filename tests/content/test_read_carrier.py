"""Posts that are read for workers elsewhere have the outcomes of posts that workers read themselves."""

from __future__ import annotations

import os
from pathlib import Path

from generator.config.schema import SiteConfig
from generator.content.outcome import Outcome, Request
from generator.content.packs.container import frames_of
from generator.content.packs.reader import PackedAt, lost_in
from generator.content.packs.records import Record
from generator.content.packs.writer import write_pack
from generator.content.read_job import ReadJob
from generator.core.digests import content_digest
from generator.pipeline import slices
from tests.carrying import Carrying
from tests.sites import post

SMALL = post("小").encode()
OPTIONS = slices.read_options(SiteConfig("x"))._replace(max_bytes=1000)


def test_all_sorts_of_files(tmp_path: Path) -> None:
    folder = tmp_path / "content/posts"
    folder.mkdir(parents=True)
    (folder / "a.md").write_bytes(SMALL)
    (folder / "bad.md").write_text("---\ntitle: [\n---\n", "utf-8")
    (folder / "large.md").write_bytes(SMALL + b"x" * 1000)
    (folder / "tu.png").write_bytes(b"x" * 2000)
    os.mkfifo(folder / "pipe.md")
    requests = [
        Request("content/posts/a.md", "post", None),
        Request("content/posts/a.md", "post", content_digest(SMALL)),
        *(Request(f"content/posts/{name}.md", "post", None) for name in ("bad", "large", "pipe", "gone")),
        Request("content/posts/tu.png", "file", None),
    ]
    assert _carried(tmp_path, requests) == _read(tmp_path, requests)


def test_packed_posts(tmp_path: Path) -> None:
    (tmp_path / "content/packs").mkdir(parents=True)
    file = tmp_path / "content/packs/2021-12.jsonl.zst"
    write_pack(file, [Record("content/posts/a.md", SMALL), Record("content/posts/b.md", SMALL + b"x" * 1000)])
    ((offset, size),) = frames_of(str(file))[0]
    place = PackedAt("2021-12", offset, size)
    requests = [
        *(Request(f"content/posts/{name}.md", "post", None, place) for name in "abc"),
        Request("content/posts/a.md", "post", content_digest(SMALL), place),
        Request("content/posts/lost.md", "post", None, lost_in("2021-12")),
        Request("content/posts/a.md", "post", None, PackedAt("2021-12", 3, 10)),
        Request("content/posts/a.md", "post", None, PackedAt("2020-12", 0, 10)),
    ]
    assert _carried(tmp_path, requests) == _read(tmp_path, requests)


def _carried(root: Path, requests: list[Request]) -> list[Outcome]:
    executor = Carrying(root)
    found = [one for batch in executor.run(ReadJob(str(root), OPTIONS), [requests]) for one in batch]
    assert executor.jobs == {"ParseJob"}
    return sorted(found, key=repr)


def _read(root: Path, requests: list[Request]) -> list[Outcome]:
    return sorted(ReadJob(str(root), OPTIONS).open()(requests), key=repr)
