"""Whatever is done to an archive between two builds, incremental equals clean.

`BACKFILE_EXAMPLES=2000 pytest tests/test_properties.py` looks longer, and makes a failing example small.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import feedparser
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.kinds import feed_archive, month
from generator.kinds.parts import navigation
from generator.reporting.report import Report
from tests.archives import CONTENTS, POSTS, SETTINGS, STEPS, Archive, Edit, Options, Spec, make_archive
from tests.sites import Ear, Site, Tree, tree

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("BACKFILE_EXAMPLES", "12"))
_PHASES = [Phase.generate, Phase.shrink] if "BACKFILE_EXAMPLES" in os.environ else [Phase.generate]
PROFILE = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=False, print_blob=True, phases=_PHASES, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip

_ATTRIBUTE = re.compile(r'\b(?:href|src)="([^"]*)"|content="0; url=([^"]*)"')
_BODY = re.compile(r"<!--body-->.*?<!--/body-->", re.DOTALL)
_LOC = re.compile(r"<loc>([^<]*)</loc>")


@pytest.fixture(autouse=True, scope="module")
def small_archives() -> Iterator[None]:
    """Let few posts fill a document of the feed's archives and a month, and few pages the navigation."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed_archive, "SIZE", 2)
        patch.setattr(month, "ALL_POSTS", 4)
        patch.setattr(month, "DAY_POSTS", 2)
        patch.setattr(navigation, "MOST", 1)
        yield


class Built(NamedTuple):
    """What a build made: its report, the output and the registry of slugs."""

    report: Report
    tree: Tree
    registry: bytes


