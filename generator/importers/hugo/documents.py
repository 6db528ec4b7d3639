"""Read pages and sections like Hugo: their data, dates and addresses."""

from __future__ import annotations

import posixpath
import re
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from generator.content.dates import is_given, parse_date, written_day
from generator.importers.article import RefusalError
from generator.importers.hugo.addresses import AddressStyle, Names, filled
from generator.importers.hugo.config import HugoConfig
from generator.importers.hugo.source_files import SourceFile
from generator.importers.sites.config_files import group, is_true, lowered
from generator.importers.sites.dating import Dated, read_date
from generator.importers.sites.front_matter import Data, text, texts

#: A name of a term that no part of an address is changed in, for the place of the slug.
SLUG_NAME = "xslugx"
_DATED = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[-_ ]+(.*))?")
_HAS_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")


class Document(NamedTuple):
    """A page or section. `data` is its front matter with keys in small letters, with what sections pass on.

    `own` is its front matter as written. `url` is its address on the site, without `baseurl`. `doubt` is
    what is wrong with its date.
    """

    file: SourceFile
    data: Data
    own: Data
    title: str
    instant: datetime | None
    url: str
    aliases: tuple[str, ...]
    doubt: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft."""
        return is_true(self.data.get("draft"))

    def moment(self, keys: tuple[str, ...], zone: ZoneInfo) -> datetime | None:
        """Return the date under the first of some keys that has one; None without."""
        written = next((text(self.data[key]) for key in keys if text(self.data.get(key))), "")
        return parse_date(written, zone) if written else None


class DocumentReader:
    """Makes documents of front matter, with the titles of the sections that it has seen before."""

    def __init__(self, config: HugoConfig, zone: ZoneInfo) -> None:
        self._config, self._zone = config, zone
        self._style = AddressStyle(config.flag("disablepathtolower"), config.flag("removepathaccents"))
        self._section_slugs: dict[tuple[str, str], str] = {}

    def document(self, file: SourceFile, own: Data, passed_on: Data) -> Document:
        """Return a page or section. Raises RefusalError for a date or an address that can't be read."""
        data = {**lowered(passed_on), **lowered(group(own, "params")), **lowered(own)}
        dated, day, slug = self._date(file, data)
        title = text(data.get("title"))
        if file.role == "section":
            folder = "/".join(file.folders)
            named = text(data.get("slug")) or title or (file.folders[-1] if file.folders else "")
            self._section_slugs[file.language, folder] = named
        base = file.folders[-1] if file.role == "section" and file.folders else file.base
        sections = self._sections(file)
        slugs = tuple(self._section_slug(file, depth) for depth in range(1, len(sections) + 1))
        names = Names(day, title, slug, base, sections, slugs)
        try:
            url = self._url(file, data, names)
        except ValueError as error:
            reason = f"its address can't be made: {error}"
            raise RefusalError("import.permalink", reason, "correct permalinks, or give it a url") from None
        aliases = tuple(self._alias(one, url) for one in texts(data.get("aliases"), words=False))
        instant, doubt = dated or (None, "")
        return Document(file, data, own, title, instant, url, aliases, doubt)

    def term_url(self, file_language: str, taxonomy: str, name: str) -> str:
        """Return the address of the page of a term, or without a name that of all terms."""
        prefix = self._config.language(file_language).prefix
        path = f"/{taxonomy}/{name}".rstrip("/")
        pattern = self._config.pattern("term" if name else "taxonomy", taxonomy, file_language, path)
        if pattern:
            names = Names(None, name or taxonomy, "", name, (taxonomy,), (taxonomy,))
            return self._with_end(f"{prefix}/{filled(pattern, names, self._style).strip('/')}", "term")
        path = "/".join(self._style.of(one) for one in (taxonomy, name) if one)
        return self._with_end(f"{prefix}/{path}", "term" if name else "section")

    def section_url(self, language: str, folders: tuple[str, ...]) -> str:
        """Return the address of a section that has no `_index.md`."""
        file = SourceFile("", "/".join((*folders, "_index.md")), "section", language, "_index", ".md")
        return self._url(file, {}, Names(None, folders[-1], "", folders[-1], folders, folders))

    def _sections(self, file: SourceFile) -> tuple[str, ...]:
        """Return the folders of a page down to the last that is a section: the first, or with `_index.md`."""
        for depth in range(len(file.folders), 1, -1):
            if (file.language, "/".join(file.folders[:depth])) in self._section_slugs:
                return file.folders[:depth]
        return file.folders[:1]

    def _section_slug(self, file: SourceFile, depth: int) -> str:
        folders = file.folders[:depth]
        return self._section_slugs.get((file.language, "/".join(folders)), folders[-1])

    def _date(self, file: SourceFile, data: Data) -> tuple[Dated | None, date | None, str]:
        """Return the date of a page, the day in its addresses, and its slug."""
        slug = text(data.get("slug"))
        for key in self._config.dates["date"]:
            if key == ":filename":
                named = _DATED.fullmatch(file.base)
                instant = parse_date(named[0][:10], self._zone) if named else None
                if named and instant:
                    return Dated(instant), instant.date(), slug or named[4] or ""
                continue
            written = text(data.get(key))
            if not is_given(written) or written.startswith("0001-01-01"):
                continue
            found = read_date(key, written, file.base, self._zone)
            day = found.instant.date() if found.doubt else date.fromisoformat(written_day(written))
            return found, day, slug
        return None, None, slug

    def _url(self, file: SourceFile, data: Data, names: Names) -> str:
        prefix = self._config.language(file.language).prefix
        own = text(data.get("url"))
        if own:
            path = filled(own, names, self._style) if "/:" in own else own
            path = path if path.startswith("/") else f"{prefix}/{path}"
            return _encoded(path if path.endswith("/") or _HAS_SUFFIX.search(path) else f"{path}/")
        section = file.folders[0] if file.folders else "/"
        kind = "section" if file.role == "section" else "page"
        name = "/".join(file.folders) if kind == "section" else file.name
        pattern = self._config.pattern(kind, section, file.language, f"/{name}")
        if pattern:
            path = filled(pattern, names, self._style).strip("/")
        else:
            folders = [self._style.of(one) for one in file.folders]
            last = [] if kind == "section" else [self._style.of(names.slug or names.base)]
            path = "/".join((*folders, *last))
        return _encoded(self._with_end(f"{prefix}/{path}", kind, section))

    def _with_end(self, path: str, kind: str, section: str = "") -> str:
        ugly = kind != "section" and not {"", section}.isdisjoint(self._config.ugly)
        return f"{path}.html" if ugly and path.strip("/") else f"{path.rstrip('/')}/"

    def _alias(self, written: str, url: str) -> str:
        """Return an alias from the root; a relative one starts beside the page."""
        parent = posixpath.dirname(url.rstrip("/"))
        path = written if written.startswith("/") else posixpath.join(parent, written)
        clean = posixpath.normpath(path)
        if _HAS_SUFFIX.search(clean):
            return clean
        return f"{clean}.html" if "" in self._config.ugly else f"{clean.rstrip('/')}/"


def _encoded(path: str) -> str:
    """Return an address in which characters with a meaning are percent-encoded."""
    return re.sub(r"[%#?:\\]", lambda found: quote(found[0], safe=""), path)
