"""The archives that are proved: the example in all its clothes, and one of everything that is awkward."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from tests.browser.stage import built_example
from tests.proofs.addresses import Output
from tests.sites import Site, make_site, post

_PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\0\0\3\1\1\0"
    b"\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82"
)
_OPTIONS = {
    "accent": "#1d4f8f",
    "accent_dark": "#8fb8ee",
    "text_font": '"Noto Sans CJK SC", sans-serif',
    "headline_font": '"Noto Serif CJK SC", serif',
    "logo": "favicon.svg",
    "favicon": "favicon.svg",
    "navigation": [
        {"title": "分类 & <b>", "url": "categories.html"},
        {"title": "他处", "url": "https://e.example/"},
    ],
    "home_layout": "headlines",
    "footer": '版权 <所有> & "一切"',
    "head": '<link rel="me" href="https://social.example/@me">',
}
_SOUP = Path(__file__).parent / "soup"
#: What bodies of the awkward archive show, beside their sources.
_FILES = ("a.mp3", "a.ogg", "a.png", "a.webp", "a b.png", "b.png", "late.mp4", "p 1.png", "p.png", "t.vtt",
          "v.mp4", "v.webm", "w.mp4", "x.png")  # fmt: skip
_STRICT = "security: {meta: true}\nrobots: {index: false}\n"
_AWKWARD = """\
title: '"旧闻" <馆> & ''报''</title>'
description: '<b>一句话</b> & "引号"'
url: https://x.example/sub/
language: en
publisher: {name: '报 & <社>', url: 'https://p.example/?a=b&c', logo: images/标 1.png}
lists: {page_size: 5}
feed: {content: full, formats: [rss, json], size: 20}
sitemaps: {news: true}
security: {meta: true}
sanitizer: {iframe_hosts: [player.example]}
theme: {name: default, options: {home_layout: days}}
categories: {'#': {label: 井号, description: '<i>"说明"&</i>'}}
"""
_RIGHT_TO_LEFT = """\
title: أرشيف النخيل
url: https://x.example/
language: ar
lists: {page_size: 5}
sanitizer: {iframe_hosts: [player.example]}
"""
_ARABIC = """\
تبدأ **المكتبة** عملها يوم الأحد، وفيها 3,200 كتاب. انظر `code --run`.

> قال المدير: «نرحب بالجميع».

- بند أول
- بند ثان

| الاسم | العدد |
|---|---|
| كتب | 3200 |

```
print("x")
```
"""
#: Names of categories and tags that mean something in HTML, in addresses or on some file system.
_TERMS = (
    "A<&>B", '"引\'号"', "C/D", "#", "?", "100%", "a b (c)", "..", "con", "é", "🎉", "甲、乙", "x" * 90,
    "<!--", "]]>",
)  # fmt: skip
_LONG = """\
一段{word}，[站内](/about.html)，[脚注][x]。[^1] <https://other.example/路?a=b&c#d>

## 二级 <em>标题</em>

| 甲 | {head} |
|:--|{rule}
| 一 | {cells} |

```python
{code}
```

![一张图](p.png) ![](p.png)

<figure><picture><source srcset="p.png 1x, p.png?2 2x" type="image/png">
<img src="p.png" width="640" height="480" alt="图"></picture><figcaption>图题</figcaption></figure>

<video src="v.mp4" poster="p.png" width="320" height="180"></video> <audio src="a.mp3"></audio>

<iframe src="https://player.example/1?a=b&amp;c" title="影片" width="640" height="360"></iframe>

### 三级

- [x] 做了
- [ ] 没做

1. 一
   > 引
   > 文
2. 二

<details><summary>更多</summary><p>藏着的</p></details>

<table><caption>题</caption><thead><tr><th scope="col">一<th scope="col">二</thead><tr><td>三<td>四</table>

<ruby>字<rp>(</rp><rt>zì</rt><rp>)</rp></ruby>

