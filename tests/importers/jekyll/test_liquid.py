"""Liquid in bodies, links, and what kramdown has more than CommonMark."""

from __future__ import annotations

import re
import time

import pytest

from generator.importers.jekyll.kramdown import without_attributes
from generator.importers.jekyll.liquid import Scope, render
from generator.importers.sites.links import LinkContext, rewrite_links

SCOPE = Scope(
    variables={"site.title": "馆", "site.baseurl": "", "page.title": "题"},
    post_url=lambda name: "/2021/12/28/a.html" if name == "2021-12-28-a" else "",
    link=lambda path: "/about/" if path == "about.md" else "",
    absolute=lambda address: f"https://a.example{address}",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("a{%- raw -%} {% b %} {%- endraw -%} c", "a{% b %}c"),
        ("{% comment %}no{% endcomment %}a", "a"),
        ("{% highlight ruby linenos %}\nputs 1\n{% endhighlight %}", "```ruby\nputs 1\n```"),
        ("{% highlight text %}```{% endhighlight %}", "````text\n```\n````"),
        ("[a]({% post_url 2021-12-28-a %})", "[a](/2021/12/28/a.html)"),
        ("[a]({% link about.md %})", "[a](/about/)"),
        ("{{ site.baseurl }}/x {{ site.title }} {{page.title}}", "/x 馆 题"),
        ("{{ '/x' | relative_url }} {{ \"y\" | relative_url }}", "/x /y"),
        ("{{ '/x' | absolute_url }}", "https://a.example/x"),
        ("{{ 'a' | append: 'b' | prepend: \"c\" | upcase }}", "CAB"),
        ("{{ 'a|b' | replace: 'a', 'x' }}", "x|b"),
        ("{{ nothing | default: 'd' }}", ""),
        ("a {{- ' b ' -}} c", "a b c"),
        ("{ {} }", "{ {} }"),
    ],
)
def test_usual_forms(text: str, expected: str) -> None:
    assert render(text, SCOPE).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1. a\n\n   {% highlight sh %}\n   ls\n\n     -l\n   {% endhighlight %}\n\n2. b\n",
            "1. a\n\n   ```sh\n   ls\n\n     -l\n   ```\n\n2. b\n",
        ),
        ("   {% highlight sh %}\nls\n{% endhighlight %}\nb", "   ```sh\n   ls\n   ```\nb"),
        ("- {% highlight sh %}\nls\n{% endhighlight %}\n- b", "- ```sh\n  ls\n  ```\n- b"),
        ("10. a {% highlight sh %}ls{% endhighlight %} b", "10. a \n    ```sh\n    ls\n    ```\n     b"),
        ("\t{% highlight sh %}\n\tls\n\t{% endhighlight %}\n", "\t```sh\n\tls\n\t```\n"),
        ("a\n{%- highlight sh %}\n  ls\n{% endhighlight %}", "a\n```sh\n  ls\n```"),
    ],
)
def test_code_ends_where_its_fence_stands(text: str, expected: str) -> None:
    assert render(text, SCOPE).text == expected


@pytest.mark.parametrize(
    ("text", "shown", "code", "reported"),
    [
        ("\n\n{% include a x='-->' %}", "\n\n<!-- {% include a x='- -&gt;' %} -->", "include", "include a"),
        ("a\n\n{% figure x %}", "a\n\n<!-- {% figure x %} -->", "tag", "figure x"),
        ("a\n\n{{ site.data.x }}", "a\n\n", "value", "site.data.x"),
        ("a\n\n{{ 'x' | datum }}", "a\n\nx", "filter", "datum"),
        ("a\n\n{% post_url nothing %}", "a\n\n", "address", "no such post"),
        ("a\n\n{% link nothing.md %}", "a\n\n", "address", "no such file"),
        ("a\n\n{% raw %}b", "a\n\nb", "liquid", "no endraw"),
        ("a\n\n{{ b", "a\n\n{{ b", "liquid", "never closed"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_with_its_line(text: str, shown: str, code: str, reported: str) -> None:
    rendered = render(text, SCOPE)
    assert rendered.text == shown
    (warning,) = rendered.warnings
    assert (warning.line, warning.code) == (2, f"import.{code}")
    assert reported in warning.message


def test_the_same_is_told_once() -> None:
    assert len(render("{% x %}" * 50, SCOPE).warnings) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "{{",
        "{%",
        "{% raw %}",
        "{{ 'a' | b }}",
        "{%- x -%} ",
        '{{ "',
        "{% comment %}{{",
        "{% highlight a %}b{% endhighlight %}",
    ],
)
def test_hostile_texts_take_no_time(unit: str) -> None:
    start = time.process_time()
    render(unit * 20_000, SCOPE)
    assert time.process_time() - start < 5


PLACE = LinkContext(
    "_posts/2021-12-28-a.md",
    "/news/a.html",
    "/blog",
    {"_posts/2021-12-29-b.md": "/news/b.html", "about.md": "/about/"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x](pic.png)", "[x](/news/pic.png)"),
        ("![x](<../pic.png> 'title')", "![x](</pic.png> 'title')"),
        ("[x](/blog/y.html)", "[x](/y.html)"),
        ("[x](/blogs/y.html)", "[x](/blogs/y.html)"),
        ("[x](/other/y.html)", "[x](/other/y.html)"),
        ("[x](2021-12-29-b.md#c)", "[x](/news/b.html#c)"),
        ("[x](../about.md)", "[x](/about/)"),
        ("[x](https://a.example) [y](#z) [m](mailto:a@b)", "[x](https://a.example) [y](#z) [m](mailto:a@b)"),
        ("[r]: pic.png", "[r]: /news/pic.png"),
        ('<img src="pic.png"><a href=\'/blog/\'>', '<img src="/news/pic.png"><a href=\'/\'>'),
        ("`[x](pic.png)`", "`[x](pic.png)`"),
        ("```\n[x](pic.png)\n```\n", "```\n[x](pic.png)\n```\n"),
        ("[x]([)", "[x](/news/[)"),
        ("a\n\n    table[0](arg)\n", "a\n\n    table[0](arg)\n"),
        ("- a\n\n  ```\n  t[0](arg)\n  ```\n", "- a\n\n  ```\n  t[0](arg)\n  ```\n"),
        ("<pre>\nt[0](arg)\n</pre>\n[x](y)", "<pre>\nt[0](arg)\n</pre>\n[x](/news/y)"),
    ],
)  # fmt: skip
def test_links_lead_where_they_led(text: str, expected: str) -> None:
    assert rewrite_links(text, PLACE) == expected


