"""Read the settings of a Hugo site: hugo.toml or config.toml, in three formats, and config/_default/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from generator.core.errors import BackfileError
from generator.importers.article import Value
from generator.importers.hugo.mounts import Mount, Mounts, mounts_of
from generator.importers.hugo.permalink_rules import Permalinks, permalinks_of
from generator.importers.sites.config_files import FORMS, group, is_true, lowered, read_settings
from generator.importers.sites.front_matter import Data, text, texts

_ROOTS = ("hugo", "config")
_TAXONOMIES = {"tag": "tags", "category": "categories"}
#: Keys of dates, by what they decide, in the order in which they count (gohugo.io/configuration).
_DATES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "publishdate", "pubdate", "published", "lastmod", "modified"),
    "lastmod": ("lastmod", "modified"),
    "publishdate": ("publishdate", "pubdate", "published"),
    "expirydate": ("expirydate", "unpublishdate"),
}


class Language(NamedTuple):
    """A language: its code, the folder of its content, the prefix of its addresses, and its settings."""

    code: str
    folder: str
    prefix: str
    values: Data


class HugoConfig(NamedTuple):
    """The settings of a site. `values` are all of them, with keys in small letters on the first level.

    `baseurl` is the path of the site on its host, "" or `/news`. `ugly` are the sections with addresses that
    end in `.html`; "" stands for all.
    """

    values: Data
    languages: tuple[Language, ...]
    baseurl: str
    taxonomies: Mapping[str, str]
    permalinks: Permalinks
    ugly: frozenset[str]
    dates: Mapping[str, tuple[str, ...]]
    mounts: Mounts

    def language(self, code: str) -> Language:
        """Return the language with a code; the main one for others."""
        return next((one for one in self.languages if one.code == code), self.languages[0])

    def flag(self, name: str) -> bool:
        """Return whether a setting is true."""
        return is_true(self.values.get(name))

    def pattern(self, kind: str, section: str, language: str, path: str = "") -> str:
        """Return the pattern of the pages of a kind in a section, "" for none; `path` is that of a page."""
        own = permalinks_of(self.language(language).values)
        return own.pattern(kind, section, path) or self.permalinks.pattern(kind, section, path)

    @property
    def themes(self) -> tuple[str, ...]:
        """The names of its themes."""
        return tuple(texts(self.values.get("theme"), words=False))

    @property
    def zone(self) -> str:
        """The time zone, "" for none."""
        return text(self.values.get("timezone"))


def read_config(source: Path) -> HugoConfig:
    """Return the settings of a site. Raises BackfileError if there are none or they can't be read."""
    values: Data = {}
    found = False
    for file in _files(source):
        found = True
        values = _merged(values, _named(file, lowered(read_settings(file))))
    if not found:
        raise BackfileError(
            f"{source}: this is no Hugo site: it has neither hugo.toml, config.toml, their forms in YAML or "
            "JSON, nor config/_default/"
        )
    return _config(values)


def _files(source: Path) -> Iterator[Path]:
    """Yield the files of settings; later ones take precedence."""
    root = [source / f"{name}{suffix}" for name in _ROOTS for suffix in FORMS]
    yield from [file for file in root if file.is_file()][:1]
    for folder in (source / "config" / "_default", source / "config" / "production"):
        files = sorted(file for file in folder.glob("*") if file.suffix in FORMS and file.is_file())
        yield from sorted(files, key=lambda file: file.stem not in _ROOTS)


def _named(file: Path, values: Data) -> Data:
    """Return the values of a file under the key that its name gives: `params.toml`, `menus.en.toml`."""
    if file.stem in _ROOTS:
        return values
    name, _, language = file.stem.lower().partition(".")
    if name == "languages" and language:
        return {"languages": {language: values}}
    inner: Data = {"menus" if name == "menu" else name: values}
    return {"languages": {language: inner}} if language else inner


def _merged(below: Data, above: Data) -> Data:
    """Return two mappings as one, on all levels; values of the second take precedence."""
    merged = dict(below)
    for name, value in above.items():
        old = merged.get(name)
        merged[name] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _config(values: Data) -> HugoConfig:
    base = urlsplit(text(values.get("baseurl"))).path.strip("/")
    named = values.get("taxonomies")
    taxonomies = {one: text(many) for one, many in group(values, "taxonomies").items() if text(many)}
    languages = _languages(values)
    static = tuple(texts(values.get("staticdir"), words=False)) or ("static",)
    content = {one.folder: Mount(one.folder, "", one.code) for one in reversed(languages)}
    return HugoConfig(
        values=values,
        languages=languages,
        baseurl=f"/{base}" if base else "",
        taxonomies=taxonomies if isinstance(named, dict) else _TAXONOMIES,
        permalinks=permalinks_of(values),
        ugly=_ugly(values.get("uglyurls")),
        dates=_dates(lowered(group(values, "frontmatter"))),
        mounts=mounts_of(values, tuple(content.values())[::-1], tuple(Mount(one, "") for one in static)),
    )


def _languages(values: Data) -> tuple[Language, ...]:
    """Return the languages, the main one first."""
    folder = text(values.get("contentdir")) or "content"
    main = text(values.get("defaultcontentlanguage")).lower()
    named = {
        code.lower(): lowered(group(group(values, "languages"), code)) for code in group(values, "languages")
    }
    named = {code: own for code, own in named.items() if not is_true(own.get("disabled"))}
    disabled = {code.lower() for code in texts(values.get("disablelanguages"), words=True)}
    named = {code: own for code, own in named.items() if code not in disabled}
    if not named:
        return (Language(main, folder, "", {}),)
    main = (
        main
        if main in named
        else "en"
        if "en" in named and not main
        else min(named, key=lambda code: _weight(named[code]))
    )
    in_folder = is_true(values.get("defaultcontentlanguageinsubdir"))
    return tuple(
        Language(
            code, text(own.get("contentdir")) or folder, f"/{code}" if code != main or in_folder else "", own
        )
        for code, own in sorted(named.items(), key=lambda item: item[0] != main)
    )


def _weight(own: Data) -> int:
    written = text(own.get("weight"))
    return int(written) if written.isdecimal() and int(written) else 1 << 30


def _ugly(value: Value | None) -> frozenset[str]:
    if isinstance(value, dict):
        return frozenset(name for name, one in value.items() if is_true(one))
    return frozenset({""}) if is_true(value) else frozenset()


def _dates(own: Data) -> dict[str, tuple[str, ...]]:
    """Return the keys of dates; `:default` in a site's list stands for the usual ones."""
    found = {}
    for name, usual in _DATES.items():
        keys: list[str] = []
        for key in texts(own.get(name), words=False) or [":default"]:
            keys += usual if key == ":default" else [key.lower()]
        found[name] = tuple(keys)
    return found
