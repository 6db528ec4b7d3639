from __future__ import annotations

import subprocess
import sys

import pytest

from generator.body.markdown.convert import BodyError, to_html
from generator.body.options import BodyRules

RULES = BodyRules()
ENGINES = ("comrak", "python-markdown")


def html(text: str, engine: str = "comrak", rules: BodyRules = RULES) -> str:
    return to_html(text, engine, rules).strip()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**标题：**内容", "<p><strong>标题：</strong>内容</p>"),
        ("他说**“好。”**然后", "<p>他说<strong>“好。”</strong>然后</p>"),
        ("这是**重点**内容", "<p>这是<strong>重点</strong>内容</p>"),
        ("*（注）*见下", "<p><em>（注）</em>见下</p>"),
        ("**江苏**、**浙江**", "<p><strong>江苏</strong>、<strong>浙江</strong></p>"),
        ('<p class="x">一</p>', '<p class="x">一</p>'),
        ("a & b &lt; c", "<p>a &amp; b &lt; c</p>"),
    ],
)
def test_chinese_markdown(engine: str, text: str, expected: str) -> None:
    assert html(text, engine) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 标题 a", '<h1 id="标题-a">标题 a</h1>'),
        ('## b **c** "d"', '<h2 id="b-c-d">b <strong>c</strong> &quot;d&quot;</h2>'),
        ("# a\n\n# a", '<h1 id="a">a</h1>\n<h1 id="a-1">a</h1>'),
        ("#", ""),
    ],
)
def test_headings_have_ids_and_no_anchors(text: str, expected: str) -> None:
    assert html(text) == expected


def test_headings_of_python_markdown_have_chinese_ids() -> None:
    assert html("# 标题 a\n\n# 标题 a", "python-markdown") == (
        '<h1 id="标题-a">标题 a</h1>\n<h1 id="标题-a_1">标题 a</h1>'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a[^1]\n\n[^1]: b", 'id="fn-1"'),
        ("|a|b|\n|:-:|-|\n|1|2|", '<td align="center">1</td>'),
        ("~~a~~", "<del>a</del>"),
        ("- [x] a", '<li><input type="checkbox" checked="" disabled="" /> a</li>'),
        ("```python\nx<y\n```", '<code class="language-python">x&lt;y\n</code>'),
        ("a@b.example", '<a href="mailto:a@b.example">a@b.example</a>'),
        ("a\rb\r\nc", "<p>a\nb\nc</p>"),
        ("a\x00b", "<p>ab</p>"),
    ],
)
def test_comrak_knows_its_extensions(text: str, expected: str) -> None:
    assert expected in html(text)


def test_text_with_thousands_of_addresses_has_no_automatic_links() -> None:
    assert html("a@b.example " * 900).count("<a ") == 900
    assert html("a@b.example " * 1_100).count("<a ") == 0


def test_html_is_taken_as_it_is() -> None:
    assert to_html("**a**\n<p>b\r\n", "html", RULES) == "**a**\n<p>b\n"


@pytest.mark.parametrize("name", ["text", "desc", "view", "set", "font", "o:p", "st1:date", "card", "none"])
def test_unknown_elements_leave_their_text(name: str) -> None:
    assert to_html(f"<p>a<{name}>b</{name}>c</p>", "html", RULES) == "<p>abc</p>"


def test_python_markdown_has_the_extensions_of_the_site() -> None:
    rules = BodyRules(extensions=("tables",))
    assert '<td align="center">1</td>' in html("|a|\n|:-:|\n|1|", "python-markdown", rules)
    assert 'id="' not in html("# a", "python-markdown", rules)
    assert html("A\n: b", "python-markdown") == "<dl>\n<dt>A</dt>\n<dd>b</dd>\n</dl>"


def test_python_markdown_forgets_the_last_text() -> None:
    assert "fn:1" in html("a[^1]\n\n[^1]: b", "python-markdown")
    assert html("a[^1]", "python-markdown") == "<p>a[^1]</p>"


def test_an_extension_that_is_missing_is_named() -> None:
    with pytest.raises(BodyError, match=r"no such extension .*nowhere"):
        to_html("a", "python-markdown", BodyRules(extensions=("nowhere",)))


def test_python_markdown_is_imported_late() -> None:
    code = "import sys, generator.body.markdown.convert; print('markdown' in sys.modules)"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output == "False\n"
