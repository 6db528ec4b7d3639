"""Hosts that a site is too large for because of its search index."""

from __future__ import annotations

import pytest

from generator.checks import check
from generator.hosts.limits import Host, Limit
from tests.checks.checking import found
from tests.conftest import SiteMaker
from tests.sites import Site, post

FULL = "title: x\nsearch: full\n"


@pytest.fixture
def built(site: SiteMaker) -> Site:
    one = site({f"posts/{day}.md": post(f"第{day}篇", f"2021-11-{day:02}") for day in range(1, 9)}, FULL)
    one.build()
    return one


def host(name: str, files: int, size: int) -> Host:
    """Return a host with limits of files and bytes; 0 for none."""
    limits = [Limit("files", files)] if files else []
    return Host(name, name, (*limits, Limit("bytes", size)) if size else tuple(limits))


def take(monkeypatch: pytest.MonkeyPatch, hosts: list[Host]) -> None:
    """Let these be all hosts that there are."""
    monkeypatch.setattr(check, "all_hosts", lambda _: hosts)


def sizes(one: Site) -> tuple[int, int, int, int]:
    """Return the numbers of files and bytes of the output, and of those that the limits are about."""
    tree = one.tree()
    listed = {
        path: data for path, data in tree.items() if path.startswith("search/") and path.count("/") == 2
    }
    listed["search/manifest.json"] = tree["search/manifest.json"]
    return len(tree), sum(map(len, tree.values())), len(listed), sum(map(len, listed.values()))


def test_a_host_that_takes_the_site_without_its_index_alone(
    built: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, size, of_index, bytes_of_index = sizes(built)
    hosts = [
        host("Exactly", files, size),
        host("Nearly", files - 1, 0),
        host("Barely", 0, size - bytes_of_index),
        host("Never", files - of_index - 1, 0),
        host("Nor ever", 0, size - bytes_of_index - 1),
    ]
    take(monkeypatch, hosts)
    (problem,) = found(built, "search")
    assert (problem.path, problem.code, problem.severity) == ("site.yaml", "search.size", "warning")
    assert f"has {of_index} files" in problem.message
    assert f"the site has {files} files" in problem.message
    assert f"more than Nearly takes ({files - 1} files) and Barely takes (0.2 MB)" in problem.message
    assert "write search: titles into site.yaml" in problem.hint
    assert "search: {exclude: [NAME]}" in problem.hint


def test_the_real_limits_leave_a_small_site_alone(built: Site) -> None:
    assert found(built, "search") == []


def test_an_index_that_the_next_build_makes_anew_is_not_judged(
    built: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(monkeypatch, [host("Nearly", sizes(built)[0] - 1, 0)])
    built.write({"site.yaml": "title: x\nsearch: titles\n"})
    assert found(built, "search") == []
    built.build()
    take(monkeypatch, [host("Nearly", sizes(built)[0] - 1, 0)])
    (problem,) = found(built, "search")
    assert "titles into" not in problem.hint


def test_a_site_that_was_never_built_is_not_judged(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    take(monkeypatch, [host("None", 1, 1)])
    assert found(site({"posts/a.md": post("甲")}, FULL), "search") == []
