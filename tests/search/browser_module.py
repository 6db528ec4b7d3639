"""Run search.js in node: a small site in memory, a server for it, and a process that calls the module."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

import pytest

from generator.preview.search import SCRIPT_FILE
from generator.search import fold
from generator.search.documents import Document
from generator.search.head import digest
from generator.search.manifest import CategoryCount, Listed, write_manifest
from generator.search.page_text import page_text
from generator.search.segment import SearchPost, segment_files

NODE = shutil.which("node")
NEEDS_NODE = pytest.mark.skipif(NODE is None, reason="tests of search.js need node: apt-get install nodejs")
_DRIVER = Path(__file__).with_name("driver.mjs")


class Post(NamedTuple):
    """A post of a site for tests: `html` is what the searched element has."""

    url: str
    title: str
    day: str
    category: str
    html: str

    @property
    def page(self) -> str:
        return (
            f"<!doctype html><title>x</title><nav>导航</nav><main data-search>{self.html}</main><p>页脚</p>"
        )

    @property
    def blocks(self) -> list[str]:
        return page_text(self.page)


Tree = dict[str, bytes]


def site(posts: Sequence[Post], cuts: Sequence[int] = (), mode: str = "full") -> Tree:
    """Return the files of a site. `posts` are oldest first; `cuts` are where its segments begin."""
    tree: Tree = {post.url: post.page.encode() for post in posts}
    listed = []
    ends = [*cuts, len(posts)]
    for begin, end in zip([0, *cuts], ends, strict=True):
        name = f"s{begin}"
        files = segment_files([_indexed(post, mode) for post in posts[begin:end]])
        tree |= {f"search/{name}/{file.name}": file.data for file in files}
        head = bytes.fromhex(files[-1].name[5:-4])
        frequent = b"".join(bytes.fromhex(one.name[9:-4]) for one in files if "frequent" in one.name)
        listed.append(Listed(name, head, posts[begin].day, posts[end - 1].day, end - begin, frequent))
    table = fold.pairs().encode()
    folded = f"fold-{digest(table).hex()}.txt"
    slugs = sorted({post.category for post in posts})
    counts = [CategoryCount(slug, slug.upper(), sum(one.category == slug for one in posts)) for slug in slugs]
    manifest = write_manifest(mode, folded, listed[::-1], counts)
    return {**tree, f"search/{folded}": table, "search/manifest.json": manifest}


def _indexed(post: Post, mode: str) -> SearchPost:
    document = Document(post.url, post.title, post.day, (post.category,))
    return SearchPost(document, post.blocks if mode == "full" else [])


@dataclass
class Server:
    """Serves a tree that tests may change. `asked` has the paths of requests, `most` how many ran at once."""

    base: str = ""
    tree: Tree = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda path: None
    answer: Callable[[str], bytes | None] = lambda path: None
    running: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, server: Server, *rest: Any) -> None:
        self.site = server
        super().__init__(*rest)

    def do_GET(self) -> None:
        with self.site.lock:
            self.site.running += 1
            self.site.most = max(self.site.most, self.site.running)
        try:
            found = self._found()
        finally:
            with self.site.lock:
                self.site.running -= 1
        self.send_response(200 if found is not None else 404)
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()
        self.wfile.write(found or b"")

    def _found(self) -> bytes | None:
        prefix = urlsplit(self.site.base).path
        path = self.path.removeprefix(prefix) if self.path.startswith(prefix) else "?"
        self.site.asked.append(path)
        self.site.before(path)
        return self.site.answer(path) or self.site.tree.get(unquote(urlsplit(path).path))

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serve(tree: Tree, folder: str = "sub/路/") -> Iterator[Server]:
    """Serve a tree below a folder of a server."""
    server = Server(tree=tree)
    http = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, server))
    server.base = f"http://127.0.0.1:{http.server_port}/{quote(folder)}"
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


class Node:
    """A process that calls the module."""

    def __init__(self, folder: Path, source: str) -> None:
        (folder / "package.json").write_text('{"type": "module"}', "utf-8")
        (folder / "server.js").write_bytes(SCRIPT_FILE.read_bytes())
        module = folder / "search.js"
        module.write_text(source, "utf-8")
        pairs = folder / "pairs.txt"
        pairs.write_text(fold.pairs(), "utf-8")
        self._process = subprocess.Popen(
            [NODE or "node", str(_DRIVER), str(module), str(pairs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def call(self, name: str, argument: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"call": name, "argument": argument}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["value"]

    def search(self, base: str, query: str, options: dict[str, Any] | None = None, **rest: Any) -> Any:
        return self.call("search", {"base": base, "query": query, "options": options or {}, **rest})

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def named(data: bytes) -> str:
    """Return the digest in the name of a file."""
    return sha256(data).hexdigest()[:16]
