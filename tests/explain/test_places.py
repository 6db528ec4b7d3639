"""Where `explain` says that a post is shown is where its address stands in the output."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

import pytest

from generator.core.paths import SitePaths
from generator.explain.post import find_post
from generator.explain.sources import places
from generator.explain.state import opened
from tests.conftest import SiteMaker
from tests.sites import NOW, Site
from tests.test_edits import CONFIG, archive

pytestmark = pytest.mark.slow

BASE = "https://archive.example/old/"
_LINK = re.compile(r'(?:href="|<loc>)([^"<]*)')


def naming(site: Site, address: str) -> set[str]:
    """Return the outputs that lead to a page, itself among them."""
    found = {address}
    for path, data in site.tree().items():
        for link in _LINK.findall(data.decode("utf-8", "replace")):
            plain = unquote(link.removeprefix(BASE))
            folder = "" if link.startswith(BASE) else posixpath.dirname(path)
            if posixpath.normpath(posixpath.join(folder, plain)) == address:
                found.add(path)
    return found


@pytest.mark.parametrize("number", [0, 1, 13, 14, 27, 38, 39])
def test_places(site: SiteMaker, number: int) -> None:
    one = site(archive(), CONFIG)
    one.build()
    month, day = 10 + number // 14, 1 + number % 14 * 2
    with opened(SitePaths.of(one.root), NOW) as state:
        found = find_post(state.connection, f"content/posts/{month}/2021-{month}-{day:02}-post{number}.md")
        assert found
        told = {place.partition(", ")[0] for place in places(state, found) if "that counts it" not in place}
        linking = {"wanbao/2021/11/03/linked.html"} if number == 0 else set()
    assert told | linking == naming(one, found.address)
