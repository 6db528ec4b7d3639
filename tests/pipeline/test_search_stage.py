"""The search index follows from the content alone, and a build changes the part that changed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from generator.core.paths import SitePaths
from generator.explain.explain import explain
from generator.search import partitions, tiers
from generator.search.blocks import read_block
from generator.search.head import read_head
from tests.conftest import SiteMaker
from tests.search.chinese import Writer
from tests.sites import NOW, Site, post, tree

pytestmark = pytest.mark.slow

CONFIG = "title: x\nsearch: full\n"
#: The days of the first post and of the first new one.
_FIRST, _TODAY = date(1998, 6, 1), date(2019, 12, 12)


def index(one: Site) -> dict[str, bytes]:
    """Return the files of the index by path."""
    return {path: data for path, data in one.tree().items() if path.startswith("search/")}


def terms(one: Site) -> dict[str, set[str]]:
    """Return the terms of each segment."""
    found: dict[str, set[str]] = {}
    for path, data in index(one).items():
        folder, _, name = path.removeprefix("search/").rpartition("/")
        if folder and name.endswith(".bin") and not name.startswith(("head-", "frequent-")):
            found.setdefault(folder, set()).update(entry.term.decode() for entry in read_block(data))
    return found


def every_term(one: Site) -> set[str]:
    return {term for of_segment in terms(one).values() for term in of_segment}


class Archive:
    """An archive whose newest day moves on over the end of a decade, and random changes of it."""

    def __init__(self, seed: int) -> None:
        self.writer = Writer(seed, words=600)
        self.random = random.Random(seed)
        self.days: dict[str, date] = {}
        self.made = 0
        self.today = _TODAY

    def add(self, *, new: bool = False) -> dict[str, str | None]:
        """Write a post: a new one some days after the last new one, or one on a random day before."""
        self.made += 1
        if new:
            self.today += timedelta(self.random.choice((0, 0, 1, 3, 10, 28)))
        day = self.today if new else _FIRST + timedelta(self.random.randrange((_TODAY - _FIRST).days))
        name = f"content/posts/{self.made}.md"
        self.days[name] = day
        body = "\n\n".join(self.writer.text(2))
        fields = {"categories": self.random.choice(["晚报", "早报"])}
        return {name: post(self.writer.clause(), f"{day} 10:00:00 +0800", body, **fields)}

    def edit(self, one: Site) -> dict[str, str | None]:
        """Put some characters into a post."""
        name = self.random.choice(list(self.days))
        text = (one.root / name).read_text(encoding="utf-8")
        at = self.random.randrange(text.rindex("---") + 4, len(text))
        return {name: text[:at] + self.writer.clause()[:8] + text[at:]}

    def remove(self) -> dict[str, str | None]:
        """Remove a post: one of all, or the newest, so that the newest day moves back."""
        newest = max(self.days, key=lambda name: self.days[name])
        name = self.random.choice([newest, self.random.choice(list(self.days))])
        del self.days[name]
        return {name: None}

    def change(self, one: Site) -> dict[str, str | None]:
        """Return one random change."""
        choice = self.random.randrange(6)
        if choice < 3:
            return self.add(new=choice < 2)
        return self.remove() if choice == 3 else self.edit(one)


@pytest.fixture
def small_tiers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make segments, and the parts of their terms, as small as those of a large archive are beside it."""
    monkeypatch.setattr(tiers, "OPEN_POSTS", 3)
    monkeypatch.setattr(tiers, "SMALL", 5)
    monkeypatch.setattr(partitions, "_STEPS", ((30, 8), (12, 64)))
    partitions.borders.cache_clear()
    yield
    partitions.borders.cache_clear()


def segments_of(one: Site) -> list[str]:
    return [found["name"] for found in json.loads(index(one)["search/manifest.json"])["segments"]]


