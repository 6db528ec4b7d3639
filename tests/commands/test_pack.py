"""`backfile pack` and `backfile unpack` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import program
from tests.conftest import SiteMaker
from tests.packing.packing import content, months, pack_file, put_pack
from tests.sites import NOW, post


@pytest.fixture(autouse=True)
def the_tests_own_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW // 1_000_000))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, [*map(str, arguments)])


def test_pack_and_unpack(site: SiteMaker) -> None:
    one = site({**months(), "posts/draft.md": post(draft="true")})
    before = content(one)
    dry = run("pack", one.root, "--before", "2021-12", "--dry-run", "--jobs", "1")
    assert (dry.exit_code, dry.output) == (
        0, "2021-10: 24 posts\n2021-11: 24 posts\nposts: 48 to move into 2 packs\n",
    )  # fmt: skip
    assert content(one) == before
    done = run("pack", one.root, "--before", "2022-01", "--jobs", "1")
    assert (done.exit_code, done.output.splitlines()[-1]) == (
        0, "posts: 72 moved into 3 packs; 1 drafts stay files",
    )  # fmt: skip
    assert run("pack", one.root, "--before", "2022-01", "--quiet", "--jobs", "1").output == ""
    back = run("unpack", one.root, "2021-12", "--jobs", "1")
    assert (back.exit_code, back.output) == (0, "2021-12: 24 brought back\n")


def test_wrong_usage(site: SiteMaker) -> None:
    one = site(months())
    assert run("pack", one.root).exit_code == 2
    assert run("unpack").exit_code == 2
    assert run("unpack", one.root, "a", "b").exit_code == 2


def test_what_cant_be_moved_is_told_by_the_exit_code(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    put_pack(one, "2021-12", {"b.md": post()})
    file = pack_file(one)
    file.write_bytes(file.read_bytes()[:-3])
    done = run("pack", one.root, "--before", "2022-01", "--jobs", "1")
    assert done.exit_code == 4
    assert "content/packs/2021-12.jsonl.zst: posts of 2021-12 stay files" in done.output
    done = run("unpack", one.root, "2021-12", "--jobs", "1")
    assert done.exit_code == 4
    assert "posts/b.md" in content(one)
    assert file.is_file()
