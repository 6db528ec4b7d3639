"""What `backfile publish` says, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import program
from generator.core.errors import BackfileError
from tests.conftest import SiteMaker
from tests.publish.publications import edit, example
from tests.sites import Site, post, tree


def publish(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(program, ["publish", *map(str, arguments)])
    if isinstance(result.exception, BackfileError):
        raise result.exception
    return result


@pytest.fixture
def built(site: SiteMaker) -> Site:
    return example(site)


@pytest.fixture
def www(tmp_path: Path) -> Path:
    return tmp_path / "www"


def test_it_tells_what_was_done(built: Site, www: Path) -> None:
    said = publish(built.root, www)
    assert (said.exit_code, said.stderr) == (0, "")
    count = len(built.tree())
    assert said.stdout.startswith(f"{www}: release 1 is current\n{count} files sent ({count} new, ")
    assert publish(built.root, www).stdout == f"{www}: up to date, {count} files\n"
    assert publish(built.root, www, "--quiet").stdout == ""


def test_a_dry_run_shows_the_plan(built: Site, www: Path) -> None:
    publish(built.root, www)
    edit(built)
    said = publish(built.root, www, "--dry-run").stdout
    assert "pages: 6 files, " in said  # three posts, and three files of the search index
    assert "  + ribao/2021/12/28/new1.html\n" in said
    assert "to remove: 4 files\n" in said  # the post, and three files of the search index
    assert "\n  - wanbao/2021/12/28/b.html\n" in said
    assert said.splitlines()[-1].startswith("dry run: ")
    assert said.endswith("; nothing was done\n")
    assert not (www / "releases/2").exists()


def test_the_outcome_is_written(built: Site, www: Path, tmp_path: Path) -> None:
    file = tmp_path / "outcome.json"
    publish(built.root, www, "--json", file)
    found = json.loads(file.read_text("utf-8"))
    assert found["sent"]["files"] == found["sent"]["new"] == len(built.tree())
    assert found["sent"]["bytes"] == sum(map(len, built.tree().values()))
    assert set(found["sent"]["phases"]) == {"assets", "pages", "lists", "feeds"}
    assert (found["before"], found["removed"], found["dry_run"]) == (None, 0, False)
    docs = (Path(__file__).parents[2] / "docs" / "publish.md").read_text("utf-8")
    for name in {*found, *found["sent"], *found["sent"]["phases"]}:
        assert f"`{name}`" in docs, name


def test_the_outcome_goes_into_what_is_there(built: Site, www: Path, tmp_path: Path) -> None:
    """It may be /dev/stdout, which is a link to a pipe."""
    file, link = tmp_path / "outcome.json", tmp_path / "link"
    link.symlink_to(file)
    publish(built.root, www, "--json", link)
    assert link.is_symlink()
    assert json.loads(file.read_text("utf-8"))["removed"] == 0


@pytest.mark.slow
def test_a_rollback_and_what_is_kept(built: Site, www: Path) -> None:
    for number in range(4):
        before = built.tree()
        edit(built, number)
        publish(built.root, www, "--keep", "2")
    assert "release 3 is current again" in publish(built.root, www, "--rollback").stdout
    assert tree(www / "current") == before


def test_a_rollback_is_never_tried_out(built: Site, www: Path) -> None:
    publish(built.root, www)
    said = publish(built.root, www, "--rollback", "--dry-run")
    assert said.exit_code == 2
    assert "--rollback and --dry-run can't be combined" in said.stderr


def test_only_folders_and_buckets_can_be_rolled_back(built: Site) -> None:
    with pytest.raises(BackfileError, match="#gh-pages: only folders and buckets can be rolled back"):
        publish(built.root, "git:origin", "--rollback")


def test_the_target_may_stand_in_site_yaml(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    built.write({"site.yaml": "title: 旧闻馆\npublish:\n  target: ../elsewhere\n"})
    assert publish(built.root).exit_code == 0
    assert tree(built.root.parent / "elsewhere/current") == built.tree()
    monkeypatch.chdir(built.root)
    assert "up to date" in publish().stdout
    assert "release 1 is current" in publish("../other").stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["SITE"], "give a target, or set publish.target in site.yaml"),
        (["SITE", "a", "b"], "give one target"),
        (["SITE/none", "a"], "there is no such folder"),
    ],
)
def test_wrong_usage_is_told(built: Site, words: list[str], why: str) -> None:
    said = publish(*(word.replace("SITE", str(built.root)) for word in words))
    assert said.exit_code == 2
    assert why in said.stderr


def test_a_site_that_is_too_large_for_its_host_is_not_sent(site: SiteMaker, www: Path) -> None:
    settings = "title: x\nhosts: {shelf: {files: 3}}\npublish: {host: shelf}\n"
    one = site({"posts/a.md": post("甲", "2021-11-01")}, settings)
    one.build()
    with pytest.raises(BackfileError, match=r"shelf: the site does not fit: files .*; nothing was sent"):
        publish(one.root, www)
    assert not (www / "current").exists()
    publish(one.root, www, "--force")
    assert tree(www / "current") == one.tree()
    one.write({"site.yaml": settings.replace("files: 3", "files: 3000")}).build()
    publish(one.root, www)
    one.write({"site.yaml": settings.replace("host: shelf", "host: shelv")}).build()
    with pytest.raises(BackfileError, match=r"no host 'shelv' \(did you mean shelf\?\)"):
        publish(one.root, www)
