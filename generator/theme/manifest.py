"""Read theme.yaml: the theme that a theme inherits from, and the options that a site can set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from generator.config.load import load_file
from generator.config.yaml.errors import OptionError
from generator.config.yaml.reader import Rules
from generator.core.errors import ThemeError
from generator.core.wording import quoted_value

Kind = Literal["text", "choice", "address", "colour", "fonts", "links", "html", "any"]


@dataclass(frozen=True, slots=True)
class ThemeOption:
    """An option of a theme, as theme.yaml declares it."""

    kind: Kind = "text"
    """The type of its value."""
    choices: tuple[str, ...] = ()
    """The values of a choice; the first is the default."""
    property: str = ""
    """The custom property (`--site-accent`) that its value becomes in the theme's style.css."""
    on: tuple[str, ...] = ()
    """Backgrounds on which a colour must have a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole of theme.yaml."""

    name: str = ""
    """The name of the theme."""
    description: str = ""
    """One sentence about the theme."""
    inherits: str = ""
    """The theme whose files and options this theme inherits."""
    options: Mapping[str, ThemeOption] = field(default_factory=dict)
    """Options that a site can set under `theme.options`, besides the inherited options."""
    minify: tuple[str, ...] = ()
    """Scripts in `assets/` that are published without comments and needless blanks."""


def check_colour(text: str) -> str:
    """Return a colour in hexadecimal digits, as in CSS. Raises OptionError for other text."""
    if not _COLOUR.fullmatch(text):
        hint = 'write for example "#1d4f8f", in quotes'
        raise OptionError("colour", f"must be a colour, not {quoted_value(text)}", hint)
    return text


def _check_property(text: str) -> str:
    if not _PROPERTY.fullmatch(text):
        hint = "write for example --site-accent"
        raise OptionError(
            "property", f"must be the name of a custom property, not {quoted_value(text)}", hint
        )
    return text


_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_PROPERTY = re.compile(r"--[a-z][a-z0-9-]*")
_RULES = Rules(
    ranges={},
    values={"options.*.property": _check_property, "options.*.on.*": check_colour},
    names={},
    shorthands={"options.*": "kind"},
)


def read_manifest(folder: Path) -> Manifest:
    """Return the theme.yaml in a theme's folder.

    Raises ConfigError with all errors, and ThemeError for an option whose parts contradict each other.
    """
    name = f"themes/{folder.name}/theme.yaml"
    manifest = load_file(folder / "theme.yaml", name, Manifest, _RULES)
    for title, option in manifest.options.items():
        if option.kind == "choice" and not option.choices:
            raise ThemeError(f"{name}: options.{title}: a choice needs its `choices`")
        if option.property and option.kind not in ("colour", "fonts"):
            raise ThemeError(f"{name}: options.{title}: only colours and fonts can have a `property`")
    for script in manifest.minify:
        if not (script.endswith(".js") and (folder / "assets" / script).is_file()):
            raise ThemeError(f"{name}: minify: there is no script {script!r} in the theme's assets/")
    return manifest
