"""What layouts added to posts is listed, with the file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.importers.hexo.layouts import notes_on_layouts as hexo_notes
from generator.importers.hugo.layouts import notes_on_layouts as hugo_notes
from generator.importers.jekyll.layouts import notes_on_layouts as jekyll_notes
from generator.importers.jekyll.layouts import read_layouts
from generator.importers.pelican.layouts import notes_on_layouts as pelican_notes
from tests.importers.moved import write_site

FIELDS = {"lead": 3, "mood": 1, "unused": 2}
FIELD = "the old layout showed the field “{}” of {} ({}); it stays in the front matter"
FEATURE = "the old layout showed {} ({}); that is not imported"

JEKYLL = {
    "_layouts/post.html": "---\nlayout: base\n---\n{{ page.lead }}\n{{ content }}\n{% include talk.html %}\n",
    "_layouts/base.html": "<html>\n<a href='https://twitter.com/intent/tweet'>分享</a>{{ content }}\n",
    "_layouts/other.html": "{{ page.mood }} adsbygoogle",
    "_includes/talk.html": "<!-- gitalk -->\n<div id=disqus_thread></div>{{ page['mood'] }}\n",
    "_includes/unused.html": "mailchimp",
}
HUGO = {
    "layouts/_default/single.html": '{{ partial "foot.html" . }}\n{{ .Params.Lead }}{{/* .Params.unused */}}',
    "layouts/partials/foot.html": "{{ .TableOfContents }}",
    "layouts/other/single.html": "katex",
    "themes/t/layouts/_default/single.html": "adsbygoogle",
    "themes/t/layouts/_default/baseof.html": '{{ if .Param "mood" }}giscus{{ end }}',
}
HEXO = {
    "themes/t/layout/post.ejs": "<%- partial('_partial/end', {}) %>\n<%= page.lead %>",
    "themes/t/layout/_partial/end.ejs": "<div class='reward'></div>",
    "themes/t/layout/index.ejs": "adsbygoogle",
}
PELICAN = {
    "theme/templates/article.html": '{% extends "base.html" %}\n{{ article.lead }}{% include "cc.html" %}',
    "theme/templates/base.html": "<html>",
    "theme/templates/cc.html": "https://creativecommons.org/licenses/by/4.0/",
    "theme/templates/page.html": "adsbygoogle",
}


@pytest.mark.parametrize(
    ("files", "notes", "expected"),
    [
        (JEKYLL, lambda root: jekyll_notes(read_layouts(root), ["post", "none"], FIELDS), [
            FIELD.format("lead", "3 posts", "_layouts/post.html:4"),
            FIELD.format("mood", "1 post", "_includes/talk.html:2"),
            FEATURE.format("comments", "_includes/talk.html:2"),
            FEATURE.format("share buttons", "_layouts/base.html:2"),
        ]),
        (HUGO, lambda root: hugo_notes(root, ["t"], ["news"], FIELDS), [
            FIELD.format("lead", "3 posts", "layouts/_default/single.html:2"),
            FIELD.format("mood", "1 post", "themes/t/layouts/_default/baseof.html:1"),
            FEATURE.format("comments", "themes/t/layouts/_default/baseof.html:1"),
            FEATURE.format("a table of contents", "layouts/partials/foot.html:1"),
        ]),
        (HEXO, lambda root: hexo_notes(root, "t", FIELDS), [
            FIELD.format("lead", "3 posts", "themes/t/layout/post.ejs:2"),
            FEATURE.format("a request for money", "themes/t/layout/_partial/end.ejs:1"),
        ]),
        (PELICAN, lambda root: pelican_notes(root, "./theme", FIELDS), [
            FIELD.format("lead", "3 posts", "theme/templates/article.html:2"),
            FEATURE.format("a note about the licence", "theme/templates/cc.html:1"),
        ]),
        ({}, lambda root: pelican_notes(root, "../../etc", FIELDS), [
            "the site's folder has no layouts; what its theme showed around texts can't be listed",
        ]),
    ],
    ids=["jekyll", "hugo", "hexo", "pelican", "none"],
)  # fmt: skip
def test_what_layouts_showed(
    tmp_path: Path, files: dict[str, str], notes: Callable[[Path], list[str]], expected: list[str]
) -> None:
    assert notes(write_site(tmp_path, files)) == expected