@pytest.mark.slow
@pytest.mark.usefixtures("small_tiers")
def test_two_hundred_changes_give_the_clean_index(site: SiteMaker) -> None:
    archive = Archive(7)
    one = site({}, CONFIG)
    for _ in range(100):
        one.write(archive.add())
    seen: list[list[str]] = []
    compared = 0
    for number in range(200):
        one.write(archive.change(one))
        if number % 5 == 4:
            one.build(jobs=1 + number % 3)
            seen.append(segments_of(one))
            crossed = len(seen) > 1 and {len(name) for name in {*seen[-1]} ^ {*seen[-2]}} - {10}
            if crossed or number == 199:
                compared += 1
                assert one.tree() == one.clean_tree()
    names = {name for found in seen for name in found}
    assert {"2000s", "2010s", "2020s"} <= names
    assert any(len(name) == len("2020") for name in names)
    assert any(len(name) == len("2020-01") for name in names)
    assert len({name[:7] for name in names if "-" in name}) >= 10
    assert max(map(len, seen)) >= 5
    assert compared >= 10


def test_a_new_post_changes_the_newest_segment_alone(site: SiteMaker) -> None:
    one = site({f"posts/{day}.md": post(f"第{day}篇", f"2021-11-{day:02}") for day in range(1, 16)}, CONFIG)
    one.write({f"content/posts/new{day}.md": post("新", f"2022-01-{day:02}") for day in range(1, 5)})
    one.write({f"content/posts/old{year}.md": post("旧", f"{year}-05-05") for year in range(1990, 2020)})
    for number in range(1000):
        one.write({f"content/posts/many/{number}.md": post("多", "2019-03-03", f"正文{number}号。")})
    one.build()
    before = index(one)
    one.write({"content/posts/more.md": post("又一篇", "2022-01-05", "龘靐齉。")})
    one.build()
    after = index(one)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path.split("/")[1] for path in changed} == {"2020s", "manifest.json"}
    assert len(changed & after.keys()) <= 12
    assert "龘靐" in terms(one)["2020s"]


def test_posts_that_are_not_to_be_found_are_not_in_the_index(site: SiteMaker) -> None:
    one = site(
        {
            "posts/a.md": post("甲", body="看得见的。"),
            "posts/b.md": post("乙", body="找不到的。", search="false"),
            "posts/c.md": post("丙", body="分类不要。", categories="内部"),
            "posts/d.md": post("丁", body="还是草稿。", draft="true"),
            "posts/e.md": post("戊", "2030-01-01", "以后才有。"),
        },
        "title: x\nsearch:\n  mode: full\n  exclude: [内部]\n",
    )
    one.build(drafts=True, future=False)
    found = every_term(one)
    assert {"看得", "见的"} <= found
    assert not found & {"找不", "分类", "还是", "以后", "t:乙", "c:neibu"}
    manifest = json.loads(index(one)["search/manifest.json"])
    assert [category["title"] for category in manifest["categories"]] == []
    assert [segment["posts"] for segment in manifest["segments"]] == [1]


def test_titles_alone(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("标题在此", body="正文不在。")}, "title: x\nsearch: titles\n")
    one.build()
    assert "标题" in every_term(one)
    assert "正文" not in every_term(one)
    assert json.loads(index(one)["search/manifest.json"])["mode"] == "titles"


def test_search_can_be_switched_off_and_on(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("甲乙")}, CONFIG)
    one.build()
    before = index(one)
    assert {"search/manifest.json", "search/search.js"} <= before.keys()
    one.write({"site.yaml": "title: x\nsearch: off\n"})
    one.build()
    assert not index(one)
    assert "search.html" not in one.tree()
    one.write({"site.yaml": CONFIG})
    one.build()
    assert index(one) == before


@pytest.mark.parametrize("damage", ["lost", "cut", "head", "docs"])
def test_damaged_files_of_the_index_are_made_anew(site: SiteMaker, damage: str) -> None:
    one = site({f"posts/{day}.md": post(f"第{day}篇", f"2021-11-{day:02}") for day in range(1, 9)}, CONFIG)
    one.build()
    before = index(one)
    kinds = {"head": "/head-", "docs": "/docs-", "lost": ".bin", "cut": ".bin"}
    path = one.output / next(path for path in before if kinds[damage] in path)
    if damage == "lost":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-3])
    one.build()
    assert index(one) == before


