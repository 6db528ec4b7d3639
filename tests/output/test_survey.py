from __future__ import annotations

import os

import pytest

from generator.core.paths import SitePaths
from generator.output.survey import changed_folders
from tests.conftest import SiteMaker
from tests.sites import Site, post

PAGE = "wanbao/2021/12/28/a.html"
FOLDER = "wanbao/2021/12/28/"


def archive(site: SiteMaker) -> Site:
    one = site({"posts/2021-12-28-a.md": post("一", "2021-12-28", categories="wanbao")})
    one.build()
    return one


def odd(one: Site) -> list[str]:
    paths = SitePaths.of(one.root)
    return changed_folders(paths.ledger, paths.output)


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
