"""Strategies for small archives and for what people and robots do to them between two builds.

An edit is plain data and a function that applies it, so that a failing example
prints as a script. It picks its file by a number, modulo what there is.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from generator.content.packs.reader import PackReader
from tests.packing import packing
from tests.pictures.samples import picture
from tests.sites import NOW, Site

DAY = 86_400_000_000

_CATEGORIES = (
    "wanbao", "ribao", "Ribao", "RIBAO", "银行", "yinhang", "音航", "Bank", "anxin(xianggang)", "社会",
    "21shiji 21caijing", "CON", "category", "A/B",
)  # fmt: skip
_TAGS = (
    "南方日报新闻", "主题", "zhuti", "ABC", "abc", "Abc", "A/B", "..", "CON", "长" * 100, "银行", "é!", "C++",
    "foo", "foo.html",
)  # fmt: skip
_DATES = (
    "2021-12-28 07:35:22 +0800", "2021-12-28 07:35:22 +0800", "2021-12-28", "2021-12-01 00:00:00",
    "2021-11-30 23:59:59 +0800", "2021-11-30 15:59:59Z", "2021-10-31", "2020-12-31 23:59", "2022-01-09",
    "2022-01-11 08:00", "1969-12-31",
)  # fmt: skip
_NAMES = (
    *(f"posts/{letter}.md" for letter in "abcdefghijklm"), *(f"posts/x/{letter}.md" for letter in "abc"),
    "posts/2021-12-28-a.md", "posts/江 上.md", "posts/x/k.html",
)  # fmt: skip
_BODIES = (
    "正文。", "另一篇正文，**标题：**内容。", "见[甲](a.md)和[乙](x/b.md)，[丙](../b.md)。", "![图](pic.png)",
    '<div class="em">“引”</div>\n\n[页](../pages/about.md)', "> 引\n\n- 一\n- 二\n", "（来源：南方日报）",
    "![图](/img/pic.png)![](../img/pic.png)![](/files/pic.png)",
)  # fmt: skip
#: What a file holds: also pictures, of which smaller versions are made, or not.
_HELD = ("x", picture(40, 30), picture(1000, 20), picture(1000, 30))
_PERMALINKS = (
    "/same.html",
    "/SAME.html",
    "/p/",
    "/wanbao/2021/12/28/a.html",
    "/top.html",
    "/about.html",
    "/files/pic.png",
)
_ALIASES = (
    "/old.html",
    "/OLD.html",
    "/o/",
    "/same.html",
    "/top.html",
    "/wanbao/2021/12/28/a.html",
    "/_h.html",
)
_PAGES = ("pages/about.md", "pages/sub/page.md", "pages/same.md")
_FILES = (
    "static/robots.txt", "static/index.html", "static/404.html", "static/_headers", "static/same.html",
    "static/old.html", "static/files/pic.png", "posts/pic.png", "posts/x/pic.png", "pages/data.json",
    "static/img/pic.png", "pages/img/pic.png", "static/about.html", "static/feed.xml", "static/llms.txt",
    "static/feed.json", "static/tags/foo/index.xml", "static/wanbao/index.xml",
)  # fmt: skip
_FOREIGN = ("foreign.txt", "category/foreign.txt", "wanbao/foreign.html", "archive/2021/foreign")
_BAD = ("", "---\ntitle: [\n", "---\n: : [}{\n---\n")


def _some(*values: Any, weight: int = 3) -> st.SearchStrategy[Any]:
    """Return a strategy that gives None more often than one of the values."""
    return st.sampled_from([None] * (weight * len(values)) + list(values))


class Spec(NamedTuple):
    """What a post or a page says."""

    title: str = "标题"
    date: str | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    slug: str | None = None
    permalink: str | None = None
    aliases: tuple[str, ...] = ()
    draft: bool = False
    expires: str | None = None
    updated: str | None = None
    summary: str | None = None
    authors: tuple[str, ...] = ()
    translations: dict[str, str] | None = None
    image: str | None = None
    nav: str | None = None
    weight: int | None = None
    body: str = "正文。"

    def text(self) -> str:
        """Return it as a file."""
        fields = {name: value for name, value in self._asdict().items() if value and name != "body"}
        lines = "".join(
            f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items()
        )
        return f"---\n{lines}---\n{self.body}\n"


_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["标题", "甲 & 乙 <b>", "“引”: x", "Title", "乙"]),
    "date": st.sampled_from(_DATES),
    "categories": st.lists(st.sampled_from(_CATEGORIES), max_size=2, unique=True).map(tuple),
    "tags": st.lists(st.sampled_from(_TAGS), max_size=3, unique=True).map(tuple),
    "slug": _some("a", "b", "A", "s"),
    "permalink": _some(*_PERMALINKS),
    "aliases": st.lists(st.sampled_from(_ALIASES), max_size=2, unique=True).map(tuple),
    "draft": st.sampled_from([False, False, False, True]),
    "expires": _some("2022-01-09", "2022-01-11 20:00"),
    "updated": _some("2022-01-01", "2021-12-29 10:00"),
    "summary": _some("摘要"),
    "authors": st.sampled_from([(), ("某人",)]),
    "translations": _some({"en": "https://en.example/a", "de": "x"}),
    "image": _some("/files/图.png", "pic.png"),
    "nav": st.sampled_from([None, None, "yes", "no", "ture"]),
    "weight": st.sampled_from([None, None, 3, -2]),
    "body": st.sampled_from(_BODIES),
}
POSTS = st.builds(Spec, **_FIELDS)
PAGES = st.builds(Spec, title=_FIELDS["title"], body=_FIELDS["body"], draft=_FIELDS["draft"],
                  expires=_FIELDS["expires"], permalink=_some("/same.html", "/x/about.html"),
                  aliases=_FIELDS["aliases"], nav=_FIELDS["nav"], weight=_FIELDS["weight"])  # fmt: skip

#: Patterns of lists and pages. Some posts want addresses that these lists have.
_LIST_PATTERNS = (
    {
        "category": "/categories/{slug}/",
        "tag": "/tags/{slug}/",
        "categories": "/categories/",
        "tags": "/tags/",
    },
    {"post": "/{slug}/", "page": "/{path}/", "tag": "/x-{slug}"},
)
#: Options of site.yaml; None is the default.
_SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["旧闻馆", "新闻馆"]),
    "description": _some("一句话", weight=1),
    "url": _some("https://archive.example/old/", "https://other.example/", weight=1),
    "permalink": _some("/{year}/{slug}/", "/{slug}.html", "/{category}/{slug}", *_LIST_PATTERNS),
    "lists": st.sampled_from([{"page_size": size} for size in (5, 5, 5, 6, 7)]),
    "home": st.builds(
        lambda posts, sections, order: {"posts": posts, "sections": sections, "order": order},
        st.sampled_from([0, 1, 4, 30]), st.sampled_from([0, 2, 12]), st.sampled_from(["largest", "recent"]),
    ),
    "feed": _some(
        {"size": 2}, {"size": 4, "content": "full", "formats": ["json", "rss"]}, {"archives": False},
        {"size": 2, "also": ["atom.xml", "feeds/ribao.atom.xml", "feeds/{category}.atom.xml"]},
        {"also": ["tags/{tag}/index.xml", "feeds/tag-{tag}.json", "c/{category}.xml"], "formats": ["rss"]},
        weight=1
    ),
    "publisher": _some({"name": "报社"}),
    "sitemaps": _some({"news": True}, weight=1),
    "robots": _some({"index": False}, {"disallow": ["/files/"]}),
    "llms_txt": _some(False),
    "manifest": _some({"icons": ["files/pic.png"]}),
    "security": _some({"headers": False}, {"meta": True}, weight=1),
    "thumbnails": _some(True, weight=1),
    "pictures": _some({"beside": False}, {"widths": [16]}, {"widths": [960, 24], "format": "avif"}),
    "language": _some("en"),
    "time_zone": _some("UTC"),
    "categories": _some(
        {"wanbao": {"label": "晚报", "feeds": ["wanbao/index.xml", "feeds/ribao.xml"]}},
        {"wanbao": {"label": "晚报", "aliases": ["ribao"]}},
        {"银行": {"slug": "bank"}}, {"Bank": {"slug": "yinhang", "description": "说明"}},
        {"Bank": {"label": "甲", "slug": "x"}}, {"wanbao": {"label": "甲", "slug": "x", "aliases": ["Bank"]}},
        weight=1,
    ),
    "tags": _some({"主题": {"label": "题", "aliases": ["zhuti"], "feeds": ["series/主题.xml"]}},
                  {"ABC": {"slug": "abc", "label": "字"}},
                  weight=1),
}  # fmt: skip


def _block(template: str, block: str, content: str) -> str:
    """Return a template that fills one block of the default theme's of the same name."""
    return f'{{% extends "default/{template}.html" %}}{{% block {block} %}}{content}{{% endblock %}}'


