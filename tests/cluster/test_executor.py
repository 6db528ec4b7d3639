"""Builds on a cluster of workers that see nothing of the archive."""

from __future__ import annotations

import pytest

from generator.core.errors import ThemeError
from tests.cluster.archives import CONFIG, LARGE, build
from tests.cluster.machines import Machines
from tests.conftest import SiteMaker
from tests.packing.packing import packed
from tests.sites import Ear, Tree, post

pytestmark = pytest.mark.xdist_group("cluster")


def test_the_output_is_that_of_one_machine(cluster: Machines, site: SiteMaker, clean: Tree) -> None:
    one, ear = site(LARGE, CONFIG), Ear()
    report = build(one, cluster.address, ear)
    assert one.tree() == clean
    assert ear.done == ear.totals
    assert report.written == len(clean)
    one.write({"content/posts/new.md": post("新"), "site.yaml": CONFIG.replace("旧闻馆", "新馆")})
    packed(one)
    build(one, cluster.address, clean=True)
    assert one.tree() == one.clean_tree()


def test_a_mistake_in_a_template_is_told_with_its_place(cluster: Machines, site: SiteMaker) -> None:
    one = site(LARGE | {"../themes/own/templates/post.html": "\n\n{{ nothing.more }}\n"}, CONFIG)
    with pytest.raises(ThemeError, match=r"own/templates/post\.html:3: "):
        build(one, cluster.address)
