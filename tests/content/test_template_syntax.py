"""Template syntax in bodies, and texts that only look like it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.body.markdown.convert import to_html
from generator.body.options import BodyRules
from generator.content.post import parse_post
from generator.content.template_syntax import TemplateSyntax, template_syntax
from tests.content.test_post import PATH, READING

RULES = BodyRules()


def found(body: str, engine: str = "comrak") -> TemplateSyntax | None:
    return template_syntax(body, to_html(body, engine, RULES))


@pytest.mark.parametrize(
    ("body", "line", "text"),
    [
        ('河水。\n\n{{< figure src="a.png" >}}\n', 2, '{{< figure src="a.png" >}}'),
        ("{{< highlight\n  go >}}\n", 0, "{{< highlight go >}}"),
        ("{{% notice %}}\n", 0, "{{% notice %}}"),
        ("见{{ page.title }}。\n", 0, "{{ page.title }}"),
        ("[首页]({{site.baseurl}}/a)\n", 0, "{{site.baseurl}}"),
        ("一\n{% include a.html x='{{ b }}' %}\n", 1, "{% include a.html x='{{ b }}' %}"),
        ('[caption id="a" width="3"]桥[/caption]\n', 0, '[caption id="a" width="3"]'),
        ('[gallery ids="1,2"]\n', 0, '[gallery ids="1,2"]'),
        ("桥[/video]\n", 0, "[/video]"),
        ("::: tip\n桥\n:::\n", 0, "::: tip"),
        ("桥\n\n:::{.note}\n桥\n:::\n", 2, ":::{.note}"),
        ("`a` {% b %} `c`\n", 0, "{% b %}"),
        ("```\n{{ a }}\n```\n\n{{ b }}\n", 4, "{{ b }}"),
        ("<pre>{{ a }}</pre>\n\n<p>{{ b }}</p>\n", 2, "{{ b }}"),
    ],
)
def test_what_readers_would_see(body: str, line: int, text: str) -> None:
    syntax = found(body)
    assert syntax is not None
    assert (syntax.line, syntax.text) == (line, text)


@pytest.mark.parametrize(
    "body",
    [
        "```jinja\n{{ a }}\n{% b %}\n```\n",
        "~~~\n{{ a }}\n",
        "  ````\n```\n{{ a }}\n````\n",
        "写作 `{{ a }}` 和 ``{% b %}``。\n",
        "一段。\n\n    {{ a }}\n",
        "<pre><code>{{ a }}</code></pre>\n",
        "<CODE>{% a %}</CODE>\n",
        "<!-- {{ a }} -->\n",
        "<script>x = '{{ a }}'</script>\n",
        "[video] 桥的开通\n",
        "[图集](a.html)\n",
        "$\\frac{{a}}{{b}}$ 和 x^{{2}}\n",
        "{ a } { b }\n",
        "时间::: 三点\n",
        "50% {的%人\n",
        "{{}}\n",
    ],
)
def test_code_and_texts_that_look_alike(body: str) -> None:
    assert found(body) is None


def test_html_has_no_backticks() -> None:
    assert found("<p>` {{ a }} `</p>", "html") is None  # in doubt, nothing is reported


def test_all_places_are_counted_in_one_problem() -> None:
    text = "---\ntitle: 桥\ndate: 2021-12-28\n---\n一段。\n\n{{< a >}}\n\n{{< b >}} {% c %}\n"
    (problem,) = parse_post(PATH, text.encode(), READING).problems
    assert (problem.code, problem.severity) == ("body.template", "warning")
    assert (problem.line, problem.column) == (7, 1)
    assert problem.message == "template syntax is left in the text, “{{< a >}}”; the text has 3 such places"


@pytest.mark.parametrize(
    "unit", ["`{{", "<code>{{", "{{", "```\n{{a", "[caption ", "{%", ":::\n", "<!--{{a}}", "{{a}}`" * 3]
)
def test_hostile_bodies_take_linear_time(unit: str) -> None:
    body = unit * (200_000 // len(unit))
    start = time.process_time()
    template_syntax(body, body)
    assert time.process_time() - start < 2


@given(st.text("{}%<>[]/:` \nacption~-!", max_size=80))
def test_any_text_is_looked_at(text: str) -> None:
    syntax = template_syntax(text, text)
    assert syntax is None or syntax.places >= 1
