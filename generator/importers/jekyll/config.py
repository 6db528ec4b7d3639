"""Read _config.yml: which files belong to the site, default values of front matter, and addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from generator.content.encodings.names import codecs_of
from generator.content.frontmatter.yaml_tree import UnreadableError, read_tree
from generator.core.errors import BackfileError
from generator.importers.article import Value
from generator.importers.jekyll.addresses import suffix_of
from generator.importers.sites.front_matter import Data, plain, text, texts
from generator.system.files import read_file

#: The most bytes of a _config.yml.
_LARGEST = 1_000_000
#: Files that Jekyll excludes by default (DEFAULT_EXCLUDES in jekyll/configuration.rb).
_EXCLUDED = (
    ".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules",
    "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/",
)  # fmt: skip
#: Named patterns of addresses (Jekyll's STYLE_TO_PERMALINK).
_STYLES = {
    "none": "/:categories/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}
_TYPES = {"page": "pages", "post": "posts", "draft": "drafts"}


class Default(NamedTuple):
    """Default values of front matter, for files below a path. `typed`: only for the files of `type`."""

    path: str
    type: str
    typed: bool
    values: Data

    def holds_for(self, path: str, kind: str) -> bool:
        """Return whether it applies to a file, by its path from the source (frontmatter_defaults.rb)."""
        if self.typed and self.type != kind:
            return False
        if "*" not in self.path:
            return path.startswith(self.path)
        # A path with an asterisk applies to each file whose path starts with a match.
        pattern = re.escape(self.path).replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
        return re.match(pattern, path) is not None


class JekyllConfig(NamedTuple):
    """The settings in _config.yml. `values` are all of them; `zone` is "" if there is none.

    `encoding` is that of files which are not Unicode; "" if none is named. `collections` are the patterns of
    those that are published, by name.
    """

    values: Data
    style: str
    post_pattern: str
    zone: str
    baseurl: str
    exclude: tuple[str, ...]
    include: tuple[str, ...]
    markdown: frozenset[str]
    defaults: tuple[Default, ...]
    encoding: str
    collections: Mapping[str, str]

    def is_excluded(self, path: str, *, folder: bool) -> bool:
        """Return whether a file or folder is excluded, by its path (`glob_include?` in entry_filter.rb)."""
        patterns = (pattern for pattern in self.exclude if pattern not in self.include)
        return any(_matches(pattern, path, folder=folder) for pattern in patterns) and not self.is_included(
            path
        )

    def is_included(self, path: str) -> bool:
        """Return whether `include` names a file, which may have a name that Jekyll would ignore."""
        name = path.rpartition("/")[2]
        return any(_matches(pattern, one, folder=False) for pattern in self.include for one in (path, name))

    def defaults_of(self, path: str, kind: str) -> Data:
        """Return the default front matter of a file; the more exact rule takes precedence, then the later."""
        found: Data = {}
        old: Default | None = None
        for default in self.defaults:
            if not default.holds_for(path, kind):
                continue
            if old is None or _precedes(default, old):
                found, old = {**found, **default.values}, default
            else:
                found = {**default.values, **found}
        return found


def read_config(source: Path) -> JekyllConfig:
    """Return the settings in the _config.yml of a site. Raises BackfileError if it can't be read."""
    file = next(
        (source / name for name in ("_config.yml", "_config.yaml") if (source / name).is_file()), None
    )
    values: Data = {}
    if file:
        try:
            raw = read_file(str(file), _LARGEST)[0]
            if raw is None:
                raise BackfileError(f"{file}: it has more than {_LARGEST:,} bytes")
            values = plain(read_tree(raw.decode("utf-8-sig")).pairs)
        except UnicodeDecodeError:
            raise BackfileError(f"{file}: this file is not UTF-8; save it as UTF-8") from None
        except UnreadableError as error:
            raise BackfileError(f"{file}:{error.line + 1}:{error.column + 1}: {error.reason}") from None
    return _config(values)


def _config(values: Data) -> JekyllConfig:
    style = text(values.get("permalink")) or "date"
    posts = _group(_group(values, "collections"), "posts")
    pattern = text(posts.get("permalink")) or style
    baseurl = text(values.get("baseurl")).strip("/")
    extensions = text(values.get("markdown_ext")) or "markdown,mkdown,mkdn,mkd,md"
    return JekyllConfig(
        values=values,
        style=style,
        post_pattern=_STYLES.get(pattern, pattern),
        zone=text(values.get("timezone")),
        baseurl=f"/{baseurl}" if baseurl else "",
        exclude=(*texts(values.get("exclude"), words=False), *_EXCLUDED),
        include=(".htaccess", *texts(values.get("include"), words=False)),
        markdown=frozenset(f".{name.strip().lower()}" for name in extensions.split(",")),
        defaults=tuple(_defaults(values.get("defaults"))),
        encoding=_encoding(text(values.get("encoding"))),
        collections=_collections(values, style),
    )


def _collections(values: Data, style: str) -> dict[str, str]:
    """Return the patterns of the collections with `output: true`, but for posts."""
    found = {}
    for name, own in _group(values, "collections").items():
        if name != "posts" and isinstance(own, dict) and text(own.get("output")) == "true":
            pattern = text(own.get("permalink")) or f"/:collection/:path{suffix_of(style)}"
            found[name] = _STYLES.get(pattern, pattern)
    return found


def _encoding(name: str) -> str:
    """Return the name of an encoding; "" for an unknown one, and for UTF-8, which is recognised anyway."""
    try:
        return name if name and codecs_of(name) != ("utf-8",) else ""
    except (LookupError, ValueError):
        return ""


def _group(values: Mapping[str, Value], name: str) -> Mapping[str, Value]:
    group = values.get(name)
    return group if isinstance(group, dict) else {}


def _defaults(value: Value | None) -> list[Default]:
    rules = []
    for rule in value if isinstance(value, list) else []:
        if isinstance(rule, dict) and isinstance(rule.get("values"), dict):
            scope = _group(rule, "scope")
            kind = text(scope.get("type"))
            path = text(scope.get("path")).lstrip("/")
            rules.append(Default(path, _TYPES.get(kind, kind), "type" in scope, dict(_group(rule, "values"))))
    return rules


def _precedes(new: Default, old: Default) -> bool:
    if len(new.path) != len(old.path):
        return len(new.path) > len(old.path)
    return new.typed or not old.typed


def _matches(pattern: str, path: str, *, folder: bool) -> bool:
    pattern = pattern.lstrip("/")
    if not pattern:
        return False
    return fnmatchcase(path, pattern) or path.startswith(pattern) or (folder and pattern == f"{path}/")
