"""Read the settings of a Pelican site, with Pelican's own where it names none."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from generator.core.errors import BackfileError
from generator.importers.pelican.literals import read_python

#: Pelican's settings that matter here (pelican/settings.py).
_DEFAULTS: Mapping[str, Any] = {
    "PATH": "content", "ARTICLE_PATHS": [""], "ARTICLE_EXCLUDES": [], "PAGE_PATHS": ["pages"],
    "PAGE_EXCLUDES": [], "STATIC_PATHS": ["images"], "STATIC_EXCLUDES": [], "STATIC_SAVE_AS": "{path}",
    "IGNORE_FILES": ["**/.*"], "OUTPUT_PATH": "output", "SITEURL": "", "SITENAME": "", "SITESUBTITLE": "",
    "DEFAULT_LANG": "en", "TIMEZONE": "", "AUTHOR": "", "DEFAULT_CATEGORY": "misc", "DEFAULT_DATE": None,
    "DEFAULT_METADATA": {}, "USE_FOLDER_AS_CATEGORY": True,
    "FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2}).*",
    "PATH_METADATA": "", "EXTRA_PATH_METADATA": {}, "SLUGIFY_SOURCE": "title", "SLUGIFY_USE_UNICODE": False,
    "SLUGIFY_PRESERVE_CASE": False,
    "SLUG_REGEX_SUBSTITUTIONS": [
        (r"[^\w\s-]", ""), (r"(?u)\A\s*", ""), (r"(?u)\s*\Z", ""), (r"[-\s]+", "-"),
    ],
    "ARTICLE_SAVE_AS": "{slug}.html", "ARTICLE_LANG_SAVE_AS": "{slug}-{lang}.html",
    "PAGE_SAVE_AS": "pages/{slug}.html", "PAGE_LANG_SAVE_AS": "pages/{slug}-{lang}.html",
    "ARTICLE_TRANSLATION_ID": "slug", "PAGE_TRANSLATION_ID": "slug",
    "CATEGORY_SAVE_AS": "category/{slug}.html", "TAG_SAVE_AS": "tag/{slug}.html",
    "AUTHOR_SAVE_AS": "author/{slug}.html", "YEAR_ARCHIVE_SAVE_AS": "", "MONTH_ARCHIVE_SAVE_AS": "",
    "DAY_ARCHIVE_SAVE_AS": "", "ARCHIVES_SAVE_AS": "archives.html", "CATEGORIES_SAVE_AS": "categories.html",
    "TAGS_SAVE_AS": "tags.html", "CATEGORY_REGEX_SUBSTITUTIONS": None, "TAG_REGEX_SUBSTITUTIONS": None,
    "FEED_ALL_ATOM": "feeds/all.atom.xml", "FEED_ALL_RSS": None, "FEED_ATOM": None, "FEED_RSS": None,
    "CATEGORY_FEED_ATOM": "feeds/{slug}.atom.xml", "CATEGORY_FEED_RSS": None, "TAG_FEED_ATOM": None,
    "TAG_FEED_RSS": None, "AUTHOR_FEED_ATOM": "feeds/{slug}.atom.xml",
    "AUTHOR_FEED_RSS": "feeds/{slug}.rss.xml", "TRANSLATION_FEED_ATOM": "feeds/all-{lang}.atom.xml",
    "TRANSLATION_FEED_RSS": None,
    "MENUITEMS": (), "LINKS": (),
}  # fmt: skip
_FILES = ("pelicanconf.py", "publishconf.py")


class PelicanConfig(NamedTuple):
    """The settings of a site. `content` is the folder of its sources.

    `computed` are the lines of settings that only Python can compute, by file and name.
    """

    values: Mapping[str, Any]
    content: Path
    computed: Mapping[tuple[str, str], int]

    def text(self, name: str) -> str:
        """Return a setting that is a text, "" for others."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a setting that is a list."""
        value = self.values.get(name)
        items = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
        return tuple(one.strip("/") for one in items if isinstance(one, str))

    @property
    def baseurl(self) -> str:
        """The path of the site on its host, "" or `/blog`."""
        path = urlsplit(self.text("SITEURL")).path.strip("/")
        return f"/{path}" if path else ""

    @property
    def language(self) -> str:
        """The language of articles that name none."""
        return self.text("DEFAULT_LANG").lower()


def read_config(source: Path, given: Iterable[str]) -> PelicanConfig:
    """Return the settings of a site; those that are `given`, as NAME=VALUE, take precedence.

    Raises BackfileError if there are none or they can't be read.
    """
    if not (source / _FILES[0]).is_file():
        raise BackfileError(f"{source}: this is no Pelican site: it has no pelicanconf.py")
    values: dict[str, Any] = {}
    computed: dict[tuple[str, str], int] = {}
    for name in _FILES:
        if (source / name).is_file():
            found = read_python(source / name, values)
            values = found.values
            computed |= {(name, one): line for one, line in found.computed.items()}
    own = dict(_parsed(option) for option in given)
    computed = {key: line for key, line in computed.items() if key[1] in _DEFAULTS and key[1] not in own}
    values = {**_DEFAULTS, **values, **own}
    content = (source / str(values["PATH"])).resolve()
    if not content.is_relative_to(source.resolve()):
        content = source.resolve() / "content"
    return PelicanConfig(values, content, computed)


def _parsed(option: str) -> tuple[str, Any]:
    name, equals, written = option.partition("=")
    if not equals or not name.strip().isidentifier():
        raise BackfileError(f"--setting {option}: write NAME=VALUE, such as SITEURL='https://a.example'")
    try:
        return name.strip(), ast.literal_eval(written.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return name.strip(), written
