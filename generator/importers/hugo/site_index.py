"""Find the addresses, terms and sections of all pages of a Hugo site, before any of them is imported."""

from __future__ import annotations

import posixpath
import re
from collections import ChainMap, Counter
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.importers.article import RefusalError
from generator.importers.hugo.config import HugoConfig
from generator.importers.hugo.documents import Document, DocumentReader
from generator.importers.hugo.source_files import SourceFile, walk
from generator.importers.sites.config_files import group
from generator.importers.sites.front_matter import Data, Source, read_source, text, texts
from generator.importers.sites.placing import read_limited
from generator.importers.sites.terms import Group

#: Taxonomies of people, whose terms become authors.
AUTHORS = ("author", "authors")
_PLAYER = re.compile(r"\{\{[<%]\s*(youtube|vimeo|bilibili)\b")


class Site:
    """A Hugo site: its folder, its settings, its time zone, and the most bytes of a source."""

    def __init__(self, source: Path, config: HugoConfig, zone: ZoneInfo, max_bytes: int) -> None:
        self.source, self.config, self.zone, self.max_bytes = source, config, zone, max_bytes
        self.reader = DocumentReader(config, zone)
        self._cascades: dict[tuple[str, str], list[tuple[str, Data]]] = {}
        root = config.values.get("cascade")
        self._root = list(_cascades(root))

    def read(self, file: SourceFile) -> tuple[Source, Document]:
        """Read a page or section; sections first. Raises RefusalError, and OSError."""
        raw = read_limited(self.source / file.path, self.max_bytes)
        source = read_source(raw, file.path)
        own = source.data or {}
        document = self.reader.document(file, own, self._passed_on(file))
        if file.role == "section":
            passed = list(_cascades(document.data.get("cascade") if "cascade" in document.own else None))
            self._cascades[file.language, "/".join(file.folders)] = passed
        return source, document

    def files(self) -> Iterator[SourceFile]:
        """Yield the files of its content."""
        return walk(self.source, self.config)

    def _passed_on(self, file: SourceFile) -> Data:
        """Return the values that the sections above a file pass on to it; nearer ones take precedence."""
        found: Data = {}
        folders = file.folders
        rules = list(self._root)
        for depth in range(len(folders) + 1):
            rules += self._cascades.get((file.language, "/".join(folders[:depth])), [])
        for pattern, values in rules:
            if not pattern or fnmatchcase(f"/{file.name}", pattern.replace("**", "*").strip("{}")):
                found.update(values)
        return found


def _cascades(value: object) -> Iterator[tuple[str, Data]]:
    """Yield the values that a section passes on, each with a pattern of paths, "" for all."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            target = group(one, "target") or group(one, "_target")
            values = {
                name: inner for name, inner in one.items() if name not in ("target", "_target", "params")
            }
            yield text(target.get("path")), {**group(one, "params"), **values}


class HugoIndex(NamedTuple):
    """What is known of all pages of a site.

    `urls` are addresses by path below the content, for each language, `refs` by (language, name) as `ref`
    finds them, and `versions` by (name, language). `terms` are the names of terms by (language, taxonomy), of
    published posts; `sections` the categories of the posts of each by (language, `news` or `news/local`);
    `players` calls of players.
    """

    urls: dict[str, dict[str, str]]
    refs: dict[tuple[str, str], str]
    versions: dict[str, dict[str, str]]
    terms: dict[tuple[str, str], dict[str, None]]
    labels: dict[str, str]
    sections: dict[tuple[str, str], Counter[str]]
    posts: Counter[str]
    players: set[str]
    flat: list[bool]

    def ref(self, name: str, language: str, near: str) -> str:
        """Return the address of the page that `ref` names in a page at `near`, "" for none."""
        name = re.sub(r"(?:/_?index)?\.(?:md|markdown|html)$", "", name).rstrip("/") or "/"
        for found in (
            posixpath.normpath(posixpath.join(near, name)),
            name.lstrip("/"),
            f"*{posixpath.basename(name)}",
        ):
            if (language, found) in self.refs:
                return self.refs[language, found]
        return ""

    def urls_for(self, language: str) -> Mapping[str, str]:
        """Return addresses by path; of files with one path, that in a language comes first."""
        return ChainMap(self.urls.get(language, {}), *self.urls.values())

    @property
    def pages(self) -> int:
        """The number of pages and sections."""
        return sum(map(len, self.urls.values()))

    def is_post(self, document: Document) -> bool:
        """Return whether a page is a post: it has a date, and is in a folder if any such page is."""
        has_place = bool(document.file.folders) or not any(self.flat)
        return document.file.role == "page" and document.instant is not None and has_place


def group_of(taxonomy: str) -> Group:
    """Return the group of terms of an archive for those of a taxonomy."""
    return "categories" if taxonomy == "categories" else "tags"


def terms_of(document: Document, config: HugoConfig, wanted: Group) -> tuple[str, ...]:
    """Return the names of a page's terms that become categories, or tags."""
    names = [
        name
        for taxonomy in config.taxonomies.values()
        if taxonomy not in AUTHORS and group_of(taxonomy) == wanted
        for name in texts(document.data.get(taxonomy.lower()), words=False)
    ]
    return tuple(dict.fromkeys(names))


