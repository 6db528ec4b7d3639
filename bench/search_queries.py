"""Ask the search module queries: whether its answers are right, and what it reads for them.

    python bench/search_queries.py --posts 10000 --queries 1000

See README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import table
from progress import tell
from search_archive import KINDS, Archive, Asker, Post, Query, matching, of_kind, read_posts

_DRIVER = Path(__file__).with_name("search_driver.mjs")
_YEARS = 20
_KB = 1000


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        root = options.archive or Path(folder)
        archive = Archive(root, options.seed)
        if not options.archive:
            tell(f"writing {options.posts:,} posts")
            archive.fill(options.posts, _YEARS)
            tell("building")
            archive.build("full")
        posts = read_posts(root)
        with Searcher(archive.output("full")) as searcher:
            if options.queries:
                print(_exactness(searcher, posts, options.queries, options.seed))
            print(_table(searcher, posts, options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=1_000, help="how many are compared with all texts")
    parser.add_argument("--each", type=int, default=100, help="how many of each kind are counted")
    parser.add_argument(
        "--kinds", type=_kinds, default=KINDS, help="of the counted queries (2,3,…,beginning)"
    )
    parser.add_argument("--verified", type=int, default=100, help="results of a counted query, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--archive", type=Path, help="one that is written and built")
    return parser.parse_args()


def _kinds(text: str) -> tuple[str, ...]:
    found = tuple(text.split(","))
    if unknown := set(found) - set(KINDS):
        raise argparse.ArgumentTypeError(f"{min(unknown)!r} is none of {', '.join(KINDS)}")
    return found


class Searcher:
    """A process of node with the module of a site."""

    def __init__(self, site: Path) -> None:
        node = shutil.which("node")
        if not node:
            raise SystemExit("node: not found; it runs the search module: apt-get install nodejs")
        self._folder = tempfile.TemporaryDirectory(prefix="bench-search-")
        module = Path(self._folder.name, "search.mjs")
        shutil.copy(site / "search/search.js", module)
        command = [node, str(_DRIVER), str(module), str(site)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __enter__(self) -> Searcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        self._folder.cleanup()

    def ask(self, query: Query, *, all_results: bool) -> dict[str, Any]:
        """Return what the driver says of a query."""
        asked = {"query": query.text, "options": query.options, "all": all_results}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"the module failed on {query}")
        found: dict[str, Any] = json.loads(answer)
        return found


def _exactness(searcher: Searcher, posts: Sequence[Post], count: int, seed: int) -> str:
    asker = Asker(posts, seed)
    missed = wrong = unordered = results = 0
    for number in range(count):
        query = asker.any()
        shown = [
            url.rpartition("/")[2].removesuffix(".html")
            for url in searcher.ask(query, all_results=True)["urls"]
        ]
        expected = matching(posts, query)
        missed += len(set(expected) - set(shown))
        wrong += len(shown) - len(set(shown) & set(expected))
        unordered += set(shown) == set(expected) and shown != expected
        results += len(expected)
        if shown != expected:
            tell(f"differs: {query}")
        if number % 100 == 99:
            tell(f"{number + 1} queries compared")
    return (
        f"exact: {count:,} queries with {results:,} results: {missed} missed, {wrong} wrong, "
        f"{unordered} in a different order\n"
    )


@dataclass
class _Row:
    """What was counted for the queries of one kind."""

    results: list[int] = field(default_factory=list)
    candidates: int = 0
    requests: list[int] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    ten: list[int] = field(default_factory=list)
    reading: list[int] = field(default_factory=list)

    def add(self, found: dict[str, Any]) -> None:
        verified = found["end"].get("pages", [0, 0])[0]
        self.results.append(len(found["urls"]))
        self.candidates += verified
        self.requests.append(found["complete"].get("lists", [0, 0])[0])
        self.lists.append(found["complete"].get("lists", [0, 0])[1])
        self.ten.append(found["ten"].get("lists", [0, 0])[1])
        # A browser keeps the manifest, the table of characters and the heads.
        self.reading.append(
            sum(found["ten"].get(kind, [0, 0])[1] for kind in ("lists", "documents", "pages"))
        )

    def cells(self, kind: str) -> list[str]:
        wrong = self.candidates - sum(self.results)
        thrown = wrong / self.candidates if self.candidates else 0.0
        return [
            kind,
            f"{statistics.mean(self.results):,.0f}",
            f"{thrown:.1%}",
            _both(self.requests, 1),
            _both(self.lists, _KB),
            _both(self.ten, _KB),
            _both(self.reading, _KB),
        ]


_HEAD = [
    "query", "results shown", "thrown out", "requests for lists", "lists, KB", "lists to 10 results, KB",
    "all to 10 results, KB",
]  # fmt: skip


def _table(searcher: Searcher, posts: Sequence[Post], options: argparse.Namespace) -> str:
    lines = [_HEAD]
    for kind in options.kinds:
        row = _Row()
        for query in islice(of_kind(Asker(posts, options.seed), kind), options.each):
            limited = query._replace(options={"limit": options.verified})
            row.add(searcher.ask(limited, all_results=True))
        tell(f"{kind}: {options.each} queries")
        lines.append(row.cells(kind))
    return table.markdown(lines)


def _both(values: Sequence[int], unit: int) -> str:
    return f"{statistics.mean(values) / unit:,.0f} (at most {max(values) / unit:,.0f})"


if __name__ == "__main__":
    main()
