"""Shortcodes of Hugo: found, paired, replaced; whatever a body says, never a crash and no endless text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers.article import RefusalError
from generator.importers.hugo.built_in import Scope, built_in
from generator.importers.hugo.own_shortcodes import OwnShortcodes
from generator.importers.hugo.shortcodes import render
from generator.importers.sites.calls import Call
from generator.importers.sites.inline import inline_html
from tests.importers.moved import write_site

PIECES = st.sampled_from(
    [
        "{{< a >}}", "{{< /a >}}", '{{% b "x" %}}', "{{% /b %}}", "{{< a/ >}}", "{{</* a */>}}", "{{<", ">}}",
        '"', "`", "```\n", "字", "\n", "    ", '{{< c k="v" >}}', "{{% c %}}",
    ]
)  # fmt: skip


def shown(call: Call) -> str:
    values = ",".join((*call.positional, *(f"{name}={value}" for name, value in call.named.items())))
    return f"[{call.name}:{values}" + ("]" if call.inner is None else f"|{call.inner}]")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a {{< x 1 'y' >}} b", "a [x:1,'y'] b"),
        ('{{< x a="1 2" b=`c"d` e=f >}}', '[x:a=1 2,b=c"d,e=f]'),
        ('{{< x "a \\" >}} b" >}}', '[x:a " >}} b]'),
        ("{{< a >}}1{{< b >}}2{{< /b >}}3{{< /a >}}", "[a:|1[b:|2]3]"),
        ("{{< a >}}{{< b >}}{{< /a >}}", "[a:|[b:]]"),
        ("{{< a />}}{{< /a >}}", "[a:]"),
        ("{{< /a >}}x", "x"),
        ("{{< a x %}}", "{{< a x %}}"),
        ("{{</* a */>}} {{%/* b */%}}", "{{< a >}} {{% b %}}"),
        ("`{{< a >}}` {{< a >}}", "`{{< a >}}` [a:]"),
        ("```\n{{< a >}}\n```\n{{< a >}}", "```\n{{< a >}}\n```\n[a:]"),
        ("{{< a\n  b=c\n>}}", "[a:b=c]"),
    ],
)
def test_calls_are_found(body: str, expected: str) -> None:
    assert render(body, shown) == expected


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_body_is_rendered(body: str) -> None:
    made = render(body, shown)
    assert len(made) <= 50 * len(body) + 50


def test_a_body_that_grows_without_bound_is_refused() -> None:
    nested = "{{< a >}}" * 40 + "字" + "{{< /a >}}" * 40
    with pytest.raises(RefusalError, match="too much text"):
        render(nested, lambda one: (one.inner or "") * 2)


@pytest.mark.slow
def test_unclosed_quotes_take_no_long_time() -> None:
    assert render('{{< a " ' * 400, shown).startswith("{{< a")
    with pytest.raises(RefusalError, match="more than 500 shortcodes without an end"):
        render('{{< a " ' * 20_000, shown)


SCOPE = Scope(
    lambda name, _: {"b": "/b/"}.get(name, ""), lambda name: {"m": "v"}.get(name, ""), inline_html, (), True
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{{< figure src="a.png" alt="桥" title="*题*" >}}',
         '<figure><img src="a.png" alt="桥"><figcaption><strong><em>题</em></strong></figcaption></figure>'),
        ('{{< figure src="a.png" link="/x/" attr="摄" attrlink="/y/" >}}',
         '<figure><a href="/x/"><img src="a.png"></a><figcaption><a href="/y/">摄</a></figcaption></figure>'),
        ('[x]({{< ref "b#c" >}})', "[x](/b/#c)"),
        ('[x]({{< relref "#c" >}})', "[x](#c)"),
        ("{{< highlight go >}}\na `b`\n{{< /highlight >}}", "```go\na `b`\n```"),
        ("{{< param m >}}", "v"),
        ("{{< gist anna 0123abc >}}",
         '<a href="https://gist.github.com/anna/0123abc">https://gist.github.com/anna/0123abc</a>'),
        ('{{< tweet user="anna" id="12" >}}',
         '<a href="https://x.com/anna/status/12">https://x.com/anna/status/12</a>'),
        ("{{< vimeo 12 >}}", '<a href="https://vimeo.com/12">https://vimeo.com/12</a>'),
        ("{{< instagram Cab >}}", '<a href="https://www.instagram.com/p/Cab/">https://www.instagram.com/p/Cab/</a>'),
        ('{{< qr text="https://a.example/" />}}', '<a href="https://a.example/">https://a.example/</a>'),
        ("{{% comment %}}x{{% /comment %}}", ""),
    ],
)  # fmt: skip
def test_shortcodes_of_hugos_own(body: str, expected: str) -> None:
    assert render(body, lambda one: built_in(one, SCOPE) or "").strip() == expected


@pytest.mark.parametrize("name", ["nothing", "ref"])
def test_what_hugo_has_not(name: str) -> None:
    assert render(f'{{{{< {name} "gone" >}}}}', lambda one: str(built_in(one, SCOPE))) == "None"


def own(tmp_path: Path, template: str, body: str) -> str:
    site = write_site(tmp_path, {"layouts/shortcodes/x.html": template})
    shortcodes = OwnShortcodes([site / "layouts"], {"motto": "日日"}, inline_html)
    return render(body, lambda one: shortcodes.render(one) or "?")


@pytest.mark.parametrize(
    ("template", "body", "expected"),
    [
        ("<b>{{ .Get 0 }}</b>", "{{< x <a> >}}", "<b>&lt;a&gt;</b>"),
        ("{{- .Get `k` | safeHTML -}}", "{{< x k=`<i>` >}}", "<i>"),
        ("<i>{{ .Inner }}</i>", "{{< x >}}*a*{{< /x >}}", "<i>*a*</i>"),
        ("<div>{{ .Inner | markdownify }}</div>", "{{< x >}}*a*{{< /x >}}", "\n<div>\n\n*a*\n\n</div>\n"),
        ("<div>{{ .Inner }}</div>", "a{{% x %}}*a*{{% /x %}}", "a<div>\n\n*a*\n\n</div>"),
        ("{{/* a */}}{{ with .Get 0 }}[{{ . }}]{{ else }}none{{ end }}", "{{< x >}}{{< x 1 >}}", "none[1]"),
        ('{{ if eq (.Get "k") "a" "b" }}1{{ else if .Get "k" }}2{{ else }}3{{ end }}',
         "{{< x k=b >}}{{< x k=c >}}{{< x >}}", "123"),
        ('{{ $a := .Get "a" | default "d" }}{{ $a }}', "{{< x >}}{{< x a=1 >}}", "d1"),
        ("{{ site.Params.motto }}{{ .Params.k }}", "{{< x k=1 >}}", "日日1"),
        ('{{ .Get "c" | markdownify }}', '{{< x c="*a*" >}}', "<em>a</em>"),
        ("{{ range .Site.Pages }}{{ end }}", "{{< x >}}", "?"),
        ("{{ .Get 0", "{{< x >}}", "?"),
        ("{{ if .Get 0 }}", "{{< x >}}", "?"),
        ("{{ partial `a` . }}", "{{< x >}}", "?"),
        ("{{ ((( }}", "{{< x >}}", "?"),
    ],
)  # fmt: skip
def test_the_sites_own_shortcodes(tmp_path: Path, template: str, body: str, expected: str) -> None:
    assert own(tmp_path, template, body) == expected


GO = st.lists(
    st.sampled_from(
        ["{{ .Get 0 }}", "{{ if ", "{{ end }}", "{{ else }}", "{{", "}}", ".Inner", "|", "(", ")", " x ", '"']
    ),
    max_size=30,
).map("".join)


@given(GO)
def test_any_template_is_applied_or_left(template: str) -> None:
    from generator.importers.hugo.evaluation import TemplateWriter
    from generator.importers.hugo.go_templates import NotSimpleError, Parser

    try:
        writer = TemplateWriter(Call("x", ("1",), {}, "in"), {}, inline_html)
        assert isinstance(writer.with_inner(writer.write(Parser(template).nodes(), None)), str)
    except NotSimpleError:
        pass
