"""Find the menus of a Jekyll site, in the data and settings from which themes make them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.importers.article import Value
from generator.importers.sites.placing import menu_link

#: Names of menus in `_data` and `_config.yml` of widespread themes; the earlier is the main one.
_NAMES = (
    "navigation",
    "nav",
    "menu",
    "menus",
    "main_menu",
    "main",
    "topnav",
    "header",
    "headermenu",
    "links",
)
#: Parts of a file with several menus, the main one first.
_MAIN = ("main", "header", "top", "primary", "navbar", "docs")
_TITLES = ("title", "name", "label", "text", "page")
_URLS = ("url", "link", "href", "path", "permalink", "file")
_PAGES = (".html", ".htm", "/")
_INNER = ("children", "sublinks", "subfolderitems", "submenu", "dropdown", "sub", "items")


class Menu(NamedTuple):
    """A menu: where it is written (`_data/navigation.yml: main`), its links, and links below them."""

    place: str
    links: tuple[tuple[str, str], ...]
    below: int = 0


def menus_of(data: Mapping[str, Any], values: Mapping[str, Any], templates: str) -> list[Menu]:
    """Return the menus of a site, the main one first.

    `data` are the values of `_data`, `values` those of _config.yml. A name that is no usual one of a menu
    counts if the site's `templates` read it.
    """
    used = set(re.findall(r"\bsite\.data\.([\w-]+)", templates))
    found = [(name, f"_data/{name}", value) for name, value in data.items() if name in _NAMES or name in used]
    found += [(name, f"_config.yml: {name}", value) for name, value in values.items() if name in _NAMES]
    found.sort(key=lambda one: _NAMES.index(one[0]) if one[0] in _NAMES else len(_NAMES))
    return [menu for _, place, value in found for menu in _menus(place, value)]


def _menus(place: str, value: Any) -> Iterator[Menu]:
    """Yield the menus in a value: a list of links, addresses by title, or several menus by name."""
    if isinstance(value, list):
        menu = _menu(place, value)
        if menu:
            yield menu
    elif isinstance(value, Mapping):
        if value and all(isinstance(one, str) and _is_address(one) for one in value.values()):
            yield Menu(place, tuple((str(name), one) for name, one in value.items()))
            return
        names = sorted(value, key=lambda name: _MAIN.index(name) if name in _MAIN else len(_MAIN))
        for name in names:
            yield from _menus(f"{place}: {name}", value[name])


def _menu(place: str, entries: list[Any]) -> Menu | None:
    links, below = [], 0
    for entry in entries:
        if not isinstance(entry, Mapping):
            return None
        title = next((str(entry[key]) for key in _TITLES if entry.get(key)), "")
        url = next((str(entry[key]) for key in _URLS if entry.get(key)), "")
        inner = [one for key in _INNER if isinstance(entry.get(key), list) for one in entry[key]]
        if not title or not (url or inner) or (url and not _is_address(url)):
            return None
        below += len(inner)
        links += [(title, url)] if url else []
    return Menu(place, tuple(links), below) if links else None


def _is_address(text: str) -> bool:
    return bool(re.match(r"(?:https?:/)?/|mailto:|#|[\w-]+(?:/|\.html?\b|\.md\b)", text))


def navigation(menu: Menu, baseurl: str, urls: Mapping[str, str], moved: Mapping[str, str]) -> list[Value]:
    """Return a menu as links of the theme's option `navigation`.

    `urls` are addresses by path of the source, `moved` new output paths by old ones.
    """
    links: list[Value] = []
    for title, url in menu.links:
        path = url
        if "://" not in url and not url.startswith(("#", "mailto:")):
            path = url.removeprefix(baseurl)
            path = menu_link(path if path.endswith(_PAGES) else urls.get(path.lstrip("/"), path), moved)
        links.append({"title": title, "url": path})
    return links


def notes_of(menus: list[Menu]) -> Iterator[str]:
    """Yield what of the menus could not be taken over."""
    if menus and menus[0].below:
        yield f"{menus[0].place} has {menus[0].below} links below others; the navigation here has one level"
    if menus[1:]:
        others = ", ".join(f"{menu.place} ({len(menu.links)} links)" for menu in menus[1:])
        yield f"other menus are not imported; a theme can show them: {others}"
