"""Tell what the layouts of a site added to its posts: layouts are not imported. Nothing of them is run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.core.wording import counted

#: What layouts show around a text, and signs of it: names of services, of classes and of parts of themes.
_FEATURES: Mapping[str, str] = {
    "comments": r"disqus|giscus|utteranc|gitalk|gitment|valine|waline|twikoo|artalk|cusdis|commento|staticman"
    r"|hyvor|remark42|livere|changyan|\bisso\b|fb-comments|hypercomments|\bcomments?\.(?:html|ejs|pug|njk)",
    "share buttons": r"addthis|sharethis|addtoany|share[-_]?buttons?|social[-_]?share|sharer(?:\.php)?\b"
    r"|intent/tweet|shareArticle|service\.weibo\.com/share|\bshare\.(?:html|ejs|pug|njk)",
    "a box about the author": r"author[-_](?:bio|box|card|profile|info)|(?:site|data)\.authors\b",
    "a note about the licence": r"creativecommons\.org|\blicen[sc]e\b|copyright[-_]?(?:box|notice|note)",
    "related posts": r"related[-_]?posts|\.Related\b|popular_posts",
    "a table of contents": r"\.TableOfContents|\btoc\.(?:html|ejs|pug|njk)|\btoc\(|data-toc\b|jekyll-toc",
    "the time that reading takes": r"reading[-_]?time|read[-_]?time|min2read|\bnumber_of_words\b",
    "a counter of readers": r"busuanzi|google-analytics|googletagmanager|gtag\(|hm\.baidu\.com|cnzz|matomo"
    r"|piwik|plausible|umami|goatcounter|clarity\.ms|leancloud",
    "formulas (here: `markdown: {math: true}` in site.yaml)": r"mathjax|katex",
    "diagrams": r"\bmermaid\b",
    "a form for a newsletter": r"mailchimp|mc-embedded|substack|buttondown|tinyletter",
    "a request for money": r"\breward\b|\bdonat(?:e|ion)|alipay|wechat[-_]?pay|buymeacoffee|patreon|ko-fi",
    "advertisements": r"adsbygoogle|doubleclick|carbonads",
    "a link to edit the page": r"/edit/(?:master|main)\b|edit[-_](?:page|link|this)",
}
_FOUND = {what: re.compile(pattern, re.IGNORECASE) for what, pattern in _FEATURES.items()}
#: Comments of templates and of HTML, which show nothing.
_COMMENT = re.compile(
    r"<!--(?!\s*\[if).*?-->|\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{\{-?\s*/\*.*?\*/\s*-?\}\}"
    r"|\{#.*?#\}|<%#.*?%>",
    re.DOTALL,
)
#: The most templates that one post is made by.
_MOST = 300


class Dialect(NamedTuple):
    """How templates of a program name others, and fields of a post: patterns with the name in a group."""

    references: re.Pattern[str]
    fields: re.Pattern[str]


def reached(texts: Mapping[str, str], starts: Iterable[str], dialect: Dialect) -> dict[str, str]:
    """Return the templates that some paths name, and those that these name in turn, by path."""
    found: dict[str, str] = {}
    waiting = [path for path in starts if path in texts]
    while waiting and len(found) < _MOST:
        path = waiting.pop(0)
        if path not in found:
            found[path] = _COMMENT.sub(lambda gap: "\n" * gap[0].count("\n"), texts[path])
            named = (next(filter(None, one.groups()), "") for one in dialect.references.finditer(found[path]))
            waiting += [one for name in named for one in _named(texts, name)]
    return found


def _named(texts: Mapping[str, str], name: str) -> Sequence[str]:
    """Return the path of the template with a name, which may lack folders and suffix."""
    name = re.sub(r"^(?:\.{0,2}/)+", "", name)
    if not name:
        return ()
    for path in texts:
        if path == name or path.endswith(f"/{name}") or re.search(rf"(?:^|/){re.escape(name)}\.\w+$", path):
            return (path,)
    return ()


def layout_notes(templates: Mapping[str, str], dialect: Dialect, fields: Mapping[str, int]) -> Iterator[str]:
    """Yield what templates showed. `fields` counts the posts with each field that has no meaning here."""
    shown = _fields(templates, dialect, fields)
    for name, place in shown.items():
        posts = counted(fields[name], "post")
        yield f"the old layout showed the field “{name}” of {posts} ({place}); it stays in the front matter"
    for what, pattern in _FOUND.items():
        places = [place for path, text in templates.items() if (place := _place(path, text, pattern))]
        if places:
            more = f" and {len(places) - 3} more" if len(places) > 3 else ""
            yield f"the old layout showed {what} ({', '.join(places[:3])}{more}); that is not imported"


def _fields(templates: Mapping[str, str], dialect: Dialect, fields: Mapping[str, int]) -> dict[str, str]:
    """Return where the templates show each of the fields, the most frequent field first."""
    places: dict[str, str] = {}
    for path, text in templates.items():
        for found in dialect.fields.finditer(text):
            name = next(filter(None, found.groups()), "")
            places.setdefault(name, f"{path}:{text.count(chr(10), 0, found.start()) + 1}")
    lowered = {name.lower(): name for name in places}
    ours = {name: places[lowered[name.lower()]] for name in fields if name.lower() in lowered}
    return dict(sorted(ours.items(), key=lambda one: (-fields[one[0]], one[0])))


def _place(path: str, text: str, pattern: re.Pattern[str]) -> str:
    found = pattern.search(text)
    if found:
        return f"{path}:{text.count(chr(10), 0, found.start()) + 1}"
    return path if pattern.search(path.rpartition("/")[2]) else ""


def notes_about(
    texts: Mapping[str, str], starts: Iterable[str], dialect: Dialect, fields: Mapping[str, int]
) -> list[str]:
    """Return what the templates that make posts showed; that they are unknown, if the site has none."""
    if not texts:
        return ["the site's folder has no layouts; what its theme showed around texts can't be listed"]
    return list(layout_notes(reached(texts, starts, dialect), dialect, fields))
