"""Name what each kind of page takes from the theme: *inputs*, which can be compared and reported.

The name of an input says what it is (`template:base.html`). Its value is a text
that changes with the input: for a template, its theme and its digest; for an
asset, its path, which contains a digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.core.digests import content_digest
from generator.theme.assets import ICONS, Asset
from generator.theme.dependencies import Closure, Templates
from generator.theme.lookup import Theme
from generator.theme.strings import catalogue_files

#: The inputs that all outputs of a kind share, by name. Equal inputs make equal bytes.
Inputs = Mapping[str, str]


class ThemeInputs(NamedTuple):
    """The inputs from the theme: templates and assets by page; texts and icons, which all pages share."""

    pages: Mapping[str, Inputs]
    words: Inputs
    icons: Inputs


def theme_inputs(
    theme: Theme, language: str, templates: Templates, assets: Mapping[str, Asset], names: Iterable[str]
) -> ThemeInputs:
    """Return the inputs of pages from a theme. `names` are pages; the template of a page has its name."""
    closures = {page: templates.closure(f"{page}.html") for page in names}
    pages = {page: _page_inputs(closure, assets) for page, closure in closures.items()}
    icons = {f"asset:{name}": assets[name].path for name in ICONS if name in assets}
    return ThemeInputs(pages, _words(theme, language), icons)


def _page_inputs(closure: Closure, assets: Mapping[str, Asset]) -> Inputs:
    found = {
        f"template:{name}": f"{place.theme}:{place.digest}" if place else ""
        for name, place in closure.templates.items()
    }
    named = assets if closure.assets is None else closure.assets
    return found | {f"asset:{name}": assets[name].path if name in assets else "" for name in named}


def _words(theme: Theme, language: str) -> Inputs:
    """Return the files with texts of the interface, by theme and name: any page may use any text."""
    files = catalogue_files(theme, language)
    return {
        f"words:{file.parent.parent.name}/{file.name}": content_digest(file.read_bytes()).hex()
        for file in files
    }
