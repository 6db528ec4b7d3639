"""List the pages, bundles and files of a Hugo site (gohugo.io/content-management/page-bundles)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from generator.importers.hugo.config import HugoConfig
from generator.importers.hugo.mounts import Mount
from generator.importers.sites.folders import DEEPEST, Kind, entries

#: A `page`; a `section`: `_index.md`; a `file` of a bundle or section; a `part`: a text inside a bundle;
#: a `format`: a text in a language that Backfile can't read.
Role = Literal["page", "section", "file", "part", "format", "link", "name"]

MARKDOWN = (".md", ".markdown", ".mdown")
HTML = (".html", ".htm")
_FORMATS = (".org", ".adoc", ".asciidoc", ".ad", ".rst", ".pandoc", ".pdc")
_UNREAD = re.compile(r"\.|.*[~#]$")


class SourceFile(NamedTuple):
    """A file: its path in the site, its path below the folder of content, its language.

    `stem` is its name without language and suffix. `bundle` is the folder of the bundle that it is in or
    makes, "" for none.
    """

    path: str
    inside: str
    role: Role
    language: str
    stem: str
    suffix: str
    bundle: str = ""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that it is in; for a bundle's page, those that the bundle is in."""
        folders = tuple(self.inside.split("/")[:-1])
        return folders[:-1] if self.role == "page" and self.bundle else folders

    @property
    def base(self) -> str:
        """Its name in addresses: that of the file, or of the bundle."""
        return self.bundle.rpartition("/")[2] if self.role == "page" and self.bundle else self.stem

    @property
    def name(self) -> str:
        """The path by which pages of several languages are one: `bulletin/bridge`."""
        return "/".join((*self.folders, self.base))


def walk(source: Path, config: HugoConfig) -> Iterator[SourceFile]:
    """Yield the files of the content of all languages; in each folder `_index.md` is first."""
    ignored = [re.compile(one) for one in _patterns(config)]
    codes = {one.code for one in config.languages}
    for mount in config.mounts.content:
        if (source / mount.folder).is_dir():
            language = mount.language or config.languages[0].code
            yield from _Walker(source, mount, language, codes, ignored).files("", "", 0)


def _patterns(config: HugoConfig) -> list[str]:
    found = config.values.get("ignorefiles")
    patterns = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return [one for one in patterns if isinstance(one, str) and _is_pattern(one)]


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


class _Walker:
    def __init__(
        self,
        source: Path,
        mount: Mount,
        language: str,
        codes: Collection[str],
        ignored: list[re.Pattern[str]],
    ) -> None:
        self._source, self._top, self._below, self._language = source, mount.folder, mount.below, language
        self._codes, self._ignored = codes, ignored

    def files(self, inner: str, bundle: str, depth: int) -> Iterator[SourceFile]:
        """Yield the files in a folder (`a/b/`) and below it."""
        found = [entry for entry in entries(self._source / self._top / inner) if self._is_read(entry[0])]
        if not bundle and inner and any(self._is_index(name) for name, kind in found if kind == "file"):
            bundle = f"{self._below}{inner}".rstrip("/")
        for name, kind in sorted(found, key=lambda entry: not entry[0].startswith("_index.")):
            path = f"{inner}{name}"
            if kind == "folder" and depth < DEEPEST:
                yield from self.files(f"{path}/", bundle, depth + 1)
            elif kind in ("file", "link", "name"):
                yield self._file(path, name, kind, bundle)

    def _is_read(self, name: str) -> bool:
        return not _UNREAD.match(name) and not any(one.search(name) for one in self._ignored)

    def _is_index(self, name: str) -> bool:
        stem, suffix, _ = self._parts(name)
        return stem == "index" and suffix in (*MARKDOWN, *HTML, *_FORMATS)

    def _parts(self, name: str) -> tuple[str, str, str]:
        """Return the stem, the suffix and the language of a file's name."""
        stem, dot, suffix = name.rpartition(".")
        if not dot:
            return name, "", self._language
        plain, _, code = stem.rpartition(".")
        if plain and code.lower() in self._codes:
            return plain, f".{suffix.lower()}", code.lower()
        return stem, f".{suffix.lower()}", self._language

    def _file(self, path: str, name: str, kind: Kind, bundle: str) -> SourceFile:
        stem, suffix, language = self._parts(name)
        inside = f"{self._below}{path}"
        role: Role = "file"
        if kind in ("link", "name"):
            role = "link" if kind == "link" else "name"
        elif suffix in (*MARKDOWN, *HTML, *_FORMATS):
            is_own = not bundle or (stem == "index" and inside.rpartition("/")[0] == bundle)
            if not is_own:
                role = "part"
            elif suffix in _FORMATS:
                role = "format"
            else:
                role = "section" if stem == "_index" else "page"
        return SourceFile(f"{self._top}/{path}", inside, role, language, stem, suffix, bundle)
