"""`.backfile/changes.json` tells what became of the output between two fingerprints, and misses nothing."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from generator.core.paths import SitePaths
from generator.index.database import connect
from generator.ledger import changes, outputs
from generator.pipeline import output_stage
from tests.archives import make_archive
from tests.conftest import SiteMaker
from tests.crashes import edits
from tests.sites import Site, Tree, post


def told(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site.root / ".backfile" / "changes.json").read_text("utf-8"))
    return found


def fingerprint(site: Site) -> str:
    """Return what the ledger's outputs come to, reckoned from nothing."""
    connection = connect(Path(":memory:"))
    outputs.attach(connection, SitePaths.of(site.root).ledger)
    found = changes.fingerprint(connection)
    assert outputs.get_mark(connection, "fingerprint") == found
    connection.close()
    return found


def check(before: Tree, after: Tree, found: dict[str, Any]) -> None:
    """Compare the lists of outputs with two states of the output."""
    assert found["outputs"]["written"] == sorted(
        (path for path, data in after.items() if before.get(path) != data), key=outputs.split
    )
    assert found["outputs"]["removed"] == sorted(before.keys() - after.keys(), key=outputs.split)


def die(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_first_build_says_that_everything_is_new(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    one.build()
    assert told(one) == {"version": 1, "from": None, "to": fingerprint(one), "everything": True}


def test_posts_and_outputs_that_were_added_changed_and_removed(site: SiteMaker) -> None:
    one = site({f"posts/{name}.md": post(name, slug=name) for name in "abcd"})
    one.build()
    before, start = one.tree(), fingerprint(one)
    one.write({
        "content/posts/a.md": post("a", slug="a", body="新的。"),
        "content/posts/b.md": post("b", slug="moved"),
        "content/posts/c.md": None,
        "content/posts/e.md": post("e", slug="e"),
    })  # fmt: skip
    one.build()
    found = told(one)
    assert (found["from"], found["to"], found["everything"]) == (start, fingerprint(one), False)
    day = "2021/12/28"
    assert found["posts"] == {
        "added": [{"path": "content/posts/e.md", "address": f"{day}/e.html"}],
        "changed": [
            {"path": "content/posts/a.md", "address": f"{day}/a.html"},
            {"path": "content/posts/b.md", "address": f"{day}/moved.html", "former": f"{day}/b.html"},
        ],
        "removed": [{"path": "content/posts/c.md", "address": f"{day}/c.html"}],
    }
    check(before, one.tree(), found)


def test_a_build_without_news_leaves_the_file_alone(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    one.build()
    file = one.root / ".backfile" / "changes.json"
    state = file.stat()
    one.build()
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (state.st_ino, state.st_mtime_ns)


def test_a_file_that_was_lost_says_that_the_state_holds(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    one.build()
    (one.root / ".backfile" / "changes.json").unlink()
    one.build()
    found = told(one)
    assert found["from"] == found["to"] == fingerprint(one)
    assert found["outputs"] == {"written": [], "removed": []}


def test_a_page_that_another_hand_changed_is_no_change(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    one.build()
    start = fingerprint(one)
    (one.output / "index.html").write_bytes(b"mine")
    assert one.build().written == 1
    assert told(one)["to"] == start == fingerprint(one)


def test_the_same_output_has_the_same_fingerprint_however_it_came_about(
    site: SiteMaker, tmp_path: Path
) -> None:
    one = site({"posts/a.md": post(slug="a"), "posts/b.md": post("b", slug="b")})
    one.build()
    start = fingerprint(one)
    one.write({"content/posts/b.md": None})
    one.build()
    assert fingerprint(one) != start
    one.write({"content/posts/b.md": post("b", slug="b")})
    one.build()
    assert fingerprint(one) == start


def test_what_a_build_left_unsaid_the_next_one_says(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    one = site({"posts/a.md": post("a", slug="a")})
    one.build()
    before, start = one.tree(), fingerprint(one)

    one.write({"content/posts/b.md": post("b", slug="b")})
    with monkeypatch.context() as patch:
        patch.setattr(output_stage, "write_changes", die)
        with pytest.raises(KeyboardInterrupt):
            one.build()
    assert told(one)["everything"]
    one.write({"content/posts/c.md": post("c", slug="c"), "content/posts/a.md": None})
    one.build()
    found = told(one)
    assert (found["from"], found["to"]) == (start, fingerprint(one))
    assert [row["path"] for row in found["posts"]["added"]] == ["content/posts/b.md", "content/posts/c.md"]
    check(before, one.tree(), found)


def test_what_was_taken_back_after_a_crash_is_told_as_no_change(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has taken the file of the broken build over sees that the new one starts elsewhere."""
    one = site({"posts/a.md": post("a", slug="a")})
    one.build()
    start = fingerprint(one)

    one.write({"content/posts/b.md": post("b", slug="b")})
    with monkeypatch.context() as patch:
        patch.setattr(changes, "clear", die)
        with pytest.raises(KeyboardInterrupt):
            one.build()
    assert told(one)["to"] != start
    one.write({"content/posts/b.md": None})
    one.build()
    found = told(one)
    assert found["from"] == found["to"] == start
    assert found["outputs"] == {"written": [], "removed": []}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_random_edits_leave_lists_that_are_true(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    archive = make_archive(tmp_path / "site", edits.posts(chance), {})
    archive.site.build()
    for _ in range(6):
        before, start = archive.site.tree(), fingerprint(archive.site)
        edits.edit(archive, chance)
        archive.site.build()
        after, found = archive.site.tree(), told(archive.site)
        assert found["to"] == fingerprint(archive.site)
        assert (found["to"] == start) == (after == before)
        if after != before:
            assert found["from"] == start
            check(before, after, found)


def test_another_output_has_a_file_of_its_own(site: SiteMaker, tmp_path: Path) -> None:
    one = site({"posts/a.md": post()})
    one.build(output=tmp_path / "elsewhere")
    assert [file.name[:8] for file in (one.root / ".backfile").glob("changes*.json")] == ["changes-"]
