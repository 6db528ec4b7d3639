"""The index knows which pictures posts show from other hosts, whatever changes."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

from generator.index.unkept_pictures import ALL
from generator.pictures.entry import Entry
from tests.conftest import SiteMaker
from tests.kinds.test_pictures import A, B
from tests.pictures.samples import keep, known, lose, picture
from tests.sites import Site, post


def unkept(site: Site) -> list[str]:
    """Build, and return the addresses in the table; they are those that the links have."""
    site.build()
    with closing(sqlite3.connect(site.root / ".backfile/index.sqlite")) as index:
        found = [row[0] for row in index.execute("SELECT address FROM unkept_pictures ORDER BY 1")]
        has_registry = index.execute("SELECT EXISTS (SELECT 1 FROM pictures)").fetchone()[0]
        assert found == ([row[0] for row in index.execute(f"{ALL} ORDER BY 1")] if has_registry else [])
    return found


def test_what_is_kept_lost_and_shown_changes(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post(body=f'<img src="{A}"><img src="{B}">'), "posts/b.md": post()})
    assert unkept(archive) == []  # nothing is known without a registry
    digest = keep(archive.root, A, picture())
    assert unkept(archive) == [B]
    lose(archive.root, B)
    assert unkept(archive) == []
    known(archive.root, Entry(B, "failed", "2022-02-01T00:00:00Z", tries=1))
    assert unkept(archive) == [B]
    archive.write({"content/posts/b.md": post(body=f'<img src="{B}"><img src="https://c.example/c.png">')})
    assert unkept(archive) == ["https://c.example/c.png", B]
    archive.write(
        {"content/posts/a.md": post(draft="true"), "content/posts/b.md": post(body=f'<img src="{A}">')}
    )
    assert unkept(archive) == []
    (archive.root / f"pictures/{digest[:2]}/{digest}").unlink()
    assert unkept(archive) == [A]
    shutil.rmtree(archive.root / "content/pictures")
    assert unkept(archive) == []
    keep(archive.root, B, picture())
    assert unkept(archive) == [A]
