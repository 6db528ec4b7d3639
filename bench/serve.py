"""Measure a preview: how soon it is up, and how soon what is saved is shown.

    python bench/serve.py --posts 100000 --rounds 20

See README.md beside this file for what is measured.
"""

from __future__ import annotations

import argparse
import re
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path

import corpus
import table
import tools
from progress import tell

#: Seconds that anything may take.
PATIENCE = 600.0
#: Seconds between two saves: a person's, though a hasty one.
PAUSE = 0.5


class Preview:
    """A preview that runs, and when it was started."""

    def __init__(self, url: str, started: float) -> None:
        self._url = url
        self._started = started

    def get(self, address: str) -> str:
        """Return a page; "" for what is no page, or a page that waits for the archive to be read."""
        try:
            with urllib.request.urlopen(self._url + address, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            error.close()
            return ""

    def wait_for(self, address: str, word: str) -> float:
        """Ask for a page until it has a word; return the seconds since the start."""
        while word not in self.get(address):
            if self.age() > PATIENCE:
                raise SystemExit(f"{address} never had {word!r}")
        return self.age()

    def age(self) -> float:
        """Return the seconds since the start."""
        return time.perf_counter() - self._started

    def events(self) -> HTTPResponse:
        """Open the stream of events."""
        answer = urllib.request.urlopen(f"{self._url}-/backfile/events", timeout=PATIENCE)
        assert isinstance(answer, HTTPResponse)
        answer.readline()
        return answer


def main() -> None:
    options = _options()
    program = tools.own(options.backfile).build[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder, "archive")
        tell(f"writing {options.posts:,} posts")
        content = root / "content" / "posts"
        corpus.write(content, corpus.posts(options.posts, options.categories, options.seed))
        (root / "site.yaml").write_text("title: bench\nurl: https://archive.example.com/\n", encoding="utf-8")
        added = corpus.next_posts(options.posts, options.rounds, options.categories, options.seed)
        tell("starting without an index")
        lines = [["what", "median, s", "worst, s"], *_started(program, root, content)]
        tell("starting with one, and saving")
        lines += _followed(program, root, content, added)
    print(table.markdown(lines))


def _started(program: str, root: Path, content: Path) -> list[list[str]]:
    """Return lines of a start on an archive of which nothing is known."""
    oldest = min(content.rglob("*.md"))
    with _preview(program, root) as preview:
        post = preview.wait_for(_address(oldest), "<h1")
        home = preview.wait_for("", "<h1")
        whole = preview.wait_for("archive.html", "archive/")
    return [
        _line("no index: a post's page is shown", [post]),
        _line("no index: the home page is shown", [home]),
        _line("no index: all pages are shown", [whole]),
    ]


def _followed(program: str, root: Path, content: Path, added: Sequence[corpus.Post]) -> Iterator[list[str]]:
    """Yield lines of a start on an archive that is known, and of posts that are changed and added."""
    oldest = min(content.rglob("*.md"))
    with _preview(program, root) as preview:
        yield _line("with an index: all pages are shown", [preview.wait_for("archive.html", "archive/")])
        time.sleep(PAUSE)
        changes = [_changed(preview, oldest, number) for number in range(len(added))]
        yield _line("a post is changed: its page shows it", [page for page, _ in changes])
        yield _line("a post is changed: browsers are told", [event for _, event in changes])
        yield _line("a post is added: its page is shown", [_added(preview, content, post) for post in added])


def _changed(preview: Preview, file: Path, number: int) -> tuple[float, float]:
    """Save a post with another title; return the seconds until its page shows it, and until browsers hear."""
    word = f"changed{number}x"
    text = re.sub(r'title: "[^"]*"', f'title: "{word}"', file.read_text(encoding="utf-8"), count=1)
    with preview.events() as events:
        start = preview.age()
        file.write_text(text, encoding="utf-8")
        _await_change(events)
        told = preview.age() - start
    time.sleep(PAUSE)
    start = preview.age()
    file.write_text(text.replace(word, f"{word}again"), encoding="utf-8")
    shown = preview.wait_for(_address(file), f"{word}again") - start
    time.sleep(PAUSE)
    return shown, told


def _added(preview: Preview, content: Path, post: corpus.Post) -> float:
    start = preview.age()
    corpus.write_post(content, post)
    shown = preview.wait_for(_address(content / post.path), "<h1") - start
    time.sleep(PAUSE)
    return shown


def _await_change(events: HTTPResponse) -> None:
    for line in events:
        if line.startswith(b"event: change"):
            return


def _address(file: Path) -> str:
    """Return the address of a post of the corpus."""
    found = re.search(r"^categories: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    year, month, day, slug = file.stem.split("-", 3)
    return f"{found[1]}/{year}/{month}/{day}/{slug}.html"


@contextmanager
def _preview(program: str, root: Path) -> Iterator[Preview]:
    started = time.perf_counter()
    command = [str(program), "serve", str(root), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            found = re.search(r"at (http://\S+/)", process.stdout.readline())
            if found is None:
                raise SystemExit("the preview did not start")
            yield Preview(found[1], started)
        finally:
            process.send_signal(signal.SIGINT)


def _line(what: str, seconds: Sequence[float]) -> list[str]:
    worst = f"{max(seconds):.2f}" if len(seconds) > 1 else table.NOTHING
    return [what, f"{statistics.median(seconds):.2f}", worst]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    corpus.add_options(parser, posts=100_000)
    parser.add_argument("--rounds", type=corpus.at_least_one, default=20, help="default: 20")
    parser.add_argument("--backfile", metavar="PATH", help="the program, if not beside this Python")
    return parser.parse_args()


if __name__ == "__main__":
    main()
