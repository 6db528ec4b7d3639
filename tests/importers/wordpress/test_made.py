"""A site that WordPress made: its export brings every page to its address, with the text that it showed.

`made/make.php` says how the files were made.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

from generator.body.plain_text import plain_text
from tests.importers.wordpress.blog import imported
from tests.sites import Site

MADE = Path(__file__).parent / "made"


def words(html: str) -> str:
    return " ".join(plain_text(html).split())


def test_what_wordpress_made(tmp_path: Path) -> None:
    shown = json.loads((MADE / "pages.json").read_text("utf-8"))
    report = imported(MADE / "export.xml", tmp_path / "site")
    assert (report.counts, dict(report.reported)) == ({"added": 10, "skipped": 1}, {"import.trash": 1})
    assert [note.partition(":")[0] for note in report.notes] == [
        "an export has no pictures",
        "comments are not imported",
        "other taxonomies are kept in the front matter, without pages",
        "categories have no parents here; those below others stand beside them",
    ]
    site = Site(tmp_path / "site")
    report_of_build = site.build()
    assert report_of_build.withheld == 4
    assert {one.code for one in report_of_build.problems} == {"draft.private", "picture.missing"}
    tree = site.tree()
    pages = [page for page in shown["pages"] if page["shown"]]
    assert len(pages) == 6
    for page in pages:
        html = tree[path_of(page["link"])].decode()
        body = html.partition("<!--body-->")[2].partition("<!--/body-->")[0]
        assert words(body) == words(page["html"]), page["link"]
        assert f"<h1>{words(page['title'])}</h1>" in html
    assert {path_of(term) for term in shown["terms"]} <= tree.keys()


def path_of(link: str) -> str:
    return unquote(link).removeprefix("https://yundu.example/") + "index.html"