_THEME: dict[str, tuple[str, ...]] = {
    "templates/post.html": ("{{ post.title }}|{{ post.body }}", '{% extends "default/post.html" %}\n',
                            _block("post", "tags", '{% include "_note.html" ignore missing %}')),
    "templates/base.html": (_block("base", "footer", "{{ super() }}foot"),
                            _block("base", "footer", '{% include "_deep.html" ignore missing %}')),
    "templates/home.html": (
        _block("home", "sections", '{% include ["_note.html", "_deep.html"] ignore missing %}'),
        _block("home", "sections", '{% set name = "_note.html" %}{% include name ignore missing %}'),
    ),
    "templates/_note.html": ("note", "{{ text.home }}", '{% include "_deep.html" ignore missing %}'),
    "templates/_deep.html": ("deep", "{{ page.kind }}", "{{ asset('style.css')|length }}"),
    "templates/_posts.html": ("{% for post in posts %}{{ post.title }}{% endfor %}",),
    "templates/_pager.html": ("{{ pager.number }}",),
    "templates/404.html": ("none {{ root }}", "{{ root }}{% set name = asset('style' ~ '.css') %}{{ name }}"),
    "assets/style.css": ("a {}", "b {}"),
    "assets/sub/own.txt": ("x",),
    "strings/zh-CN.yaml": ('separator: " / "\n', 'home: "首"\n'),
}  # fmt: skip
_REGISTRIES = (
    "category: {银行: yh}\ntag: {}\n",
    "category: {社会: ribao}\n",
    "tag: {主题: zt, 'A/B': ab}\n",
    "{}\n",
)