def test_an_edit_after_damage_that_nobody_noticed_is_made_from_all_posts(site: SiteMaker) -> None:
    one = site({f"posts/{day}.md": post(f"第{day}篇", f"2021-11-{day:02}") for day in range(1, 9)}, CONFIG)
    one.build()
    head = next(one.output / path for path in index(one) if "/head-" in path)
    state = head.stat()
    data = head.read_bytes()
    head.write_bytes(data[:1] + bytes(len(data) - 1))
    import os

    os.utime(head, ns=(state.st_atime_ns, state.st_mtime_ns))
    one.write({"content/posts/3.md": post("第3篇", "2021-11-03", "改过的。")})
    one.build()
    assert index(one) == {path: data for path, data in one.clean_tree().items() if path.startswith("search/")}


def test_a_theme_that_shows_more_in_the_element_changes_the_index(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("甲乙", body="丙丁。")}, CONFIG + "theme: own\n")
    theme = "themes/own/templates/post.html"
    one.write({"themes/own/theme.yaml": "inherits: default\n"})
    one.build()
    assert "戊己" not in every_term(one)
    main = "{% block main %}<div data-search>{{ post.body }}<p>戊己</p></div>{% endblock %}"
    one.write({theme: '{% extends "base.html" %}' + main})
    one.build()
    assert {"丙丁", "戊己"} <= every_term(one)
    assert one.tree() == one.clean_tree()


def test_explain_says_what_each_file_is(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("甲乙")}, CONFIG)
    one.build()
    paths = SitePaths.of(one.root)
    for path in index(one):
        lines = explain(paths, path, one.output, NOW)
        assert lines[0] == path
        assert "removes it" not in " ".join(lines)
    said = " ".join(explain(paths, next(path for path in index(one) if "/docs-" in path), one.output, NOW))
    assert "titles and days of up to 128 posts of the segment 2021-12-01" in said


def test_categories_come_in_the_order_of_the_post(site: SiteMaker) -> None:
    """Not in the order in which the index met them, which a clean build does not know."""
    one = site({"posts/a.md": post("甲", categories="乙")}, CONFIG)
    one.build()
    one.write({"content/posts/b.md": post("乙", categories="[银行, Ribao, 乙]")}).build()
    (documents,) = (data for path, data in index(one).items() if "/docs-" in path)
    assert [row[3:] for row in json.loads(documents)] == [["yi"], ["yinhang", "Ribao", "yi"]]
    assert one.tree() == one.clean_tree()


def test_heads_name_all_files(site: SiteMaker) -> None:
    one = site({f"posts/{day}.md": post(f"第{day}篇", f"2021-11-{day:02}") for day in range(1, 9)}, CONFIG)
    one.build()
    files = index(one)
    manifest = json.loads(files["search/manifest.json"])
    named = {"search/manifest.json", "search/search.js", f"search/{manifest['fold']}"}
    for segment in manifest["segments"]:
        folder = f"search/{segment['name']}"
        head = read_head(files[f"{folder}/head-{segment['head']}.bin"])
        named.add(f"{folder}/head-{segment['head']}.bin")
        if segment["frequent"]:
            named.add(f"{folder}/frequent-{segment['frequent']}.bin")
        named |= {f"{folder}/docs-{group.digest.hex()}.json" for group in head.groups}
        named |= {f"{folder}/{block.digest.hex()}.bin" for block in head.blocks}
    assert files.keys() == named


def test_a_build_with_another_number_of_workers_is_the_same(site: SiteMaker) -> None:
    archive = Archive(3)
    one = site({}, CONFIG)
    for _ in range(300):
        one.write(archive.add())
    one.build(jobs=3)
    assert tree(one.output) == one.clean_tree()


def test_a_lost_ledger_leaves_nothing_behind(site: SiteMaker) -> None:
    one = site({f"posts/{day}.md": post(f"第{day}篇", f"2021-11-{day:02}") for day in range(1, 9)}, CONFIG)
    one.build()
    segment = next(path.split("/")[1] for path in index(one) if "/head-" in path)
    foreign = {f"search/{segment}/{name}": b"not ours" for name in ("0123456789abcdef.bin", "notes.txt")}
    for path, data in foreign.items():
        (one.output / path).write_bytes(data)
    for file in (one.root / ".backfile").glob("ledger.sqlite*"):
        file.unlink()
    one.write({"content/posts/3.md": post("第3篇", "2021-11-03", "改过的。")})
    one.build()
    assert index(one) == foreign | {
        path: data for path, data in one.clean_tree().items() if path in index(one)
    }
