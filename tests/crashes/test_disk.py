"""A full disk, and one that can't be written to: told in a sentence, and nothing is lost."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import SiteMaker
from tests.crashes import places
from tests.crashes.warm import Ended, Fault, Warm
from tests.sites import Site, Tree, post, tree
from tests.test_edits import CONFIG, archive
from tests.test_regressions import differing

_MB = 1 << 20
#: Fails as a full disk does, in the nth call.
STAGING: Fault = ("on_call", "generator.output.staging:write_file", 3, "full")
LATE_STAGING: Fault = ("on_call", "generator.output.staging:write_file", 30, "full")
INSTALLING: Fault = ("on_call", "generator.output.staging:_replace", 20, "full")
REGISTRY: Fault = ("on_call", "generator.taxonomy.registry:Registry.to_yaml", 1, "full")
STAND_IN: Fault = ("on_call", "generator.pipeline.last_good:LastGood.write", 1, "full")


def edited(one: Site, warm: Warm) -> Tree:
    """Build an archive, edit it, and return the output that the edits have yet to change."""
    assert warm.build(one.root).code == 0
    before = one.tree()
    one.write({f"content/posts/n{n}.md": post(f"新{n}", body="新的。" * 900, categories=f"新类{n % 9}")
               for n in range(40)})  # fmt: skip
    one.write({"content/posts/10/2021-10-01-post0.md": None, "content/posts/11/2021-11-13-post20.md": ""})
    return before


def check_refused(one: Site, ended: Ended, before: Tree, *says: str) -> None:
    """One sentence with exit code 1, and all that stands in the output is whole."""
    assert (ended.code, ended.left()) == (1, [])
    said = ended.err.removeprefix(_told(ended.err))
    assert said.startswith("backfile: ")
    assert said.count("\n") == 1
    for part in says:
        assert part in said
    found, after = one.tree(), one.clean_tree()
    assert [path for path, data in found.items() if data not in (before.get(path), after.get(path))] == []
    if "nothing was published" in said:
        assert found == before


def _told(err: str) -> str:
    """Return the lines that tell of problems in posts."""
    return "".join(line for line in err.splitlines(True) if line.startswith(("error: ", "warning: ")))


def check_recovered(one: Site, warm: Warm) -> None:
    """The next build finds its way."""
    ended = warm.build(one.root)
    assert (ended.code, ended.err.removeprefix(_told(ended.err))) == (0, "")
    assert differing(one.tree(), one.clean_tree()) == []
    assert not (one.root / ".output.staging").exists()


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (STAGING, "nothing was published"),
        (LATE_STAGING, "nothing was published"),
        (REGISTRY, "nothing was published"),
        (STAND_IN, "nothing was published"),
        (INSTALLING, "the output may be new in part, each file whole; build again to finish it"),
    ],
    ids=["staging", "late", "registry", "stand-in", "installing"],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_no_space_left(site: SiteMaker, warm: Warm, fault: Fault, says: str, jobs: int) -> None:
    one = site(archive(), CONFIG)
    before = edited(one, warm)
    ended = warm.build(one.root, fault=[fault], jobs=jobs)
    check_refused(one, ended, before, "No space left on device; free some space and build again", says)
    check_recovered(one, warm)


@pytest.mark.parametrize("size", [8, 60, 160, 260])
def test_a_limit_on_the_size_of_files(site: SiteMaker, warm: Warm, size: int) -> None:
    one = site(archive(), CONFIG)
    before = edited(one, warm)
    ended = warm.build(one.root, fault=[("limit_file_size", size << 10)])
    if ended.code or size < 100:
        check_refused(one, ended, before)
    check_recovered(one, warm)


@pytest.mark.parametrize("left", [0, 40, 200, 500])
@pytest.mark.parametrize("place", ["", ".backfile", "output"])
def test_a_full_disk(tmp_path: Path, site: SiteMaker, warm: Warm, place: str, left: int) -> None:
    one = site(archive(), CONFIG)
    with places.small(one.root / place, 4 * _MB):
        if not place:
            one.write({"site.yaml": CONFIG} | {f"content/{name}": text for name, text in archive().items()})
        before = edited(one, warm)
        with places.filled(one.root / place, left << 10):
            ended = warm.build(one.root)
            before |= {"filling": b""} if place == "output" else {}
        if ended.code or not left:
            _check_full(one, ended, before)
        check_recovered(one, warm)


def _check_full(one: Site, ended: Ended, before: Tree) -> None:
    before.pop("filling", None)
    check_refused(one, ended, before, "No space left on device; free some space")


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (".backfile", ".backfile/lock: "),
        ("output", "the output may be new in part"),
        ("content", "slugs.yaml"),
        (".", ".backfile/lock: "),
    ],
)
def test_a_place_that_is_read_only(site: SiteMaker, warm: Warm, place: str, says: str) -> None:
    one = site(archive(), CONFIG)
    before = edited(one, warm)
    with ExitStack() as stack:
        stack.enter_context(places.read_only(one.root / place))
        ended = warm.build(one.root)
    check_refused(one, ended, before, says)
    assert "Read-only file system; mount it for writing" in ended.err or "Permission denied" in ended.err
    check_recovered(one, warm)


def test_an_output_elsewhere_that_is_full(site: SiteMaker, warm: Warm, tmp_path: Path) -> None:
    one = site(archive(), CONFIG)
    there = tmp_path / "there"
    with places.small(there, _MB // 8):
        ended = warm.build(one.root, "--output", str(there))
        assert ended.code == 1
        assert "No space left on device" in ended.err
        clean = one.clean_tree()
        assert [path for path, data in tree(there).items() if clean[path] != data] == []
    assert warm.build(one.root, "--output", str(there)).code == 0
    assert differing(tree(there), clean) == []
