"""Packs and unpacks archives in this process, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.content.packs.names import pack_path
from generator.content.packs.records import Record
from generator.content.packs.writer import write_pack
from generator.core.paths import SitePaths
from generator.kinds.site_config import load_config
from generator.packing.outcome import Outcome
from generator.packing.pack import PackRequest, pack
from generator.packing.unpack import unpack
from generator.parallel.executor import InProcess
from tests.sites import NOW, Site, Tree, post, tree

#: The month in which `NOW` is.
THIS_MONTH = "2022-01"


def packed(site: Site, before: str = THIS_MONTH, *, dry_run: bool = False) -> Outcome:
    """Pack an archive."""
    paths = SitePaths.of(site.root)
    request = PackRequest(before, dry_run)
    return pack(paths, load_config(paths.config), request, InProcess(), NOW, lambda *_: None)


def unpacked(site: Site, wanted: str) -> Outcome:
    """Bring posts back out of packs."""
    return unpack(SitePaths.of(site.root), wanted, InProcess())


def content(site: Site) -> Tree:
    """Return the files below content/."""
    return tree(site.root / "content")


def pack_file(site: Site, month: str = "2021-12") -> Path:
    """Return the file of a pack."""
    return site.root / pack_path(month)


def put_pack(site: Site, month: str, posts: Mapping[str, str | bytes]) -> Path:
    """Write a pack of posts, by their paths from content/posts/."""
    file = pack_file(site, month)
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    write_pack(file, records(posts))
    return file


def records(posts: Mapping[str, str | bytes]) -> Iterable[Record]:
    """Yield posts in the order of their paths."""
    for path, data in sorted(posts.items()):
        yield Record(f"content/posts/{path}", data if isinstance(data, bytes) else data.encode())


def months() -> dict[str, str]:
    """Return posts of three past months and of this one, and a picture, by paths below content/."""
    files = {
        f"posts/{month[:4]}/{month}-{day:02}-{letter}.md": post(
            f"{month}月{day}日{letter}",
            f"{month}-{day:02} 07:00:00 +0800",
            f"第{day}条，见[前一条]({month}-01-a.md)。",
            categories="wanbao" if letter == "a" else "ribao",
            tags="[江上]",
        )
        for month in ("2021-10", "2021-11", "2021-12", THIS_MONTH)
        for day in range(1, 9)
        for letter in "abc"
    }
    return {**files, "posts/2021/pic.png": "picture", "pages/about.md": "---\ntitle: 关于\n---\n关于。\n"}
