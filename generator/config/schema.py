"""Declare every option of site.yaml: its name, type, default and, as a docstring below it, its meaning.

`generator.config.load` reads a file into these classes; the table of options in
`docs/configuration.md` is made from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the archive."""

    name: str = ""
    """Name shown in the footer and in machine-readable data; the site's title when empty."""
    url: str = ""
    """Address of the publisher's own home page."""
    logo: str = ""
    """Picture, an absolute URL or a path under content/static/."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Which theme renders the pages."""

    name: str = "default"
    """A folder under themes/ beside site.yaml, or a theme that ships with Backfile."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Given to the templates as `site.options`; the theme declares which options it allows."""


@dataclass(frozen=True, slots=True)
class Security:
    """Content that browsers refuse."""

    headers: bool = True
    """Whether a file `_headers` with a Content-Security-Policy is made, which some hosts read."""
    meta: bool = False
    """Whether pages hold the policy themselves, for hosts that send no headers."""


@dataclass(frozen=True, slots=True)
class Posts:
    """How posts are read."""

    categories_string: Literal["one", "split"] = "one"
    """A string under `categories` is one category, or split at white space as Jekyll does."""
    max_bytes: int = 8_000_000
    """Larger files are quarantined (1,000 to 100,000,000)."""
    encoding: str = ""
    """The encoding of posts that are not in UTF-8 or UTF-16, such as `big5`. Without one, it is recognised,
    and posts in which it is not sure are quarantined."""


@dataclass(frozen=True, slots=True)
class Markdown:
    """How bodies become HTML."""

    engine: Literal["comrak", "python-markdown", "html"] = "comrak"
    """The engine of posts that do not name one with `markdown:` in their front matter. Bodies that are HTML
    are read as HTML with each of them; `html` is for a site without Markdown."""
    extensions: tuple[str, ...] = ("extra", "sane_lists", "toc")
    """Extensions of Python-Markdown, by name; only that engine uses them."""
    math: bool = False
    r"""Whether `$…$`, `$$…$$`, `\(…\)` and `\[…\]` are formulas in TeX. Pages have them as MathML."""
    prefix_ids: bool = True
    """Whether ids of bodies get the prefix `post-`. Without it, links from elsewhere to a heading keep
    working (`a.html#part`), but a heading can take an id that the theme uses: its style, its script or a
    link within the page then meets the wrong element."""