def categories_of(document: Document, config: HugoConfig) -> tuple[str, ...]:
    """Return the categories of a post; one without any has that of its section."""
    return terms_of(document, config, "categories") or document.file.folders[:1]


def index_site(site: Site) -> HugoIndex:
    """Read the front matter of all pages. Unreadable ones are skipped; the import reports them later."""
    index = HugoIndex({}, {}, {}, {}, {}, {}, Counter(), set(), [])
    pages = []
    for file in site.files():
        if file.role not in ("page", "section"):
            continue
        try:
            source, document = site.read(file)
        except (RefusalError, OSError):
            continue
        index.players.update(_PLAYER.findall(source.body))
        _add_address(index, document)
        if file.role == "section":
            _add_label(index, document, site.config)
            _add_nested(index, document, site.config)
        elif not document.is_draft:
            index.flat.append(bool(file.folders) and document.instant is not None)
            pages.append(document._replace(own={}))
    for document in pages:
        _add_terms(index, document, site.config)
    return index


def main_section(index: HugoIndex) -> str:
    """Return the section with the most posts, "" for none."""
    return index.posts.most_common(1)[0][0] if index.posts else ""


def _add_address(index: HugoIndex, document: Document) -> None:
    file = document.file
    index.urls.setdefault(file.language, {}).setdefault(file.inside, document.url)
    name = "/".join(file.folders) if file.role == "section" else file.name
    index.refs[file.language, name] = document.url
    index.refs.setdefault((file.language, f"*{posixpath.basename(name)}"), document.url)
    key = text(document.data.get("translationkey")) or name
    index.versions.setdefault(key, {})[file.language] = document.url


def _add_label(index: HugoIndex, document: Document, config: HugoConfig) -> None:
    """Note the title of a section or term."""
    folders = document.file.folders
    main = config.languages[0].code == document.file.language
    if document.title and len(folders) in (1, 2) and main:
        index.labels["/".join(folders)] = document.title


def _add_nested(index: HugoIndex, document: Document, config: HugoConfig) -> None:
    """Note a section inside another one, which has an `_index.md`: without that, it is a mere folder."""
    language, folders = document.file.language, document.file.folders
    if len(folders) > 1 and folders[0] not in config.taxonomies.values() and not document.is_draft:
        index.sections.setdefault((language, "/".join(folders)), Counter())


def _add_terms(index: HugoIndex, document: Document, config: HugoConfig) -> None:
    language, folders = document.file.language, document.file.folders
    if folders:
        index.sections.setdefault((language, folders[0]), Counter())
    if not index.is_post(document):
        return
    index.posts[folders[0] if folders else ""] += 1
    for taxonomy in config.taxonomies.values():
        names = texts(document.data.get(taxonomy.lower()), words=False)
        if names and taxonomy not in AUTHORS:
            index.terms.setdefault((language, taxonomy), {}).update(dict.fromkeys(names))
    for depth in range(1, len(folders) + 1):
        section = index.sections.get((language, "/".join(folders[:depth])))
        if section is not None:
            section.update(categories_of(document, config))
