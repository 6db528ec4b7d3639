"""Makes archives from dicts, builds them in this process, and looks at what came out."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.core.paths import SitePaths
from generator.pipeline.build import Options, build
from generator.pipeline.verify import verify
from generator.reporting.report import Report, Reporter

#: The tests' own now: 2022-01-10 00:00 UTC, in microseconds.
NOW = 1_641_772_800_000_000
Tree = dict[str, bytes]


def post(
    title: str = "标题", date: str = "2021-12-28 07:35:22 +0800", body: str = "正文。", **fields: str
) -> str:
    """Return a post; further fields are front matter as YAML."""
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f'---\ntitle: "{title}"\ndate: {date}\n{lines}---\n{body}\n'


class Site(NamedTuple):
    """An archive in a temporary folder."""

    root: Path

    @property
    def output(self) -> Path:
        return self.root / "output"

    def write(self, files: Mapping[str, str | bytes | None]) -> Site:
        """Write files by path from the site's root; None removes one."""
        for name, content in files.items():
            path = self.root / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def build(self, reporter: Reporter | None = None, output: Path | None = None, **options: int) -> Report:
        """Build in this process; options are those of `generator.pipeline.build.Options`."""
        report = Report()
        chosen = Options(**{"now": NOW, "jobs": 1, **options})  # type: ignore[arg-type]
        build(SitePaths.of(self.root, output), chosen, reporter or Reporter(), report)
        return report

    def verify(self, **options: int) -> Report:
        """Compare the output with a clean build."""
        report = Report()
        chosen = Options(**{"now": NOW, "jobs": 1, **options})  # type: ignore[arg-type]
        verify(SitePaths.of(self.root), chosen, Reporter(), report)
        return report

    def tree(self) -> Tree:
        """Return the bytes of all output files by path."""
        return tree(self.output)

    def page(self, path: str) -> str:
        """Return one output file as text."""
        return (self.output / path).read_text(encoding="utf-8")

    def clean_tree(self, now: int = NOW) -> Tree:
        """Return what a build from nothing but compiled templates makes of the same input, in a copy."""
        copy = self.root.with_name(f"{self.root.name}-clean")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.root, copy, ignore=shutil.ignore_patterns("output", "*.sqlite*", "lock"))
        Site(copy).build(now=now)
        return tree(copy / "output")


def tree(folder: Path) -> Tree:
    """Return the bytes of all files below a folder by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def without_index(found: Tree) -> Tree:
    """Return the files besides those of the search index, which follow from pages (tests/pipeline)."""
    return {
        path: data
        for path, data in found.items()
        if not path.startswith("search/") or path.startswith(("search/search.js", "search/fold-"))
    }


def make_site(
    root: Path, files: Mapping[str, str | bytes | None] = {}, config: str = "title: 旧闻馆\n"
) -> Site:
    """Make an archive of files below content/ (by path from there) with a site.yaml."""
    (root / "content").mkdir(parents=True)
    site = Site(root)
    return site.write({"site.yaml": config} | {f"content/{name}": text for name, text in files.items()})


class Ear(Reporter):
    """Hears how much each stage has to do, and how much it has done."""

    def __init__(self) -> None:
        self.totals: dict[str, int] = {}
        self.done: dict[str, int] = {}
        self._stage = ""

    def begin(self, stage: str, total: int) -> None:
        self.totals[stage] = total
        self.done[stage] = 0
        self._stage = stage

    def advance(self, steps: int) -> None:
        self.done[self._stage] += steps
