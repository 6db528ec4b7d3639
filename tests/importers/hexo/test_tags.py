"""Tag plugins of Hexo: found and replaced; whatever a body says, never a crash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers.hexo.tag_plugins import Post, Scope, tag_plugin
from generator.importers.hexo.tags import render
from generator.importers.sites.calls import Call

SCOPE = Scope(
    {"a": Post("甲", "/a/")}.get,
    lambda name: {"p.png": "/x/p.png"}.get(name, ""),
    {"a.js": "1\n2\n3\n"}.get,
    ("player.vimeo.com",),
)
VIMEO = '<iframe src="https://player.vimeo.com/video/12" width="560" height="315" allowfullscreen></iframe>'
PIECES = st.sampled_from(
    [
        "{% a %}", "{% enda %}", "{% raw %}", "{% endraw %}", "{% b 'x y' %}", "{{", "}}", "{%", "%}", "`",
        "```\n", "字", "\n",
    ]
)  # fmt: skip


def made(call: Call) -> str:
    return str(tag_plugin(call, SCOPE))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{% post_link a %}", '<a href="/a/">甲</a>'),
        ("{% post_link a#p 'x <y>' true %}", '<a href="/a/#p">x &lt;y&gt;</a>'),
        ("{% post_link gone %}", "None"),
        ("{% post_path a %}", "/a/"),
        ("{% asset_path p.png %}", "/x/p.png"),
        ("{% asset_path gone %}", "None"),
        ("{% asset_img p.png 10 20 题 %}",
         '<img src="/x/p.png" alt="题" title="题" width="10" height="20">'),
        ("{% img /b.png '\"题\" \"图\"' %}", '<img src="/b.png" alt="图" title="题">'),
        ("{% asset_link p.png 图 %}", '<a href="/x/p.png">图</a>'),
        ("{% link 站 https://a.example/ %}", '<a href="https://a.example/">站</a>'),
        ("x{% quote %}引{% endquote %}", "x<blockquote>\n\n引\n\n</blockquote>"),
        ("{% codeblock 题 lang:js %}\nx\n{% endcodeblock %}", "\n题\n\n```js\nx\n```\n"),
        ("{% include_code lang:js from:2 to:3 a.js %}", "\n```js\n2\n3\n```\n"),
        ("{% include_code ../../_config.yml %}", "None"),
        ("{% vimeo 12 %}", VIMEO),
        ("{% youtube 1a %}",
         '<a href="https://www.youtube.com/watch?v=1a">https://www.youtube.com/watch?v=1a</a>'),
        ("{% iframe https://b.example/x %}", '<a href="https://b.example/x">https://b.example/x</a>'),
        ('{{ "文" }}{{ x }}', "文None"),
        ("{% raw %}{{ x }} `{{ y }}`{% endraw %}", "&#123;{ x }} `{{ y }}`"),
        ("`{% post_path a %}`", "`{% post_path a %}`"),
    ],
)  # fmt: skip
def test_tags_of_hexos_own(body: str, expected: str) -> None:
    assert render(body, made) == expected


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_body_is_rendered(body: str) -> None:
    assert len(render(body, lambda call: call.inner or "")) <= 10 * len(body)


@given(st.text(alphabet="{%} 'ab\n`-", max_size=60))
def test_any_text_is_rendered(body: str) -> None:
    render(body, made)
