"""Links of an old site, in all their forms, lead to the same targets."""

from __future__ import annotations

import pytest

from generator.importers.sites.links import LinkContext, rewrite_links

CONTEXT = LinkContext("_posts/2021-12-28-a.md", "/news/a/", "/blog", {"_posts/2021-12-28-b.md": "/news/b/"})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[甲](/blog/news/b/)", "[甲](/news/b/)"),
        ("[甲](/blog/news/b/#part)", "[甲](/news/b/#part)"),
        ("[甲](../b/#part)", "[甲](/news/b/#part)"),
        ("[甲](2021-12-28-b.md#part)", "[甲](/news/b/#part)"),
        ("[甲](/_posts/2021-12-28-b.md)", "[甲](/news/b/)"),
        ("[甲](#part)", "[甲](#part)"),
        ("[甲](https://a.example/b)", "[甲](https://a.example/b)"),
        ("![图](pic.png)", "![图](/news/a/pic.png)"),
        ('<a href="../b/">甲</a>', '<a href="/news/b/">甲</a>'),
        ("[甲]: ../b/ '题'", "[甲]: /news/b/ '题'"),
        ("甲。[^1]\n\n[^1]: Gazette, page 3.", "甲。[^1]\n\n[^1]: Gazette, page 3."),
        ("[^报]: 镇报/第三版", "[^报]: 镇报/第三版"),
        ("`[甲](../b/)`", "`[甲](../b/)`"),
    ],
)
def test_links(body: str, expected: str) -> None:
    assert rewrite_links(body, CONTEXT) == expected