def test_html_has_links_in_attributes_alone() -> None:
    page = '<div>\n\n    <a href="b">x[0](y)</a>\n</div>'
    assert rewrite_links(page, PLACE, markdown=False) == page.replace('"b"', '"/news/b"')


@pytest.mark.parametrize(
    ("text", "expected", "count"),
    [
        ("a\n{: .note}\n\nb", "a\n\nb", 1),
        ('[a](b){:target="_blank"}', "[a](b)", 1),
        ("* TOC\n{:toc}\n\n## A {: #a}", "* TOC\n{:toc}\n\n## A {: #a}", 0),
        ("## A\n{: .b #a}\n{: .no_toc}", "## A\n{: .b #a}\n{: .no_toc}", 0),
        ("{::options parse_block_html=\"true\" /}\na", "a", 1),
        ("`{: .x}`", "`{: .x}`", 0),
        ("a {:/} {:/comment}{::nomarkdown}b", "a  b", 3),
        ("{:ref: .a #b c='d' e=\"f}g\"}\na", "a", 1),
        ("a {:a => 1, :b => 2} b", "a {:a => 1, :b => 2} b", 0),
        ("a {:key, value} {: a; b }", "a {:key, value} {: a; b }", 0),
        ("a\n\n    {:toc}\n", "a\n\n    {:toc}\n", 0),
        ("1. a\n\n   ```\n   {:a}\n   ```\n", "1. a\n\n   ```\n   {:a}\n   ```\n", 0),
        ("<pre>\n{:a}\n</pre>\n", "<pre>\n{:a}\n</pre>\n", 0),
        ("```\n{: .x}\n```\n", "```\n{: .x}\n```\n", 0),
    ],
)  # fmt: skip
def test_attribute_lists_are_taken_out(text: str, expected: str, count: int) -> None:
    assert without_attributes(text) == (expected, count)


@pytest.mark.parametrize(
    ("text", "shown", "hidden"),
    [
        ("{% if a %}甲{% else %}乙{% endif %}", "甲", "{% else %}乙"),
        ("{% if a %}甲{% elsif b %}乙{% else %}丙{% endif %}丁", "甲丁", "{% elsif b %}乙{% else %}丙"),
        ("{% unless a %}甲{% else %}乙{% endunless %}", "甲", "{% else %}乙"),
        ("{% case a %}{% when 1 %}甲{% when 2 %}乙{% endcase %}", "甲", "{% when 2 %}乙"),
        ("{% for a in b %}甲{% else %}乙{% endfor %}", "甲", "{% else %}乙"),
        ("{% if a %}{% if b %}甲{% else %}乙{% endif %}{% else %}{% if c %}丙{% endif %}丁{% endif %}", "甲",
         "{% else %}{% if c %}丙{% endif %}丁"),
        ("{% if a %}甲{% else %}\n\n* 乙 -->\n{% endif %}", "甲", "{% else %} * 乙 - -&gt;"),
    ],
)  # fmt: skip
def test_of_a_condition_that_cannot_be_run_one_part_is_shown(text: str, shown: str, hidden: str) -> None:
    made = render(text, SCOPE)
    assert re.sub(r"<!--.*?-->", "", made.text, flags=re.DOTALL) == shown
    assert f"<!-- {hidden} -->" in made.text


def test_a_condition_without_an_end_shows_all() -> None:
    made = render("{% if a %}甲{% else %}乙" * 2000, SCOPE)
    assert made.text.count("甲") == 2000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{% image "a/b.png" "说 明" %}', "![说 明](/a/b.png)"),
        ("{% note kind='warn' %}甲{{ site.title }}{% endnote %}乙", '<aside class="warn">甲馆</aside>乙'),
        ("{% note kind: x %}甲{% other %}", '<aside class="x"></aside>甲<!-- {% other %} -->'),
        ("{% image page.title %}", "![](/题)"),
    ],
)
def test_tags_of_plugins_are_replaced(text: str, expected: str) -> None:
    texts = {"image": "![{1}](/{0})", "note": '<aside class="{kind}">{inner}</aside>'}
    assert render(text, SCOPE._replace(replacements=texts)).text == expected


def test_replacements_take_linear_time() -> None:
    texts = {"note": "<aside>{inner}</aside>"}
    made = render("{% note %}" * 5000, SCOPE._replace(replacements=texts))
    assert made.text == "<aside></aside>" * 5000