[x]: /archive.html
[^1]: 注 <b>粗</b>。
"""


#: The names of those with outputs of every kind; the last, `rtl`, is small.
ARCHIVES = ("default", "options", "broadsheet", "awkward")


class Proved(NamedTuple):
    """A built archive, and its output as a host serves it."""

    site: Site
    output: Output


def long_body() -> str:
    """Return a body with something of everything, most of it too wide for a phone."""
    return _LONG.format(
        word="长" * 300, head=" | ".join(["列"] * 20), rule="--:|" * 20, cells=" | ".join(["12345.67"] * 20),
        code=f"value = '{'x' * 300}' < 1 & 2",
    )  # fmt: skip


def proved(folder: Path) -> dict[str, Proved]:
    """Build all archives below a new folder."""
    clothed = json.dumps({"name": "default", "options": _OPTIONS}, ensure_ascii=False)
    return {
        "default": _served(built_example(folder / "default"), "https://archive.example/"),
        "options": _served(built_example(folder / "options", clothed, _STRICT), "https://archive.example/"),
        "broadsheet": _served(built_example(folder / "broadsheet", "broadsheet"), "https://archive.example/"),
        "awkward": _served(awkward(folder / "awkward"), "https://x.example/sub/"),
        "rtl": _served(right_to_left(folder / "rtl"), "https://x.example/"),
    }


def _served(site: Site, base: str) -> Proved:
    return Proved(site, Output(site.output, base))


def awkward(folder: Path) -> Site:
    """Build the archive of what is awkward, drafts included."""
    site = make_site(folder, _files(), _AWKWARD)
    site.build(drafts=True)
    return site


def right_to_left(folder: Path) -> Site:
    """Build an archive in Arabic, with posts in other languages."""
    files: dict[str, str | bytes | None] = {
        f"posts/{number}.md": post(f"افتتاح المكتبة رقم {number}", f"2021-12-{number + 1:02} 08:00:00",
                                   _ARABIC, slug=f"p{number}", categories="أخبار", tags="[ميناء, harbour]")
        for number in range(9)
    }  # fmt: skip
    files |= {
        "posts/en.md": post("Ferry times (winter): new!", "2021-12-28", "> Quote.", slug="en", lang="en",
                            categories="أخبار"),
        "posts/he.md": post("שלום", "2021-11-28", long_body(), slug="he", lang="he", categories="news"),
        "pages/about.md": "---\ntitle: عن الأرشيف\n---\nنص.\n",
    }  # fmt: skip
    for name in _FILES:
        files[f"posts/{name}"] = _PNG if name.endswith("png") else b""
    site = make_site(folder, files, _RIGHT_TO_LEFT)
    site.build()
    return site


def _files() -> dict[str, str | bytes | None]:
    terms = json.dumps(_TERMS, ensure_ascii=False)
    long = post("</title><script>x</script> <&\\\"'", body=long_body(), slug="long", tags=terms,
                categories=terms, authors="['<甲> & \"乙\"', 丙]", source="报 & <社>",
                source_url="https://o.example/a?b=c&d='<", updated="2021-12-29 10:00",
                aliases="[/old one.html, /旧/]", image="/images/标 1.png", image_alt='"图" <&>',
                summary='"摘要 <b>&"', lang="zh-CN",
                translations="{en: /index.html, zh_TW: 'https://t.example/'}")  # fmt: skip
    files: dict[str, str | bytes | None] = {
        "posts/long.md": long,
        "posts/draft.md": post("稿", "2021-11-01", draft="true", slug="draft", categories="'#'"),
        "posts/untitled.md": "---\ndate: 2021-10-01\n---\n正文。\n",
        "pages/about.md": f"---\ntitle: 关于 <&>\n---\n{long_body()}",
        "static/images/标 1.png": _PNG,
    }
    for number, path in enumerate(sorted(_SOUP.glob("*.html"))):
        files[f"posts/{path.name}"] = _soup(path, number)
    for folder in ("posts", "pages"):
        files |= {f"{folder}/{name}": _PNG if name.endswith("png") else b"" for name in _FILES}
    return files


def _soup(path: Path, number: int) -> str:
    body = path.read_text("utf-8")
    return post(path.stem, f"2021-12-{number + 1:02}", body, slug=path.stem, categories=f"soup{number % 2}")
