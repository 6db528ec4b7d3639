"""Random edits of a small archive, the same ones for the same seed."""

from __future__ import annotations

import os
import random
import time
from typing import Any

from tests.archives import Archive, Edit, Spec
from tests.pictures.samples import picture

_CATEGORIES = ("wanbao", "ribao", "Ribao", "银行", "音航", "社会", "A/B")
_TAGS = ("主题", "zhuti", "ABC", "abc", "长" * 100, "新闻", "C++")
_SETTINGS: dict[str, list[Any]] = {
    "title": ["旧闻馆", "新闻馆"],
    "permalink": [
        None,
        "/{year}/{slug}/",
        "/{category}/{slug}",
        {"tag": "/tags/{slug}/", "page": "/{path}/"},
    ],
    "lists": [{"page_size": 5}, {"page_size": 7}],
    "publisher": [None, {"name": "报社"}],
    "categories": [None, {"wanbao": {"label": "晚报", "aliases": ["ribao"]}}, {"银行": {"slug": "bank"}}],
}
#: Pictures that bodies show, and what their files hold: some have smaller versions.
_SHOWN = ("", "![](pic.png)", "![](/img/pic.png)")
_PICTURES = ("posts/0/pic.png", "static/img/pic.png")
_HELD = (picture(40, 30), picture(1000, 20), picture(1001, 30), "x")
_THEME = ("{{ post.title }}|{{ post.body }}", '{% extends "default/post.html" %}\n', None)


def spec(chance: random.Random) -> Spec:
    """Return a post."""
    return Spec(
        title=chance.choice(["标题", "甲 & 乙 <b>", "Title"]),
        date=f"2021-{chance.randint(10, 12)}-{chance.randint(1, 28):02} 08:00",
        categories=tuple(chance.sample(_CATEGORIES, chance.randint(0, 2))),
        tags=tuple(chance.sample(_TAGS, chance.randint(0, 2))),
        slug=chance.choice([None, f"s{chance.randint(0, 99)}"]),
        aliases=chance.choice([(), (f"/old{chance.randint(0, 9)}.html",)]),
        body=f"正文{chance.random()}。" * chance.choice([1, 1, 80]) + chance.choice(_SHOWN),
    )


def posts(chance: random.Random) -> dict[str, Spec]:
    """Return enough posts to keep workers busy."""
    return {f"posts/{number % 3}/{number}.md": spec(chance) for number in range(24)}


def add_pictures(archive: Archive) -> None:
    """Add the pictures that posts show."""
    for path, data in zip(_PICTURES, (_HELD[1], _HELD[2]), strict=True):
        Edit("put file", (path, data)).apply(archive)


def edit(archive: Archive, chance: random.Random) -> None:
    """Do to an archive what people and robots do between two builds."""
    for _ in range(chance.randint(1, 6)):
        one = _one(chance)
        one.apply(archive)
        if one.what == "damage":
            _show_damage(archive)
    if chance.random() < 0.4:
        touch(archive)


def _show_damage(archive: Archive) -> None:
    """Give all folders of the output new times, so that the next build looks at the files in them.

    The survey of a large output goes by these times, and the tests take all for large; what was changed in
    place, two seconds after a build or later, is found within twenty builds (ADR 23).
    """
    for folder in (path for path in archive.site.output.rglob("*") if path.is_dir()):
        os.utime(folder)


def _one(chance: random.Random) -> Edit:
    number = chance.randint(0, 40)
    setting = chance.choice(sorted(_SETTINGS))
    return chance.choice([
        Edit("put", (f"posts/{number % 3}/{number}.md", spec(chance))),
        Edit("change", (number, "title", f"标题{chance.randint(0, 9)}")),
        Edit("change", (number, "categories", tuple(chance.sample(_CATEGORIES, 1)))),
        Edit("change", (number, "body", f"另一篇{chance.random()}。")),
        Edit("remove", (number,)),
        Edit("rename", (number, f"posts/r{number}.md")),
        Edit("break", (number, chance.choice(["", "---\ntitle: [\n"]))),
        Edit("break", (number, "")),
        Edit("mend", (number,)),
        Edit("put file", (chance.choice(["static/robots.txt", "posts/0/pic.png"]), str(number))),
        Edit("put file", (chance.choice(_PICTURES), chance.choice(_HELD))),
        Edit("remove file", (chance.choice(_PICTURES),)),
        Edit("set", (setting, chance.choice(_SETTINGS[setting]))),
        Edit("theme", ("templates/post.html", chance.choice(_THEME))),
        Edit("theme", ("assets/style.css", chance.choice(["a {}", "b {}"]))),
        Edit("damage", (number, chance.choice(["remove", "grow", "flip", "age"]))),
        Edit("wipe", ()) if chance.random() < 0.1 else Edit("mend", (number,)),
    ])  # fmt: skip


def touch(archive: Archive) -> None:
    """Make all posts look new, so that workers read them again; every third has news."""
    for number, name in enumerate(archive.present()):
        path = archive.site.root / "content" / name
        if number % 3 == 0 and path.stat().st_size:
            path.write_text(path.read_text("utf-8") + "\n又及。\n", "utf-8")
        os.utime(path, ns=(time.time_ns(), time.time_ns() + number))
