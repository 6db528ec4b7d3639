"""Every output remembers when it was written last, and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from generator.ledger import history, outputs
from generator.ledger.history import Writing, last_writing
from tests.conftest import SiteMaker
from tests.sites import NOW, Site, post

pytestmark = pytest.mark.slow

CONFIG = "title: x\nurl: https://archive.example/\ntheme: own\nlists: {page_size: 5}\n"
DAY = 86_400_000_000
OTHER = "the posts of the archive changed"


def archive(site: SiteMaker) -> Site:
    """Return four posts of one category, a day apart, of which b links to d; b and d share a tag."""
    files = {
        f"posts/{slug}.md": post(slug, f"2021-12-0{day}", categories="c", tags=tag, slug=slug, body=body)
        for day, (slug, tag, body) in enumerate(
            [("a", "[]", ""), ("b", "t", "[d](d.md)"), ("c", "[]", ""), ("d", "t", "")], start=1
        )
    }
    files |= {"posts/z.md": post("z", "2021-11-01", categories="z", slug="z", aliases="/old.html")}
    files |= {"posts/later.md": post("later", "2022-01-11", slug="later"), "static/own.txt": "x"}
    files |= {"pages/about.md": "---\ntitle: 关于\n---\n关于本馆。\n"}
    one = site({f"../themes/own/{name}": "inherits: default\n" for name in ("theme.yaml",)} | files, CONFIG)
    one.build()
    return one


def ledger_of(site: Site) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("ATTACH ? AS ledger", (str(site.root / ".backfile" / "ledger.sqlite"),))
    return connection


def writing(site: Site, path: str) -> Writing | None:
    connection = ledger_of(site)
    try:
        return last_writing(connection, *outputs.split(path))
    finally:
        connection.close()


def reason(site: Site, path: str) -> str:
    found = writing(site, path)
    assert found
    return found.reason


def path_of(slug: str, day: int) -> str:
    return f"c/2021/12/0{day}/{slug}.html"


A, B, C, D = (path_of(slug, day) for day, slug in enumerate("abcd", start=1))
Edit = Callable[[Site], object]


def write(name: str, text: str | None) -> Edit:
    return lambda site: site.write({name: text})


def replaced(name: str, old: str, new: str) -> Edit:
    def edit(site: Site) -> None:
        text = (site.root / name).read_text(encoding="utf-8")
        assert old in text
        site.write({name: text.replace(old, new)})

    return edit


def test_first_of_all(site: SiteMaker) -> None:
    one = archive(site)
    first = Writing(1, NOW, "it was the first build of this output")
    assert {writing(one, path) for path in one.tree()} == {first}


@pytest.mark.parametrize(
    ("edit", "reasons"),
    [
        (replaced("content/posts/b.md", "[d](d.md)", "新"), {B: "the post changed"}),
        (
            replaced("content/posts/b.md", '"b"', '"B"'),
            {B: "the post changed", A: "a newer neighbour changed", C: "an older neighbour changed",
             "category/c.html": "its list changed", "tag/t.html": "its list changed", "index.html": OTHER,
             "archive/2021/12/02.html": "its list changed", "category/c.xml": "its newest posts changed"},
        ),
        (
            replaced("content/posts/d.md", "slug: d", "slug: dd"),
            {B: "a post or file that it links to changed"},
        ),
        (
            write("content/posts/n.md", post("n", "2021-12-05", categories="c", tags="c的标签", slug="n")),
            {path_of("n", 5): "the post is new", D: "a newer neighbour changed",
             "archive/2021/12.html": "its posts changed", "sitemap/2021-12.xml": "its posts changed",
             "archive/2021/12/04.html": "a neighbouring day, month or year is new or gone",
             "archive/2021/12/05.html": "its list changed", "tags.html": OTHER},
        ),
        (write("content/posts/z.md", None),
         {"archive/2021/12.html": "a neighbouring day, month or year is new or gone"}),
        (replaced("site.yaml", "title: x", "title: y"),
         {B: "the setting title changed", "category/c.xml": "the setting title changed"}),
        (replaced("site.yaml", "size: 5", "size: 6"), {}),
        (write("site.yaml", CONFIG + "permalink: /{slug}.html\n"),
         {"b.html": "its address, category or tags changed, but not its file"}),
        (write("site.yaml", CONFIG + "categories: {c: {label: 丙}}\n"),
         {B: "a category or tag of the post has a different label",
          "category/c.html": "the setting categories changed",
          "tag/t.html": "a category of its posts has a different label",
          "category/c.xml": "its category has a different label"}),
        (write("themes/own/templates/post.html", "{{ post.title }}"), {B: "the template post.html changed"}),
        (write("themes/own/strings/zh-CN.yaml", "separator: ／\n"), {B: "the texts own/zh-CN.yaml changed"}),
        (write("themes/own/assets/style.css", "a{}"), {B: "the asset style.css changed"}),
        (write("content/pages/about.md", "---\ntitle: 本馆\n---\n"),
         {"about.html": "the page changed", B: "the static pages in the navigation changed"}),
        (write("content/static/own.txt", "y"), {"own.txt": "the file is new or changed"}),
        (replaced("content/posts/z.md", '"z"', '"Z"'),
         {"old.html": "its target, or the sources that claim its address, changed"}),
        (lambda site: (site.output / A).unlink(),
         {A: "it was missing, or had been changed by another hand"}),
    ],
)  # fmt: skip
def test_reasons(site: SiteMaker, edit: Edit, reasons: dict[str, str]) -> None:
    one = archive(site)
    before = one.tree()
    edit(one)
    missing = before.keys() - one.tree().keys()
    one.build(now=NOW + 1)
    after = one.tree()
    written = {path for path in after if before.get(path) != after[path]} | missing
    assert {path: reason(one, path) for path in reasons} == reasons
    assert written >= reasons.keys()
    for path in after:
        found = writing(one, path)
        assert found
        assert found[:2] == ((2, NOW + 1) if path in written else (1, NOW)), path


def test_a_post_that_comes_due(site: SiteMaker) -> None:
    one = archive(site)
    one.build(now=NOW + 2 * DAY)
    assert reason(one, "2022/01/11/later.html") == "its date has passed, or it is no longer a draft"


def test_the_sure_reason_goes_before_the_likely_one(site: SiteMaker) -> None:
    one = archive(site)
    write("themes/own/templates/post.html", "{{ post.title }}")(one)
    replaced("content/posts/b.md", '"b"', '"B"')(one)
    one.build()
    assert reason(one, B) == "the post changed"
    assert reason(one, A) == "the template post.html changed"


def test_an_output_that_is_found_as_it_should_be(site: SiteMaker) -> None:
    one = archive(site)
    (one.root / ".backfile" / "ledger.sqlite").unlink()
    one.build()
    assert writing(one, A) == Writing(0, None, "it was there already, with the right bytes")
    replaced("content/posts/b.md", '"b"', '"B"')(one)
    one.build(now=NOW + 1)
    assert writing(one, A) == Writing(1, NOW + 1, "a newer neighbour changed")


def test_a_lost_index_is_no_reason_to_write(site: SiteMaker) -> None:
    one = archive(site)
    (one.root / ".backfile" / "index.sqlite").unlink()
    replaced("content/posts/a.md", '"a"', '"A"')(one)
    one.build()
    assert reason(one, A) == "the index was made anew, so all outputs were checked"
    assert reason(one, D) == "it was the first build of this output"


def test_clean_keeps_why_a_page_was_written(site: SiteMaker) -> None:
    one = archive(site)
    replaced("content/posts/b.md", '"b"', '"B"')(one)
    one.build(clean=True)
    assert reason(one, B) == "the post changed"
    assert writing(one, D) == Writing(1, NOW, "it was the first build of this output")


def test_old_builds_and_reasons_are_forgotten(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_BUILDS", 2)
    monkeypatch.setattr(history, "_REASONS", 4)
    one = archive(site)
    replaced("content/posts/b.md", '"b"', '"B"')(one)
    one.build()
    for number in range(5):
        write("themes/own/templates/404.html", f"{number}")(one)
        one.build(now=NOW + number)
    connection = ledger_of(one)
    builds = connection.execute("SELECT id, moment FROM ledger.builds").fetchall()
    reasons = [
        row[0] for row in connection.execute("SELECT text FROM ledger.reasons WHERE id > 3 ORDER BY id")
    ]
    connection.close()
    assert builds == [(6, NOW + 3), (7, NOW + 4)]
    assert reasons[-1] == "the template 404.html changed"
    assert set(reasons) == {reason(one, path) for path in one.tree()} - {reason(one, "about.html")}
    assert writing(one, D) == Writing(1, None, "it was the first build of this output")


def test_nothing_is_noted_when_nothing_changed(site: SiteMaker) -> None:
    one = archive(site)
    one.build(now=NOW + 1)
    connection = ledger_of(one)
    assert connection.execute("SELECT id FROM ledger.builds").fetchall() == [(1,)]
    assert connection.execute("SELECT count(*) FROM ledger.reasons").fetchone() == (3,)
    connection.close()


def test_an_older_ledger_is_brought_up_to_date(site: SiteMaker) -> None:
    """Only the ledger knows which files are ours, so its upgrade must not forget them."""
    one = archive(site)
    connection = ledger_of(one)
    connection.executescript(
        """ALTER TABLE ledger.outputs DROP COLUMN build; ALTER TABLE ledger.outputs DROP COLUMN reason;
           DROP TABLE ledger.builds; DROP TABLE ledger.reasons; DROP TABLE ledger.changes;
           DROP TABLE ledger.search_segments; DROP TABLE ledger.search_groups;
           DELETE FROM ledger.meta WHERE key IN ('inputs', 'fingerprint');
           INSERT INTO ledger.meta VALUES ('kind:post', 'x'); PRAGMA ledger.user_version = 3"""
    )
    connection.close()
    replaced("content/posts/b.md", '"b"', '"B"')(one)
    one.write({"content/posts/a.md": None})
    one.build()
    assert one.tree() == one.clean_tree()
    assert A not in one.tree()
    assert reason(one, B) == "the post changed"
    assert writing(one, "own.txt") is None
