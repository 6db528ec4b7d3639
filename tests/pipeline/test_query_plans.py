"""What a change costs must not grow with the archive: no query of a small build reads all posts."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from generator.core.paths import SitePaths
from generator.pipeline import databases
from generator.pipeline.build import Scope
from generator.reporting.report import Report, Reporter
from tests.conftest import SiteMaker
from tests.pipeline.test_session import build, session_of
from tests.sites import NOW, post

#: What grows with the posts of an archive. An index with a condition holds few of them, or is read in order.
_LARGE = {"posts", "sources", "post_terms", "links", "claims", "outputs"}
_FEW = re.compile(
    r"USING (COVERING )?INDEX (posts_(newest|idle|drafts|taken|stand_in|pages)|claims_nested)\b"
)
#: The first counts rows, at 60 ns each. The second reads one row. The third stops at the first picture that
#: the archive does not have.
_CHEAP = re.compile(
    r"SELECT count\(\*\) FROM ledger.outputs|SELECT 1 FROM ledger.outputs LIMIT 1"
    r"|\s*SELECT EXISTS \(SELECT 1 FROM pictures WHERE stored = 1\)"
)
#: All rows of a table; for links also all between two texts, which are all that begin with `http`.
_SCAN = re.compile(r"SCAN (?:\w+\.)?(\w+)(?! VIRTUAL)\b|SEARCH (links) .*\(target>")


class Traced:
    """The statements that a build runs, each with the database that it was run on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.statements: dict[str, str] = {}
        self.connection: sqlite3.Connection | None = None
        monkeypatch.setattr("generator.pipeline.session.opened", self._opened)

    @contextmanager
    def _opened(self, paths: SitePaths, reporter: Reporter) -> Iterator[sqlite3.Connection]:
        with databases.opened(paths, reporter) as connection:
            self.connection = connection
            yield connection

    def begin(self) -> None:
        """Collect one statement of each form from now on."""
        assert self.connection
        self.connection.set_trace_callback(
            lambda text: self.statements.setdefault(re.sub(r"'[^']*'|\d+", "?", text), text)
        )

    def scans(self) -> Iterator[str]:
        """Yield the scans of large tables, each with the statement."""
        assert self.connection
        self.connection.set_trace_callback(None)
        for text in self.statements.values():
            if re.match(r"\s*(SELECT|INSERT|DELETE|UPDATE|WITH)\b", text) and not _CHEAP.match(text):
                aliases = dict(re.findall(r"\b(\w+) AS (\w+)\b", text))
                for *_, step in self.connection.execute(f"EXPLAIN QUERY PLAN {text}"):
                    found = _SCAN.match(step)
                    names = {table for table, alias in aliases.items() if found and alias in found.groups()}
                    if found and ({*found.groups(), *names} & _LARGE) and not _FEW.search(step):
                        yield f"{step}: {' '.join(text.split())}"


def test_no_query_reads_all_posts(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    traced = Traced(monkeypatch)
    files = {f"posts/{number}.md": post(f"标题{number}") for number in range(9)}
    archive = site({**files, "pages/about.md": "---\ntitle: 关于\n---\n[旧文](/posts/1.md)\n"})
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        traced.begin()
        archive.write({"content/posts/new.md": post("新"), "content/posts/1.md": post("改")})
        assert build(session, "content/posts/new.md", "content/posts/1.md").written > 0
        assert len(traced.statements) > 100
        assert list(traced.scans()) == []