class Options(NamedTuple):
    """How a build is called."""

    now: int = NOW
    drafts: bool = False
    future: bool = False
    clean: bool = False
    elsewhere: bool = False


@dataclass
class Archive:
    """An archive on disk, with what its files say and which files of the output are somebody else's."""

    site: Site
    settings: dict[str, Any] = field(default_factory=lambda: {"title": "旧闻馆", "lists": {"page_size": 5}})
    specs: dict[str, Spec] = field(default_factory=dict)
    foreign: dict[str, bytes] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)

    def write_settings(self) -> None:
        given = {name: value for name, value in self.settings.items() if value is not None}
        if "url" not in given:
            given.pop("sitemaps", None)
            if "feed" in given:
                given["feed"] = {**given["feed"], "formats": [], "also": []}
            for terms in ("categories", "tags"):
                if terms in given:
                    given[terms] = {name: {**one, "feeds": []} for name, one in given[terms].items()}
        theme = (
            {"name": "own", "options": {"list_pictures": "thumbnails"}}
            if given.pop("thumbnails", 0)
            else "own"
        )
        always = {"theme": theme, "build": {"bad_posts_minimum": 100}}
        self.site.write({"site.yaml": json.dumps(given | always, ensure_ascii=False)})

    def put(self, name: str, content: str | bytes) -> None:
        """Write a file below content/, and remember what was there."""
        path = self.site.root / "content" / name
        if path.is_file():
            self.kept[name] = path.read_bytes()
        self.site.write({f"content/{name}": content})

    def put_spec(self, name: str, spec: Spec) -> None:
        self.specs[name] = spec
        self.put(name, spec.text())

    def remove(self, name: str) -> None:
        path = self.site.root / "content" / name
        if path.is_file():
            self.kept[name] = path.read_bytes()
            path.unlink()

    def present(self) -> list[str]:
        """Return the posts and pages that are there, below content/."""
        return sorted(name for name in self.specs if (self.site.root / "content" / name).is_file())

    def outputs(self) -> list[str]:
        return sorted(path for path in self.site.tree() if path not in self.foreign)


