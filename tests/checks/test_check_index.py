"""A check writes nothing but what it knows, and neither disturbs a build nor waits for one."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from generator.checks import facts
from generator.content.options import ReadOptions
from generator.core.errors import LockedError
from generator.ledger import outputs
from generator.reporting.report import Reporter
from generator.system.lock import hold
from tests.archives import CONTENTS, SETTINGS, STEPS, Edit, Options, Spec, make_archive
from tests.checks.checking import codes, found, told
from tests.conftest import SiteMaker
from tests.sites import Site, post, tree
from tests.test_properties import PROFILE


class Ear(Reporter):
    """Hears notes, and how many files a stage has to look at."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.totals: dict[str, int] = {}

    def begin(self, stage: str, total: int) -> None:
        self.totals[stage] = total

    def note(self, text: str) -> None:
        self.notes.append(text)


def state(site: Site) -> dict[str, bytes]:
    """Return all files of an archive but those of its checks."""
    return {path: data for path, data in tree(site.root).items() if not path.startswith(".backfile/check/")}


@pytest.mark.slow
@PROFILE
@given(posts=CONTENTS, given_settings=SETTINGS, steps=STEPS)
def test_checks_between_builds_leave_no_trace(
    posts: dict[str, Spec], given_settings: dict[str, object], steps: list[tuple[list[Edit], Options]]
) -> None:
    """What a check finds does not depend on what was checked before; and a build does not notice."""
    with tempfile.TemporaryDirectory() as folder:
        archive = make_archive(Path(folder, "site"), posts, given_settings)
        for edits, _ in steps:
            for edit in edits:
                edit.apply(archive)
            before = state(archive.site)
            warm = found(archive.site)
            assert state(archive.site) == before
            assert told(found(archive.site)) == told(warm)
            archive.site.build()
            before = state(archive.site)
            found(archive.site)
            assert state(archive.site) == before
            again = archive.site.build()
            assert (again.written, again.removed) == (0, 0)


def test_an_archive_that_was_never_built(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(body="[x](no.md)")})
    assert codes(one) == ["posts/a.md:5:5 link.missing"]
    assert sorted(path.name for path in one.root.iterdir()) == [".backfile", "content", "site.yaml"]
    assert not (one.root / "content" / "slugs.yaml").exists()


def test_bytes_that_are_known_are_not_looked_at_again(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = site({f"posts/{n}.md": post(f"第{n}篇", categories="晚报") for n in range(5)})
    one.build()
    ear = Ear()
    found(one, reporter=ear)
    assert (ear.totals["read"], ear.totals["look"]) == (0, 5)
    (one.root / "content/posts/3.md").touch()
    one.write({"content/posts/4.md": post("新", body="[x](no.md)")})
    looked: list[str] = []
    real = facts.facts_of

    def look(path: str, title: str, data: bytes, reading: ReadOptions) -> facts.Facts:
        looked.append(path)
        return real(path, title, data, reading)

    monkeypatch.setattr(facts, "facts_of", look)
    assert codes(one, "link") == ["posts/4.md:5:5 link.missing"]
    assert looked == ["content/posts/4.md"]


def test_new_names_do_not_make_all_posts_new(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(categories="晚报", tags="主题")})
    found(one)
    file = one.root / ".backfile" / "check" / "index.sqlite"
    marks = []
    for _ in range(2):
        found(one)
        with sqlite3.connect(file) as connection:
            marks.append(connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone())
    assert marks[0] == marks[1]


def test_a_build_at_work_is_no_hindrance(site: SiteMaker) -> None:
    one = site({"posts/2021-12-28-a.md": post(body="[x](no.md)")})
    one.build()
    one.write({"content/posts/2021-12-28-a.md": post(body="[x](no.md)", slug="new")})
    with hold(one.root / ".backfile" / "lock"):
        assert codes(one) == [
            "posts/2021-12-28-a.md:0:0 address.moved",
            "posts/2021-12-28-a.md:6:5 link.missing",
        ]


def test_a_ledger_that_is_being_written_is_told(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(body="[x](no.md)")})
    one.build()
    ear = Ear()
    with sqlite3.connect(one.root / ".backfile" / "ledger.sqlite") as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert [problem.code for problem in found(one, reporter=ear)] == ["link.missing"]
    assert "a build is running" in ear.notes[0]


def test_a_ledger_of_another_version_is_left_alone(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    one.build()
    file = one.root / ".backfile" / "ledger.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version = {outputs.VERSION - 1}")
    before = file.read_bytes()
    assert found(one) == []
    assert file.read_bytes() == before


def test_two_checks_do_not_meet(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    found(one)
    with hold(one.root / ".backfile" / "check" / "lock"), pytest.raises(LockedError, match="another check"):
        found(one)


def test_what_is_damaged_is_made_anew(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(body="[x](no.md)")})
    expected = found(one)
    file = one.root / ".backfile" / "check" / "index.sqlite"
    data = bytearray(file.read_bytes())
    data[8192:40000] = b"nonsense" * 4000
    file.write_bytes(bytes(data[: len(data)]))
    assert found(one) == expected
    file.write_bytes(b"nonsense" * 1000)
    assert found(one) == expected