@dataclass(frozen=True, slots=True)
class Sanitizer:
    """What posts may contain besides the default allow-list."""

    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Further elements with their attributes (`{video: [src, controls]}`); never scripts or handlers."""
    iframe_hosts: tuple[str, ...] = ()
    """Hosts whose pages may be embedded with <iframe>, such as `player.bilibili.com`."""


@dataclass(frozen=True, slots=True)
class Tail:
    """Regular expressions (Python's `re`) for lines that scrapers add to a body; an empty one is off."""

    source_link: str = r"<(?P<url>https?://[^\s<>]+)>"
    """A last line that is the address of the original; group `url`."""
    back_links: str = r"\[返回[^\]\n]*\]\([^)\s]*\)(?:\s*[｜|]\s*\[返回[^\]\n]*\]\([^)\s]*\))*"
    """A last line of links back to category and home; the theme renders its own."""
    credit: str = r"[（(]\s*(?:文章)?来源\s*[：:]\s*(?P<source>[^（）()<>\n]{1,60}?)\s*[）)]"
    """Names the source; group `source`. It stays in the text."""


@dataclass(frozen=True, slots=True)
class Term:
    """A category or tag that site.yaml describes, under its name."""

    label: str = ""
    """What readers see; for a category without one, the tag on most of its posts, then its name."""
    description: str = ""
    """Shown at the head of its front page."""
    slug: str = ""
    """Its segment in addresses; without one, made from its name once and kept in content/slugs.yaml."""
    aliases: tuple[str, ...] = ()
    """Other spellings that count as this one."""
    feeds: tuple[str, ...] = ()
    """Former addresses of its feed, which show it as well (`news/index.xml`). They need `url`."""


@dataclass(frozen=True, slots=True)
class Build:
    """How the program works."""

    workers: int = 0
    """Processes that parse and render (0 to 64); 0 means one for each core."""
    bad_posts_percent: float = 5.0
    """A larger share of bad posts than this stops the build (0 to 100), in percent …"""
    bad_posts_minimum: int = 10
    """… but so many are always accepted (0 or more)."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """How an object store is reached. Keys come from the environment alone."""

    endpoint: str = ""
    """Address of its API, for S3-compatible stores; the default is that of the provider."""
    region: str = ""
    """Its region, for providers whose address depends on it."""
    path_style: bool = False
    """Whether the bucket stands in the path of addresses, not in the host's name; `minio:` always does so."""
    checksum: Literal["", "sha256", "crc64nvme"] = ""
    """Checksum that is sent with each object; many S3-compatible stores refuse them."""
    gzip: bool = False
    """Whether texts are stored compressed, for stores that send them as they are."""
    redirects: bool = False
    """Whether redirect pages also have the header by which the web server of S3 redirects; for `s3://`."""


@dataclass(frozen=True, slots=True)
class After:
    """Who is told of changed addresses after a publication. Keys come from the environment alone."""

    indexnow: str = ""
    """Key of IndexNow, by which search engines learn of changed pages (8 to 128 letters, digits and hyphens).
    The file `content/static/KEY.txt` has to hold it."""
    indexnow_endpoint: str = "https://api.indexnow.org/indexnow"
    """Search engine to which pages are told; it tells the others."""
    baidu: bool = False
    """Whether new posts are pushed to Baidu; needs BAIDU_PUSH_TOKEN in the environment."""
    websub: tuple[str, ...] = ()
    """Hubs of WebSub that pass changed feeds on to subscribers; the feeds name them."""
    cloudflare: str = ""
    """Zone at Cloudflare whose cached files are purged; needs CLOUDFLARE_API_TOKEN in the environment."""
    cloudfront: str = ""
    """Distribution at CloudFront whose cached files are purged; needs the keys of AWS in the environment."""
    cloudfront_paths: int = 1000
    """Paths that are purged there in a month (1 or more), since more than 1,000 cost; then they wait."""
    webhook: str = ""
    """Address that gets the list of changes as JSON; with BACKFILE_WEBHOOK_TOKEN in the environment, that
    token is sent along."""


@dataclass(frozen=True, slots=True)
class Publish:
    """Where the output goes."""

    target: str = ""
    """Target of `backfile publish` when the command names none; paths are relative to site.yaml."""
    bucket: Bucket = field(default_factory=Bucket)
    """How an object store is reached. Keys come from the environment alone."""
    host: str = ""
    """Host that serves the target, by its name in docs/hosts.md or under `hosts`. A site that is too large
    for it is not published."""
    after: After = field(default_factory=After)
    """Who is told of changed addresses afterwards; all of it needs `url`."""


@dataclass(frozen=True, slots=True)
class HostLimits:
    """A host, and the most that it takes of a site; 0 for no limit."""

    files: int = 0
    """Files (0 or more)."""
    bytes: int = 0
    """Bytes of all files (0 or more)."""
    file_bytes: int = 0
    """Bytes of one file (0 or more)."""
    folder_files: int = 0
    """Files directly in one folder (0 or more)."""
    redirects: int = 0
    """Rules in `_redirects` (0 or more)."""
    headers: int = 0
    """Rules in `_headers` (0 or more)."""


@dataclass(frozen=True, slots=True)
class Permalink:
    """Patterns of addresses."""

    post: str = "/{category}/{year}/{month}/{day}/{slug}.html"
    """Posts; fields category, year, month, day, slug. The slash before an empty field is left out."""
    page: str = "/{path}.html"
    """Static pages; the field path is the file below `content/pages/`, without its suffix."""
    category: str = "/category/{slug}.html"
    """The front page of a category; field slug. Its further pages and its feeds lie beside it."""
    tag: str = "/tag/{slug}.html"
    """The front page of a tag; field slug."""
    categories: str = "/categories.html"
    """The list of all categories."""
    tags: str = "/tags.html"
    """The list of all tags."""


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """The whole of site.yaml."""

    title: str
    """Name of the archive."""
    description: str = ""
    """One sentence about it, for search engines and feeds."""
    url: str = ""
    """Address where it is published, with its sub-path (`https://x.github.io/archive/`). Sitemaps need it."""
    language: str = "zh-CN"
    """BCP 47 tag of the language of posts and of the interface; the direction of pages follows from it."""
    time_zone: str = "Asia/Shanghai"
    """IANA name; the zone of dates without an offset, of addresses and of the calendar."""
    permalink: Permalink = field(default_factory=Permalink)
    """Patterns of addresses. `permalink: /{year}/{slug}/` is short for `permalink: {post: …}`."""
    redirects: tuple[str, ...] = ("html",)
    """Forms of redirects from aliases: `html` (pages), `netlify` (`_redirects`), `nginx` (maps)."""
    own_hosts: tuple[str, ...] = ()
    """Hosts of this archive, besides that of `url`: links to them become links inside the site."""
    publisher: Publisher = field(default_factory=Publisher)
    """Who publishes the archive."""
    theme: Theme = field(default_factory=Theme)
    """Which theme renders the pages; a plain name is enough."""
    security: Security = field(default_factory=Security)
    """Content that browsers refuse."""
    posts: Posts = field(default_factory=Posts)
    """How posts are read."""
    markdown: Markdown = field(default_factory=Markdown)
    """How bodies become HTML."""
    sanitizer: Sanitizer = field(default_factory=Sanitizer)
    """What posts may contain besides the default allow-list."""
    tail: Tail = field(default_factory=Tail)
    """Lines that scrapers add to the end of a body."""
    categories: Mapping[str, Term] = field(default_factory=dict)
    """Categories by name."""
    tags: Mapping[str, Term] = field(default_factory=dict)
    """Tags by name."""
    build: Build = field(default_factory=Build)
    """How the program works."""
    publish: Publish = field(default_factory=Publish)
    """Where the output goes."""
    hosts: Mapping[str, HostLimits] = field(default_factory=dict)
    """Limits of hosts of your own, by name; for `backfile fit` and `publish.host`."""