class Edit(NamedTuple):
    """Something that is done to an archive: the name of a function here, and its arguments."""

    what: str
    arguments: tuple[Any, ...]

    def apply(self, archive: Archive) -> None:
        _DOING[self.what](archive, *self.arguments)


def _pick(names: list[str], number: int) -> str | None:
    return names[number % len(names)] if names else None


def _put(archive: Archive, name: str, spec: Spec) -> None:
    archive.put_spec(name, spec)


def _change(archive: Archive, number: int, key: str, value: Any) -> None:
    name = _pick(archive.present(), number)
    if name:
        archive.put_spec(name, archive.specs[name]._replace(**{key: value}))


def _remove(archive: Archive, number: int) -> None:
    name = _pick(archive.present(), number)
    if name:
        archive.remove(name)


def _rename(archive: Archive, number: int, new: str) -> None:
    name = _pick([name for name in archive.present() if name.startswith("posts/")], number)
    if name and name != new:
        archive.remove(name)
        archive.put_spec(new, archive.specs.pop(name))


def _restore(archive: Archive, number: int) -> None:
    name = _pick(sorted(archive.kept), number)
    if name:
        data = archive.kept[name]
        archive.site.write({f"content/{name}": data})


def _break(archive: Archive, number: int, bad: str) -> None:
    name = _pick(archive.present(), number)
    if name:
        archive.put(name, bad)


def _mend(archive: Archive, number: int) -> None:
    name = _pick(archive.present(), number)
    if name:
        archive.put(name, archive.specs[name].text())


def _put_file(archive: Archive, name: str, content: str | bytes) -> None:
    archive.put(name, content)


def _remove_file(archive: Archive, name: str) -> None:
    archive.remove(name)


def _set(archive: Archive, key: str, value: Any) -> None:
    archive.settings[key] = value
    archive.write_settings()


def _theme(archive: Archive, name: str, content: str | None) -> None:
    path = f"themes/own/{name}"
    if content is not None or (archive.site.root / path).is_file():
        archive.site.write({path: content})


def _damage(archive: Archive, number: int, how: str) -> None:
    name = _pick(archive.outputs(), number)
    if name is None:
        return
    path = archive.site.output / name
    data = path.read_bytes()
    if how == "remove":
        path.unlink()
    elif how == "grow":
        path.write_bytes(data + b"x")
    elif how == "flip" and data:
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif how == "age":
        os.utime(path, ns=(NOW * 1000, NOW * 1000))


def _foreign(archive: Archive, name: str) -> None:
    archive.foreign[name] = b"theirs"
    archive.site.write({f"output/{name}": b"theirs"})


def _wipe(archive: Archive) -> None:
    shutil.rmtree(archive.site.output, ignore_errors=True)
    archive.foreign.clear()


def _forget(archive: Archive, name: str) -> None:
    """Delete something that a build keeps; without its ledger the output is nobody's, so it goes too."""
    path = archive.site.root / ".backfile" / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    if name == "ledger.sqlite":
        _wipe(archive)


def _registry(archive: Archive, content: str | None) -> None:
    path = archive.site.root / "content" / "slugs.yaml"
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _pack(archive: Archive) -> None:
    """Move all posts of past months into packs; the ones that are bad or drafts stay."""
    packing.packed(archive.site)


def _unpack(archive: Archive, number: int) -> None:
    packs = sorted((archive.site.root / "content" / "packs").glob("*.zst"))
    month = _pick([pack.name[:7] for pack in packs], number)
    if month:
        packing.unpacked(archive.site, month)


