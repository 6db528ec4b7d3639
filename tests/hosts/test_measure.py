"""The output of a build, measured: against the files themselves."""

from __future__ import annotations

from collections import Counter

from generator.core.paths import SitePaths
from generator.hosts.measure import measure
from generator.publish.source import open_source
from tests.conftest import SiteMaker
from tests.sites import post

CONFIG = """title: 旧闻馆
url: https://x.example/
redirects: [html, netlify]
security: {headers: true}
"""


def test_it_is_what_the_folder_has(site: SiteMaker) -> None:
    posts = {
        f"posts/{day}.md": post("题", f"2021-11-{day:02}", aliases=f"[/old/{day}.html, /alt/{day}.html]")
        for day in range(1, 10)
    }
    one = site({**posts, "static/files/film.mp4": b"x" * 900_000, "static/files/a.txt": b"a"}, CONFIG)
    one.build()
    tree = one.tree()
    with open_source(SitePaths.of(one.root)) as source:
        size = measure(source.connection, source.output, 9)
    folders = Counter(f"{path.rpartition('/')[0]}/" for path in tree)
    assert size.values["files"] == len(tree)
    assert size.values["bytes"] == sum(map(len, tree.values()))
    assert (size.values["file_bytes"], size.places["file_bytes"]) == (900_000, "files/film.mp4")
    assert size.values["folder_files"] == max(folders.values())
    assert folders[size.places["folder_files"].removeprefix(".")] == size.values["folder_files"]
    assert size.values["redirects"] == 36  # with and without the suffix
    assert size.values["headers"] == f"\n{tree['_headers'].decode()}".count("\n/")
    assert (size.posts, size.a_year) == (9, 9)
    parts = {part.owner: part for part in size.parts}
    assert sum(part.files for part in size.parts) == len(tree)
    assert parts["post"].files == 9
    assert parts["alias"].files == 18
    assert {owner for owner, part in parts.items() if part.without} == {"alias", "file", "search"}


def test_a_site_without_posts_takes_nothing_for_one(site: SiteMaker) -> None:
    one = site()
    one.build()
    with open_source(SitePaths.of(one.root)) as source:
        size = measure(source.connection, source.output, 0)
    assert size.posts == 0
    assert size.of_post("files") == 0.0
