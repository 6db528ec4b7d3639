from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from generator.core.paths import SitePaths
from generator.ledger import outputs
from generator.output import survey
from generator.output.survey import BUILDS, Survey
from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = pytest.mark.slow

PAGE = "wanbao/2021/12/28/a.html"
FOLDER = "wanbao/2021/12/28/"


def archive(site: SiteMaker) -> Site:
    one = site({"posts/2021-12-28-a.md": post("一", "2021-12-28", categories="wanbao")})
    one.build()
    return one


def odd(one: Site) -> list[str]:
    paths = SitePaths.of(one.root)
    return Survey(paths.ledger, paths.output).look().changed


def test_an_output_as_it_was_written_has_nothing_odd(site: SiteMaker) -> None:
    assert odd(archive(site)) == []


def test_files_that_are_not_ours_are_nothing_odd(site: SiteMaker) -> None:
    one = archive(site)
    (one.output / FOLDER / "note.txt").write_text("own")
    assert odd(one) == []


@pytest.mark.parametrize("change", ["removed", "longer", "of another time", "a link", "a folder"])
def test_the_folder_of_an_output_that_is_not_as_it_was_is_odd(site: SiteMaker, change: str) -> None:
    one = archive(site)
    file = one.output / PAGE
    data = file.read_bytes()
    if change == "longer":
        file.write_bytes(data + b" ")
    elif change == "of another time":
        os.utime(file, ns=(0, 0))
    else:
        file.unlink()
    if change == "a link":
        file.symlink_to(one.output / "index.html")
    if change == "a folder":
        file.mkdir()
    assert odd(one) == [FOLDER]


def test_all_folders_of_an_output_that_is_gone_are_odd(site: SiteMaker) -> None:
    one = archive(site)
    one.output.rename(one.output.with_name("away"))
    assert {"", FOLDER, "category/"} <= set(odd(one))


@pytest.fixture
def large(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Return an archive that counts as large, whose folders have been surveyed."""
    monkeypatch.setattr(survey, "SMALL", 0)
    monkeypatch.setattr(survey, "_TICK", 0)
    one = archive(site)
    one.write({f"content/posts/{n}.md": post(f"第{n}篇", f"2021-11-{n:02}") for n in range(1, 9)})
    one.build()
    one.build()
    return one


def write_in_place(file: Path) -> None:
    file.write_bytes(b"x" * file.stat().st_size)


def test_folders_of_a_large_archive_are_trusted_by_their_times(
    large: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    states = outputs.states_in

    def seen(connection: sqlite3.Connection, folder: str) -> Iterator[tuple[str, str, int, int]]:
        looked.append(folder)
        return states(connection, folder)

    monkeypatch.setattr(outputs, "states_in", seen)
    large.build()
    assert len(looked) < 10
    monkeypatch.setattr(survey, "BUILDS", 1)
    looked.clear()
    large.build()
    assert {"", FOLDER, "category/"} <= set(looked)


def test_what_somebody_wrote_in_place_is_mended_within_so_many_builds(large: Site) -> None:
    expected = large.tree()
    for path in ("index.html", PAGE, "category/wanbao.html"):
        write_in_place(large.output / path)
    mended = [large.build().written for _ in range(BUILDS)]
    assert large.tree() == expected
    assert sum(mended) == 3


def test_of_very_many_folders_some_are_asked_in_a_build(large: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(large.root / ".backfile" / "ledger.sqlite")) as connection:
        folders = [row[0] for row in connection.execute("SELECT folder FROM folders")]
    monkeypatch.setattr(survey, "FOLDERS", 4)
    monkeypatch.setattr(survey, "BUILDS", 2)
    parts = -(-len(folders) // 4)
    assert parts > 4
    expected = large.tree()
    for folder in folders:
        min(path for path in (large.output / folder).iterdir() if path.is_file()).unlink()
    mended = [large.build().written for _ in range(parts)]
    assert large.tree() == expected
    assert sum(mended) == len(folders)
    assert max(mended[1:]) <= 4
    write_in_place(large.output / PAGE)
    assert sum(large.build().written for _ in range(2 * parts)) == 1
    assert large.tree() == expected


def test_the_home_page_and_what_was_just_written_are_looked_at_in_any_case(
    large: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "FOLDERS", 2)
    expected = large.tree()
    large.build()
    (large.output / "index.html").unlink()
    assert large.build().written == 1
    assert large.tree() == expected


@pytest.mark.parametrize("change", ["removed", "replaced", "folder removed", "output exchanged", "asked for"])
def test_other_damage_is_mended_at_once(large: Site, change: str) -> None:
    expected = large.tree()
    file = large.output / PAGE
    if change == "removed":
        file.unlink()
    elif change == "replaced":
        other = file.with_name("other")
        other.write_bytes(b"x" * file.stat().st_size)
        other.replace(file)
    elif change == "folder removed":
        shutil.rmtree(file.parent)
    else:
        write_in_place(file)
    if change == "output exchanged":
        away = large.output.rename(large.output.with_name("away"))
        subprocess.run(["cp", "-a", away, large.output], check=True)
    large.build(survey=change == "asked for")
    assert large.tree() == expected


def test_a_folder_that_changed_just_now_is_looked_at_again(
    large: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "_TICK", 10**15)
    expected = large.tree()
    large.write({"content/posts/more.md": post("又一篇", "2021-12-28", categories="wanbao")})
    large.build()
    large.write({"content/posts/more.md": None})
    large.build()
    state = (large.output / FOLDER).stat()
    write_in_place(large.output / PAGE)
    assert (large.output / FOLDER).stat().st_mtime_ns == state.st_mtime_ns
    large.build()
    assert large.tree() == expected


def test_folders_without_outputs_are_forgotten(large: Site) -> None:
    large.write({"content/posts/1.md": None})
    for _ in range(3):
        large.build()
    with closing(sqlite3.connect(large.root / ".backfile" / "ledger.sqlite")) as connection:
        known = {row[0] for row in connection.execute("SELECT folder FROM folders")}
        present = {row[0] for row in connection.execute("SELECT DISTINCT folder FROM outputs")}
    assert known == present