def _take_off(archive: Archive, number: int) -> None:
    """Put a packed post on the list beside its pack, or take the list away."""
    packs = sorted((archive.site.root / "content" / "packs").glob("*.zst"))
    month = _pick([pack.name[:7] for pack in packs], number)
    if month is None:
        return
    beside = archive.site.root / "content" / "packs" / f"{month}.yaml"
    if beside.exists():
        beside.unlink()
        return
    paths = sorted(PackReader(str(archive.site.root)).paths(month))
    path = _pick(paths, number)
    if path:
        beside.write_text(json.dumps({"removed": [path]}, ensure_ascii=False), encoding="utf-8")


_DOING: dict[str, Callable[..., None]] = {
    "put": _put, "change": _change, "remove": _remove, "rename": _rename, "restore": _restore,
    "break": _break, "mend": _mend, "put file": _put_file, "remove file": _remove_file,
    "set": _set, "theme": _theme, "damage": _damage, "foreign": _foreign,
    "wipe": _wipe, "forget": _forget, "registry": _registry,
    "pack": _pack, "unpack": _unpack, "take off": _take_off,
}  # fmt: skip


def _edit(what: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Edit]:
    return st.tuples(*arguments).map(partial(Edit, what))


_NUMBERS = st.integers(0, 40)
_CHANGES = st.one_of(*(_edit("change", _NUMBERS, st.just(key), value) for key, value in _FIELDS.items()))
_SETS = st.one_of(*(_edit("set", st.just(key), value) for key, value in _SETTINGS.items()))
_THEMES = st.one_of(*(
    _edit("theme", st.just(name), st.sampled_from([None, *contents])) for name, contents in _THEME.items()
))  # fmt: skip
EDITS = st.one_of(
    _edit("put", st.sampled_from(_NAMES), POSTS),
    _edit("put", st.sampled_from(_PAGES), PAGES),
    _CHANGES,
    _CHANGES,
    _edit("remove", _NUMBERS),
    _edit("rename", _NUMBERS, st.sampled_from(_NAMES)),
    _edit("restore", _NUMBERS),
    _edit("break", _NUMBERS, st.sampled_from(_BAD)),
    _edit("mend", _NUMBERS),
    _edit("put file", st.sampled_from(_FILES), st.sampled_from(_HELD)),
    _edit("remove file", st.sampled_from(_FILES)),
    _SETS,
    _THEMES,
    _edit("damage", _NUMBERS, st.sampled_from(["remove", "grow", "flip", "age"])),
    _edit("foreign", st.sampled_from(_FOREIGN)),
    _edit("wipe"),
    _edit("forget", st.sampled_from(["index.sqlite", "ledger.sqlite", "last-good"])),
    _edit("pack"),
    _edit("pack"),
    _edit("unpack", _NUMBERS),
    _edit("take off", _NUMBERS),
    _edit("registry", st.sampled_from([None, *_REGISTRIES])),
)
OPTIONS = st.builds(
    Options,
    now=st.sampled_from([NOW, NOW, NOW, NOW - 2 * DAY, NOW + 3 * DAY]),
    drafts=st.sampled_from([False, False, True]),
    future=st.sampled_from([False, False, True]),
    clean=st.sampled_from([False] * 5 + [True]),
    elsewhere=st.sampled_from([False] * 5 + [True]),
)
STEPS = st.lists(st.tuples(st.lists(EDITS, max_size=3), OPTIONS), min_size=1, max_size=5)
CONTENTS = st.dictionaries(st.sampled_from(_NAMES), POSTS, min_size=3, max_size=16)
SETTINGS = st.fixed_dictionaries({}, optional=_SETTINGS)


def make_archive(root: Path, posts: dict[str, Spec], settings: dict[str, Any]) -> Archive:
    """Make an archive of posts in a new folder; it has a theme of its own that adds nothing."""
    (root / "content").mkdir(parents=True)
    archive = Archive(Site(root))
    archive.settings.update(settings)
    archive.write_settings()
    archive.site.write({"themes/own/theme.yaml": "inherits: default\n"})
    for name, spec in posts.items():
        archive.put_spec(name, spec)
    return archive
