"""What the looks of each kind of page follow from, by name: *inputs* that can be compared and told.

An input's name says what it is (`template:base.html`); its value is plain text
that changes with it: for a template the theme that it is found in and its
digest, for an asset its path, which holds one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.core.digests import content_digest
from generator.theme.assets import ICONS, Asset
from generator.theme.dependencies import Closure, Templates
from generator.theme.lookup import Theme
from generator.theme.strings import catalogue_files

#: What outputs of one kind share, by name; equal ones make equal bytes.
Inputs = Mapping[str, str]


class Look(NamedTuple):
    """What pages take from the theme: by page, of its templates and assets; the words; and the icons."""

    pages: Mapping[str, Inputs]
    words: Inputs
    icons: Inputs


def look(
    theme: Theme, language: str, templates: Templates, assets: Mapping[str, Asset], names: Iterable[str]
) -> Look:
    """Return what each of some pages takes from a theme. The template of a page has its name."""
    closures = {page: templates.closure(f"{page}.html") for page in names}
    pages = {page: _reached(closure, assets) for page, closure in closures.items()}
    icons = {f"asset:{name}": assets[name].path for name in ICONS if name in assets}
    return Look(pages, _words(theme, language), icons)


def _reached(closure: Closure, assets: Mapping[str, Asset]) -> Inputs:
    found = {
        f"template:{name}": f"{place.theme}:{place.digest}" if place else ""
        for name, place in closure.templates.items()
    }
    named = assets if closure.assets is None else closure.assets
    return found | {f"asset:{name}": assets[name].path if name in assets else "" for name in named}


def _words(theme: Theme, language: str) -> Inputs:
    """Return the files with the words of the interface, by theme and name: any page may use any word."""
    files = catalogue_files(theme, language)
    return {
        f"words:{file.parent.parent.name}/{file.name}": content_digest(file.read_bytes()).hex()
        for file in files
    }
