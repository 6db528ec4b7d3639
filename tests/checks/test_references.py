"""What bodies refer to, and where it is written."""

from __future__ import annotations

from typing import SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.body.options import BodyRules
from generator.body.written_addresses import AddressFinder
from generator.checks.references import Origin, references

RULES = BodyRules()
SOURCE = "content/posts/a.md"
#: Addresses, and texts in which they stand as such, perhaps, and not at all.
ADDRESSES = ("/", "/a", "/b?x&y", "/中", "")
TEXTS = (
    "[x](/) ",
    "1/2 ",
    "(/a)",
    "\n/a\n",
    "]()",
    "</b?x&amp;y>",
    "/b?x&y",
    "/%E4%B8%AD ",
    "=/中",
    "//",
    " ",
)


class Counted(str):
    """A text that counts how often it is searched."""

    searches = 0

    def find(self, sub: str, start: SupportsIndex | None = None, end: SupportsIndex | None = None, /) -> int:
        self.searches += 1
        return super().find(sub, start, end)


def places(text: str, *addresses: str) -> list[tuple[int, int, str]]:
    """Return where references of a text are found to be written: line, column, and how."""
    html = "".join(f'<a href="{address}">x</a>' for address in addresses)
    return [(one.line, one.column, one.written) for one in references(html, text, 1, Origin(SOURCE), RULES)]


def test_links_are_found_in_their_order_and_where_they_were_before() -> None:
    text = "[x](/a) 1/2 [y](/b)\n[x](/a)\n[z][h]\n\n[h]: /h\n"
    assert places(text, "/a", "/b", "/a", "/h", "/a", "/h", "/c") == [
        (1, 5, "/a"), (1, 17, "/b"), (2, 5, "/a"), (5, 6, "/h"), (1, 5, "/a"), (5, 6, "/h"), (0, 0, "/c"),
    ]  # fmt: skip


@given(texts=st.lists(st.sampled_from(TEXTS)), addresses=st.lists(st.sampled_from(ADDRESSES)))
def test_what_is_known_of_a_text_changes_nothing(texts: list[str], addresses: list[str]) -> None:
    finder, forgetful = (AddressFinder("".join(texts), 1) for _ in range(2))
    for address in addresses:
        forgetful._known.clear()
        assert finder.find(address) == forgetful.find(address)


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>if (a < b) document.write('<a href=\"x.html\">x</a>')</script>",
        '<SCRIPT type="a>b">"<!--"; \'<img src="x.png">\'</Script >',
        '<style>/* <a href="x.html"> */</style>',
        '<textarea><a href="x.html">x</a></textarea>',
        '<title><a href="x.html">x</a></title>',
        '<template><a href="x.html">x</a></template>',
        '<svg><title/><a href="x.html">x</a></svg>',
        '<iframe src="/"><a href="x.html">x</a></iframe>',
        '<!-- <script> <a href="x.html">x</a> -->',
        '<!--><!-- <a href="x.html">x</a> --!>',
    ],
)
def test_what_no_page_shows_refers_to_nothing(hidden: str) -> None:
    html = f'<title-x><a href="/a" title="<script>">x</a>{hidden}<noscript><img src="/b"></noscript>'
    assert [one.written for one in references(html, html, 1, Origin(SOURCE), RULES)] == ["/a", "/b"]


@pytest.mark.parametrize("hidden", ["<script>", "<!--"])
def test_what_is_not_closed_hides_the_rest(hidden: str) -> None:
    html = f'<a href="/a">x</a>{hidden}<a href="/b">x</a>'
    assert [one.written for one in references(html, html, 1, Origin(SOURCE), RULES)] == ["/a"]


def test_links_to_one_place_are_searched_for_once() -> None:
    text = Counted("[x][h] and 1/2 see http://x.org/a/b\n" * 200 + "\n[h]: /\n")
    html = '<a href="/">x</a> <a href="http://x.org/a/b">x</a>' * 200
    found = [(one.line, one.written) for one in references(html, text, 1, Origin(SOURCE), RULES)]
    assert found[0] == (202, "/")
    assert len(found) == 400
    assert text.searches < 10 * 200