@PROFILE
@given(posts=CONTENTS, given_settings=SETTINGS, steps=STEPS)
def test_incremental_equals_clean(
    posts: dict[str, Spec], given_settings: dict[str, Any], steps: list[tuple[list[Edit], Options]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = make_archive(Path(folder, "site"), posts, given_settings)
        for edits, options in [([], Options()), *steps]:
            for edit in edits:
                edit.apply(archive)
            _build_and_check(archive, options)


@PROFILE
@given(posts=CONTENTS, given_settings=SETTINGS, number=st.integers(0, 40))
def test_a_post_that_goes_bad_leaves_no_trace(
    posts: dict[str, Spec], given_settings: dict[str, Any], number: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = make_archive(Path(folder, "site"), posts, given_settings)
        site = archive.site
        site.build()
        good = site.tree()
        Edit("break", (number, "")).apply(archive)
        site.build()
        assert _differing(site.tree(), good) == []


@settings(PROFILE, max_examples=max(2, EXAMPLES // 6))
@given(posts=st.dictionaries(st.integers(0, 400), POSTS, min_size=30, max_size=60))
def test_workers_and_arrival_do_not_show(posts: dict[int, Spec]) -> None:
    """One batch is read and rendered here; more need several, so files are small and many."""
    with tempfile.TemporaryDirectory() as folder:
        named = {f"posts/{number % 7}/{number}.md": spec for number, spec in posts.items()}
        archive = make_archive(Path(folder, "site"), named, {})
        padding = {f"content/posts/z/{n}.md": Spec(date="2019-01-01", slug=f"z{n}").text() for n in range(70)}
        archive.site.write(padding)
        first = _clean(archive, Options(), None)
        archive.site.build(jobs=2)
        assert _differing(archive.site.tree(), first.tree) == []


def _build_and_check(archive: Archive, options: Options) -> None:
    site = archive.site
    slugs = _registry(site)
    before = site.tree()
    if options.elsewhere:
        _build(site, options, site.root.with_name("elsewhere"))
    report = _build(site, options)
    after = site.tree()
    _check_counts(report, before, after)
    clean = _clean(archive, options, None if options.elsewhere else slugs)
    foreign = archive.foreign
    assert {path: after.get(path) for path in foreign} == foreign
    assert _differing({path: data for path, data in after.items() if path not in foreign}, clean.tree) == []
    assert _registry(site) == clean.registry
    assert _told(report) == _told(clean.report)
    if options.elsewhere:
        assert _differing(tree(site.root.with_name("elsewhere")), clean.tree) == []
    again = _build(site, options._replace(clean=False))
    assert (again.written, again.removed, site.tree()) == (0, 0, after)
    base = archive.settings.get("url") or ""
    assert list(_dead_links(after, base)) == []
    if (archive.settings.get("feed") or {}).get("archives", True):
        _check_feed(after, base, report.published + report.kept)


def _check_feed(output: Tree, base: str, posts: int) -> None:
    """The feed and its archives hold every post, and lead to each other in both directions."""
    ids: set[str] = set()
    walked: list[str] = []
    path = "feed.xml"
    while path:
        feed = feedparser.parse(output[path])
        assert not feed.bozo
        ids |= {entry.id for entry in feed.entries}
        links = {link.rel: _path_of(link.href, path, base) for link in feed.feed.links}
        assert links["self"] == path
        assert links.get("current", path) == "feed.xml"
        assert links.get("next-archive", "") == (walked[-1] if walked[1:] else "")
        walked.append(path)
        path = links.get("prev-archive", "")
    assert len(ids) == posts
    assert {path for path in output if path.startswith("feed/")} == set(walked[1:])


def _path_of(link: str, path: str, base: str) -> str:
    own = link.removeprefix(base) if base else posixpath.join(posixpath.dirname(path), link)
    return posixpath.normpath(own)


def _build(site: Site, options: Options, output: Path | None = None) -> Report:
    now, drafts, future, clean, _ = options
    ear = Ear()
    report = site.build(ear, output=output, now=now, drafts=drafts, future=future, clean=clean)
    assert ear.done["render"] == ear.totals["render"]
    return report


def _clean(archive: Archive, options: Options, slugs: bytes | None) -> Built:
    """Build a copy from nothing.

    Slugs are those of before (`slugs`; None: as they are): which ones a build gives to new names must
    follow from the names and the registry. What stands in for bad posts is as the build left it: that
    it makes from the last good page, which a clean build can't know.
    """
    root = archive.site.root
    copy = root.with_name("clean")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("output", "*.sqlite*", "lock"))
    if slugs is not None:
        registry = copy / "content" / "slugs.yaml"
        registry.unlink(missing_ok=True)
        if slugs:
            registry.write_bytes(slugs)
    site = Site(copy)
    report = _build(site, options._replace(clean=False))
    return Built(report, site.tree(), _registry(site))


def _registry(site: Site) -> bytes:
    path = site.root / "content" / "slugs.yaml"
    return path.read_bytes() if path.is_file() else b""


def _check_counts(report: Report, before: Tree, after: Tree) -> None:
    assert report.written == len([path for path, data in after.items() if before.get(path) != data])
    assert report.removed >= len(before.keys() - after.keys())


def _told(report: Report) -> tuple[object, ...]:
    return (report.problems, report.posts, report.published, report.rescued, report.quarantined, report.kept,
            report.withheld)  # fmt: skip


def _differing(one: Tree, other: Tree) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def _dead_links(output: Tree, base: str) -> list[str]:
    """Return links of the theme and of the program that lead nowhere; bodies may say what they like."""
    dead = []
    for path, data in output.items():
        text = data.decode("utf-8", "replace")
        if path.endswith(".html"):
            found = ["".join(pair) for pair in _ATTRIBUTE.findall(_BODY.sub("", text))]
        else:
            found = _LOC.findall(text) if path.startswith("sitemap") else []
        for link in found:
            target = _target(unescape(link), path, base)
            if target is not None and target not in output:
                dead.append(f"{path}: {link}")
    return dead


def _target(link: str, path: str, base: str) -> str | None:
    """Return the output path that a link leads to; None for one that leads elsewhere or within the page."""
    if base and link.startswith(base):
        link = "/" + link.removeprefix(base)
    elif path == "404.html" and link.startswith(urlsplit(base).path or "/"):
        link = "/" + link.removeprefix(urlsplit(base).path or "/")
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    plain = unquote(parts.path)
    joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), plain)).lstrip("/")
    return posixpath.join(joined, "index.html") if plain.endswith(("/", ".")) or not joined else joined
