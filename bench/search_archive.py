"""The archives that search is measured on, what their posts say, and queries that readers could ask."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import chinese

from generator.search.fold import fold, pairs
from generator.search.matching import hits, is_title_only, parts_of
from generator.search.page_text import BLANK

NEWEST = datetime(2021, 12, 28, 20, 0)
CATEGORIES = {"晚报": "wanbao", "早报": "zaobao", "周刊": "zhoukan", "广播": "guangbo"}
_CONFIG = "title: bench\ntime_zone: Asia/Shanghai\nurl: https://bench.example/\nsearch: {mode}\n"
_POST = re.compile(r"---\ntitle: (.*)\ndate: (.{10}).*\ncategories: (.*)\n---\n((?:.|\n)*)")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_LATIN = re.compile("[A-Za-z]{2,}")


class Build(NamedTuple):
    """Seconds by the clock, and of the processor."""

    wall: float
    cpu: float


class Archive:
    """An archive with an output and a state for each mode of search."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.writer = chinese.Writer(seed)
        self.files: list[Path] = []

    def fill(self, posts: int, years: int) -> int:
        """Write posts over some years; return the number of their characters."""
        step = timedelta(days=365 * years) / posts
        return sum(self.add(NEWEST - step * number) for number in range(posts))

    def add(self, moment: datetime) -> int:
        """Write a post, and return the number of its characters."""
        text = self.writer.text()
        file = self.root / f"content/posts/{moment:%Y/%m}/{len(self.files)}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        front = f"title: {text.title}\ndate: {moment:%Y-%m-%d %H:%M:%S}\n"
        front += f"categories: {self.random.choice(list(CATEGORIES))}\n"
        file.write_text(f"---\n{front}---\n" + "\n\n".join(text.paragraphs) + "\n", encoding="utf-8")
        self.files.append(file)
        return len(text.title) + sum(map(len, text.paragraphs))

    def output(self, mode: str) -> Path:
        """Return the folder with the output of a mode."""
        return self.root / f"output-{mode}"

    def command(self, mode: str) -> list[str]:
        """Return the command that builds with a mode."""
        program = Path(sys.executable).with_name("backfile")
        return [str(program), "build", str(self.root), "--output", str(self.output(mode)), "--quiet"]

    def take(self, mode: str, *, cold: bool = False) -> None:
        """Put the state of a mode in its place, and its setting into site.yaml."""
        state = self.root / f"state-{mode}"
        for folder in (state, self.output(mode)) if cold else ():
            shutil.rmtree(folder, ignore_errors=True)
        if state.exists():
            state.rename(self.root / ".backfile")
        (self.root / "site.yaml").write_text(_CONFIG.format(mode=mode), encoding="utf-8")

    def put_back(self, mode: str) -> None:
        """Put the state of a mode aside."""
        (self.root / ".backfile").rename(self.root / f"state-{mode}")

    def build(self, mode: str, *, cold: bool = False) -> Build:
        """Build with a mode of search."""
        self.take(mode, cold=cold)
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), os.times().elapsed
        subprocess.run(self.command(mode), check=True, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall = os.times().elapsed - start
        self.put_back(mode)
        return Build(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    def index(self) -> dict[str, int]:
        """Return the sizes of the files of the full index."""
        folder = self.output("full") / "search"
        files = (path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): path.stat().st_size for path in files}

    def stamps(self) -> dict[str, int]:
        """Return when the files of the full index were written last."""
        folder = self.output("full") / "search"
        return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}

    def edit(self) -> None:
        """Put up to 10 characters into the text of an old post."""
        file = self.random.choice(self.files[len(self.files) // 2 :])
        text = file.read_text(encoding="utf-8")
        at = self.random.randrange(text.rindex("---") + 4, len(text))
        file.write_text(text[:at] + self.writer.clause()[:10] + text[at:], encoding="utf-8")

    def changed(self, before: dict[str, int]) -> tuple[int, int]:
        """Return the number and the bytes of the files that are new. Names follow from contents."""
        now = self.index()
        new = {name: size for name, size in now.items() if name not in before}
        return len(new) + 1, sum(new.values()) + now["manifest.json"]


class Post(NamedTuple):
    """A post as its source has it, and its title and paragraphs folded, one on each line."""

    name: str
    day: str
    category: str
    lines: str
    folded: str


def read_posts(root: Path) -> list[Post]:
    """Return the posts of an archive, newest first."""
    return sorted(map(_read, root.glob("content/posts/**/*.md")), key=lambda post: int(post.name))


def _read(file: Path) -> Post:
    found = _POST.fullmatch(file.read_text("utf-8"))
    if not found:
        raise SystemExit(f"{file}: not a post of the benchmark")
    title, day, category, body = found.groups()
    lines = "\n".join([title, *filter(None, body.split("\n"))])
    folded = "\n".join(BLANK.sub(" ", fold(line)) for line in lines.split("\n"))
    return Post(file.stem, day, CATEGORIES[category], lines, folded)


class Query(NamedTuple):
    """A query with the options of the module."""

    text: str
    options: dict[str, object]


def matching(posts: Sequence[Post], query: Query) -> list[str]:
    """Return the names of the posts that a query finds, newest first, by looking through all texts."""
    parts = parts_of(query.text)
    return [
        post.name for post in posts if _fits(post, query.options) and all(_has(post, one) for one in parts)
    ]


def _fits(post: Post, options: dict[str, object]) -> bool:
    since, until, slugs = options.get("from", ""), options.get("to", "9"), options.get("categories")
    return str(since) <= post.day <= str(until) and (not slugs or post.category in slugs)  # type: ignore[operator]


def _has(post: Post, part: str) -> bool:
    if part not in post.folded:
        return False
    text = post.folded.partition("\n")[0] if is_title_only(part) else post.folded
    return bool(hits(text, part))


class Asker:
    """Thinks of queries, the same for each seed. All but those of two words from two posts have a result."""

    def __init__(self, posts: Sequence[Post], seed: int) -> None:
        self._posts = posts
        self._random = random.Random(seed)
        text = pairs()
        self._traditional = dict(zip(text[1::2], text[::2], strict=True))

    def han(self, length: int) -> str:
        """Return so many Chinese characters that stand side by side somewhere."""
        while True:
            runs = [run for run in _HAN.findall(self._post().lines) if len(run) >= length]
            if runs:
                return self._piece(self._random.choice(runs), length)

    def latin(self) -> str:
        """Return a word."""
        while True:
            words = _LATIN.findall(self._post().folded)
            if words:
                return str(self._random.choice(words))

    def beginning(self) -> str:
        """Return the beginning of a word."""
        word = self.latin()
        return word[: self._random.randint(2, len(word))]

    def mixed(self) -> str:
        """Return some characters of any kind that stand side by side."""
        line = self._random.choice(self._post().lines.split("\n"))
        return self._piece(line, self._random.randint(2, 10)).replace('"', "")

    def words(self, count: int = 2) -> str:
        """Return pieces of one text."""
        runs = _HAN.findall(self._post().lines)
        return " ".join(
            self._piece(self._random.choice(runs), self._random.randint(2, 3)) for _ in range(count)
        )

    def any(self) -> Query:
        """Return a query of any kind, in any spelling, mostly with a category or days."""
        makers = [lambda: self.han(self._random.randint(2, 10))] * 4
        text = self._random.choice([*makers, self.latin, self.beginning, self.mixed, self.words])()
        return Query(self._respelt(text), self._options())

    def _respelt(self, text: str) -> str:
        draw = self._random.randrange(8)
        if draw == 0:
            return text.upper()
        if draw == 1:
            return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)
        return "".join(self._traditional.get(one, one) for one in text) if draw in (2, 3) else text

    def _options(self) -> dict[str, object]:
        options: dict[str, object] = {}
        if self._random.random() < 0.4:
            options["categories"] = self._random.sample(
                sorted(CATEGORIES.values()), self._random.randint(1, 2)
            )
        days = sorted(self._post().day for _ in range(2))
        if self._random.random() < 0.3:
            options["from"] = days[0]
        if self._random.random() < 0.3:
            options["to"] = days[1]
        return options

    def _post(self) -> Post:
        return self._random.choice(self._posts)

    def _piece(self, text: str, length: int) -> str:
        at = self._random.randint(0, max(0, len(text) - length))
        return text[at : at + length]


KINDS = ("2", "3", "4", "5", "6", "8", "10", "two words", "word", "beginning")


def of_kind(asker: Asker, kind: str) -> Iterator[Query]:
    """Yield queries of a kind: a number of Chinese characters, or what the name says."""
    others = {"two words": asker.words, "word": asker.latin, "beginning": asker.beginning}
    while True:
        yield Query(asker.han(int(kind)) if kind.isdigit() else others[kind](), {})
