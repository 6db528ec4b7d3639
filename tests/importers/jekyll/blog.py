"""A small Jekyll site with every form of address, and the files that Jekyll makes of one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.importers.moved import read_site

#: What lies in the site, by path. Each file is there for one rule of Jekyll's.
FILES: Mapping[str, str] = {
    "_posts/2021-12-28-plain.md": "---\ntitle: 平常\ncategories: nanfangribao\n---\n正文。\n",
    "_posts/2021-12-28-two-words.md": "---\ntitle: B\ncategories: wanbao yaowen\ntags: a b\n---\nb\n",
    "_posts/2021-12-28-singular.md": "---\ntitle: C\ncategory: Two Words\n---\nc\n",
    "_posts/2021-12-28-list.md": "---\ntitle: D\ncategories: [Wanbao, 要闻]\n---\nd\n",
    "_posts/2021-12-29-both.md": "---\ntitle: E\ncategories: [a]\ncategory: b\n---\ne\n",
    "_posts/sub/2021-12-29-below.md": "---\ntitle: F\n---\nf\n",
    "news/_posts/2021-12-29-above.md": "---\ntitle: G\ncategories: extra\n---\ng\n",
    "news/local/_posts/deep/2021-12-29-deep.markdown": "---\ntitle: H\n---\nh\n",
    "_posts/2021-12-30-late.md": "---\ntitle: I\ndate: 2021-12-30 23:30:00 -0500\n---\ni\n",
    "_posts/2021-12-30-bare-time.md": "---\ntitle: J\ndate: 2021-12-30 23:30:00\n---\nj\n",
    "_posts/2021-12-30-quoted-time.md": '---\ntitle: K\ndate: "2021-12-30 23:30:00"\n---\nk\n',
    "_posts/2021-12-30-minutes.md": "---\ntitle: L\ndate: 2021-12-30 23:30\n---\nl\n",
    "_posts/2021-12-30-day.md": "---\ntitle: M\ndate: 2021-12-31\n---\nm\n",
    "_posts/2021-12-31-Some_Title.With (odd) 字符&more.md": "---\ntitle: N\n---\nn\n",
    "_posts/2021-12-31-slugged.md": "---\ntitle: O\nslug: Other Slug\n---\no\n",
    "_posts/2021-12-31-own.md": "---\ntitle: P\npermalink: /own/address/\n---\np\n",
    "_posts/2021-12-31-own-html.md": "---\ntitle: Q\npermalink: /own/q.html\n---\nq\n",
    "_posts/2021-12-31-own-bare.md": "---\ntitle: R\npermalink: own/r\n---\nr\n",
    "_posts/2021-12-31-fields.md": "---\ncategory: x\npermalink: /:categories/:hour/:short_year/:slug\n---",
    "_posts/2021-12-31-own-htm.md": "---\ntitle: S\npermalink: /own/s.htm\n---\ns\n",
    "_posts/2021-12-31-own-shtml.md": "---\ntitle: T\npermalink: /own/t.shtml\n---\nt\n",
    "_posts/2021-12-31-own-folder.md": "---\ntitle: U\npermalink: /own/u.html/\n---\nu\n",
    "_posts/2021-12-31-old-suffix.htm": "---\ntitle: V\n---\n<p>v</p>\n",
    "old-page.htm": "---\ntitle: W\n---\n<p>w</p>\n",
    "_posts/2022-01-01-week.md": "---\npermalink: /:w_year/:week/:short_day/:y_day/:title.html\n---\nt\n",
    "_posts/2021-12-31-page.html": "---\ntitle: U\n---\n<p>u</p>\n",
    "_posts/2021-12-31-no-title.md": "---\nlayout: null\n---\nv\n",
    "_posts/2021-12-31-no-front.md": "w\n",
    "_posts/2021-1-2-short.md": "---\ntitle: X\n---\nx\n",
    "_posts/special/2021-12-31-by-default.md": "---\ntitle: Y\n---\ny\n",
    "_posts/2021-12-31-hidden.md": "---\ntitle: Z\npublished: false\n---\nz\n",
    "_posts/undated.md": "---\ntitle: never\n---\n",
    "_posts/_hidden/2021-12-31-never.md": "---\ntitle: never\n---\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nidea\n",
    "about.md": "---\ntitle: About\n---\nabout\n",
    "info/terms.html": "---\ntitle: Terms\n---\n<p>terms</p>\n",
    "info/index.md": "---\ntitle: Info\n---\ninfo\n",
    "contact.md": "---\ntitle: Contact\npermalink: /reach/us/\n---\ncontact\n",
    "_recipes/soup.md": "---\ntitle: Soup\n---\nsoup\n",
    "_recipes/in/Deep Dish.md": "---\ntitle: Dish\n---\ndish\n",
    "_recipes/own.md": "---\npermalink: /eat/:title/\n---\nown\n",
    "_recipes/pic.svg": "<svg/>\n",
    "_walks/2021-05-06-hill.md": "---\ntitle: Hill\n---\nhill\n",
    "_inner/never.md": "---\ntitle: never\n---\nnever\n",
    "data.txt": "---\n---\ndata\n",
    "img/photo one.svg": "<svg/>\n",
    "img/plain.css": "p {}\n",
    "CNAME": "blog.example\n",
    "secret/key.txt": "no\n",
    "notes.tmp": "no\n",
    "_hidden/file.txt": "no\n",
    ".dotfile": "no\n",
    "kept.txt~": "no\n",
}
#: The site with which docs/import.md moves in.
WALK = read_site(Path(__file__).with_name("walk.txt"))
CONFIG = """\
title: 博客
url: https://blog.example
baseurl: /blog
timezone: Asia/Shanghai
exclude: [secret, "*.tmp"]
collections:
  recipes: {output: true}
  walks: {output: true, permalink: "/w/:year/:title/"}
  inner: {output: false}
defaults:
  - scope: {path: "_posts/special", type: posts}
    values: {permalink: "/special/:title/", categories: [sp]}
  - scope: {path: ""}
    values: {author: 编辑}
"""


def make_blog(root: Path, config: str = CONFIG, files: Mapping[str, str] = FILES) -> Path:
    """Write the sources of a Jekyll site and return its folder."""
    for name, text in {"_config.yml": config, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def jekyll_files(source: Path, output: Path) -> set[str]:
    """Return the paths of the files that Jekyll makes of a site."""
    subprocess.run(
        ["jekyll", "build", "--quiet", "--disable-disk-cache", "--future", "-s", source, "-d", output],
        check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8", "BUNDLE_GEMFILE": ""},
    )  # fmt: skip
    return {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}


def has_jekyll() -> bool:
    """Tell whether Jekyll is installed on this machine."""
    return shutil.which("jekyll") is not None
