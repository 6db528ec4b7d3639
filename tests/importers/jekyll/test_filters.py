"""The filters of Jekyll 4, compared with what Jekyll itself makes of them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.importers.jekyll.filters import jekyll_filters
from generator.importers.jekyll.templates import TemplateEngine
from tests.importers.jekyll.blog import has_jekyll, make_blog

DATA = """\
- {name: 甲, kind: a, size: 10, open: true, tags: [x, y], in: {deep: 1}}
- {name: 乙, kind: b, size: 9, open: false, tags: [y]}
- {name: 丙, kind: a, tags: [x], in: {deep: 2}}
- {name: 丁, kind: c, size: 2.5}
"""
ITEMS = [
    {"name": "甲", "kind": "a", "size": 10, "open": True, "tags": ["x", "y"], "in": {"deep": 1}},
    {"name": "乙", "kind": "b", "size": 9, "open": False, "tags": ["y"]},
    {"name": "丙", "kind": "a", "tags": ["x"], "in": {"deep": 2}},
    {"name": "丁", "kind": "c", "size": 2.5},
]
#: Expressions with what Jekyll 4.3 prints for them, in the zone of Shanghai.
CASES = {
    "site.data.l | where: 'kind', 'a' | map: 'name' | join": "甲 丙",
    "site.data.l | where: 'tags', 'x' | map: 'name' | join": "甲 丙",
    "site.data.l | where: 'open', true | map: 'name' | join": "甲",
    "site.data.l | where: 'size', nil | map: 'name' | join": "丙",
    "site.data.l | where: 'in.deep', 2 | map: 'name' | join": "丙",
    "site.data.l | where_exp: 'x', 'x.size > 5' | map: 'name' | join": "甲 乙",
    "site.data.l | where_exp: 'x', 'x.kind == \"a\" and x.open' | map: 'name' | join": "甲",
    "site.data.l | where_exp: 'x', 'x.tags contains \"y\"' | map: 'name' | join": "甲 乙",
    "site.data.l | where_exp: 'x', 'x.kind == \"b\" or x.kind == \"c\"' | size": "2",
    "site.data.l | find: 'kind', 'b' | map: 'name'": "乙",
    "site.data.l | find_exp: 'x', 'x.size == 2.5' | map: 'name'": "丁",
    "site.data.l | group_by: 'kind' | map: 'name' | join": "a b c",
    "site.data.l | group_by: 'kind' | map: 'size' | join": "2 1 1",
    "site.data.l | group_by_exp: 'x', 'x.name | size' | map: 'name' | join": "1",
    "site.data.l | sort: 'size' | map: 'name' | join": "丙 丁 乙 甲",
    "site.data.l | sort: 'size', 'last' | map: 'name' | join": "丁 乙 甲 丙",
    "site.data.l | map: 'name' | pop | push: '戊' | join": "甲 乙 丙 戊",
    "site.data.l | map: 'name' | pop: 2 | unshift: '戊' | join": "戊 甲 乙",
    "site.data.l | map: 'name' | shift: 3 | join": "丁",
    "site.data.l | map: 'name' | array_to_sentence_string": "甲, 乙, 丙, and 丁",
    "site.data.l | map: 'name' | pop: 2 | array_to_sentence_string: 'or'": "甲 or 乙",
    "'2021-12-03 07:35:22 +0800' | date_to_string": "03 Dec 2021",
    "'2021-12-03 07:35:22 +0800' | date_to_string: 'ordinal', 'US'": "Dec 3rd, 2021",
    "'2021-12-11 07:35:22 +0800' | date_to_long_string: 'ordinal'": "11th December 2021",
    "'2021-12-03 07:35:22 +0800' | date_to_xmlschema": "2021-12-03T07:35:22+08:00",
    "'2021-12-03 07:35:22 +0800' | date_to_rfc822": "Fri, 03 Dec 2021 07:35:22 +0800",
    "'The _config.yml file' | slugify": "the-config-yml-file",
    "'The _config.yml file' | slugify: 'pretty'": "the-_config.yml-file",
    "'The cönfig file 甲' | slugify: 'ascii'": "the-c-nfig-file",
    "'The _config.yml file' | slugify: 'none'": "the _config.yml file",
    "'你好 hello world' | number_of_words": "3",
    "'你好hello world' | number_of_words: 'cjk'": "4",
    "'你好hello world' | number_of_words: 'auto'": "4",
    "'hello world' | number_of_words: 'auto'": "2",
    "'  a  b ' | normalize_whitespace": "a b",
    "'12 apples' | to_integer": "12",
    "true | to_integer": "1",
    "'a&b \"c\"' | xml_escape": "a&amp;b &quot;c&quot;",
    "'foo, bar \\baz?' | uri_escape": "foo,%20bar%20%5Cbaz?",
    "'foo, bar;baz?' | cgi_escape": "foo%2C+bar%3Bbaz%3F",
    "site.data.l[3] | jsonify": '{"name":"丁","kind":"c","size":2.5}',
    "'/a/index.html' | strip_index": "/a/",
    "'a/b.html' | relative_url": "/a/b.html",
}


@pytest.mark.parametrize("expression", CASES)
def test_filters_print_what_jekyll_prints(expression: str) -> None:
    engine = TemplateEngine(
        Path("nowhere"), {"data": {"l": ITEMS}}, jekyll_filters(ZoneInfo("Asia/Shanghai"), str)
    )
    ran = engine.run(f"{{% assign v = {expression} %}}{{{{ v }}}}", {})
    assert (ran.text, ran.warnings) == (CASES[expression], ())


@pytest.mark.slow
@pytest.mark.skipif(not has_jekyll(), reason="jekyll is not installed (apt install jekyll)")
def test_the_cases_are_what_jekyll_prints(tmp_path: Path) -> None:
    body = "".join(f"{{{{ {expression} }}}}\n" for expression in CASES)
    files = {"_data/l.yml": DATA, "x.txt": f"---\n---\n{body}"}
    blog = make_blog(tmp_path / "blog", "timezone: Asia/Shanghai\n", files)
    subprocess.run(
        ["jekyll", "build", "--quiet", "--disable-disk-cache", "-s", blog, "-d", tmp_path / "out"], check=True
    )
    made = (tmp_path / "out/x.txt").read_text("utf-8").splitlines()
    assert dict(zip(CASES, made, strict=True)) == CASES
