"""Builds of a session, which compares only what it is told, leave what a clean build leaves."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.errors import BackfileError, LockedError
from generator.core.paths import SitePaths
from generator.pipeline.build import Options, Scope
from generator.pipeline.session import Session
from generator.reporting.report import Report, Reporter
from generator.system.lock import hold
from tests.archives import CONTENTS, DAY, EDITS, SETTINGS, Archive, Edit, Spec, make_archive
from tests.conftest import SiteMaker
from tests.packing.packing import put_pack
from tests.sites import NOW, Site, Tree, post, tree
from tests.test_regressions import differing

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("BACKFILE_EXAMPLES", "10"))
#: What other programs do to the output is not reported by the system, and found by a survey.
_UNSEEN = ("damage", "foreign", "wipe")
_STEPS = st.lists(
    st.tuples(
        st.lists(EDITS.filter(lambda edit: edit.what not in _UNSEEN), max_size=3),
        st.sampled_from([0, 0, 0, -2 * DAY, 3 * DAY]),
        st.booleans(),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@contextmanager
def session_of(site: Site, **options: int) -> Iterator[Session]:
    chosen = Options(**{"now": NOW, "jobs": 1, **options})  # type: ignore[arg-type]
    with closing(Session(SitePaths.of(site.root), chosen, Reporter())) as session:
        yield session


def build(session: Session, *paths: str, now: int = NOW) -> Report:
    """Build what changed at some paths."""
    report = Report()
    session.build(Scope(paths, outputs=False), now, report)
    return report


@pytest.mark.slow
@settings(max_examples=EXAMPLES, deadline=None, database=None)
@given(posts=CONTENTS, given_settings=SETTINGS, steps=_STEPS)
def test_a_session_equals_clean_builds(
    posts: dict[str, Spec], given_settings: dict[str, Any], steps: list[tuple[list[Edit], int, bool]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = make_archive(Path(folder, "site"), posts, given_settings)
        with session_of(archive.site) as session:
            session.build(Scope(), NOW, Report())
            for edits, later, by_folder in steps:
                _edit_and_build(archive, session, edits, NOW + later, by_folder)


def _edit_and_build(archive: Archive, session: Session, edits: list[Edit], now: int, by_folder: bool) -> None:
    before, others = _content(archive), _others(archive)
    for edit in edits:
        edit.apply(archive)
    after = _content(archive)
    changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    if by_folder:
        changed = sorted({path.rpartition("/")[0] for path in changed})
    if others != _others(archive):
        session.reload()
    build(session, *changed, now=now)
    assert differing(archive.site.tree(), archive.site.clean_tree(now)) == []


def _content(archive: Archive) -> dict[str, tuple[bytes, int]]:
    """Return bytes and times: the system reports a file that was written, whatever its bytes."""
    content = archive.site.root / "content"
    return {
        f"content/{path}": (data, (content / path).stat().st_mtime_ns)
        for path, data in tree(content).items()
        if path != "slugs.yaml"
    }


def _others(archive: Archive) -> tuple[bytes, Tree]:
    return (archive.site.root / "site.yaml").read_bytes(), tree(archive.site.root / "themes")


def test_only_named_paths_are_compared(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲"), "posts/b.md": post("乙")})
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        archive.write({"content/posts/a.md": post("改甲"), "content/posts/b.md": post("改乙")})
        report = build(session, "content/posts/a.md")
        assert report.posts == 2
        assert "改甲" in archive.page("index.html")
        assert "改乙" not in archive.page("index.html")
        session.build(Scope(None, outputs=False), NOW, Report())
        assert archive.tree() == archive.clean_tree()


def test_outputs_are_compared_when_that_is_asked_for(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        whole = archive.tree()
        archive.write({"output/index.html": "theirs"})
        assert build(session).written == 0
        session.build(Scope(), NOW, Report())
    assert archive.tree() == whole


def test_after_a_failure_everything_is_compared(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        archive.write({"content/posts/b.md": post("乙")})
        (archive.root / "output/archive").rename(archive.root / "aside")
        archive.write({"output/archive": "a file is in the way"})
        with pytest.raises(BackfileError, match="a file is where the output needs a folder"):
            build(session, "content/posts/b.md")
        (archive.root / "output/archive").unlink()
        build(session)
        assert archive.tree() == archive.clean_tree()


def test_after_a_build_of_another_program_everything_is_compared(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲"), "posts/d.md": post("丁", draft="true")})
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        archive.write({"content/posts/b.md": post("乙")})
        assert archive.build(drafts=True).published == 3
        archive.write({"content/posts/c.md": post("丙")})
        build(session)
        assert archive.tree() == archive.clean_tree()


@pytest.mark.parametrize("name", ["index.sqlite", "ledger.sqlite"])
def test_a_database_that_is_deleted_or_damaged(site: SiteMaker, name: str) -> None:
    archive = site({"posts/a.md": post("甲")})
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        file = archive.root / ".backfile" / name
        for harm in (file.unlink, lambda: file.write_bytes(b"x" * 40_000)):
            harm()
            archive.write({"content/posts/a.md": post(f"甲{harm}".replace('"', ""))})
            build(session, "content/posts/a.md")
            assert archive.tree() == archive.clean_tree()


def test_the_lock_is_held_only_during_a_build(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        with hold(archive.root / ".backfile" / "lock"), pytest.raises(LockedError):
            build(session)
        build(session)


def test_problems_of_other_paths_are_kept(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    (archive.root / "content/posts/link.md").symlink_to("a.md")
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        assert [one.code for one in build(session, "content/posts/a.md").problems] == ["scan.link"]
        (archive.root / "content/posts/link.md").unlink()
        assert build(session, "content/posts/link.md").problems == ()


def test_all_posts_are_counted(site: SiteMaker) -> None:
    archive = site({
        "posts/a.md": post("甲"),
        "posts/draft.md": post("草稿", draft="true"),
        "posts/later.md": post("明天", date="2031-01-01"),
        "posts/bad.md": "---\ntitle: [\n---\n",
        "posts/same.md": post("同一地址", permalink="/home.html"),
        "posts/again.md": post("同一地址", permalink="/home.html"),
    })  # fmt: skip
    with session_of(archive) as session:
        session.build(Scope(), NOW, whole := Report())
        archive.write({"content/posts/bad.md": "---\ntitle: {\n---\n", "content/posts/b.md": post("乙")})
        assert build(session, "content/posts/bad.md", "content/posts/b.md").posts == 7
        assert whole.posts == 6
        archive.write({"content/posts/bad.md": None, "content/posts/draft.md": None})
        report = build(session, "content/posts/bad.md", "content/posts/draft.md")
        assert (report.posts, report.published, report.quarantined, report.withheld) == (5, 3, 1, 1)


def test_when_the_next_post_is_due_or_expires(site: SiteMaker) -> None:
    archive = site(
        {
            "posts/later.md": post(date="2022-01-10 09:00 +0000"),
            "posts/soon.md": post(date="2022-01-10 08:00 +0000"),
            "posts/draft.md": post(date="2022-01-10 07:00 +0000", draft="true"),
            "posts/out.md": post(expires="2022-01-10 10:00 +0000"),
        }
    )
    hour = 3_600_000_000
    with session_of(archive) as session:
        assert session.next_due(NOW) is None
        session.build(Scope(), NOW, Report())
        moments = [NOW]
        while (due := session.next_due(moments[-1])) is not None:
            assert build(session, now=due).written > 0
            moments.append(due)
        assert [(moment - NOW) // hour for moment in moments] == [0, 8, 9, 10]
        assert archive.tree() == archive.clean_tree(moments[-1])


def test_what_was_loaded_serves_the_next_build(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = site({"posts/a.md": post("甲")})
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        session.prepare()
        monkeypatch.setattr("generator.pipeline.session.load_config", None)
        monkeypatch.setattr("generator.render.job.RenderJob.open", None)
        archive.write({"content/posts/a.md": post("改")})
        assert build(session, "content/posts/a.md").written > 0


def test_packs_are_compared_by_their_folder(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲"), "posts/b.md": post("乙")})
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        archive.write({"content/posts/a.md": None})
        put_pack(archive, "2021-12", {"a.md": post("改甲")})
        assert build(session, "content/packs", "content/posts").posts == 2
        assert "改甲" in archive.page("index.html")
        assert archive.tree() == archive.clean_tree()


@pytest.mark.parametrize("changed", ["content/posts/x/a.md", "content/posts/x", "content/posts/new/c.md"])
def test_a_folder_that_goes_unnoticed_is_found_by_the_next_look(site: SiteMaker, changed: str) -> None:
    archive = site({"posts/x/a.md": post("甲"), "posts/x/b.md": post("乙"), "posts/d.md": post("丁")})
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        archive.write({"content/posts/x/a.md": post("改甲"), "content/posts/new/c.md": post("丙")})
        build(session, changed)
    for name in ("x", "new"):
        shutil.rmtree(archive.root / "content/posts" / name)
    archive.build()
    assert archive.tree() == archive.clean_tree()
