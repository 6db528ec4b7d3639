"""`backfile fit`: what an operator reads, and what a script gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import program
from generator.core.paths import SitePaths
from generator.system.lock import hold
from tests.conftest import SiteMaker
from tests.sites import Site, post

CONFIG = "title: 旧闻馆\nhosts:\n  school: {files: 1000, bytes: 1000000000}\n  shelf: {files: 20}\n"


@pytest.fixture
def built(site: SiteMaker) -> Site:
    posts = {f"posts/{day}.md": post(f"第{day}篇", f"2021-11-{day:02}") for day in range(1, 9)}
    one = site({**posts, "posts/old.md": post("旧", "2019-11-01")}, CONFIG)
    one.build()
    return one


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(program, ["fit", *map(str, words)])


def test_all_hosts_in_an_overview(built: Site) -> None:
    found = run(built.root)
    lines = found.output.splitlines()
    assert found.exit_code == 0
    assert lines[0].startswith(f"The site has {len(built.tree())} files with 0.")
    assert lines[0].endswith("and 9 posts, 8 of them in the last year.")
    assert lines[1].startswith("  school                 fits; room for about ")
    assert "  shelf                  does not fit: files " in found.output
    assert "  github-pages           fits; room for" in found.output


def test_one_host_in_detail(built: Site) -> None:
    found = run(built.root, "shelf")
    assert found.exit_code == 1
    assert "shelf does not take the site." in found.output
    assert f"files           {len(built.tree())} files of 20 files" in found.output
    assert "- search: titles takes about a fifth of it" in found.output
    assert run(built.root, "school").exit_code == 0


def test_the_folder_may_be_the_current_one(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.root)
    assert "school takes the site." in run("school").output
    assert run().exit_code == 0


def test_the_report_is_for_scripts(built: Site, tmp_path: Path) -> None:
    file = tmp_path / "reports" / "fit.json"
    file.parent.mkdir()
    found = run(built.root, "shelf", "--json", file, "--quiet")
    assert (found.exit_code, found.output) == (1, "")
    report = json.loads(file.read_text("utf-8"))
    assert report["site"]["posts_a_year"] == 8
    assert [one["host"] for one in report["hosts"]] == ["shelf"]
    assert report["hosts"][0]["limits"][0]["source"] is None


def test_without_an_index_there_is_no_growth(built: Site) -> None:
    SitePaths.of(built.root).index.unlink()
    assert run(built.root, "school").output.splitlines()[0].endswith("and 9 posts.")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("nowhere", "school"), 2, "nowhere: there is no such folder"),
        ((".", "a", "b"), 2, "give one host"),
    ],
)
def test_wrong_words(words: tuple[str, ...], code: int, says: str) -> None:
    found = run(*words)
    assert found.exit_code == code
    assert says in found.output


def test_an_unknown_host_and_a_site_that_was_never_built(built: Site, tmp_path: Path) -> None:
    assert "there is no host 'skool' (did you mean school?)" in str(run(built.root, "skool").exception)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "there is no site.yaml in this folder" in str(run(empty).exception)
    (empty / "site.yaml").write_text("title: x\n")
    assert "there is no finished build" in str(run(empty).exception)


def test_a_build_at_work_is_waited_for_by_nobody(built: Site) -> None:
    with hold(SitePaths.of(built.root).lock):
        assert "another build or publication" in str(run(built.root).exception)
