"""Shortcodes become HTML; those that need a program are told, and no reader sees one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importers.wordpress.places import Place
from generator.importers.wordpress.shortcode_tags import names_in
from generator.importers.wordpress.shortcodes import Shortcode, Shortcodes

FILES = {
    1: Place(1, "attachment", "", 5, "", "", "", "/u/1.jpg", "渡口", "题 <b>"),
    2: Place(2, "attachment", "", 5, "", "", "", "/u/2.mp3", "", "船笛"),
}


class Media:
    def get(self, number: int) -> Place | None:
        return FILES.get(number)

    def pictures_of(self, number: int) -> list[Place]:
        return [one for one in FILES.values() if one.parent == number]


def render(text: str, names: set[str] | None = None, **templates: str) -> tuple[str, list[Shortcode]]:
    told: list[Shortcode] = []
    return Shortcodes(Media(), names or set(), templates).render(text, 5, told.append), told


ONE = '<figure><img src="/u/1.jpg" alt="渡口"><figcaption>题 &lt;b&gt;</figcaption></figure>'
TWO = '<figure><audio controls src="/u/2.mp3"></audio><figcaption>船笛</figcaption></figure>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            '[caption id="a" width="3"]<a href="/x"><img src="a.jpg"></a> 渡口 [1][/caption]',
            '<figure><a href="/x"><img src="a.jpg"></a><figcaption>渡口 [1]</figcaption></figure>',
        ),
        (
            '[caption caption="老船“丰”"]<img src="a.jpg">[/caption]',
            '<figure><img src="a.jpg"><figcaption>老船“丰”</figcaption></figure>',
        ),
        ("[caption]没有图[/caption]", "没有图"),
        ('[gallery ids="1,99,2"]', f'<div class="gallery">\n{ONE}\n{TWO}\n</div>'),
        ("[gallery]", f'<div class="gallery">\n{ONE}\n{TWO}\n</div>'),
        ('[gallery ids="99"]', ""),
        ("[audio]", TWO),
        ('[audio mp3="/a.mp3"][/audio]', '<figure><audio controls src="/a.mp3"></audio></figure>'),
        (
            '[video mp4="/a.mp4" poster="/p.jpg"]',
            '<figure><video controls src="/a.mp4" poster="/p.jpg"></video></figure>',
        ),
        (
            "[embed]https://v.example/1[/embed]",
            '<p><a href="https://v.example/1">https://v.example/1</a></p>',
        ),
        (
            "[youtube=http://www.youtube.com/watch?v=abcdefghijk&amp;w=1]",
            (
                '<p><a href="http://www.youtube.com/watch?v=abcdefghijk&amp;w=1">'
                "http://www.youtube.com/watch?v=abcdefghijk&amp;w=1</a></p>"
            ),
        ),
        (
            '[youtube id="abcdefghijk"]',
            (
                '<p><a href="https://www.youtube.com/watch?v=abcdefghijk">'
                "https://www.youtube.com/watch?v=abcdefghijk</a></p>"
            ),
        ),
        ("[vimeo 123]", '<p><a href="https://vimeo.com/123">https://vimeo.com/123</a></p>'),
        (
            '[code language="python"]\nif a[0] &lt; 1: <!-- [gallery] -->\n[/code]',
            '<pre><code class="language-python">if a[0] &lt; 1: &lt;!-- [gallery] --&gt;</code></pre>',
        ),
        ("[php]echo $a['x'];[/php]", "<pre><code class=\"language-php\">echo $a['x'];</code></pre>"),
        ("[[gallery]] [[caption id=1]]", "[gallery] [caption id=1]"),
    ],
)
def test_known_ones(written: str, shown: str) -> None:
    assert render(written) == (shown, [])


@pytest.mark.parametrize(
    "text",
    [
        "[1] [sic] [图] [更新]", "see [PDF]", "[Video]", "[x] 和 [code] 两词", "<pre>[gallery]</pre>",
        "<code>[a b='c']</code>", "<!-- [gallery] -->",
    ],
)  # fmt: skip
def test_words_in_brackets_and_code_stay(text: str) -> None:
    assert render(text) == (text, [])


def test_others_are_told_with_their_line_and_kept_as_comments() -> None:
    shown, told = render('一\n[form id="3"]\n二 [box]里[b]字[/b][/box]\n\n[contact]\n[video]')
    found = [f"{one.name}:{one.line}" for one in told]
    assert found == ["form:1", "box:2", "b:2", "b:2", "box:2", "contact:4", "video:5"]
    assert re.sub("<!--.*?-->", "", shown) == "一\n\n二 里字\n\n\n"
    assert '<!-- shortcode [form id="3"] -->' in shown


def test_a_name_that_is_a_shortcode_elsewhere_is_one_here() -> None:
    assert set(names_in("[note]a[/note] [form id=1] [1] [sic] <pre>[x y=z]</pre>")) == {"note", "form"}
    assert render("甲 [note] 乙", {"note"})[0] == "甲 <!-- shortcode [note] --> 乙"


def test_what_the_owner_has_for_a_name() -> None:
    shown, told = render(
        '[note kind="a&b"]旁[gallery ids="2"]注[/note] [hr]',
        note='<aside class="{kind}">{inner}{x}</aside>',
        hr="<hr>",
    )
    assert shown == f'<aside class="a&amp;b">旁<div class="gallery">\n{TWO}\n</div>注</aside> <hr>'
    assert told == []


def test_a_tag_in_a_comment_cannot_end_it() -> None:
    shown, _ = render('[x y="-->"]<script> [z_ --]')
    assert shown.count("-->") == 2
    assert shown == '<!-- shortcode [x y="- -&gt;"] --><script> <!-- shortcode [z_ - -] -->'


PARTS = [
    "[",
    "]",
    "[/",
    "a",
    "caption",
    "code",
    "note",
    "[[",
    "]]",
    " x=",
    '"',
    "'",
    "\n",
    "<pre>",
    "</pre>",
    "<!--",
    "-->",
    "渡",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=60).map("".join))
def test_no_text_makes_it_fail_and_no_tag_is_left(text: str) -> None:
    shown, _ = render(text, {"a"}, note="<i>{inner}</i>")
    assert shown.count("渡") <= text.count("渡")
    if "[[" not in text and "<" not in text:
        assert not re.search(
            r"\[/?(?:caption|note)(?: [^\[\]]*)?\]",
            re.sub(r"<!--.*?-->|<pre>.*?</pre>", "", shown, flags=re.S),
        )


@pytest.mark.parametrize(
    "text",
    ["[a]" * 1_000, "[caption]" * 1_000, "[code]" * 1_000,
     "[caption][embed][note]" * 1_000 + "[/note][/embed][/caption]" * 1_000,
     "[" * 10_000, "[a " * 1_000, '[a b="' * 1_000, "<pre>" * 1_000, "<!--" * 1_000],
)  # fmt: skip
def test_hostile_texts_end_in_bounded_texts(text: str) -> None:
    shown, _ = render(text, note="{inner}")
    assert len(shown) <= 10 * len(text)
    assert len(list(names_in(text))) <= len(text)
