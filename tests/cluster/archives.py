"""Archives that are large enough for a cluster, and builds of them on one."""

from __future__ import annotations

from dataclasses import replace

from generator.cluster.connection import connected
from generator.core.paths import SitePaths
from generator.pipeline.build import Options
from generator.pipeline.build import build as build_site
from generator.reporting.report import Report, Reporter
from tests.render.test_carrier import CONFIG, FILES
from tests.sites import NOW, Site, post

#: More posts than a few batches have.
POSTS: dict[str, str | bytes | None] = {
    f"posts/{number:03}.md": post(
        f"第{number}条", f"2021-{10 + number % 2}-08 08:00:00", f"第{number}段。", category=f"c{number % 3}"
    )
    for number in range(140)
}
LARGE: dict[str, str | bytes | None] = {**POSTS, **FILES}
__all__ = ["CONFIG", "LARGE", "build", "build_on_shared_disk"]


def build_on_shared_disk(one: Site, address: str) -> Report:
    """Build on a cluster whose workers see the archive."""
    report, paths = Report(), replace(SitePaths.of(one.root), staging_part="of-this-build")
    with connected(address, paths) as executors:
        build_site(paths, Options(NOW, executors=executors, forks=False), Reporter(), report)
    return report


def build(one: Site, address: str, reporter: Reporter | None = None, **options: int) -> Report:
    """Build on the cluster at an address."""
    with connected(address) as executors:
        return one.build(reporter, executors=executors, forks=False, **options)  # type: ignore[arg-type]
