"""Publishes in one line, and looks at what came of it."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from generator.core.paths import SitePaths
from generator.publish.plan import Plan
from generator.publish.publish import Outcome, Request, publish, roll_back
from generator.publish.target import parse_target
from generator.reporting.report import Reporter
from tests.conftest import SiteMaker
from tests.sites import Site, Tree, post, tree

#: Where rsync keeps what it knows.
OURS = {".backfile-manifest", ".backfile-pending"}


class Ear(Reporter):
    """Hears the stages of a publication, how far each came, and its notes."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.done: dict[str, int] = {}
        self.notes: list[str] = []

    def begin(self, stage: str, total: int) -> None:
        self.stages.append(stage)

    def advance(self, steps: int) -> None:
        self.done[self.stages[-1]] = self.done.get(self.stages[-1], 0) + steps

    def note(self, text: str) -> None:
        self.notes.append(text)


def _pass_over(plan: Plan) -> None: ...


def send(
    site: Site, target: str | Path, *, keep: int = 3, dry_run: bool = False, reporter: Reporter | None = None
) -> Outcome:
    """Publish an archive."""
    request = Request(parse_target(str(target), site.root), keep, dry_run)
    outcome = Outcome(str(request.target))
    publish(SitePaths.of(site.root), request, reporter or Reporter(), outcome, _pass_over)
    return outcome


def go_back(site: Site, target: str | Path) -> str:
    """Make the release before the current one current; return what is said of it."""
    request = Request(parse_target(str(target), site.root), 3)
    return roll_back(SitePaths.of(site.root), request, Reporter())[0]


def example(site: SiteMaker) -> Site:
    """Return a small archive that is built."""
    one = site({f"posts/{name}.md": post(name, slug=name, categories="wanbao") for name in "abc"})
    one.build()
    return one


def edit(site: Site, number: int = 1) -> Tree:
    """Add a post, change one and remove one if it is there; build, and return the output."""
    site.write({
        f"content/posts/new{number}.md": post(f"新{number}", slug=f"new{number}", categories="ribao"),
        "content/posts/a.md": post(f"改{number}", slug="a", categories="wanbao"),
    })  # fmt: skip
    if (site.root / "content/posts/b.md").exists():
        site.write({"content/posts/b.md": None})
    site.build()
    return site.tree()


def served(folder: Path) -> Tree:
    """Return the files of a folder that are for readers."""
    return {path: data for path, data in tree(folder).items() if path not in OURS}


def differing(before: Tree, after: Tree) -> int:
    """Return the number of files that are new or other."""
    return sum(before.get(path) != data for path, data in after.items())


def swap(site: Site, number: int) -> Tree:
    """Let a file become a folder, and a folder a file, back and forth by the number; return the output."""
    file, folder = ("x", "y") if number % 2 else ("y", "x")
    static = site.root / "content" / "static"
    if static.exists():
        shutil.rmtree(static)
    site.write({f"content/static/{folder}/{name}": "in" for name in ("f.txt", "g/h.txt")})
    site.write({f"content/static/{file}": f"file {number}", "content/static/x.txt": "x"})
    site.build()
    return site.tree()


def breaking_off(real: Callable[..., object], after: int) -> Callable[..., object]:
    """Return a function that does what the real one does, so many times, and then is broken off."""
    calls = 0

    def call(*given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls > after:
            raise KeyboardInterrupt
        return real(*given, **named)

    return call


def free_port() -> int:
    """Return a port of loopback that nobody listens at."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
        return port


def wait_for_port(port: int) -> None:
    """Wait until somebody listens at a port of loopback."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with closing(socket.socket()) as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError
