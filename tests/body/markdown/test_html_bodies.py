from __future__ import annotations

import pytest

from generator.body.html.pipeline import finish
from generator.body.markdown.convert import to_html
from generator.body.markdown.engines import engine_for
from generator.body.markdown.html_bodies import is_html
from generator.body.options import BodyRules, Place

RULES = BodyRules()


def shown(text: str) -> str:
    raw = to_html(text, engine_for(text, "", RULES), RULES)
    return finish(raw, Place("", "content/posts/a.md"), RULES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<div>\n\n    <p>段落</p>\n\n</div>", "<div><p>段落</p></div>"),
        ("<div>\n\n\t<p>段落</p>\n\n</div>", "<div><p>段落</p></div>"),
        (
            "<table>\n\n  <tr>\n\n    <td>甲</td>\n\n    <td>乙</td>\n\n  </tr>\n\n</table>",
            "<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>",
        ),
        ("<div><pre>&lt;b&gt;\n\n    &lt;i&gt;</pre></div>", "<div><pre>&lt;b&gt;    &lt;i&gt;</pre></div>"),
        ("<div>\n\n    <pre>&lt;b&gt;</pre>\n\n</div>", "<div><pre>&lt;b&gt;</pre></div>"),
        ("<p>一\n\n二 <b>三</b></p>\n\n<p>四</p>", "<p>一二 <b>三</b></p><p>四</p>"),
        ("<!-- 页 -->\n<ul>\n\n    <li>甲\n\n    <li>乙\n\n</ul>", "<ul><li>甲</li><li>乙</li></ul>"),
        ("<div>\r\n\r\n    <p>段落</p>\r\n\r\n</div>", "<div><p>段落</p></div>"),
        (
            "<div>\n\n    来源：<b>某报</b>\n\n    <p>段落</p>\n\n</div>",
            "<div>来源：<b>某报</b><p>段落</p></div>",
        ),
    ],
)
def test_html_is_read_as_html(text: str, expected: str) -> None:
    assert is_html(text)
    flat = "".join(line.strip() if "pre" not in text else line for line in shown(text).split("\n"))
    assert flat.replace("    <p", "<p").replace("    <pre", "<pre") == expected


@pytest.mark.parametrize(
    "text",
    [
        "段落\n\n    <p>代码</p>",
        "<p>一</p>\n\n<p>二</p>",
        "<p>一</p>\n\n段落\n\n    <p>代码</p>",
        "<div>\n\n**粗**\n\n    <p>段落</p>\n\n</div>",
        "<div>\n\n- 甲\n- 乙\n\n    <p>段落</p>\n\n</div>",
        "<details>\n<summary>甲</summary>\n\n乙\n\n丙\n\n</details>",
        "<table><tr><td>\n\n[甲](/a)\n\n</td></tr></table>",
        "<table><tr><td>\n\n甲\n\n乙\n\n</td></tr></table>",
        '<div markdown="1">\n\n    <p>段落</p>\n\n</div>',
        "<p>一</p>\n\n## 二\n\n<p>三\n\n四</p>",
        '<p align="center">\n\n![图](a.png)\n\n</p>',
        "<pre>\n一\n\n二\n</pre>\n\n<p>三</p>",
        "<span>一</span>\n\n    <p>二</p>",
        "<https://a.example/>\n\n    <p>代码</p>",
    ],
)
def test_markdown_with_html_stays_markdown(text: str) -> None:
    assert not is_html(text)


def test_the_engine_that_a_post_names_has_the_last_word() -> None:
    text = "<div>\n\n    <p>段落</p>\n\n</div>"
    assert engine_for(text, "comrak", RULES) == "comrak"
    assert engine_for(text, "", RULES) == "html"
    assert engine_for("甲", "", RULES._replace(engine="html")) == "html"
    assert engine_for("甲", "", RULES) == "comrak"
