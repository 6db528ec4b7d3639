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
from tests.kinds.test_pictures import CONFIG, A, B
from tests.pictures.samples import keep, picture
from tests.pipeline.test_session import build, session_of
from tests.sites import NOW, post

#: What grows with the posts of an archive. An index with a condition holds few of them, or is read in order.
_LARGE = {
    "posts", "sources", "post_terms", "links", "claims", "outputs", "files", "pictures", "file_pictures",
}  # fmt: skip
_FEW = re.compile(
    r"USING (COVERING )?INDEX (posts_(newest|idle|drafts|taken|stand_in|pages)|claims_nested|files_taken)\b"
)
#: The first counts rows, at 60 ns each. The second reads one row. The third stops at the first picture that
#: the archive has.
_CHEAP = re.compile(
    r"SELECT count\(\*\) FROM ledger.outputs|SELECT 1 FROM ledger.outputs LIMIT 1"
    r"|\s*SELECT EXISTS \(SELECT 1 FROM pictures WHERE stored = 1\)"
)
#: Whether a table has a row at all.
_ANY = re.compile(r"\bEXISTS \(SELECT 1 FROM \w+\)")
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
                plan = self.connection.execute(f"EXPLAIN QUERY PLAN {_ANY.sub('(SELECT 1)', text)}")
                for *_, step in plan:
                    found = _SCAN.match(step)
                    names = {table for table, alias in aliases.items() if found and alias in found.groups()}
                    if found and ({*found.groups(), *names} & _LARGE) and not _FEW.search(step):
                        yield f"{step}: {' '.join(text.split())}"


def test_no_query_reads_all_files_or_pictures(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    traced = Traced(monkeypatch)
    body = f'字![](/img/a.png)![](pic.png)<img src="{A}"><img src="{B}">'
    archive = site(
        {
            **{f"posts/{number}.md": post(f"标题{number}", body=body) for number in range(9)},
            **{f"posts/{number}.pdf": b"x" for number in range(9)},
            "posts/pic.png": picture(1000, 90),
            "static/img/a.png": picture(1001, 90),
        },
        CONFIG + "theme: {options: {list_pictures: thumbnails}}\nfeed: {content: full}\n",
    )
    keep(archive.root, A, picture(1002, 90), size=(1002, 90))
    keep(archive.root, B, picture(1003, 90), size=(1003, 90))
    with session_of(archive) as session:
        session.build(Scope(), NOW, Report())
        traced.begin()
        archive.write({"content/posts/new.md": post("新", body=body)})
        assert build(session, "content/posts/new.md").written > 0
        archive.write({"content/posts/new.pdf": b"x", "content/static/img/b.png": picture()})
        assert build(session, "content/posts/new.pdf", "content/static/img/b.png").written > 0
        archive.write({"content/static/img/a.png": picture(1004, 90), "content/posts/pic.png": None})
        assert build(session, "content/static/img/a.png", "content/posts/pic.png").written > 0
        assert len(traced.statements) > 100
        assert list(traced.scans()) == []


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
